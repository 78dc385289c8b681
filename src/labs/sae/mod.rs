//! Lecture 3, the sparse autoencoder: directions that mean something, found by a price on being on.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The model and its world:
//! `crate::world_model`, `crate::data::world`.

mod baselines;
mod coder;
pub mod concepts;
pub mod config;
pub mod guesses;
mod intervene;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod recording;
pub mod score;

pub use job::Sae;

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
static LESSON: Lesson = crate::lesson!("sae");

pub static LAB: Lab = Lab {
    id: "sae",
    lecture: 3,
    title: text("Sparse autoencoder", "稀疏自編碼器"),
    question: text(
        "If single neurons mean little, which directions do?",
        "單一神經元說明不了什麼，那哪些方向有意義？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(sae, page::page),
};

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    crate::world_model::study::job::<Sae>(setup)
}
