//! The model whose inside lecture 3 looks at: trained on the world of `data::world`, so that everything it says can be checked.
//!
//! `recipe`: its size and how it is trained. `run`: training a step at a time. `subject`: a trained model with its world, from a
//! file. `forward`: texts of any length, sites read and changed. `exam`: what it knows, by topic. `lens`: what it would say at each
//! layer, and which part says it. `study`: the job of a lab that examines a subject. `which`: the reader's choice of it.
//! `thinking`: which language it thinks in, an experiment on twelve more models.

pub mod exam;
pub mod forward;
pub mod lens;
pub mod recipe;
pub mod run;
pub mod study;
pub mod subject;
pub mod thinking;
pub mod which;

#[cfg(test)]
mod forward_tests;
#[cfg(test)]
mod lens_tests;
#[cfg(test)]
mod study_tests;
#[cfg(test)]
mod tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod thinking_claims;
#[cfg(test)]
mod thinking_tests;
