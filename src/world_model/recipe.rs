//! The size of the model and the way it is trained.

use crate::data::world::Vocabulary;
use crate::nn::optim::{AdamConfig, Schedule};
use crate::nn::rope_gpt::RopeGpt;

/// Documents side by side in one row: inputs and targets are one token apart.
pub const CONTEXT: usize = 48;
/// Rows in one step.
pub const BATCH: usize = 32;
pub const STEPS: u32 = 900;
pub const LEARNING_RATE: f64 = 3e-3;
/// Largest norm of a gradient.
pub const CLIP: f64 = 1.0;
pub const SCHEDULE: Schedule = Schedule::WarmupCosine {
    warmup: 120,
    floor: 0.03,
};
pub const ADAM: AdamConfig = AdamConfig {
    beta1: 0.9,
    beta2: 0.98,
    eps: 1e-8,
    decay: 0.05,
};

/// Six layers: several labs are about layers, and with six the subject of a question is seen to move to its end.
pub fn model(vocabulary: &Vocabulary) -> RopeGpt {
    RopeGpt {
        vocabulary: vocabulary.len(),
        width: 64,
        layers: 6,
        heads: 4,
        neurons: 256,
    }
}
