//! What the lab's page and its job say to each other. The page opens one job at a time: a measurement, or the training of
//! two-layer stacks.

use serde::{Deserialize, Serialize};

use crate::nn::mixers::Kind;

/// Opens the job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Setup {
    Measure(MeasureSetup),
    Train(TrainSetup),
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
    /// The next token of a whole block: `measure::HEADS` heads of this layer and all matrices around them.
    Block(Kind),
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
    Train(TrainReport),
}

/// What is trained: two-layer stacks of attention and the rival, all with the same seed and budget.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct TrainSetup {
    /// One of `laws::RIVALS`.
    pub rival: Kind,
    /// d_k = d_v, inside `config::SIZE`.
    pub size: u8,
    /// Steps of each stack, inside `config::STEPS`.
    pub steps: u32,
    /// Initial weights and data.
    pub seed: u32,
}

/// The stacks, lower layer first: is it attention?
pub const STACKS: [[bool; 2]; 4] = [[true, true], [true, false], [false, true], [false, false]];

/// What the page shows while they train.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct TrainReport {
    /// `None`: nothing has been opened.
    pub rival: Option<Kind>,
    pub size: u8,
    /// Of all stacks together.
    pub step: u32,
    pub steps: u32,
    /// The budget of one stack.
    pub each: u32,
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the bits of every training loss so far, in the order of the steps.
    pub fingerprint: u32,
    /// In the order of `STACKS`.
    pub stacks: Vec<StackReport>,
}

/// One stack.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct StackReport {
    pub step: u32,
    /// Of its newest step, nats per answer.
    pub loss: Option<f32>,
    /// The step whose loss was no number: it stopped there, the others go on.
    pub diverged_at: Option<u32>,
    /// The step of its newest examination.
    pub examined_at: Option<u32>,
    /// (pairs stored, share of right answers) on sequences that were not trained on.
    pub shares: Vec<(u32, f32)>,
    /// Trained numbers.
    pub parameters: u32,
    /// Numbers that both layers remember after the longest sequence.
    pub memory: u64,
}

impl StackReport {
    /// The share of right answers with this many pairs.
    pub fn at(&self, pairs: u32) -> Option<f64> {
        let found = self.shares.iter().find(|(n, _)| *n == pairs);
        found.map(|(_, share)| f64::from(*share))
    }
}
