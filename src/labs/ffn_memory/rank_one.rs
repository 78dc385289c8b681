//! The rank-one edit: which key the subject has in a block, and how the values change for this key and hardly for others.

use super::fact::Fact;
use crate::backend::{BackendError, Params, product};
use crate::data::rng::indexed;
use crate::data::world::{START, World};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::forward::Forward;

/// Pieces in which the second moments of the keys are collected, each some ten milliseconds.
pub(super) const PIECES: u32 = 16;
/// Rows of documents in a piece, and their length.
const ROWS: usize = 4;
const LENGTH: usize = 48;
/// Added to the diagonal of the second moments.
const RIDGE: f64 = 1e-4;
/// Copies of the prompt behind another document, beside the prompt itself.
const COPIES: u64 = 2;

/// Second moments of each block's keys over the world's documents: C = mean of act act', (blocks, F, F).
pub(super) struct Moments {
    model: RopeGpt,
    forward: Forward,
    sums: Vec<Vec<f32>>,
    tokens: usize,
    pieces: u32,
    /// Lower triangles of C = L L', made when a block is first edited.
    factors: Vec<Option<Vec<f64>>>,
}

impl Moments {
    pub(super) fn new(model: RopeGpt) -> Moments {
        let sites: Vec<String> = (0..model.layers).map(keys_of).collect();
        Moments {
            model,
            forward: Forward::new(model, &sites),
            sums: vec![vec![0.0; model.neurons * model.neurons]; model.layers],
            tokens: 0,
            pieces: 0,
            factors: vec![None; model.layers],
        }
    }

    /// Pieces collected so far.
    pub(super) fn pieces(&self) -> u32 {
        self.pieces
    }

    /// Collects the next piece; nothing where all are there.
    pub(super) fn collect(
        &mut self,
        world: &World,
        params: &Params<f32>,
        seed: u64,
    ) -> Result<(), BackendError> {
        if self.pieces >= PIECES {
            return Ok(());
        }
        let mut rng = indexed(seed, "keys", self.pieces.into());
        let rows: Vec<Vec<u32>> = (0..ROWS).map(|_| world.row(&mut rng, LENGTH)).collect();
        let seen = self.forward.run(params, &rows, &[])?;
        let f = self.model.neurons;
        let mut part = vec![0.0; f * f];
        for (block, sum) in self.sums.iter_mut().enumerate() {
            let act = seen.site(&keys_of(block))?;
            product(&mut part, [f, ROWS * LENGTH, f], (act, true), (act, false));
            for (sum, part) in sum.iter_mut().zip(&part) {
                *sum += part;
            }
        }
        self.tokens += ROWS * LENGTH;
        self.pieces += 1;
        Ok(())
    }

    /// C^-1 k of a block; `None` where the pieces are not all there or C has no inverse.
    pub(super) fn whitened(&mut self, block: usize, key: &[f32]) -> Option<Vec<f64>> {
        if self.pieces < PIECES {
            return None;
        }
        let f = self.model.neurons;
        if self.factors[block].is_none() {
            let scale = 1.0 / self.tokens as f64;
            let mut c: Vec<f64> = self.sums[block]
                .iter()
                .map(|x| f64::from(*x) * scale)
                .collect();
            (0..f).for_each(|i| c[i * f + i] += RIDGE);
            self.factors[block] = Some(cholesky(c, f)?);
        }
        let l = self.factors[block].as_ref()?;
        Some(solve(l, f, key))
    }

    pub(super) fn bytes(&self) -> usize {
        let f = self.model.neurons;
        self.forward.bytes() + self.model.layers * f * f * size_of::<f32>()
    }
}

/// The site of a block's keys (after ReLU).
pub(super) fn keys_of(block: usize) -> String {
    format!("blocks.{block}.mlp.act")
}

/// L with L L' = c, in place of c; `None` where c is not positive definite.
fn cholesky(mut c: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    for j in 0..n {
        for i in j..n {
            let mut sum = c[i * n + j];
            for k in 0..j {
                sum -= c[i * n + k] * c[j * n + k];
            }
            if i == j {
                if !(sum > 0.0 && sum.is_finite()) {
                    return None;
                }
                c[j * n + j] = libm::sqrt(sum);
            } else {
                c[i * n + j] = sum / c[j * n + j];
            }
        }
    }
    Some(c)
}

