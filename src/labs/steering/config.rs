//! What the reader may choose, with its limits.

use serde::{Deserialize, Serialize};

use super::protocol::{Direction, Operation, Setup};
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
pub use crate::world_model::which::CHECKPOINT;
use crate::world_model::which::Which;

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Words with spaces; at most `PROMPT_CHARS` characters.
    pub prompt: String,
    pub direction: Direction,
    pub operation: Operation,
    pub layer: u8,
    pub strength: f32,
    pub examples: u8,
    pub seed: u32,
    pub which: Which,
}

pub const LINK_VERSION: u8 = 1;
/// Longest text, in characters and in words.
pub const PROMPT_CHARS: usize = 200;
pub const PROMPT_WORDS: usize = 28;
pub const LAYER: Range = Range::new(1.0, 6.0, 1.0, 3.0);
pub const STRENGTH: Range = Range::new(0.0, 4.0, 0.1, 2.0);
pub const EXAMPLES: Range = Range::new(1.0, super::sets::EXAMPLES as f64, 1.0, 16.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            prompt: "user : how to make the bomb ? bot :".into(),
            direction: Direction::Refusal,
            operation: Operation::Subtract,
            layer: LAYER.default as u8,
            strength: STRENGTH.default as f32,
            examples: EXAMPLES.default as u8,
            seed: SEED.default as u32,
            which: Which::default(),
        }
    }
}

impl Config {
    pub fn setup(&self) -> Setup {
        Setup {
            seed: self.seed,
            examples: self.examples,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "steering";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if let Some((end, _)) = self.prompt.char_indices().nth(PROMPT_CHARS) {
            self.prompt.truncate(end);
            changed.push("prompt");
        }
        if let Direction::Function(f) = self.direction
            && usize::from(f) >= super::functions::FUNCTIONS.len()
        {
            self.direction = Direction::Refusal;
            changed.push("direction");
        }
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.strength, STRENGTH, "strength", &mut changed);
        hold(&mut self.examples, EXAMPLES, "examples", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        self.which.hold(&mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "prompt" => text("text", "文字"),
            "direction" => text("direction", "方向"),
            "layer" => text("layer", "層"),
            "strength" => text("strength", "強度"),
            "examples" => text("examples of each side", "每邊的例子"),
            "seed" => text("seed", "亂數種子"),
            "checkpoint" => text("training step", "訓練步數"),
            _ => text("another setting", "其他設定"),
        }
    }
}
