//! Lecture 4, from an RNN to attention and back: a derivation whose every line is computed as it is written.
//!
//! No page yet. `derivation`: the lines with their intermediate values; `wrong`: steps that look alike and are not.

pub mod derivation;
pub mod wrong;

#[cfg(test)]
mod tests;
