//! A conversation as a file in the format of OpenAI's chat completions, so that it opens in other tools.
//!
//! `{"messages": [..], "tools": [..]}`: lines of memory are system messages named `memory`, arguments are the raw text. What the
//! format has no place for (thoughts, plans, their order) is in `parts` of a message, which other tools pass over.

use serde_json::{Map, Value, json};

use super::conversation::Conversation;
use super::message::{Message, Part};

/// The name of a system message that is a line of memory.
pub(super) const MEMORY: &str = "memory";

/// The file's text: JSON with line breaks, Chinese not escaped.
pub fn export(talk: &Conversation) -> String {
    let messages: Vec<Value> = talk.messages().map(message).collect();
    let manuals = talk.messages().flat_map(|message| match message {
        Message::System { manuals, .. } => manuals.as_slice(),
        _ => &[],
    });
    // A manual that the reader broke by editing is kept as a text.
    let tools: Vec<Value> = manuals
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| json!(line)))
        .collect();
    let file = json!({"messages": messages, "tools": tools});
    format!("{file:#}")
}

fn message(message: &Message) -> Value {
    match message {
        Message::System { text, .. } => json!({"role": "system", "content": text}),
        Message::Memory(text) => json!({"role": "system", "name": MEMORY, "content": text}),
        Message::User(text) => json!({"role": "user", "content": text}),
        Message::Tool { id, content } => {
            json!({"role": "tool", "tool_call_id": id, "content": content})
        }
        Message::Assistant(parts) => assistant(parts),
    }
}

fn assistant(parts: &[Part]) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), "assistant".into());
    message.insert(
        "content".into(),
        said(parts).map_or(Value::Null, Value::from),
    );
    let calls: Vec<Value> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Call(call) => Some(json!({
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            })),
            _ => None,
        })
        .collect();
    if !calls.is_empty() {
        message.insert("tool_calls".into(), calls.into());
    }
    if !plain(parts) {
        let parts: Vec<Value> = parts.iter().map(part).collect();
        message.insert("parts".into(), parts.into());
    }
    Value::Object(message)
}

fn part(part: &Part) -> Value {
    match part {
        Part::Say(text) => json!({"say": text}),
        Part::Think(text) => json!({"think": text}),
        Part::Plan(text) => json!({"plan": text}),
        Part::Call(call) => json!({"call": call.id}),
    }
}

/// What is said in a turn; None: nothing.
pub(super) fn said(parts: &[Part]) -> Option<String> {
    let said: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Say(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    (!said.is_empty()).then(|| said.join("\n"))
}

/// Something said at most once and first, then calls: content and calls tell it all.
fn plain(parts: &[Part]) -> bool {
    let rest = match parts {
        [Part::Say(_), rest @ ..] => rest,
        rest => rest,
    };
    rest.iter().all(|part| matches!(part, Part::Call(_)))
}
