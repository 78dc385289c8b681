//! What the reader may choose, with its limits.

use serde::{Deserialize, Serialize};

use super::protocol::{Ask, Setup};
use super::relation::RELATIONS;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Index into `RELATIONS`.
    pub relation: u8,
    /// Blocks that have read the text before the subject's state is taken.
    pub layer: u8,
    /// Index into the factors, 0 to 5 by halves.
    pub beta: u8,
    pub rank: u8,
    pub pairs: u8,
    pub seed: u32,
    /// Whose inside is looked at.
    pub which: Which,
}

pub const LINK_VERSION: u8 = 1;
/// Factors of beta: 0, 0.5, .. 5.
pub const BETAS: usize = 11;
pub const RELATION: Range = Range::new(0.0, (RELATIONS.len() - 1) as f64, 1.0, 0.0);
pub const LAYER: Range = Range::new(0.0, 5.0, 1.0, 1.0);
pub const BETA: Range = Range::new(0.0, (BETAS - 1) as f64, 1.0, 6.0);
pub const RANK: Range = Range::new(1.0, 64.0, 1.0, 16.0);
/// Never more than leaves subjects to test on: the smallest relation has 14.
pub const PAIRS: Range = Range::new(1.0, 8.0, 1.0, 5.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

/// The same as the reader sets it.
pub const FACTOR: Range = Range::new(0.0, (BETAS - 1) as f64 / 2.0, 0.5, BETA.default / 2.0);

/// The factor at an index.
pub fn beta(index: u8) -> f64 {
    f64::from(index) / 2.0
}

impl Default for Config {
    fn default() -> Config {
        Config {
            relation: RELATION.default as u8,
            layer: LAYER.default as u8,
            beta: BETA.default as u8,
            rank: RANK.default as u8,
            pairs: PAIRS.default as u8,
            seed: SEED.default as u32,
            which: Which::default(),
        }
    }
}

impl Config {
    /// What the job is opened with, beside the model.
    pub fn setup(&self) -> Setup {
        Setup {
            pairs: self.pairs,
            seed: self.seed,
        }
    }

    /// The question at these controls.
    pub fn ask(&self, with_other: bool) -> Ask {
        Ask {
            relation: self.relation,
            layer: self.layer,
            beta: self.beta,
            rank: self.rank,
            with_other,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "relations";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.relation, RELATION, "relation", &mut changed);
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.beta, BETA, "beta", &mut changed);
        hold(&mut self.rank, RANK, "rank", &mut changed);
        hold(&mut self.pairs, PAIRS, "pairs", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        self.which.hold(&mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "relation" => text("relation", "關係"),
            "layer" => text("layer", "層"),
            "beta" => text("beta", "β"),
            "rank" => text("rank", "秩"),
            "pairs" => text("examples", "例子數"),
            "seed" => text("seed", "亂數種子"),
            "checkpoint" => text("training step", "訓練步數"),
            _ => text("another setting", "其他設定"),
        }
    }
}
