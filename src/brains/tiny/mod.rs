//! The tiny brain: a transformer of two layers, trained in minutes, that reads manuals and memory lines and writes calls.
//!
//! `words`: its closed vocabulary. `task`: what it reads and should write. `recipe`: its size and its lessons. `run`: training a
//! step at a time. `brain_file`: a trained one from a file. `reader`: prompts of any length. `exam`: how often it is right.

pub mod brain_file;
pub mod exam;
pub mod reader;
pub mod recipe;
pub mod run;
pub mod task;
pub mod words;

#[cfg(test)]
mod tests;
