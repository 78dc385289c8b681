//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use super::config::{Config, Weights};
use crate::nn::sampling::{Distribution, Settings};

/// Opens the job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub config: Config,
    /// The bytes of the text to learn from: a bundled file that the page has fetched, a pasted text (UTF-8), or a
    /// dropped file in any of the known encodings.
    pub text: Vec<u8>,
    /// The shipped checkpoint's bytes (safetensors), where the page has fetched one. `Ask::Shipped` brings it later.
    pub shipped: Option<Vec<u8>>,
}

/// A token as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TokenView {
    /// The text, where the token is whole characters; `None` where it is a part of one (byte-level BPE).
    pub text: Option<String>,
    pub bytes: Vec<u8>,
}

/// What was found when the job opened. Answer to `Ask::About`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct About {
    pub config: Config,
    /// Characters of the text, tokens of the training part, tokens of the validation part.
    pub characters: u32,
    pub training_tokens: u32,
    pub validation_tokens: u32,
    /// "UTF-8", "UTF-16LE", "Big5", ..: what the own file was read as.
    pub encoding: Option<String>,
    pub vocabulary: Vec<TokenView>,
    /// BPE: pairs of token ids in the order they were merged, each giving the next id.
    pub merges: Vec<(u32, u32)>,
    pub parameters: u32,
    /// One training step, counted from the plan.
    pub step_flops: u64,
    /// Live buffers of the training plan, bytes.
    pub plan_bytes: u64,
    /// The loss of guessing uniformly, ln(vocabulary), nats per token.
    pub uniform_loss: f32,
    /// The first characters of the text, for a look at it.
    pub excerpt: String,
    /// Index (0) of the start token, used where the prompt is empty.
    pub start_token: u32,
}

/// What the page shows while the job runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub step: u32,
    pub steps: u32,
    pub learning_rate: f32,
    /// Points that the page does not have yet: (step, nats per token).
    pub training: Vec<(u32, f32)>,
    pub validation: Vec<(u32, f32)>,
    /// True when the page must forget earlier points (reset, restored checkpoint).
    pub restart_curve: bool,
    pub last_training: Option<f32>,
    pub last_validation: Option<f32>,
    pub tokens_per_second: f32,
    pub gflops: f32,
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the bits of every training loss so far; shown as 8 hex digits.
    pub fingerprint: u32,
    pub gradient_norm: f32,
    /// Redrawn about once a second from the model as it stands, with a fixed seed.
    pub sample: String,
    pub sample_step: u32,
    /// Why the run diverged, in numbers: the step and its loss.
    pub diverged_at: Option<(u32, f32)>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    About,
    /// The prompt as tokens; refused with the unknown characters named.
    Tokenize { text: String },
    /// The distribution after these tokens (the whole context so far).
    Next { weights: Weights, tokens: Vec<u32>, sampler: Settings },
    /// `count` tokens, one after the other. The dice of step i depend on `seed` and on the length of the text only,
    /// so going on from a longer text gives the same tokens.
    Generate { weights: Weights, tokens: Vec<u32>, count: u32, sampler: Settings, seed: u32 },
    Beam { weights: Weights, tokens: Vec<u32>, count: u32, width: u8 },
    /// 20 samples of `count` tokens with seeds `seed..seed+20`.
    Diversity { weights: Weights, tokens: Vec<u32>, count: u32, sampler: Settings, seed: u32 },
    Attention { weights: Weights, tokens: Vec<u32> },
    /// Measured cost per token with and without the KV cache, up to the context length.
    CacheCost { weights: Weights },
    /// The weights as safetensors, with the set-up in its metadata.
    Export { weights: Weights },
    /// The shipped checkpoint's bytes, fetched only when the reader asks for it. Refused where the architecture or the
    /// vocabulary differs.
    Shipped { file: Vec<u8> },
    /// Weights that the reader exported earlier, put in the place of the live ones (the run starts anew from them).
    Import { file: Vec<u8> },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    About(About),
    Tokens(Vec<u32>),
    Next(Distribution),
    Generated(Vec<Drawn>),
    Beams { beams: Vec<Beam>, greedy: Beam },
    Diversity(Diversity),
    /// `layers * heads` square maps of side `tokens`, row = the position that looks, each row sums to 1.
    Attention { layers: u8, heads: u8, tokens: Vec<u32>, maps: Vec<Vec<f32>> },
    CacheCost { with_cache_ms: Vec<f32>, without_ms: Vec<f32> },
    Export(Vec<u8>),
    /// The line about the run in the loaded file's metadata.
    Loaded(String),
}

/// One token that was drawn, with what could have been.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Drawn {
    pub token: u32,
    /// Under the distribution it was drawn from.
    pub probability: f32,
    /// Under the model's own distribution (temperature 1, no filter).
    pub model_probability: f32,
    /// 0 = the most probable token of the model.
    pub rank: u32,
    /// Entropy of the model's own distribution, nats.
    pub entropy: f32,
    /// The most probable tokens of the distribution drawn from, with their probabilities: at most 8.
    pub alternatives: Vec<(u32, f32)>,
}

/// A path found by beam search.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Beam {
    pub tokens: Vec<u32>,
    /// Sum of ln p under the model, nats.
    pub log_probability: f32,
}

/// How varied 20 samples are.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Diversity {
    pub samples: Vec<Vec<u32>>,
    /// Share of distinct token 4-grams over all samples, 0 to 1.
    pub distinct_4: f32,
    /// Mean BLEU-4 of each sample against the others, 0 (all different) to 1 (all the same). Zhu et al. 2018, arXiv 1802.01886.
    pub self_bleu: f32,
}
