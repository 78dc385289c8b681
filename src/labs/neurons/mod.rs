//! Lecture 3, neurons: what one neuron reacts to, what is lost without it, and how many share one job.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. Reading order of the numbers:
//! `classes`, `texts`, `bank` (all neurons of a model), `effect` (what is lost without one), `group` (many at once), `job`.

pub mod bank;
pub mod classes;
pub mod config;
pub mod effect;
pub mod group;
pub mod job;
pub mod protocol;
pub mod texts;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
