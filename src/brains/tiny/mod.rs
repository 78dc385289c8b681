//! The tiny brain: a transformer of two layers, trained in minutes, that reads manuals and memory lines and writes calls.
//!
//! `words`: its closed vocabulary. `task`: what it reads and should write. `recipe`, `rows`: its size and its lessons. `run`: training a
//! step at a time. `training`: that with exams, for a page. `brain_file`: a trained one from a file. `reader`: prompts of any
//! length. `exam`: how often it is right. `spelling`, `listening`: between its words and the agent's tape. `brain`: the brain of
//! an agent.

pub mod brain;
pub mod brain_file;
pub mod exam;
pub mod listening;
pub mod reader;
pub mod recipe;
pub mod rows;
pub mod run;
pub mod spelling;
pub mod task;
pub mod training;
pub mod words;

#[cfg(test)]
mod brain_tests;
#[cfg(test)]
mod tests;
