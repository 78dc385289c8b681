//! Lecture 2, calling tools: who speaks on the tape, what a text in a result can do, and how a tool is found among many.
//!
//! `attacks`, `defences`, `trial`: twenty texts in a note against four defences, each in a run of the loop. `recall`: retrieval
//! of manuals.

pub mod attacks;
pub mod defences;
pub mod recall;
#[cfg(test)]
mod tests;
pub mod trial;
