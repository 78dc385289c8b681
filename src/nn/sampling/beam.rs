//! Beam search: the `width` most probable texts found so far, each made one token longer in every round.
//!
//! It is not a draw, and it is not exact: the most probable text may start with a token that was dropped early.

use std::cmp::Ordering;

use crate::order::{descending, number};

use super::SamplingError;

/// A model that scores the next token.
pub trait NextLogits {
    type Error: From<SamplingError>;

    /// The logits (V) of the token after `tokens`; V is the same in every call.
    fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, Self::Error>;

    /// The same for several contexts of equal length. A model that can run them as one batch does it here.
    fn batch(&mut self, contexts: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, Self::Error> {
        contexts.iter().map(|tokens| self.logits(tokens)).collect()
    }
}

/// A continuation and how probable the model finds it.
#[derive(Clone, PartialEq, Debug)]
pub struct Path {
    /// Without the prompt.
    pub tokens: Vec<u32>,
    /// Sum of ln p under the model's own distribution, nats.
    pub log_probability: f64,
}

/// At most `width` continuations of `count` tokens, the most probable first; equals in the order of their token ids.
///
/// Width 1 (and 0) is greedy decoding. A width of V^(count - 1) or more looks at every text. A larger width does not always find a
/// more probable text. Error: the model's own, or `SamplingError` for logits that are not finite.
pub fn beam<M: NextLogits>(
    model: &mut M,
    prompt: &[u32],
    count: usize,
    width: usize,
) -> Result<Vec<Path>, M::Error> {
    let width = width.max(1);
    let mut paths = vec![Path {
        tokens: Vec::new(),
        log_probability: 0.0,
    }];
    for _ in 0..count {
        let contexts: Vec<Vec<u32>> = paths
            .iter()
            .map(|path| [prompt, &path.tokens].concat())
            .collect();
        let mut longer = Vec::new();
        for (path, logits) in paths.iter().zip(model.batch(&contexts)?) {
            longer.extend(best_steps(path, &logits, width)?);
        }
        paths = Vec::new();
        while paths.len() < width
            && let Some(best) = (0..longer.len()).min_by(|&a, &b| better(&longer[a], &longer[b]))
        {
            paths.push(longer.swap_remove(best));
        }
    }
    Ok(paths)
}

/// The `width` best ways to go on from `path`: more of them could not survive the round.
fn best_steps(path: &Path, logits: &[f32], width: usize) -> Result<Vec<Path>, SamplingError> {
    let log_p = log_softmax(logits)?;
    // By logit and not by its logarithm, which may round two different logits to one value.
    let mut order = descending(log_p.len(), |token| number(logits[token].into()));
    order.truncate(width);
    Ok(order
        .into_iter()
        .map(|token| Path {
            tokens: path.tokens.iter().copied().chain([token]).collect(),
            log_probability: path.log_probability + log_p[token as usize],
        })
        .collect())
}

/// ln softmax(z) in f64: (V) to (V). Errors: `Empty`, `NotFinite`.
pub fn log_softmax(logits: &[f32]) -> Result<Vec<f64>, SamplingError> {
    if logits.is_empty() {
        return Err(SamplingError::Empty);
    }
    if let Some(token) = logits.iter().position(|z| !z.is_finite()) {
        return Err(SamplingError::NotFinite {
            token: token as u32,
        });
    }
    let max = logits
        .iter()
        .fold(f64::NEG_INFINITY, |max, &z| max.max(z as f64));
    let sum: f64 = logits.iter().map(|&z| libm::exp(z as f64 - max)).sum();
    let log_sum = libm::log(sum);
    Ok(logits.iter().map(|&z| z as f64 - max - log_sum).collect())
}

fn better(a: &Path, b: &Path) -> Ordering {
    b.log_probability
        .total_cmp(&a.log_probability)
        .then_with(|| a.tokens.cmp(&b.tokens))
}
