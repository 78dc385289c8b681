//! What is kept of a drawn token, so that the reader can go back and choose another.

use super::Distribution;
use crate::order::{descending, number};

/// Most alternatives kept with a token.
pub const ALTERNATIVES: usize = 8;

/// A drawn token with what could have been.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    pub token: u32,
    /// Under the distribution it was drawn from.
    pub probability: f32,
    /// Under the model's own distribution (temperature 1, no penalty, no filter).
    pub model_probability: f32,
    /// Place in the model's own order, 0 = most probable; equals by lower id.
    pub rank: u32,
    /// Entropy of the model's own distribution, nats.
    pub entropy: f32,
    /// The most probable tokens of the distribution drawn from, `token` too if it is among them: at most 8, none of them
    /// removed or of probability 0.
    pub alternatives: Vec<(u32, f32)>,
}

/// The record of `token` under this distribution; a token outside the vocabulary has probability 0 and the last rank.
pub fn record(distribution: &Distribution, token: u32) -> Record {
    let Distribution { model, last, .. } = distribution;
    let at = |p: &[f32]| p.get(token as usize).copied().unwrap_or(0.0);
    let own = at(model);
    let rank = (0..)
        .zip(model)
        .filter(|&(other, &p)| p > own || (p == own && other < token));
    Record {
        token,
        probability: at(last),
        model_probability: own,
        rank: rank.count() as u32,
        entropy: distribution.model_entropy,
        alternatives: most_probable(last, ALTERNATIVES),
    }
}

/// The `count` most probable tokens, most probable first, equals by lower id; without those of probability 0.
fn most_probable(p: &[f32], count: usize) -> Vec<(u32, f32)> {
    let order = descending(p.len(), |token| number(p[token].into()));
    let found = order.into_iter().map(|token| (token, p[token as usize]));
    found.take(count).filter(|&(_, p)| p > 0.0).collect()
}
