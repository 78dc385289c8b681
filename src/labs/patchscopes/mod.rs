//! Lecture 3, patchscopes: a representation of one prompt read out in another, and put back into its own.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. What is patched: `patch`; what
//! is counted: `prompts`, `examples`, `runs`, `counts`. The model and its world: `crate::world_model`, `crate::data::world`.

pub mod config;
pub mod counts;
pub mod examples;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod patch;
pub mod presets;
pub mod prompts;
pub mod protocol;
mod runs;

pub use job::Patchscopes;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("patchscopes");

pub static LAB: Lab = Lab {
    id: "patchscopes",
    lecture: 3,
    title: text("Patchscopes", "Patchscopes：讓表徵自己說話"),
    question: text(
        "What does a representation say when it is read out in another prompt?",
        "把一個表徵放進另一個 prompt，它會說出什麼？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(patchscopes, page::page),
};
