//! Lecture 4, forgetting as a rule: one ladder of layers on one stream of writes that the reader edits.
//!
//! No page yet. `stream`: the tokens and their limits; `ladder`: what each rule makes of them, and how much every past item
//! weighs in what is read now; `descent`: the delta rule as a step of gradient descent.

pub mod descent;
pub mod ladder;
pub mod stream;

#[cfg(test)]
mod tests;
