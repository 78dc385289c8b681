//! Lecture 2, the loop of an agent: a goal, observations and actions on one tape of tokens, in a debugger.
//!
//! Names (tests and links rely on them): see `names.md`. `world`: the two worlds and the run of a set-up. `experiment`: walks on 50
//! maps. `job`: both of them in the worker, over `agent_study`.

pub mod config;
pub mod experiment;
pub mod guesses;
pub mod job;
pub mod lesson;
#[cfg(feature = "ui")]
mod page;
pub mod presets;
pub mod protocol;
pub mod world;

use crate::labs::Lab;
#[cfg(any(feature = "ui", test))]
use crate::lesson::Lesson;
use crate::lesson::text;

#[cfg(any(feature = "ui", test))]
static LESSON: Lesson = crate::lesson!("agent_loop");

pub static LAB: Lab = Lab {
    id: "agent-loop",
    lecture: 2,
    title: text("Goal, observation, action", "目標、觀察、行動"),
    question: text(
        "What is an agent, if its model still only continues a text?",
        "語言模型只會文字接龍，那 AI agent 到底是什麼？",
    ),
    #[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
    job: Some(job::job),
    #[cfg(test)]
    lesson: &LESSON,
    #[cfg(feature = "ui")]
    page: crate::lazy_page!(agent_loop, page::page),
};
