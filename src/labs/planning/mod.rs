//! Lecture 2, plan, act, plan again: plans against surprises, search where moves cannot be undone, dreams, and thinking too much.
//!
//! Names (tests and links rely on them): see `names.md`. The shop: `shop`, `policy`, `surprise`. The tree: `tree`. Thinking:
//! `thoughts`. All of them over seeds: `experiment`.

pub mod config;
pub mod experiment;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod policy;
pub mod presets;
pub mod protocol;
pub mod shop;
pub mod surprise;
pub mod thoughts;
pub mod tree;

pub use job::Planning;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("planning");

pub static LAB: Lab = Lab {
    id: "planning",
    lecture: 2,
    title: text("Plan, act, plan again", "規劃、行動、再規劃"),
    question: text(
        "When is thinking ahead worth more than trying, and when is it too much?",
        "什麼時候先想比先試好？什麼時候又是想太多？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(planning, page::page),
};
