//! A small world in three languages, whose every fact is known: what a model of it says can be checked against the truth.
//!
//! Words in `lexicon`, what is true and what is never told in `facts`, sentences in `documents`, ids in `vocabulary`, questions
//! with their answers in `key`.

pub mod documents;
pub mod facts;
pub mod key;
pub mod lexicon;
pub mod vocabulary;

#[cfg(test)]
mod tests;

pub use documents::{Function, Kind};
pub use facts::Facts;
pub use key::{Question, Topic};
pub use vocabulary::{START, UnknownWord, Vocabulary};

/// The world of one seed.
#[derive(Clone, Debug)]
pub struct World {
    pub facts: Facts,
    pub vocabulary: Vocabulary,
}

impl World {
    pub fn new(seed: u64) -> World {
        World {
            facts: Facts::new(seed),
            vocabulary: Vocabulary::new(),
        }
    }
}
