//! Lecture 3, steering: a vector made of two means, added, subtracted or projected out, and what the model then says.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. The math: `vectors` (difference of
//! means and what is done with it), `sets` and `functions` (the texts), `experiment` (the whole of it in pieces), `job`.

pub mod config;
pub mod experiment;
pub mod functions;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod sets;
pub mod vectors;

pub use job::Steering;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("steering");

pub static LAB: Lab = Lab {
    id: "steering",
    lecture: 3,
    title: text("Steering", "引導（steering）"),
    question: text(
        "Can one added vector make a model refuse, or stop refusing?",
        "加上一個向量，就能讓模型拒絕，或不再拒絕嗎？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(steering, page::page),
};
