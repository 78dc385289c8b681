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

/// The seed of the shipped model: its world, its first weights, its documents.
pub const SEED: u64 = 1;
/// Steps after which the shipped run was saved; the last is the model of the labs.
pub const CHECKPOINTS: [u32; 6] = [50, 100, 200, 350, 550, STEPS];
/// Training loss of step [`SMOKE_STEPS`] of the shipped run, nats per token.
pub const SMOKE_LOSS: f64 = 5.188_70;
pub const SMOKE_STEPS: u32 = 10;
/// How far a host may be from the loss on record: its own multiply-add instructions round differently.
pub const SMOKE_TOLERANCE: f64 = 1e-3;

/// The file of a checkpoint, under `static/models`.
pub fn file_name(step: u32) -> String {
    format!("world-{step:04}.safetensors")
}
