//! What the reader may choose, with its limits: a text, a model, and what is looked at.

use serde::{Deserialize, Serialize};

use crate::data::world::lexicon::CONCEPTS;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::thinking::{Form, SEEDS};
use crate::world_model::which::Which;

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Words with spaces; at most `PROMPT_CHARS` characters.
    pub prompt: String,
    /// The prompt is what a user asks a bot.
    pub template: bool,
    pub which: Which,
    /// Words whose probability is followed through the layers, with spaces; at most `WATCHED`.
    pub watched: String,
    /// Seed and budget of the reader's own run.
    pub seed: u32,
    pub steps: u32,
    /// The translation that is looked at in one of the twelve models.
    pub think: Think,
}

/// Which model of the experiment on languages, and which translation. Append only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Think {
    /// Index into the pairs, and whether the balanced partner is meant.
    pub pair: u8,
    pub balanced: bool,
    pub form: Form,
    /// From Chinese to French.
    pub back: bool,
    /// Index into the things.
    pub thing: u8,
}

pub const LINK_VERSION: u8 = 2;
/// Longest prompt, in characters.
pub const PROMPT_CHARS: usize = 160;
/// Longest prompt, in words, its template not counted.
pub const PROMPT_WORDS: usize = 24;
/// Longest list of watched words, in characters, and how many of them are followed.
pub const WATCHED_CHARS: usize = 60;
pub const WATCHED: usize = 4;
pub const PAIR: Range = Range::new(0.0, (SEEDS.len() - 1) as f64, 1.0, 0.0);
pub const THING: Range = Range::new(0.0, (CONCEPTS.len() - 1) as f64, 1.0, 0.0);
pub const STEPS: Range = Range::new(1.0, 1500.0, 1.0, 900.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            prompt: "the eiffel is in".into(),
            template: false,
            which: Which::default(),
            watched: "paris france tokyo".into(),
            seed: SEED.default as u32,
            steps: STEPS.default as u32,
            think: Think::default(),
        }
    }
}

impl Config {
    /// The text that the model reads, its start not counted.
    pub fn whole_prompt(&self) -> String {
        if self.template {
            format!("user : {} bot :", self.prompt.trim())
        } else {
            self.prompt.trim().into()
        }
    }

    /// The watched words, at most `WATCHED`.
    pub fn watched(&self) -> Vec<String> {
        let words = self.watched.split_whitespace();
        words.take(WATCHED).map(str::to_lowercase).collect()
    }
}

impl Choices for Config {
    const LAB: &'static str = "logit-lens";
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
        cut(&mut self.watched, WATCHED_CHARS, "watched");
        self.which.hold(&mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        hold(&mut self.think.pair, PAIR, "think-pair", &mut changed);
        hold(&mut self.think.thing, THING, "think-thing", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "prompt" => text("prompt", "開頭"),
            "watched" => text("words to follow", "追蹤的詞"),
            "checkpoint" => text("training step", "訓練步數"),
            "seed" => text("seed", "亂數種子"),
            "steps" => text("steps", "步數"),
            "think-pair" => text("pair of models", "哪一對模型"),
            "think-thing" => text("word to translate", "要翻譯的詞"),
            _ => text("another setting", "其他設定"),
        }
    }
}
