//! Lecture 2, calling tools: who speaks on the tape, what a text in a result can do, and how a tool is found among many.
//!
//! Names (tests and links rely on them): see `names.md`. `attacks`, `defences`, `trial`: twenty texts in a note against four
//! defences, each in a run of the loop. `recall`: retrieval of manuals. `job`, `protocol`: both of them in the worker.

pub mod attacks;
pub mod config;
pub mod defences;
pub mod guesses;
pub mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod recall;
#[cfg(test)]
mod tests;
pub mod trial;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("tools");

pub static LAB: Lab = Lab {
    id: "tools",
    lecture: 2,
    title: text("Calling tools", "使用工具"),
    question: text(
        "Who really calls the function, and what does the user never see?",
        "函式是誰呼叫的？有哪些東西使用者從來看不到？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(tools, page::page),
};
