//! What the lab's page and its job say to each other. The page opens one job at a time: a measurement, or the training of
//! two-layer stacks.

use serde::{Deserialize, Serialize};

use crate::nn::mixers::Kind;

/// Opens the job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Setup {
    Measure(MeasureSetup),
}

/// What is measured: layers of one head with d numbers in a key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeasureSetup {
    /// d, inside `config::MEASURED`.
    pub size: u16,
    /// Of the numbers that the layers work on.
    pub seed: u32,
}

/// One thing that is timed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Task {
    /// The next token of this layer after so many others.
    Decode(Kind),
    /// A whole prompt of so many tokens.
    Prompt(Way),
}

/// A way to read a prompt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Way {
    /// Softmax attention, all pairs, in tiles.
    Softmax,
    /// Linear attention, one token after the other.
    Recurrent,
    /// Linear attention in chunks.
    Chunkwise,
}

/// One measured point.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub task: Task,
    /// Context of the token, or length of the prompt.
    pub tokens: u32,
    /// The shortest reading so far, for one token or for the whole prompt; `None`: not read yet.
    pub ms: Option<f32>,
    /// Operations by formula.
    pub operations: u64,
    /// Bytes: the memory kept for the next token, or the scratch that reading the prompt took; 0: not read yet.
    pub bytes: u64,
}

/// What the page shows while it measures.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MeasureReport {
    pub size: u16,
    /// Readings done and planned.
    pub done: u32,
    pub planned: u32,
    pub remaining_seconds: Option<f32>,
    pub points: Vec<Point>,
}

/// What the page hears of its job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Report {
    Measure(MeasureReport),
}
