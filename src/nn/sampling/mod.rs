//! From logits to a token: penalty, temperature, top-k, top-p, min-p, renormalise, draw. In this order.
//!
//! Everything covers the whole vocabulary; sums are in f64, `exp` and `ln` are libm's, so native and wasm agree bit for bit.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang};

/// The most probable text: several paths kept side by side.
mod beam;
/// The dice and the draw.
mod dice;
/// The pipeline from logits to what is drawn from.
mod distribution;
/// How varied a set of samples is: distinct n-grams, self-BLEU.
mod diversity;
/// What is kept of a drawn token: its probability, rank, entropy, alternatives.
mod record;
/// The period of a text that has begun to repeat itself.
mod repeat;

pub use beam::{NextLogits, Path, beam, log_softmax};
pub use dice::{draw, uniform};
pub use distribution::distribution;
pub use diversity::{bleu_4, distinct, self_bleu};
pub use record::{ALTERNATIVES, Record, record};
pub use repeat::{LEAST_LENGTH, LEAST_REPEATS, Tail, repeated_tail};

#[cfg(test)]
mod tests;

/// How the next token is drawn. `Default` changes nothing: the model's own distribution.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Logits are divided by it. 0, below 0 and subnormal is greedy: the first of the most probable tokens, for sure.
    pub temperature: f32,
    /// Keep the k most probable tokens; 0 is off.
    pub top_k: u32,
    /// Keep the smallest set of most probable tokens with at least this mass; 1 is off, 0 keeps one. The mass is that of
    /// the whole vocabulary (`Distribution::tempered`), whatever top-k has removed.
    pub top_p: f32,
    /// Keep tokens with at least this share of the largest probability; 0 is off, 1 keeps the largest (and its equals).
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
    /// A setting is NaN, or the repetition penalty is not a positive finite number.
    BadSetting,
}

impl Describe for SamplingError {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (SamplingError::NotFinite { token }, Lang::En) => format!(
                "The model\u{2019}s score for token {token} is not a number, so there is nothing to draw from. \
                 The training has most likely diverged: go back to the last good weights or lower the learning rate."
            ),
            (SamplingError::NotFinite { token }, Lang::ZhHant) => format!(
                "模型給 token {token} 的分數不是有效的數字，沒有分布可以抽樣。多半是訓練發散了：請還原到上一組正常的權重，或調低學習率。"
            ),
            (SamplingError::Empty, Lang::En) => {
                "The vocabulary is empty, so there is no token to draw. Choose a text first.".into()
            }
            (SamplingError::Empty, Lang::ZhHant) => {
                "詞彙表是空的，沒有 token 可以抽。請先選一份文字。".into()
            }
            (SamplingError::BadSetting, Lang::En) => {
                "A sampling setting is not a usable number: temperature, top-k, top-p and min-p have to be numbers, \
                 the repetition penalty a positive one. Set it again."
                    .into()
            }
            (SamplingError::BadSetting, Lang::ZhHant) => {
                "有一項抽樣設定不是可用的數字：溫度、top-k、top-p、min-p 都要是數字，重複懲罰要大於 0。請重新設定。".into()
            }
        }
    }
}
