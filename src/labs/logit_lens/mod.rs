//! Lecture 3, the logit lens: what a model would say if it had to answer after each layer, and who writes the answer.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

pub mod config;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod thinking;

pub use job::LogitLens;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("logit_lens");

pub static LAB: Lab = Lab {
    id: "logit-lens",
    lecture: 3,
    title: text("Logit lens", "Logit lens：每一層在想什麼"),
    question: text(
        "What would the model say if it had to answer after each layer?",
        "如果在每一層都要它立刻回答，它會說什麼？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(logit_lens, page::page),
};
