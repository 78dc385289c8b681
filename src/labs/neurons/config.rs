//! What the reader may choose, with its limits: a model, a text, a neuron.

use serde::{Deserialize, Serialize};

use crate::data::rng::{below, indexed};
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    /// Words with spaces; at most `PROMPT_CHARS` characters.
    pub prompt: String,
    /// From 1.
    pub layer: u8,
    /// From 0.
    pub neuron: u16,
    /// Of the documents, the halves of the requests and all random draws.
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;
/// Longest prompt, in characters.
pub const PROMPT_CHARS: usize = 160;
/// Longest prompt, in words.
pub const PROMPT_WORDS: usize = 24;
pub const LAYER: Range = Range::new(1.0, 6.0, 1.0, 5.0);
/// Neurons of a layer.
pub const WIDTH: usize = 256;
pub const NEURON: Range = Range::new(0.0, (WIDTH - 1) as f64, 1.0, 91.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
/// Other neurons beside which one is judged.
pub const CONTROLS: usize = 8;

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            prompt: "the friend of rosa is amy .".into(),
            layer: LAYER.default as u8,
            neuron: NEURON.default as u16,
            seed: SEED.default as u32,
        }
    }
}

impl Config {
    /// Layer and place there, both from 0.
    pub fn chosen(&self) -> (u32, u32) {
        (u32::from(self.layer.max(1)) - 1, self.neuron.into())
    }
}

/// The control neurons of one: others of its layer, drawn without repeats.
pub fn controls(seed: u32, layer: u32, neuron: u32) -> [u32; CONTROLS] {
    let mut rng = indexed(
        seed.into(),
        "neurons: controls",
        u64::from(layer) * WIDTH as u64 + u64::from(neuron),
    );
    let mut drawn = [neuron; CONTROLS];
    for i in 0..CONTROLS {
        while drawn[..i].contains(&drawn[i]) || drawn[i] == neuron {
            drawn[i] = below(&mut rng, WIDTH as u32);
        }
    }
    drawn
}

impl Choices for Config {
    const LAB: &'static str = "neurons";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        if let Some((end, _)) = self.prompt.char_indices().nth(PROMPT_CHARS) {
            self.prompt.truncate(end);
            changed.push("prompt");
        }
        self.which.hold(&mut changed);
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.neuron, NEURON, "neuron", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "prompt" => text("prompt", "開頭"),
            "checkpoint" => text("training step", "訓練步數"),
            "layer" => text("layer", "層"),
            "neuron" => text("neuron", "神經元"),
            "seed" => text("seed", "亂數種子"),
            _ => text("another setting", "其他設定"),
        }
    }
}
