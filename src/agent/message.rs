//! The messages of a conversation, as OpenAI's chat format has them, before they are tokens.

use serde::{Deserialize, Serialize};

/// One message. What the brain sees of it is in [`super::tape`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Message {
    /// The developer's words, and the manual of each tool as one line of JSON ([`super::Tool::schema`]).
    System {
        text: String,
        manuals: Vec<String>,
    },
    /// One line that the environment puts before the brain: a memory that was kept, or a summary of what was cut.
    Memory(String),
    User(String),
    /// What the brain wrote in one turn, in its order.
    Assistant(Vec<Part>),
    /// The result of the call with this id.
    Tool {
        id: String,
        content: String,
    },
}

/// One part of the brain's turn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// What the user gets to read.
    Say(String),
    Think(String),
    Plan(String),
    Call(Call),
}

/// A call, as the brain wrote it: the arguments are the raw text, and may be anything.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Call {
    /// Given by the loop (`call_1`, `call_2`, ..), empty until then. Not on the tape: see [`super::tape`].
    pub id: String,
    /// Without a space in it.
    pub name: String,
    pub arguments: String,
}

impl Call {
    /// A call that the loop has not numbered yet.
    pub fn new(name: impl Into<String>, arguments: impl Into<String>) -> Call {
        Call {
            id: String::new(),
            name: name.into(),
            arguments: arguments.into(),
        }
    }
}

impl Message {
    /// The calls of a turn of the brain; none for other messages.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        let parts = match self {
            Message::Assistant(parts) => parts.as_slice(),
            _ => &[],
        };
        parts.iter().filter_map(|part| match part {
            Part::Call(call) => Some(call),
            _ => None,
        })
    }
}
