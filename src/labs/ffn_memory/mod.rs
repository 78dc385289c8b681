//! Lecture 3, the MLP as a memory: keys that fire, values that promote words, and facts edited in the weights.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. Reading order of the math:
//! `memory` (keys and values), `trace` (where the fact is), `descent`, `rank_one`, `edit` (the ways to change it), `score`, `job`.

pub mod config;
mod contexts;
mod descent;
mod edit;
mod fact;
mod job;
mod memory;
pub mod method;
pub mod protocol;
mod rank_one;
mod score;
mod trace;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(test)]
mod tests;
