//! Where a run that goes by itself stops for the reader.

use serde::{Deserialize, Serialize};

use crate::agent::{Entry, Event};

/// The page looks at what each portion of work brought ([`super::Advanced::news`]), and pauses at a hit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Breakpoints {
    /// At any result.
    pub call: bool,
    /// At a result that is an error, at a turn that was cut, and at one that was no call and no answer.
    pub error: bool,
    /// At the results of these tools: those that write a memory, say.
    pub tools: Vec<String>,
}

impl Breakpoints {
    /// The first of these entries that the run stops at.
    pub fn hit<'a>(&self, news: &'a [Entry]) -> Option<&'a Entry> {
        news.iter().find(|entry| match &entry.event {
            Event::Result { name, code, .. } => {
                self.call || (self.error && code.is_some()) || self.tools.contains(name)
            }
            Event::Invented { .. } | Event::Notice { .. } => self.error,
            _ => false,
        })
    }
}
