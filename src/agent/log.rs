//! What happened, in order: entries are only ever added, and each holds a hash of all before it. The hash (FNV-1a) is a
//! fingerprint: it finds a difference, and does not keep anyone from forging one.

use serde::{Deserialize, Serialize};

use super::brain::Badge;
use super::message::Message;
use super::plan::Plan;
use super::settings::Settings;
use super::stop::Ending;
use super::token::Token;
use super::tool::Code;
use crate::data::fnv::fnv1a;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    Opened {
        settings: Settings,
        head: Vec<Message>,
        /// Hash of the world's state.
        world: u64,
    },
    /// The tape that the brain was given.
    Prompt {
        tokens: u32,
        hash: u64,
        /// Units of the conversation that are not in it, or not whole.
        dropped: u32,
    },
    /// What the brain wrote, token by token.
    Turn {
        by: Badge,
        tokens: Vec<Token>,
    },
    /// It went on with the words of others; they were cut off.
    Invented {
        text: String,
    },
    /// The turn was no call and no answer, or partly left out: what the brain was told about it.
    Notice {
        text: String,
    },
    Plan(Plan),
    /// The loop waits for the user's leave to make this call.
    Confirm {
        id: String,
    },
    Confirmed {
        id: String,
        yes: bool,
    },
    Asks {
        id: String,
        question: String,
    },
    Answered {
        id: String,
        text: String,
    },
    Result {
        id: String,
        name: String,
        /// Canonical if they were right, raw (and shortened) if not.
        arguments: String,
        content: String,
        /// None: the call succeeded.
        code: Option<Code>,
        /// Characters that were cut out of the result.
        omitted: u32,
        /// Hash of the world's state after it.
        world: u64,
    },
    /// The user said something more.
    Told {
        text: String,
    },
    /// The reader changed the message at this index of the conversation.
    Edited {
        index: u32,
        to: Message,
    },
    /// The lines of memory are now these.
    Remembers {
        lines: Vec<String>,
    },
    Seeded {
        seed: u64,
    },
    Stopped(Ending),
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub event: Event,
    /// Of this event and all before it on its branch.
    pub hash: u64,
}

/// The entries of one step, linked to those before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    /// Of the entries, as they were hashed.
    pub(super) bytes: usize,
    hash: u64,
}

impl Log {
    pub(super) fn after(hash: u64) -> Log {
        Log {
            entries: Vec::new(),
            bytes: 0,
            hash,
        }
    }

    pub(super) fn add(&mut self, event: Event) {
        // Postcard cannot fail on types without maps of unknown length.
        let link = postcard::to_allocvec(&(self.hash, &event)).unwrap_or_default();
        self.hash = fnv1a(&link);
        self.bytes += link.len();
        let hash = self.hash;
        self.entries.push(Entry { event, hash });
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash
    }
}
