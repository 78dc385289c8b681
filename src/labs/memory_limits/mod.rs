//! Lecture 4, what a memory can hold: exact laws of a d x d memory, and layers that are trained to recall.
//!
//! No page yet. `laws`: the untrained part. `run`: one layer trained on associative recall, a step at a time; its settings
//! are in `config`, its graph in `model`, its answers in `exam`, counted in `score`.

pub mod config;
pub mod exam;
pub mod laws;
pub mod run;
pub mod score;

mod model;

#[cfg(test)]
mod tests;
