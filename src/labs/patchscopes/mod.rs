//! Lecture 3, patchscopes: a representation of one prompt read out in another, and put back into its own.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. What is patched: `patch`; what
//! is counted: `prompts`, `counts`.

pub mod counts;
mod job;
pub mod patch;
pub mod prompts;
pub mod protocol;

pub use job::Patchscopes;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
