//! Lecture 4, what a memory can hold: exact laws of a d x d memory, and layers that are trained to recall (`crate::recall`).
//!
//! No page yet. `laws`: the untrained part. `race`, `job`, `protocol`: the trained one, in the worker.

pub mod job;
pub mod laws;
pub mod protocol;
mod race;

#[cfg(test)]
mod tests;
