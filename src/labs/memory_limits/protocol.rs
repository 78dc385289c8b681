//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use super::laws::{Keys, Measured, Rule};
use crate::data::recall::Task;
use crate::nn::mixers::Kind;
use crate::recall::config::Config;
use crate::recall::score::Evaluation;

/// Opens the job: layers that are trained side by side, on the same sequences, with the same budget.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// In the order of `Kind::ALL`, each once.
    pub layers: Vec<Kind>,
    pub task: Task,
    /// d_k = d_v.
    pub size: u8,
    /// Most pairs that are written.
    pub longest: u8,
    pub gamma: f32,
    pub steps: u32,
    pub batch: u16,
    pub learning_rate: f32,
    pub seed: u32,
}

impl Setup {
    /// The run of one of its layers.
    pub fn run(&self, kind: Kind) -> Config {
        Config {
            kind,
            task: self.task,
            size: self.size,
            gamma: self.gamma,
            steps: self.steps,
            batch: self.batch,
            learning_rate: self.learning_rate,
            seed: self.seed,
            longest: self.longest,
            then: None,
        }
    }
}

/// What the page shows while the job runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Steps that every layer has done (those that diverged do not count).
    pub step: u32,
    pub steps: u32,
    /// Of all layers together, from the time that their steps have taken so far.
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the bits of every training loss so far, in the order of the steps.
    pub fingerprint: u32,
    /// In the order of the set-up.
    pub layers: Vec<LayerReport>,
}

/// One layer of the race.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LayerReport {
    pub kind: Kind,
    pub step: u32,
    /// Of its newest step, nats per answer.
    pub loss: Option<f32>,
    /// The work of this layer alone that is still to be done.
    pub remaining_seconds: Option<f32>,
    /// Time that its steps have taken in this tab.
    pub seconds: f32,
    /// The step whose loss was no number: it stopped there, the others go on.
    pub diverged_at: Option<u32>,
    /// Trained numbers.
    pub parameters: u32,
    /// Numbers that its memory has after the longest sequence.
    pub state_numbers: u64,
    /// Floating-point operations of training so far, counted from the plans.
    pub flops: u64,
    /// Its newest examination and the step at which it was held; after the last step the final one.
    pub examined: Option<(u32, Evaluation)>,
}

impl LayerReport {
    /// The share of right answers with the longest sequence; where a question can have the answer "nothing", the mean of
    /// both kinds of questions. With how many steps behind it.
    pub fn accuracy(&self) -> Option<f64> {
        self.examined.as_ref().map(|(_, e)| e.balanced())
    }
}

/// A question between the slices: laws measured on many draws.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    Laws(Laws),
}

/// What is measured: the mean error of each memory for several numbers of pairs.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Laws {
    /// d.
    pub size: u8,
    pub keys: Keys,
    /// Of softmax: score = scale q . k.
    pub scale: f32,
    /// Fresh sets of pairs for each number of pairs.
    pub draws: u16,
    pub seed: u32,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Laws(Vec<Curve>),
}

/// One memory, measured.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Curve {
    pub rule: Rule,
    /// By number of pairs, ascending.
    pub points: Vec<Measured>,
}
