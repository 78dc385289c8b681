//! What the reader may choose for one trained layer, with its limits.

use serde::{Deserialize, Serialize};

use crate::data::recall::Task;
use crate::nn::mixers::Kind;

/// One layer on one task. The order of the fields is a link's format: append only.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub kind: Kind,
    pub task: Task,
    /// d_k = d_v: the memory has its square, unless the layer keeps everything.
    pub size: u8,
    /// RetNet's constant.
    pub gamma: f32,
    pub steps: u32,
    /// Sequences per step.
    pub batch: u16,
    pub learning_rate: f32,
    /// Initial weights and data; layers with the same seed see the same sequences.
    pub seed: u32,
    /// Most pairs that are written. `Plain` trains on even numbers of pairs up to it, the others on exactly so many.
    pub longest: u8,
    /// A second layer on top of the first, in a residual stack; `None`: one layer alone.
    pub then: Option<Kind>,
}

/// Limits of the numbers: (least, most).
pub const SIZE: (u8, u8) = (2, 32);
pub const STEPS: (u32, u32) = (1, 5000);
pub const BATCH: (u16, u16) = (1, 128);
pub const LEARNING_RATE: (f32, f32) = (1e-4, 0.1);
pub const LONGEST: (u8, u8) = (8, 64);

impl Default for Config {
    fn default() -> Config {
        Config {
            kind: Kind::Linear,
            task: Task::Plain,
            size: 8,
            gamma: 0.8,
            steps: 600,
            batch: 64,
            learning_rate: 1e-2,
            seed: 1,
            longest: 32,
            then: None,
        }
    }
}

impl Config {
    /// The nearest settings that are allowed; a NaN becomes the default.
    pub fn clamped(self) -> Config {
        let default = Config::default();
        let real = |x: f32, (least, most): (f32, f32), default: f32| {
            if x.is_nan() {
                default
            } else {
                x.clamp(least, most)
            }
        };
        Config {
            size: self.size.clamp(SIZE.0, SIZE.1),
            gamma: real(self.gamma, (0.0, 1.0), default.gamma),
            steps: self.steps.clamp(STEPS.0, STEPS.1),
            batch: self.batch.clamp(BATCH.0, BATCH.1),
            learning_rate: real(self.learning_rate, LEARNING_RATE, default.learning_rate),
            longest: self.longest.clamp(LONGEST.0, LONGEST.1) & !1,
            ..self
        }
    }
}
