//! Lecture 3, the MLP as a memory: keys that fire, values that promote words, and facts edited in the weights.
pub mod descent;
pub mod edit;
pub mod fact;
pub mod memory;
pub mod method;
pub mod rank_one;
pub mod score;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
