//! Controls: changes of the treatment's size that have no reason to work.

use super::edit::Editing;
use super::method::Method;
use crate::backend::Params;
use crate::data::rng::Pcg32;
use crate::nn::rope_gpt::RopeGpt;

/// The treatment's change turned into a random direction. Changes of values keep their rows' sizes and share one direction, as the
/// treatment's do; fine-tuned weights get a random change of the same norm for each tensor.
pub(super) fn turned(model: RopeGpt, treated: &Editing, rng: &mut Pcg32) -> Params<f32> {
    let mut params = treated.from.clone();
    let rows = matches!(
        treated.method,
        Method::Values { .. } | Method::RankOne { .. }
    );
    let shared = direction(rng, model.width);
    for entry in treated.from.entries().to_vec() {
        let range = entry.range.clone();
        let change: Vec<f32> = treated.params.data[range.clone()]
            .iter()
            .zip(&treated.from.data[range.clone()])
            .map(|(after, before)| after - before)
            .collect();
        if change.iter().all(|x| *x == 0.0) {
            continue;
        }
        let weights = &mut params.data[range];
        if rows {
            let signs = signed_sizes(&change, model.width);
            for (row, size) in weights.chunks_mut(model.width).zip(signs) {
                row.iter_mut()
                    .zip(&shared)
                    .for_each(|(w, d)| *w += size * d);
            }
        } else {
            let random = direction(rng, change.len());
            let size = norm(&change);
            weights
                .iter_mut()
                .zip(&random)
                .for_each(|(w, d)| *w += size * d);
        }
    }
    params
}

/// Each row's length along the largest row: a rank-one change c d' is (c) up to a sign.
fn signed_sizes(change: &[f32], width: usize) -> Vec<f32> {
    let mut largest: &[f32] = &[];
    for row in change.chunks(width) {
        if norm(row) > norm(largest) {
            largest = row;
        }
    }
    let size = norm(largest).max(f32::MIN_POSITIVE);
    change
        .chunks(width)
        .map(|row| row.iter().zip(largest).map(|(a, b)| a * b).sum::<f32>() / size)
        .collect()
}

pub(super) fn norm(x: &[f32]) -> f32 {
    x.iter().map(|v| v * v).sum::<f32>().sqrt()
}

/// A random direction of length 1.
fn direction(rng: &mut Pcg32, n: usize) -> Vec<f32> {
    use rand_distr::{Distribution, StandardNormal};
    let draws: Vec<f32> = (0..n)
        .map(|_| Distribution::<f64>::sample(&StandardNormal, rng) as f32)
        .collect();
    let size = norm(&draws).max(f32::MIN_POSITIVE);
    draws.into_iter().map(|x| x / size).collect()
}
