//! Lecture 2, a number or an error message: one loop repairs programs under five kinds of feedback on the same runs.
//!
//! Names (tests and links rely on them): see `names.md`. Formulas: `laws`. The loop: `repair`. Many of them: `experiment`.

pub mod config;
pub mod experiment;
pub mod guesses;
mod job;
pub mod laws;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod program;
pub mod protocol;
pub mod repair;

pub use job::Feedback;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("feedback");

pub static LAB: Lab = Lab {
    id: "feedback",
    lecture: 2,
    title: text("A number or an error message", "一個分數，還是一段錯誤訊息"),
    question: text(
        "What can an agent learn from a compile log that a score does not tell?",
        "編譯器的錯誤訊息，比一個分數多告訴了 agent 什麼？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(feedback, page::page),
};
