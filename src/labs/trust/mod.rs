//! Lecture 2, whom to believe: a claim of a tool weighed against a belief of one's own, and the weighing checked on many questions
//! whose truth is known.
//!
//! Names (tests and links rely on them): see `names.md`. `belief`: the formula. `check`: the experiment, in the worker (`job`,
//! `protocol`). `people`: true records of two people of one name.

pub mod belief;
pub mod check;
pub mod config;
pub mod guesses;
pub mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod people;
pub mod presets;
pub mod protocol;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("trust");

pub static LAB: Lab = Lab {
    id: "trust",
    lecture: 2,
    title: text("Whom to believe", "該相信誰"),
    question: text(
        "A tool returns something odd. When does an agent believe it?",
        "工具回傳了奇怪的結果，agent 什麼時候會相信？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(trust, page::page),
};