/// (L L')^-1 b.
fn solve(l: &[f64], n: usize, b: &[f32]) -> Vec<f64> {
    let mut x: Vec<f64> = b.iter().map(|v| f64::from(*v)).collect();
    for i in 0..n {
        for k in 0..i {
            x[i] -= l[i * n + k] * x[k];
        }
        x[i] /= l[i * n + i];
    }
    for i in (0..n).rev() {
        for k in i + 1..n {
            x[i] -= l[k * n + i] * x[k];
        }
        x[i] /= l[i * n + i];
    }
    x
}

/// What the subject's position has in a block: keys of the prompt alone, and their mean over the prompt and copies of it behind
/// other documents.
pub(super) fn subject_keys(
    world: &World,
    forward: &mut Forward,
    params: &Params<f32>,
    fact: &Fact,
    block: usize,
    seed: u64,
) -> Result<(Vec<f32>, Vec<f32>), BackendError> {
    let site = keys_of(block);
    let alone = forward
        .run(params, std::slice::from_ref(&fact.prompt), &[])?
        .vector(&site, 0, fact.subject)?
        .to_vec();
    let mut mean = alone.clone();
    for copy in 0..COPIES {
        let (_, text) = world.document(&mut indexed(seed, "prefix", copy));
        let before = world.vocabulary.encode(&text).unwrap_or_default();
        let row: Vec<u32> = std::iter::once(START)
            .chain(before)
            .chain(fact.prompt.iter().copied())
            .collect();
        let at = row.len() - fact.prompt.len() + fact.subject;
        let seen = forward.run(params, &[row], &[])?;
        for (m, a) in mean.iter_mut().zip(seen.vector(&site, 0, at)?) {
            *m += a;
        }
    }
    mean.iter_mut().for_each(|m| *m /= 1.0 + COPIES as f32);
    Ok((alone, mean))
}

/// W2 += (C^-1 k) r' / (k' C^-1 k): afterwards the key k brings r more than before.
pub(super) fn write(values: &mut [f32], whitened: &[f64], key: &[f32], residual: &[f64]) {
    let along: f64 = whitened
        .iter()
        .zip(key)
        .map(|(w, k)| w * f64::from(*k))
        .sum();
    if along.abs() < f64::MIN_POSITIVE {
        return;
    }
    for (row, w) in values.chunks_mut(residual.len()).zip(whitened) {
        for (v, r) in row.iter_mut().zip(residual) {
            *v += (w / along * r) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_one_edit_gives_the_key_its_new_value_and_leaves_keys_across_it() {
        // C = diag(2, 1, 4): whitened k = (1/2, 0, 1/4) for k = (1, 0, 1).
        let c = vec![2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 4.0];
        let l = cholesky(c, 3).expect("positive definite");
        let key = [1.0, 0.0, 1.0];
        let whitened = solve(&l, 3, &key);
        let mut values = vec![0.0_f32; 6];
        write(&mut values, &whitened, &key, &[3.0, -1.0]);
        let read = |k: [f32; 3]| -> Vec<f32> {
            (0..2)
                .map(|j| (0..3).map(|i| k[i] * values[i * 2 + j]).sum())
                .collect()
        };
        assert_eq!(read(key), [3.0, -1.0]);
        assert_eq!(read([0.0, 5.0, 0.0]), [0.0, 0.0]);
        assert!(cholesky(vec![1.0, 2.0, 2.0, 1.0], 2).is_none());
    }

    #[test]
    fn the_factor_of_a_full_matrix_solves_its_equation() {
        let c = [4.0, 2.0, 0.5, 2.0, 3.0, 1.0, 0.5, 1.0, 2.0];
        let l = cholesky(c.to_vec(), 3).expect("positive definite");
        let x = solve(&l, 3, &[1.0, -2.0, 0.5]);
        for (row, b) in c.chunks(3).zip([1.0, -2.0, 0.5]) {
            let left: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
            assert!((left - b).abs() < 1e-12);
        }
    }
}
