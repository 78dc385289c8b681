//! Lecture 3, relations: whether "the city of this landmark" is a straight line inside the model, and whether it can be run backwards.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

pub mod algebra;
pub mod config;
pub mod fit;
mod job;
pub mod protocol;
pub mod relation;
pub mod score;
pub mod states;

pub use job::Relations;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
