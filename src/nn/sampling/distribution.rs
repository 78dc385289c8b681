//! The pipeline: penalty, temperature, top-k, top-p, min-p, renormalise.
//!
//! All three filters measure with the tempered probabilities of the whole vocabulary, and each keeps a prefix of one and the
//! same order (score, then lower id). So the kept set is the shortest of the three prefixes, whichever filter comes first; the
//! order only decides which filter a removed token is charged to. (Libraries that renormalise after top-k let top-p keep less:
//! with a hidden top-k in front, 200 equal tokens and top-p 0.5 would keep 25 instead of 100.)

use crate::order::{descending, number};

use super::{Distribution, Filter, SamplingError, Settings};

/// What the settings make of these logits. `logits`: (V). `history`: ids of the tokens already seen, for the repetition
/// penalty; ids outside the vocabulary are ignored.
///
/// Settings beyond their ranges mean their ends: temperature at or below 0 (or subnormal) is greedy, top-k above V keeps all,
/// top-p above 1 and min-p below 0 are off. At least one token is always kept.
///
/// Errors: `Empty` for no logits, `NotFinite` for the first NaN or infinity, `BadSetting` for a NaN in the settings or a
/// repetition penalty that is not positive and finite.
pub fn distribution(
    logits: &[f32],
    history: &[u32],
    settings: &Settings,
) -> Result<Distribution, SamplingError> {
    check(logits, settings)?;
    let (model, model_entropy) = softmax(logits.iter().map(|&z| z as f64));

    let scores = penalised(logits, history, settings.repetition_penalty as f64);
    let order = by_score(&scores);
    let weights = tempered(&scores, order[0], settings.temperature);
    let total: f64 = weights.iter().sum();

    let removed = filtered(&weights, total, &order, settings);
    let kept_total: f64 = kept(&weights, &removed).sum();
    let last_entropy = entropy(kept(&weights, &removed).map(|w| w / kept_total));

    Ok(Distribution {
        model: model.iter().map(|&p| p as f32).collect(),
        tempered: weights.iter().map(|w| (w / total) as f32).collect(),
        last: weights
            .iter()
            .zip(&removed)
            .map(|(w, r)| match r {
                None => (w / kept_total) as f32,
                Some(_) => 0.0,
            })
            .collect(),
        removed,
        model_entropy: model_entropy as f32,
        last_entropy: last_entropy as f32,
    })
}

fn check(logits: &[f32], settings: &Settings) -> Result<(), SamplingError> {
    if logits.is_empty() {
        return Err(SamplingError::Empty);
    }
    if let Some(token) = logits.iter().position(|z| !z.is_finite()) {
        return Err(SamplingError::NotFinite {
            token: token as u32,
        });
    }
    let penalty = settings.repetition_penalty;
    let nan = settings.temperature.is_nan() || settings.top_p.is_nan() || settings.min_p.is_nan();
    if nan || !penalty.is_finite() || penalty <= 0.0 {
        return Err(SamplingError::BadSetting);
    }
    Ok(())
}

/// The logits in f64, those of tokens already seen made smaller (once, however often they occurred).
fn penalised(logits: &[f32], history: &[u32], penalty: f64) -> Vec<f64> {
    let mut seen = vec![false; logits.len()];
    for &token in history {
        if let Some(seen) = seen.get_mut(token as usize) {
            *seen = true;
        }
    }
    let less = |z: f64| if z > 0.0 { z / penalty } else { z * penalty };
    logits
        .iter()
        .zip(seen)
        .map(|(&z, seen)| if seen { less(z as f64) } else { z as f64 })
        .collect()
}

/// Token ids from the highest score to the lowest, equals by lower id. The temperature does not change it.
fn by_score(scores: &[f64]) -> Vec<u32> {
    descending(scores.len(), |token| number(scores[token]))
}

/// Unnormalised probabilities, the largest exactly 1: exp((z - z_max) / T), or (0, .., 1, .., 0) where T is as good as 0.
fn tempered(scores: &[f64], top: u32, temperature: f32) -> Vec<f64> {
    if temperature < f32::MIN_POSITIVE {
        let mut only = vec![0.0; scores.len()];
        only[top as usize] = 1.0;
        return only;
    }
    let max = scores[top as usize];
    scores
        .iter()
        .map(|z| libm::exp((z - max) / temperature as f64))
        .collect()
}

/// For every token, the first filter that removes it. `weights` sum to `total`; the largest is 1.
fn filtered(
    weights: &[f64],
    total: f64,
    order: &[u32],
    settings: &Settings,
) -> Vec<Option<Filter>> {
    let mut removed = vec![None; weights.len()];
    let mut before = 0.0;
    for (rank, &token) in order.iter().enumerate().skip(1) {
        before += weights[order[rank - 1] as usize];
        // Compared in f32, the precision that the settings are given in: with f32's 0.1 (a little above 1/10), the first of
        // ten equal tokens has reached top-p 0.1.
        let mass_before = (before / total) as f32;
        let share_of_largest = weights[token as usize] as f32;
        removed[token as usize] = if settings.top_k != 0 && rank >= settings.top_k as usize {
            Some(Filter::TopK)
        } else if settings.top_p < 1.0 && mass_before >= settings.top_p {
            Some(Filter::TopP)
        } else if settings.min_p > 0.0 && share_of_largest < settings.min_p {
            Some(Filter::MinP)
        } else {
            None
        };
    }
    removed
}

fn kept<'a>(weights: &'a [f64], removed: &'a [Option<Filter>]) -> impl Iterator<Item = f64> + 'a {
    weights
        .iter()
        .zip(removed)
        .filter(|(_, removed)| removed.is_none())
        .map(|(&w, _)| w)
}

/// softmax(z) and its entropy.
fn softmax(logits: impl Iterator<Item = f64> + Clone) -> (Vec<f64>, f64) {
    let max = logits.clone().fold(f64::NEG_INFINITY, f64::max);
    let mut p: Vec<f64> = logits.map(|z| libm::exp(z - max)).collect();
    let total: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= total);
    let entropy = entropy(p.iter().copied());
    (p, entropy)
}

/// H = -sum p ln p in nats, with 0 ln 0 = 0.
fn entropy(p: impl Iterator<Item = f64>) -> f64 {
    let sum: f64 = p.filter(|&p| p > 0.0).map(|p| p * libm::log(p)).sum();
    0.0 - sum // and not -sum, which would be -0 for a certain token
}
