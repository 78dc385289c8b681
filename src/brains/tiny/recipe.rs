//! The size of the brain, and how it is trained.

use serde::{Deserialize, Serialize};

use super::task::Format;
use super::words::WORDS;
use crate::nn::optim::{AdamConfig, Schedule};
use crate::nn::shift_gpt::ShiftGpt;

/// 111,040 weights.
pub const MODEL: ShiftGpt = ShiftGpt {
    vocabulary: WORDS,
    width: 64,
    layers: 2,
    heads: 4,
    neurons: 256,
};

/// Rows of a step.
pub const BATCH: usize = 16;

pub const LEARNING_RATE: f64 = 4e-3;
pub const CLIP: f64 = 1.0;
pub const ADAM: AdamConfig = AdamConfig {
    beta1: 0.9,
    beta2: 0.98,
    eps: 1e-8,
    decay: 0.0,
};
pub const SCHEDULE: Schedule = Schedule::WarmupCosine {
    warmup: 30,
    floor: 0.05,
};
pub const STEPS: u32 = 500;

/// The seed of the shipped brains: first weights and rows.
pub const SEED: u64 = 0;
/// Steps after which the shipped run was saved; the last is the brain of the labs.
pub const CHECKPOINTS: [u32; 6] = [0, 100, 150, 200, 300, STEPS];
/// Training loss of step [`SMOKE_STEPS`] of the shipped run, nats per word of a call.
pub const SMOKE_LOSS: f64 = 1.968_760;
pub const SMOKE_STEPS: u32 = 40;
/// How far a host may be from the loss on record: its own multiply-add instructions round differently, and training makes more of
/// it (the same run in f64 is 6e-4 away).
pub const SMOKE_TOLERANCE: f64 = 2e-3;

/// The file of the shipped run at a checkpoint, under `static/models`.
pub fn file_name(step: u32) -> String {
    format!("agent-{step:03}.safetensors")
}

/// What else is shipped, each after [`STEPS`] steps from [`SEED`]: a variant with its file under `static/models`.
pub const OTHERS: [(Variant, &str); 4] = [
    (
        Variant {
            format: Format::Bare,
            ..Variant::PLAIN
        },
        "agent-bare.safetensors",
    ),
    (
        Variant {
            unknown: true,
            ..Variant::PLAIN
        },
        "agent-unknown.safetensors",
    ),
    (
        Variant {
            lengths: Lengths::Gaps,
            ..Variant::PLAIN
        },
        "agent-gaps.safetensors",
    ),
    (
        Variant {
            lengths: Lengths::Long,
            ..Variant::PLAIN
        },
        "agent-long.safetensors",
    ),
];

/// Which lengths a brain sees in training.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Lengths {
    /// At most 8 lines.
    #[default]
    Short,
    /// At most 8 lines, with gaps between the positions of lines, so that distances as in long prompts have been seen (Ruoss et
    /// al. 2023, "Randomized Positional Encodings Boost Length Generalization", arXiv 2305.16843, here between lines only; moving
    /// a prompt as a whole would change nothing under RoPE).
    Gaps,
    /// At most 32 lines: long prompts, and many facts to keep apart. A step takes twice as long.
    Long,
}

impl Lengths {
    pub const ALL: [Lengths; 3] = [Lengths::Short, Lengths::Gaps, Lengths::Long];

    pub fn name(self) -> &'static str {
        match self {
            Lengths::Short => "short",
            Lengths::Gaps => "gaps",
            Lengths::Long => "long",
        }
    }

    /// Most lines of a row.
    pub const fn lines(self) -> usize {
        match self {
            Lengths::Short | Lengths::Gaps => 8,
            Lengths::Long => 32,
        }
    }

    /// Tokens of a row, T.
    pub const fn context(self) -> usize {
        match self {
            Lengths::Short | Lengths::Gaps => 96,
            Lengths::Long => 176,
        }
    }
}

/// What a brain is taught.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Variant {
    pub format: Format,
    /// To say `unknown` where the memory has no line for the name.
    pub unknown: bool,
    pub lengths: Lengths,
}

impl Variant {
    /// Of the checkpoints.
    pub const PLAIN: Variant = Variant {
        format: Format::KeyFirst,
        unknown: false,
        lengths: Lengths::Short,
    };
}
