//! What the reader may choose, with its limits: a model, two prompts with a place in each, and two layers.

use serde::{Deserialize, Serialize};

use super::prompts::{REPEAT, REPEAT_AT};
use super::protocol::{Look, PROMPT_WORDS};
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    /// Words with spaces; at most `PROMPT_CHARS` characters.
    pub source: String,
    /// Which word, counted from 1; 0: the last, whatever is written behind it.
    pub source_at: u8,
    pub target: String,
    pub target_at: u8,
    /// Give the state the length of the one that it replaces.
    pub rescale: bool,
    /// The cell that is looked at: layer of the source, layer of the target.
    pub from: u8,
    pub into: u8,
}

pub const LINK_VERSION: u8 = 1;
/// Longest prompt, in characters.
pub const PROMPT_CHARS: usize = 160;
/// Layers of the model.
pub const LAYERS: u8 = 6;
pub const AT: Range = Range::new(0.0, PROMPT_WORDS as f64, 1.0, 0.0);
pub const FROM: Range = Range::new(0.0, LAYERS as f64, 1.0, 1.0);
pub const INTO: Range = Range::new(0.0, (LAYERS - 1) as f64, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            source: "tokyo".into(),
            source_at: 0,
            target: REPEAT.into(),
            target_at: REPEAT_AT as u8,
            rescale: false,
            from: FROM.default as u8,
            into: INTO.default as u8,
        }
    }
}

impl Config {
    /// The question to the job.
    pub fn look(&self) -> Look {
        Look {
            source: self.source.clone(),
            source_at: self.source_at,
            target: self.target.clone(),
            target_at: self.target_at,
            rescale: self.rescale,
        }
    }
}

/// Which word (from 1) a choice of place means in a text; `None` in an empty one.
pub fn place(at: u8, prompt: &str) -> Option<usize> {
    let words = prompt.split_whitespace().count();
    match usize::from(at) {
        0 => (words > 0).then_some(words),
        n => (words > 0).then(|| n.min(words)),
    }
}

impl Choices for Config {
    const LAB: &'static str = "patchscopes";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        self.which.hold(&mut changed);
        let mut cut = |text: &mut String, name: &'static str| {
            if let Some((end, _)) = text.char_indices().nth(PROMPT_CHARS) {
                text.truncate(end);
                changed.push(name);
            }
        };
        cut(&mut self.source, "source");
        cut(&mut self.target, "target");
        hold(&mut self.source_at, AT, "source-at", &mut changed);
        hold(&mut self.target_at, AT, "target-at", &mut changed);
        hold(&mut self.from, FROM, "from", &mut changed);
        hold(&mut self.into, INTO, "into", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "checkpoint" => text("training step", "訓練步數"),
            "source" => text("source prompt", "來源 prompt"),
            "source-at" => text("word of the source", "來源的詞"),
            "target" => text("target prompt", "目標 prompt"),
            "target-at" => text("word of the target", "目標的詞"),
            "from" => text("layer of the source", "來源的層"),
            "into" => text("layer of the target", "目標的層"),
            _ => text("another setting", "其他設定"),
        }
    }
}
