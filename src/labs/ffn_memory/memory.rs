//! An MLP read as a memory: neuron i has a key (a row that is compared with the stream) and a value (a row that is added to the
//! stream as often as the key fires). Geva et al. 2021, "Transformer Feed-Forward Layers Are Key-Value Memories", arXiv 2012.14913.

use super::edit::values_of;
use super::fact::Fact;
use super::rank_one::keys_of;
use crate::backend::{BackendError, Params};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::forward::{Forward, log_softmax};

/// A neuron and what it adds to a word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Writer {
    pub block: usize,
    pub neuron: usize,
    /// How strongly its key fires, after ReLU.
    pub activation: f32,
    /// What activation x value adds to the word's logit against the mean of all words, before the last norm's division.
    pub gain: f32,
}

/// Every neuron that fires after the last word of the fact's prompt, by what it adds to the old answer, largest first.
pub(super) fn writers(
    forward: &mut Forward,
    model: RopeGpt,
    params: &Params<f32>,
    fact: &Fact,
) -> Result<Vec<Writer>, BackendError> {
    let seen = forward.run(params, std::slice::from_ref(&fact.prompt), &[])?;
    let last = fact.prompt.len() - 1;
    let toward = toward(model, params, fact.old)?;
    let mut found = Vec::new();
    for block in 0..model.layers {
        let act = seen.vector(&keys_of(block), 0, last)?;
        found.extend(written(model, params, block, act, &toward)?);
    }
    let order = largest_first(found.len(), &|i| f64::from(found[i].gain));
    Ok(order.into_iter().map(|i| found[i as usize]).collect())
}

/// The direction (C) that raises a word's logit against the mean of all words.
pub(super) fn toward(model: RopeGpt, params: &Params<f32>, word: u32) -> Result<Vec<f32>, BackendError> {
    let (c, emb) = (model.width, param(params, "emb")?);
    let gain = param(params, "gf")?;
    let mut mean = vec![0.0_f64; c];
    for row in emb.chunks(c) {
        mean.iter_mut()
            .zip(row)
            .for_each(|(m, x)| *m += f64::from(*x));
    }
    let row = &emb[word as usize * c..][..c];
    let words = (emb.len() / c) as f64;
    Ok((0..c)
        .map(|j| (f64::from(gain[j]) * (f64::from(row[j]) - mean[j] / words)) as f32)
        .collect())
}

/// The firing neurons of a block, given its activations (F).
pub(super) fn written(
    model: RopeGpt,
    params: &Params<f32>,
    block: usize,
    act: &[f32],
    toward: &[f32],
) -> Result<Vec<Writer>, BackendError> {
    let values = param(params, &values_of(block))?;
    let firing = act.iter().enumerate().filter(|(_, a)| **a > 0.0);
    Ok(firing
        .map(|(neuron, &activation)| {
            let value = &values[neuron * model.width..][..model.width];
            let along: f32 = value.iter().zip(toward).map(|(v, t)| v * t).sum();
            Writer {
                block,
                neuron,
                activation,
                gain: activation * along,
            }
        })
        .collect())
}

/// The words that a value promotes: logits of the value alone through the last gain, against their mean, largest first.
pub(super) fn promoted(
    model: RopeGpt,
    params: &Params<f32>,
    block: usize,
    neuron: usize,
    most: usize,
) -> Result<Vec<(u32, f32)>, BackendError> {
    let c = model.width;
    let value = &param(params, &values_of(block))?[neuron * c..][..c];
    let gain = param(params, "gf")?;
    let read: Vec<f32> = value.iter().zip(gain).map(|(v, g)| v * g).collect();
    let logits: Vec<f32> = param(params, "emb")?
        .chunks(c)
        .map(|row| row.iter().zip(&read).map(|(e, r)| e * r).sum())
        .collect();
    let mean = logits.iter().sum::<f32>() / logits.len() as f32;
    let order = largest_first(logits.len(), &|i| f64::from(logits[i]));
    Ok(order
        .into_iter()
        .take(most)
        .map(|i| (i, logits[i as usize] - mean))
        .collect())
}

/// The most probable words of logits with their probabilities.
pub(super) fn top(logits: &[f32], most: usize) -> Vec<(u32, f32)> {
    let log_p = log_softmax(logits);
    let order = largest_first(log_p.len(), &|i| log_p[i]);
    order
        .into_iter()
        .take(most)
        .map(|i| (i, libm::exp(log_p[i as usize]) as f32))
        .collect()
}

fn param<'p>(params: &'p Params<f32>, name: &str) -> Result<&'p [f32], BackendError> {
    params
        .get(name)
        .ok_or_else(|| BackendError::NoParam(name.into()))
}

/// The indices 0..`n` from the largest value to the smallest, equals in their order.
pub(super) fn largest_first(n: usize, value: &dyn Fn(usize) -> f64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_by(|a, b| value(*b as usize).total_cmp(&value(*a as usize)));
    order
}
