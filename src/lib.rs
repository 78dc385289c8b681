//! The Lecture Playground: language models that train, sample and are taken apart in the reader's browser.
//!
//! The map of the crate, in reading order. Imports point upwards only (`tests/architecture.rs` holds the table).

/// The agent loop of lecture 2: tape, calls, guards, log.
pub mod agent;
/// What the pages of the labs with an agent share.
#[cfg(feature = "ui")]
pub mod agent_page;
/// The job of a lab with a debugger over that loop.
pub mod agent_study;
/// How it is computed: the CPU over ndarray.
pub mod backend;
/// What writes the agent's tape on: rules, a trained model.
pub mod brains;
/// Texts, tokenizers, seeded randomness, synthetic tasks.
pub mod data;
/// One folder per lab, and the list of them.
pub mod labs;
/// The two languages, and the blocks that a lesson is made of.
pub mod lesson;
/// Layers, models, optimisers, sampling.
pub mod nn;
/// Sorting, compiled once.
pub mod order;
/// Charts and heat maps as SVG text or pixels, without a DOM.
pub mod plot;
/// Layers trained on associative recall: a run that several labs look at.
pub mod recall;
/// What is computed: shapes, the static graph, its gradients, the plan. No numbers, no browser.
pub mod tensor;
/// A job: one cancellable piece of work in slices, with checkpoints.
pub mod train;
/// The shell, the router, the widgets, the page's end of the worker.
#[cfg(feature = "ui")]
pub mod ui;
/// What page and worker say to each other, and what a share link holds.
pub mod wire;
/// The model that lecture 3 opens, trained on the world of `data::world`.
pub mod world_model;
/// What the pages of the labs on that model share.
#[cfg(feature = "ui")]
pub mod world_page;
/// What the tools of lecture 2 act on.
pub mod worlds;
