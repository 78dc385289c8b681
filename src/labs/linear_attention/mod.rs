//! Lecture 4, from an RNN to attention and back: a derivation whose every line is computed as it is written, the memory as
//! a cabinet of drawers, and three ways to compute the same layer, counted, measured and drawn.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`.

pub mod config;
pub mod costs;
pub mod derivation;
pub mod drawers;
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
mod forms;
pub mod guesses;
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod rounds;
pub mod wrong;

#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("linear_attention");

pub static LAB: Lab = Lab {
    id: "linear-attention",
    lecture: 4,
    title: text(
        "From an RNN to attention and back",
        "從 RNN 到 attention，再走回來",
    ),
    question: text(
        "What is left of attention when the softmax is taken away?",
        "拿掉 softmax 之後，attention 還剩下什麼？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(linear_attention, page::page),
};
