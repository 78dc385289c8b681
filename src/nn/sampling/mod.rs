//! From logits to a token: penalty, temperature, top-k, top-p, min-p, renormalise, draw. In this order.

use serde::{Deserialize, Serialize};

/// How the next token is drawn. `Default` changes nothing: the model's own distribution.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Logits are divided by it. 0 is greedy.
    pub temperature: f32,
    /// Keep the k most probable tokens; 0 is off.
    pub top_k: u32,
    /// Keep the smallest set of most probable tokens with at least this mass; 1 is off, 0 keeps one.
    pub top_p: f32,
    /// Keep tokens with at least this share of the largest probability; 0 is off.
    pub min_p: f32,
    /// Positive logits of tokens already seen are divided by it, negative ones multiplied (Keskar et al. 2019, arXiv 1909.05858); 1 is off.
    pub repetition_penalty: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            temperature: 1.0,
            top_k: 0,
            top_p: 1.0,
            min_p: 0.0,
            repetition_penalty: 1.0,
        }
    }
}

/// The filter that removed a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Filter {
    TopK,
    TopP,
    MinP,
}

/// One distribution over the whole vocabulary, before and after. Index = token id.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Distribution {
    /// softmax(logits): what the model itself says.
    pub model: Vec<f32>,
    /// After the repetition penalty and the temperature, before any filter.
    pub tempered: Vec<f32>,
    /// Which filter removed the token, if one did.
    pub removed: Vec<Option<Filter>>,
    /// What is drawn from: the kept tokens, renormalised; 0 where removed. Sums to 1 within 1e-6.
    pub last: Vec<f32>,
    /// Nats.
    pub model_entropy: f32,
    /// Nats.
    pub last_entropy: f32,
}

/// Why no distribution can be made of these logits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SamplingError {
    /// A NaN or an infinity, with the id of the first such token.
    NotFinite { token: u32 },
    /// An empty vocabulary.
    Empty,
}
