//! Lecture 3, the MLP as a memory: keys that fire, values that promote words, and facts edited in the weights.
//!
//! Names (tests and links rely on them): see `names.md`. Protocol between page and worker: `protocol`. Reading order of the math:
//! `memory` (keys and values), `trace` (where the fact is), `descent`, `rank_one`, `edit` (the ways to change it),
//! `control`, `score`; then `job` (the long experiment) and `questions`.

pub mod config;
mod contexts;
mod control;
mod descent;
mod edit;
mod fact;
pub mod guesses;
mod job;
pub mod lesson;
mod memory;
pub mod method;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
mod questions;
mod rank_one;
mod score;
mod trace;

pub use job::{FfnMemory, Kept};

#[cfg(all(test, not(target_arch = "wasm32")))]
mod claims;
#[cfg(test)]
mod tests;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("ffn_memory");

pub static LAB: Lab = Lab {
    id: "ffn-memory",
    lecture: 3,
    title: text("Where facts are kept, and edited", "知識存在哪裡，怎麼改"),
    question: text(
        "Can one fact be changed without touching its neighbours?",
        "能只改掉一個事實，不動到旁邊的嗎？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(ffn_memory, page::page),
};

#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
fn job(setup: &[u8]) -> Result<Box<dyn crate::train::Job>, crate::train::JobError> {
    crate::world_model::study::job::<FfnMemory>(setup)
}
