//! Lecture 4, what a memory can hold: exact laws of a d x d memory, and layers that are trained to recall (`crate::recall`).
//!
//! Names (tests and links rely on them): see `names.md`. `laws`, `hand`, `cell`: the untrained part. `race`, `job`,
//! `protocol`: the trained one, in the worker.

pub mod cell;
pub mod choices;
pub mod guesses;
pub mod hand;
pub mod job;
pub mod laws;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod race;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("memory_limits");

pub static LAB: Lab = Lab {
    id: "memory-limits",
    lecture: 4,
    title: text("What a memory can hold", "記憶的極限"),
    question: text(
        "If an RNN\u{2019}s memory is too small, is attention\u{2019}s infinite?",
        "RNN 的記憶太小，那 attention 的記憶就是無限的嗎？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(memory_limits, page::page),
};
