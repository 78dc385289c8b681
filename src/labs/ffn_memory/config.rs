//! What the reader may choose, with its limits.

use serde::{Deserialize, Serialize};

use super::method::Method;
use super::protocol::Setup;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// The kind of an edit; its settings are in fields of their own, so that none is lost by looking at another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum How {
    Values,
    #[default]
    RankOne,
    TuneAll,
    TuneLast,
}

impl How {
    pub const ALL: [How; 4] = [How::Values, How::RankOne, How::TuneAll, How::TuneLast];

    /// In links and options.
    pub const fn name(self) -> &'static str {
        match self {
            How::Values => "values",
            How::RankOne => "rank-one",
            How::TuneAll => "tune-all",
            How::TuneLast => "tune-last",
        }
    }
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    /// The prompt that is looked at and edited.
    pub prompt: String,
    /// The city that it should name after an edit.
    pub wanted: String,
    /// Block whose keys are listed, and block of a rank-one edit; both from 1, as the page counts.
    pub layer: u8,
    pub how: How,
    pub block: u8,
    /// Of an edit of values: how many neurons, and lambda.
    pub neurons: u16,
    pub strength: f32,
    /// Draws the order of the people, their new cities and the controls of the long experiment.
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;
/// Longest prompt, in characters and in words; longest city.
pub const PROMPT_CHARS: usize = 80;
pub const PROMPT_WORDS: usize = 10;
pub const WANTED_CHARS: usize = 20;
pub const LAYER: Range = Range::new(1.0, 6.0, 1.0, 6.0);
pub const BLOCK: Range = Range::new(1.0, 6.0, 1.0, 1.0);
pub const NEURONS: Range = Range::new(1.0, 32.0, 1.0, 3.0);
pub const STRENGTH: Range = Range::new(0.25, 8.0, 0.25, 2.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            prompt: "amy lives in".into(),
            wanted: "tokyo".into(),
            layer: LAYER.default as u8,
            how: How::default(),
            block: BLOCK.default as u8,
            neurons: NEURONS.default as u16,
            strength: STRENGTH.default as f32,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    /// The chosen way to edit with its settings.
    pub fn method(&self) -> Method {
        match self.how {
            How::Values => Method::Values {
                neurons: self.neurons,
                strength: self.strength,
            },
            How::RankOne => Method::RankOne {
                block: self.block.saturating_sub(1),
            },
            How::TuneAll => Method::TuneAll,
            How::TuneLast => Method::TuneLast,
        }
    }

    /// What the long experiment is made of.
    pub fn setup(&self) -> Setup {
        Setup {
            seed: self.seed,
            neurons: self.neurons,
            strength: self.strength,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "ffn-memory";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        let mut cut = |text: &mut String, most: usize, name: &'static str| {
            if let Some((end, _)) = text.char_indices().nth(most) {
                text.truncate(end);
                changed.push(name);
            }
        };
        cut(&mut self.prompt, PROMPT_CHARS, "prompt");
        cut(&mut self.wanted, WANTED_CHARS, "wanted");
        self.which.hold(&mut changed);
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.block, BLOCK, "block", &mut changed);
        hold(&mut self.neurons, NEURONS, "neurons", &mut changed);
        hold(&mut self.strength, STRENGTH, "strength", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "prompt" => text("prompt", "開頭"),
            "wanted" => text("new city", "新的城市"),
            "checkpoint" => text("training step", "訓練步數"),
            "layer" => text("layer of the keys", "看哪一層的 key"),
            "block" => text("layer of the edit", "在哪一層編輯"),
            "neurons" => text("neurons", "神經元數"),
            "strength" => text("strength", "強度"),
            "seed" => text("seed", "亂數種子"),
            _ => text("another setting", "其他設定"),
        }
    }
}
