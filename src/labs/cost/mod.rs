//! Lecture 4, what pays off when: softmax attention with its KV cache against layers with a constant memory, on paper, measured
//! in the tab, and in stacks of both.
//!
//! Names (tests and links rely on them): see `names.md`. Formulas: `laws`. Protocol between page and worker: `protocol`.

pub mod config;
pub mod guesses;
mod job;
pub mod laws;
pub mod lesson;
pub mod matrices;
pub mod measure;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod train;

pub use job::Cost;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("cost");

pub static LAB: Lab = Lab {
    id: "cost",
    lecture: 4,
    title: text("Which one pays off when", "什麼時候用哪一種才划算"),
    question: text(
        "At what length does a layer with constant memory become cheaper?",
        "序列要多長，固定記憶的層才比較便宜？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(cost, page::page),
};
