//! What a page and its worker say about a run. No JSON: the page need not know how to read it.

use serde::{Deserialize, Serialize};

use crate::agent::{
    Badge, Branch, Code, Counts, Edit, Entry, Message, Part, Plan, Progress, Tape, Token, Tool,
};

/// A question of the page: about the run, or the lab's own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask<Q> {
    Run(Question),
    Lab(Q),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// Everything that there is to see. Answer: `Shown`.
    Look,
    /// Goes on by so many tokens at most, and never beyond the end of the step. Answer: `Advanced`. A pass of a trained brain
    /// takes some milliseconds, so the page asks for few tokens at a time.
    Advance {
        tokens: u32,
    },
    /// `Back`, `Forward`, `Select`, `Confirm`, `Reply`, `Cancel`, `Write`, `Compose`, `Edit`, `Import`, `Play`: `Shown`.
    Back,
    Forward,
    Select {
        step: usize,
    },
    Confirm {
        yes: bool,
    },
    /// The user's answer to the brain's question.
    Reply {
        text: String,
    },
    Cancel,
    /// The reader is the model: the turn as text, marks by their names ([`crate::agent::token::read`]).
    Write {
        turn: String,
    },
    /// The same, part by part.
    Compose {
        parts: Vec<Part>,
    },
    Edit(Edit),
    /// Answer: `Compared`.
    Compare {
        steps: [usize; 2],
    },
    /// What the brain would write next on this tape, in the form of [`crate::agent::token::write`]. Answer: `Next`.
    Next {
        tape: String,
    },
    /// Whether a call could be made as it stands; nothing is done. Answer: `Checked`.
    Check {
        tool: String,
        arguments: String,
    },
    /// The conversation as a file in OpenAI's format. Answer: `File`.
    Export,
    Import {
        file: String,
    },
    /// What was done since the run was opened, so that it can be done again. Answer: `Record`.
    Record,
    /// Does these things from the beginning.
    Play {
        record: Vec<Question>,
    },
}

/// `W`: what the lab shows of its world. `A`: the lab's own answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer<W, A> {
    Shown(Box<Shown<W>>),
    Advanced(Advanced),
    Compared(Compared),
    /// At most five tokens with their probabilities, the likeliest first.
    Next(Vec<(Token, f32)>),
    Checked(Checked),
    File(String),
    Record(Vec<Question>),
    Lab(A),
}

/// All of a run that a page shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shown<W> {
    /// Ready for a step (`Stepped`), in one, waiting for the user, or at its end.
    pub progress: Progress,
    /// The whole input of the brain, what it has written of its turn included. Empty where it does not fit the window.
    pub tape: Tape,
    /// For each message on the tape its index in `talk`; None: it stands for some that were dropped.
    pub origin: Vec<Option<u32>>,
    /// The whole conversation, uncut.
    pub talk: Vec<Message>,
    /// The log of this branch up to here.
    pub entries: Vec<Entry>,
    pub plan: Plan,
    pub counts: Counts,
    /// Tokens that prompt and turn may have together.
    pub window: u32,
    pub world: W,
    /// Hash of the world's state.
    pub world_hash: u64,
    /// The step that is looked at, and the way to it from the root.
    pub path: Vec<usize>,
    pub branches: Vec<Branch>,
    pub tools: Vec<Tool>,
    pub badge: Badge,
    /// What the last token was drawn from: at most five.
    pub likely: Vec<(Token, f32)>,
    /// Indices in `talk` of results that an imported run has otherwise than the tools give them.
    pub differ: Vec<usize>,
}

/// What one portion of work brought.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Advanced {
    pub progress: Progress,
    /// Tokens that were written.
    pub written: Vec<Token>,
    pub likely: Vec<(Token, f32)>,
    /// New entries of the log.
    pub news: Vec<Entry>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// Entries that both branches have in common.
    pub common: usize,
    /// The first entries that differ; None where a branch is at its end.
    pub first: [Option<Entry>; 2],
    pub same_world: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Checked {
    /// The call as it would be made.
    Fine { arguments: String },
    Wrong {
        code: Code,
        message: String,
        /// Bytes before the place where it stops being JSON.
        offset: Option<u64>,
    },
}
