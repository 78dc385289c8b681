//! Lecture 2, an agent's memory: reading a long one, learning from feedback, writing and tidying up a diary.
//!
//! Names (tests and links rely on them): see `names.md`. `read` and `stream`: the two experiments, in the worker (`job`, `protocol`).
//! `brain`: the tiny brain's long memory, there too. `diary`: small enough for the page.

mod brain;
pub mod config;
pub mod diary;
pub mod guesses;
pub mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod read;
pub mod stream;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("memory");

pub static LAB: Lab = Lab {
    id: "memory",
    lecture: 2,
    title: text("Read, write, reflect", "讀取、寫入、反思"),
    question: text(
        "Would an agent that remembers everything be better, or worse?",
        "什麼都記得的 agent，會更好還是更糟？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(memory, page::page),
};
