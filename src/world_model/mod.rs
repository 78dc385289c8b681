//! The model whose inside lecture 3 looks at: trained on the world of `data::world`, so that everything it says can be checked.
//!
//! `recipe`: its size and how it is trained. `run`: training a step at a time. `exam`: what it knows, by topic. `lens`: what it
//! would say at each layer, and which part says it.

pub mod exam;
pub mod lens;
pub mod recipe;
pub mod run;

#[cfg(test)]
mod lens_tests;
#[cfg(test)]
mod tests;
