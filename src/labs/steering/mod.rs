//! Lecture 3, steering: a vector made of two means, added, subtracted or projected out, and what the model then says.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The math: `vectors` (difference of
//! means and what is done with it), `sets` and `functions` (the texts), `experiment` (the whole of it in pieces), `job`.

pub mod config;
pub mod experiment;
pub mod functions;
mod job;
pub mod protocol;
pub mod sets;
pub mod vectors;

pub use job::Steering;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
