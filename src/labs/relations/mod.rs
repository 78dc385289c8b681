//! Lecture 3, relations: whether "the city of this landmark" is a straight line inside the model, and whether it can be run backwards.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

pub mod bank;
pub mod config;
pub mod fit;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod relation;
pub mod score;
pub mod states;

pub use job::Relations;

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
static LESSON: Lesson = crate::lesson!("relations");

pub static LAB: Lab = Lab {
    id: "relations",
    lecture: 3,
    title: text("A relation as a matrix", "用矩陣表示關係"),
    question: text(
        "Is \u{201c}the city of this landmark\u{201d} a straight line inside the model?",
        "「這個地標在哪個城市」，在模型裡是一條直線嗎？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(relations, page::page),
};

/// Makes the job from a `world_model::study::Setup` in postcard.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    crate::world_model::study::job::<Relations>(setup)
}
