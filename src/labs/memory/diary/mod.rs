//! Writing and reflecting: a diary of 60 lines, what of it is kept, how it is tidied up, and what can be answered from it.

pub mod answers;
pub mod grammar;
pub mod lines;
pub mod questions;
pub mod store;
