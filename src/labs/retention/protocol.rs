//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use crate::data::recall::Task;
use crate::nn::mixers::Kind;
use crate::recall::config::Config;
use crate::recall::score::Evaluation;

pub use crate::recall::exam::PROBES;

/// The layers whose gates can be watched, from none to both.
pub const LAYERS: [Kind; 6] = [
    Kind::Linear,
    Kind::RetNet,
    Kind::ScalarGate,
    Kind::ElementGate,
    Kind::DeltaNet,
    Kind::GatedDelta,
];
/// Pairs that are written in each sequence.
pub const WRITES: u8 = 32;
/// RetNet's constant in the trained layer.
pub const GAMMA: f32 = 0.95;

/// Opens the job: one layer trained on one task.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// One of [`LAYERS`].
    pub layer: Kind,
    /// `Overwrite` or `Clear`.
    pub task: Task,
    pub steps: u32,
    pub seed: u32,
}

impl Setup {
    /// The run. The memory of `Clear` is larger: up to 31 pairs are alive at once, against eight keys in `Overwrite`.
    pub fn run(&self) -> Config {
        Config {
            kind: self.layer,
            task: self.task,
            size: if self.task == Task::Clear { 16 } else { 8 },
            gamma: GAMMA,
            steps: self.steps,
            seed: self.seed,
            longest: WRITES,
            ..Config::default()
        }
    }
}

/// The gates at one moment of the training.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Look {
    pub step: u32,
    /// What each token of each of the [`PROBES`] sequences lets remain (a gate per column: the mean over the columns). Empty
    /// without gates.
    pub gates: Vec<f32>,
    /// How much of the correction each of them writes. Empty without a delta rule.
    pub betas: Vec<f32>,
}

/// What the page shows while the job runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub step: u32,
    pub steps: u32,
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the bits of every training loss so far.
    pub fingerprint: u32,
    /// Of the newest step, nats per answer.
    pub loss: Option<f32>,
    /// Moments that the page does not have yet.
    pub looks: Vec<Look>,
    /// The page must forget earlier ones.
    pub restart: bool,
    /// Held after the last step.
    pub examined: Option<Evaluation>,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// The test sequences with what the layer answers now.
    Sequences,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Sequences(Vec<Sequence>),
}

/// One of the test sequences. Nothing of it is ever trained on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sequence {
    pub number: u8,
    /// Per token: key, value, whether it declares everything before it void.
    pub keys: Vec<u32>,
    pub values: Vec<u32>,
    pub clears: Vec<bool>,
    /// Per question: key, right answer, the layer's answer (`data::recall::NONE`: nothing).
    pub asked: Vec<u32>,
    pub answers: Vec<u32>,
    pub said: Vec<u32>,
}
