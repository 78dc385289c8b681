//! Lecture 3, neurons: what one neuron reacts to, what is lost without it, and how many share one job.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. Reading order of the numbers:
//! `classes`, `texts`, `bank` (all neurons of a model), `effect` (what is lost without one), `group` (many at once), `job` with its `questions`; on the
//! page's side `lost` collects what is lost without a neuron and its controls.

pub mod bank;
pub mod classes;
pub mod config;
pub mod effect;
pub mod group;
pub mod guesses;
mod job;
pub mod lesson;
pub mod lost;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod questions;
pub mod texts;

pub use job::Neurons;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("neurons");

pub static LAB: Lab = Lab {
    id: "neurons",
    lecture: 3,
    title: text("One neuron", "一個神經元"),
    question: text(
        "Is there a neuron for one thing, and what breaks without it?",
        "有專管一件事的神經元嗎？少了它，什麼會壞掉？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(neurons, page::page),
};
