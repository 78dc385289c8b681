//! Lecture 4, forgetting as a rule: one ladder of layers on one stream of writes that the reader edits.
//!
//! `stream`: the tokens and their limits; `ladder`: what each rule makes of them, and how much every past item weighs in what is
//! read now; `parallel`: the same without a memory; `descent`: the delta rule as a step of gradient descent. `seen` and `valley`
//! gather what the page draws. `job` trains a layer and looks at its gates (`training`, `protocol`, `gates`). Names (tests and links rely on them): see `names.md`.

pub mod config;
pub mod descent;
pub mod gates;
pub mod guesses;
mod job;
pub mod ladder;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod parallel;
pub mod presets;
pub mod protocol;
pub mod seen;
pub mod stream;
mod training;
pub mod valley;

pub use job::Retention;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("retention");

pub static LAB: Lab = Lab {
    id: "retention",
    lecture: 4,
    title: text("Forgetting as a rule", "有規則的遺忘"),
    question: text(
        "What should a layer forget, and who decides?",
        "一層該忘掉什麼？由誰決定？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(retention, page::page),
};
