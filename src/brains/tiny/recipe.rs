//! The size of the brain, and the rows that it is trained on.

use serde::{Deserialize, Serialize};

use super::task::{CALL, Filling, Format, LINE, REQUEST, Scene, filler, one};
use super::words::{END, NAMES, STOP, WORDS};
use crate::data::rng::{Pcg32, below, unit};
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
/// Requests of a row.
pub const REQUESTS: usize = 4;
/// Most manuals of a row.
pub const MOST_TOOLS: usize = 6;
/// Share of the steps after which rows are as long as they get.
const CURRICULUM: f64 = 0.4;
/// Share of the lines that say nothing, so that no word is new to the brain in an exam.
const FILLER_SHARE: f32 = 0.1;
/// Share of the requests about someone whom the memory does not know, in the variant with `unknown`.
const UNKNOWN_SHARE: f32 = 0.2;
/// Positions of a row lie below this in the variant with gaps.
pub const SPAN: u32 = 256;

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

/// Rows of one step, row-major.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rows {
    /// (B, T)
    pub ids: Vec<u32>,
    /// (B, T)
    pub targets: Vec<u32>,
    /// (B, T): where the target is a word of a call the same share of 1, else 0.
    pub weights: Vec<f32>,
    /// (B, T)
    pub positions: Vec<u32>,
}

impl Rows {
    /// The rows of a step, `progress` of the way through the run.
    pub fn draw(rng: &mut Pcg32, variant: Variant, progress: f64) -> Rows {
        let mut rows = Rows::default();
        for _ in 0..BATCH {
            rows.push(rng, variant, progress);
        }
        let share = 1.0 / rows.weights.iter().sum::<f32>();
        rows.weights.iter_mut().for_each(|w| *w *= share);
        rows
    }

    fn push(&mut self, rng: &mut Pcg32, variant: Variant, progress: f64) {
        let up = (progress / CURRICULUM).min(1.0);
        let most = |most: usize| 2.0 + up * (most as f64 - 2.0) + 0.5;
        let number = |rng: &mut Pcg32, to: f64| 2 + below(rng, to as u32 - 1) as usize;
        let tools = number(rng, most(MOST_TOOLS));
        let lines = number(rng, most(variant.lengths.lines()));
        let mut scene = Scene::draw(rng, tools, lines, Filling::Distinct);
        for at in 1..scene.lines.len() {
            if unit(rng) < FILLER_SHARE {
                scene.lines[at] = filler(rng);
            }
        }
        let mut row = scene.tokens();
        let mut asked = vec![0.0; row.len()];
        for _ in 0..REQUESTS {
            let mut request = scene.request(rng);
            if variant.unknown && unit(rng) < UNKNOWN_SHARE {
                request.name = one(rng, NAMES);
            }
            let call = scene.call(request, variant.format);
            row.extend(request.tokens());
            asked.extend([0.0; REQUEST]);
            row.extend(call.expect("the scene's own manual"));
            asked.extend([1.0; CALL]);
        }
        let context = variant.lengths.context();
        row.resize(context + 1, END);
        asked.resize(context + 1, 0.0);
        self.positions.extend(positions(rng, variant, &row));
        self.ids.extend(&row[..context]);
        self.targets.extend(&row[1..]);
        self.weights.extend(&asked[1..]);
    }
}

/// 0, 1, 2, ..; with gaps: a part of what is left of [`SPAN`], cut up at random over the ends of lines and calls.
fn positions(rng: &mut Pcg32, variant: Variant, row: &[u32]) -> Vec<u32> {
    let ends = |token: u32| token == STOP || token == END;
    let places = row.iter().filter(|&&t| ends(t)).count().max(1) as u32;
    let context = variant.lengths.context();
    let spare = match variant.lengths {
        Lengths::Gaps => below(rng, SPAN - context as u32 + 1),
        Lengths::Short | Lengths::Long => 0,
    };
    let (mut at, mut left) = (0, spare);
    row[..context]
        .iter()
        .map(|&token| {
            let here = at;
            at += 1;
            if left > 0 && ends(token) {
                let gap = below(rng, 2 * spare / places + 2).min(left);
                (at, left) = (at + gap, left - gap);
            }
            here
        })
        .collect()
}

/// The longest row there can be.
const fn longest(lengths: Lengths) -> usize {
    1 + LINE * (MOST_TOOLS + lengths.lines()) + REQUESTS * (REQUEST + CALL)
}
const _: () = assert!(longest(Lengths::Short) <= Lengths::Short.context());
const _: () = assert!(longest(Lengths::Long) <= Lengths::Long.context());

#[cfg(test)]
mod tests {
    use super::super::words::UNKNOWN;
    use super::*;
    use crate::data::rng::{DATA, stream};

    #[test]
    fn rows_grow_with_the_curriculum_and_ask_four_times() {
        let length = |lengths: Lengths, progress: f64| {
            let variant = Variant {
                lengths,
                ..Variant::PLAIN
            };
            let rows = Rows::draw(&mut stream(1, DATA), variant, progress);
            assert_eq!(rows.ids.len(), BATCH * lengths.context());
            assert_eq!(rows.targets.len(), BATCH * lengths.context());
            assert_eq!(
                rows.weights.iter().filter(|&&w| w > 0.0).count(),
                BATCH * REQUESTS * CALL
            );
            assert!((rows.weights.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            rows.ids.iter().filter(|&&t| t == STOP).count() / BATCH
        };
        for (lengths, most) in Lengths::ALL.into_iter().zip([8..=12, 8..=12, 18..=30]) {
            assert_eq!(length(lengths, 0.0), 4);
            let mean = length(lengths, 1.0);
            assert!(most.contains(&mean), "{lengths:?}: {mean}");
        }
    }

    #[test]
    fn gaps_leave_lines_whole_and_reach_far() {
        let variant = Variant {
            lengths: Lengths::Gaps,
            ..Variant::default()
        };
        let context = Lengths::Gaps.context();
        let mut furthest = 0;
        for step in 0..20 {
            let rows = Rows::draw(&mut stream(step, DATA), variant, 1.0);
            for (ids, at) in rows.ids.chunks(context).zip(rows.positions.chunks(context)) {
                for i in 1..context {
                    let end = [STOP, END].contains(&ids[i - 1]);
                    assert!(at[i] > at[i - 1] && (end || at[i] == at[i - 1] + 1));
                }
                furthest = furthest.max(at[context - 1]);
            }
        }
        assert!((200..SPAN).contains(&furthest), "{furthest}");
        let plain = Rows::draw(&mut stream(1, DATA), Variant::default(), 1.0);
        assert!(plain.positions.iter().take(context).copied().eq(0..96));
    }

    #[test]
    fn only_the_variant_with_unknown_says_so() {
        for unknown in [false, true] {
            let variant = Variant {
                unknown,
                ..Variant::default()
            };
            let rows = Rows::draw(&mut stream(4, DATA), variant, 1.0);
            assert_eq!(rows.targets.contains(&UNKNOWN), unknown);
        }
    }
}
