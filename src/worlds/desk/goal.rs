//! What a task asks for, judged by the state of the world and the answer: never by what the brain says of itself (fault A19).

use serde::Serialize;

use super::Desk;

/// When a task is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Goal {
    /// The answer holds one of these, whatever the case of the letters.
    Says(Vec<String>),
    /// The calendar holds an entry of just these hours.
    Entry { day: u8, start: u8, end: u8 },
    /// A current memory holds these words.
    Remembers(String),
    /// No current memory holds these words.
    Forgot(String),
    /// The graph holds this fact.
    Knows { s: String, o: String },
    /// All of them.
    All(Vec<Goal>),
}

impl Goal {
    pub(crate) fn met(&self, desk: &Desk, answer: &str) -> bool {
        let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
        let mut current = desk
            .memory()
            .memories()
            .iter()
            .filter(|memory| memory.superseded_by.is_none());
        match self {
            Goal::Says(parts) => parts.iter().any(|part| holds(answer, part)),
            Goal::Entry { day, start, end } => {
                let mut entries = desk.calendar().entries().iter();
                entries.any(|entry| (entry.day, entry.start, entry.end) == (*day, *start, *end))
            }
            Goal::Remembers(words) => current.any(|memory| holds(&memory.text, words)),
            Goal::Forgot(words) => !current.any(|memory| holds(&memory.text, words)),
            Goal::Knows { s, o } => {
                let mut triples = desk.graph().triples().iter();
                triples.any(|triple| triple.s == *s && triple.o == *o)
            }
            Goal::All(goals) => goals.iter().all(|goal| goal.met(desk, answer)),
        }
    }
}
