//! Lecture 1, next-token prediction: train a small transformer on a text, then roll the dice, one token at a time.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`.

mod answers;
pub mod config;
pub mod guesses;
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
mod prepared;
pub mod presets;
pub mod protocol;
pub mod recipes;
mod run;

pub use job::NextToken;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("next_token");

pub static LAB: Lab = Lab {
    id: "next-token",
    lecture: 1,
    title: text("Roll the dice: one token at a time", "文字接龍：一次擲一個 token"),
    question: text(
        "If a model only ever guesses the next token, where does a whole text come from?",
        "模型每次只猜下一個 token，一整篇文字是從哪裡來的？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(next_token, page::page),
};
