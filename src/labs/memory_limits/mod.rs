//! Lecture 4, what a memory can hold: exact laws of a d x d memory, and layers that are trained to recall (`crate::recall`).
//!
//! No page yet. `laws`: the untrained part.

pub mod laws;

pub use crate::recall::{config, exam, run, score};
