//! What the reader may choose, with its limits. One validator serves the controls, the links and the worker.

use serde::{Deserialize, Serialize};

use crate::nn::sampling::Settings;

mod link;
#[cfg(test)]
mod tests;

/// The text to learn from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Corpus {
    /// Bundled English text.
    #[default]
    English,
    /// Bundled Traditional Chinese verse.
    Chinese,
    /// The reader's own: it travels in the worker message, never in a link.
    Own,
}

/// How the text is cut into tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Tokenizer {
    /// One token per character (Unicode scalar value).
    #[default]
    Characters,
    /// Byte-level BPE trained on the text itself, with this many merges.
    Bpe { merges: u16 },
}

/// Which weights answer when the reader samples.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Weights {
    /// The reader's own run, as far as it has got.
    #[default]
    Live,
    /// Freshly initialised, nothing learned.
    Untrained,
    /// The same architecture trained longer by `make models` (labelled as shipped).
    Shipped,
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub corpus: Corpus,
    pub tokenizer: Tokenizer,
    /// Channels of the residual stream; a multiple of `heads`.
    pub width: u16,
    pub layers: u8,
    pub heads: u8,
    /// Tokens that the model sees at once.
    pub context: u16,
    /// Windows per step.
    pub batch: u16,
    /// Budget of the run.
    pub steps: u32,
    pub learning_rate: f32,
    /// Initial weights and order of the data.
    pub seed: u32,
    pub sampler: Settings,
    /// The dice.
    pub sample_seed: u32,
    /// At most `PROMPT_CHARS` characters.
    pub prompt: String,
    pub beam_width: u8,
    pub weights: Weights,
}

/// Version of a share link (`v=`).
pub const LINK_VERSION: u8 = 1;
/// Longest prompt, in characters.
pub const PROMPT_CHARS: usize = 200;
/// Longest own text that is pasted, in characters (a dropped file may hold more).
pub const PASTE_CHARS: usize = 200_000;
/// Largest own file, in bytes.
pub const FILE_BYTES: usize = 8 << 20;

pub use crate::wire::choices::Range;
use crate::wire::choices::hold;

pub const WIDTH: Range = Range::new(16.0, 128.0, 16.0, 64.0);
pub const LAYERS: Range = Range::new(1.0, 4.0, 1.0, 2.0);
pub const HEADS: Range = Range::new(1.0, 8.0, 1.0, 4.0);
pub const CONTEXT: Range = Range::new(8.0, 128.0, 8.0, 64.0);
pub const BATCH: Range = Range::new(1.0, 64.0, 1.0, 16.0);
pub const STEPS: Range = Range::new(1.0, 5000.0, 1.0, 400.0);
pub const LEARNING_RATE: Range = Range::new(0.000_1, 1.0, 0.000_1, 0.01);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 42.0);
pub const MERGES: Range = Range::new(0.0, 1000.0, 10.0, 200.0);
pub const TEMPERATURE: Range = Range::new(0.0, 3.0, 0.05, 0.8);
pub const TOP_K: Range = Range::new(0.0, 500.0, 1.0, 0.0);
pub const TOP_P: Range = Range::new(0.0, 1.0, 0.01, 1.0);
pub const MIN_P: Range = Range::new(0.0, 1.0, 0.01, 0.0);
pub const REPETITION_PENALTY: Range = Range::new(1.0, 2.0, 0.05, 1.0);
pub const BEAM_WIDTH: Range = Range::new(1.0, 8.0, 1.0, 4.0);

impl Default for Config {
    fn default() -> Self {
        Config {
            corpus: Corpus::English,
            tokenizer: Tokenizer::Characters,
            width: WIDTH.default as u16,
            layers: LAYERS.default as u8,
            heads: HEADS.default as u8,
            context: CONTEXT.default as u16,
            batch: BATCH.default as u16,
            steps: STEPS.default as u32,
            learning_rate: LEARNING_RATE.default as f32,
            seed: SEED.default as u32,
            sampler: Settings {
                temperature: TEMPERATURE.default as f32,
                ..Settings::default()
            },
            sample_seed: 1,
            prompt: String::new(),
            beam_width: BEAM_WIDTH.default as u8,
            weights: Weights::Live,
        }
    }
}

impl Config {
    /// The default choices for a text: those that give recognisable text soonest.
    pub fn for_corpus(corpus: Corpus) -> Config {
        match corpus {
            // A couplet is 13 tokens with its start; two of them fit.
            Corpus::Chinese => Config {
                corpus,
                context: 32,
                batch: 32,
                ..Config::default()
            },
            Corpus::English | Corpus::Own => Config {
                corpus,
                ..Config::default()
            },
        }
    }

    /// Every field brought inside its limits; the names (as in `data-control`) of the fields that had to change, each once.
    /// Nothing to change for what this has returned, nor for anything that the controls can produce.
    pub fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.width, WIDTH, "width", &mut changed);
        hold(&mut self.layers, LAYERS, "layers", &mut changed);
        hold(&mut self.heads, HEADS, "heads", &mut changed);
        hold(&mut self.context, CONTEXT, "context", &mut changed);
        hold(&mut self.batch, BATCH, "batch", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        hold(&mut self.learning_rate, LEARNING_RATE, "learning-rate", &mut changed);
        hold(&mut self.sampler.temperature, TEMPERATURE, "temperature", &mut changed);
        hold(&mut self.sampler.top_k, TOP_K, "top-k", &mut changed);
        hold(&mut self.sampler.top_p, TOP_P, "top-p", &mut changed);
        hold(&mut self.sampler.min_p, MIN_P, "min-p", &mut changed);
        hold(&mut self.sampler.repetition_penalty, REPETITION_PENALTY, "repetition-penalty", &mut changed);
        hold(&mut self.beam_width, BEAM_WIDTH, "beam-width", &mut changed);
        if let Tokenizer::Bpe { ref mut merges } = self.tokenizer {
            hold(merges, MERGES, "merges", &mut changed);
        }
        // Heads share the width evenly: take the largest allowed number of heads that divides it.
        if !self.width.is_multiple_of(self.heads as u16) {
            self.heads = (1..=self.heads)
                .rev()
                .find(|h| self.width.is_multiple_of(*h as u16))
                .unwrap_or(1);
            if !changed.contains(&"heads") {
                changed.push("heads");
            }
        }
        if self.prompt.chars().count() > PROMPT_CHARS {
            self.prompt = self.prompt.chars().take(PROMPT_CHARS).collect();
            changed.push("prompt");
        }
        (self, changed)
    }
}
