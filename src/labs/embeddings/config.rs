//! What the reader may choose, with its limits: a model, a plane, a word.

use serde::{Deserialize, Serialize};

use super::protocol::AXES;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// The plane that the map shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Axes {
    /// Two principal axes, counted from 1.
    Principal { across: u8, up: u8 },
    /// Two drawn directions.
    Random { seed: u32 },
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    /// Random directions instead of principal axes.
    pub random: bool,
    /// Principal axes, counted from 1.
    pub across: u8,
    pub up: u8,
    /// Of the random directions.
    pub seed: u32,
    /// The word whose neighbours are shown.
    pub word: String,
    /// Of the controls' draws.
    pub draws: u32,
}

pub const LINK_VERSION: u8 = 1;
pub const ACROSS: Range = Range::new(1.0, AXES as f64, 1.0, 1.0);
pub const UP: Range = Range::new(1.0, AXES as f64, 1.0, 2.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
/// Longest word, in characters.
pub const WORD_CHARS: usize = 24;

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            random: false,
            across: ACROSS.default as u8,
            up: UP.default as u8,
            seed: SEED.default as u32,
            word: "paris".into(),
            draws: SEED.default as u32,
        }
    }
}

impl Config {
    pub fn axes(&self) -> Axes {
        if self.random {
            Axes::Random { seed: self.seed }
        } else {
            Axes::Principal {
                across: self.across,
                up: self.up,
            }
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "embeddings";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        self.which.hold(&mut changed);
        hold(&mut self.across, ACROSS, "across", &mut changed);
        hold(&mut self.up, UP, "up", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        hold(&mut self.draws, SEED, "draws-seed", &mut changed);
        if let Some((end, _)) = self.word.char_indices().nth(WORD_CHARS) {
            self.word.truncate(end);
            changed.push("word");
        }
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "checkpoint" => text("training step", "訓練步數"),
            "across" => text("axis across", "橫軸"),
            "up" => text("axis up", "縱軸"),
            "draws-seed" => text("seed of the controls", "對照的亂數種子"),
            "seed" => text("seed", "亂數種子"),
            "word" => text("word", "詞"),
            _ => text("another setting", "其他設定"),
        }
    }
}
