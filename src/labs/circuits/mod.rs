//! Lecture 3, circuits: how small a part of the model is enough for one behaviour.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

mod ablate;
pub mod config;
pub mod guesses;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod parts;
pub mod presets;
mod prompts;
pub mod protocol;
pub mod prune;
mod study;

pub use study::Circuits;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
use crate::train::{Job, JobError};

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("circuits");

pub static LAB: Lab = Lab {
    id: "circuits",
    lecture: 3,
    title: text("Circuits", "迴路"),
    question: text(
        "How little of a model is enough for one task?",
        "做一件事，只需要模型多小的一部分？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(circuits, page::page),
};

/// Makes the job from a `world_model::study::Setup` in postcard.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    crate::world_model::study::job::<Circuits>(setup)
}
