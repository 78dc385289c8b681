//! Lecture 3, embeddings: the model's table of words as a map.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

pub mod config;
mod geometry;
pub mod guesses;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod study;
pub mod words;

pub use study::Embeddings;

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
static LESSON: Lesson = crate::lesson!("embeddings");

pub static LAB: Lab = Lab {
    id: "embeddings",
    lecture: 3,
    title: text("A map of the words", "文字的地圖"),
    question: text(
        "Which words does the model think are neighbours?",
        "在模型心中，哪些詞是鄰居？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(embeddings, page::page),
};

/// Makes the job from a `world_model::study::Setup` in postcard.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    crate::world_model::study::job::<Embeddings>(setup)
}
