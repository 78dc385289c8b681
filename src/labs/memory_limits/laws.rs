//! Exact laws of an untrained memory: T keys of length one, each with a value of length one, in a d x d matrix; then each
//! key asks, and the error is |read - v|^2 / |v|^2. Measured draws beside the curves that they should follow.

use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use crate::data::rng::{Pcg32, indexed};

mod geometry;
mod memory;

pub use crate::nn::mixers::matrix::{Matrix, later_item_factor, softmax_weights};
pub use geometry::{Point, hull, scale_to_win, share_that_can_win};
pub use memory::{pinv_memory, softmax_read};

use crate::nn::mixers::matrix::dot;

/// How a pair is written, or what is read instead of a matrix.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// H + v k'.
    Linear,
    /// The matrix with the least error on all pairs: V K^+ (Moore and Penrose).
    Best,
    /// H + beta (v - H k) k'.
    Delta { beta: f64 },
    /// No matrix: softmax attention over the stored pairs with scores `scale` q . k.
    Softmax { scale: f64 },
}

/// Where keys come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Keys {
    /// A random orthonormal basis; from the d-th key on, used again in turn.
    Orthonormal,
    /// Even on the sphere.
    Random,
}

/// A vector of length one, even on the sphere of `d` dimensions.
pub fn unit(rng: &mut Pcg32, d: usize) -> Vec<f64> {
    loop {
        let x: Vec<f64> = (0..d).map(|_| StandardNormal.sample(rng)).collect();
        let length = dot(&x, &x).sqrt();
        if length > 1e-9 {
            return x.iter().map(|v| v / length).collect();
        }
    }
}

/// `t` keys of length one in `d` dimensions.
pub fn keys(rng: &mut Pcg32, from: Keys, t: usize, d: usize) -> Vec<Vec<f64>> {
    match from {
        Keys::Random => (0..t).map(|_| unit(rng, d)).collect(),
        Keys::Orthonormal => {
            let mut basis: Vec<Vec<f64>> = Vec::new();
            while basis.len() < d.min(t.max(1)) {
                let mut x = unit(rng, d);
                // Twice: the second pass removes what rounding left.
                for _ in 0..2 {
                    for b in &basis {
                        let along = dot(&x, b);
                        x.iter_mut().zip(b).for_each(|(x, b)| *x -= along * b);
                    }
                }
                let length = dot(&x, &x).sqrt();
                if length > 1e-3 {
                    basis.push(x.iter().map(|v| v / length).collect());
                }
            }
            (0..t).map(|i| basis[i % basis.len()].clone()).collect()
        }
    }
}

/// Relative squared error of each pair when its key asks after all have been written.
pub fn errors(rule: Rule, keys: &[Vec<f64>], values: &[Vec<f64>]) -> Vec<f64> {
    let d = keys.first().map_or(0, Vec::len);
    let reads: Vec<Vec<f64>> = match rule {
        Rule::Softmax { scale } => keys
            .iter()
            .map(|q| softmax_read(keys, values, q, scale))
            .collect(),
        Rule::Best => {
            let h = pinv_memory(keys, values);
            keys.iter().map(|q| h.read(q)).collect()
        }
        Rule::Linear | Rule::Delta { .. } => {
            let mut h = Matrix::new(values.first().map_or(0, Vec::len), d);
            for (k, v) in keys.iter().zip(values) {
                match rule {
                    Rule::Delta { beta } => h.correct(k, v, beta),
                    _ => h.add(k, v),
                }
            }
            keys.iter().map(|q| h.read(q)).collect()
        }
    };
    reads
        .iter()
        .zip(values)
        .map(|(read, v)| {
            let apart: f64 = read.iter().zip(v).map(|(a, b)| (a - b) * (a - b)).sum();
            apart / dot(v, v)
        })
        .collect()
}

/// Mean error over all pairs, and how far single draws lie from it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Pairs written, T.
    pub pairs: u32,
    pub mean: f64,
    /// Over draws, of the mean over pairs; 0 for one draw.
    pub spread: f64,
    pub draws: u32,
}

impl Measured {
    /// Standard error of the mean.
    pub fn uncertainty(&self) -> f64 {
        self.spread / f64::from(self.draws.max(1)).sqrt()
    }
}

/// `draws` fresh sets of `t` pairs in `d` dimensions; the same numbers for the same seed.
pub fn measure(rule: Rule, from: Keys, t: usize, d: usize, draws: u32, seed: u64) -> Measured {
    let each: Vec<f64> = (0..draws)
        .map(|draw| {
            let mut rng = indexed(seed, "memory laws", u64::from(draw));
            let keys = keys(&mut rng, from, t, d);
            let values: Vec<Vec<f64>> = (0..t).map(|_| unit(&mut rng, d)).collect();
            let errors = errors(rule, &keys, &values);
            errors.iter().sum::<f64>() / errors.len().max(1) as f64
        })
        .collect();
    let n = each.len().max(1) as f64;
    let mean = each.iter().sum::<f64>() / n;
    let square: f64 = each.iter().map(|e| (e - mean) * (e - mean)).sum();
    Measured {
        pairs: t as u32,
        mean,
        spread: if draws > 1 {
            (square / (n - 1.0)).sqrt()
        } else {
            0.0
        },
        draws,
    }
}

/// The expected error over all pairs, where a closed form is known.
pub fn law(rule: Rule, from: Keys, t: usize, d: usize) -> Option<f64> {
    let (n, dim) = (t as f64, d as f64);
    match (rule, from) {
        // Each of the T - 1 others adds (k . k')^2, 1 / d on average, in a direction of its own.
        (Rule::Linear, Keys::Random) => Some((n - 1.0) / dim),
        // Nothing up to d; then each key is shared by the pairs that came round to it.
        (Rule::Linear, Keys::Orthonormal) => {
            let (rounds, rest) = ((t / d) as f64, (t % d) as f64);
            // `rest` keys hold rounds + 1 pairs, the others `rounds`; each pair reads the others on its key.
            let pairs =
                rest * (rounds + 1.0) * rounds + (dim - rest) * rounds * (rounds - 1.0).max(0.0);
            Some(pairs / n)
        }
        // T values in general position, of which a d-dimensional space can hold d.
        (Rule::Best, Keys::Random) => Some((1.0 - dim / n).max(0.0)),
        _ => None,
    }
}

/// The delta rule with beta 1, random keys, T far above d: the expected error of the pair written `age` writes ago,
/// 2 (1 - (1 - 1/d)^age). From stationarity, not a proof; measured values lie within a few percent.
pub fn delta_age_law(age: u32, d: usize) -> f64 {
    2.0 * (1.0 - libm::pow(1.0 - 1.0 / d as f64, f64::from(age)))
}

/// The delta rule with beta 1 and random keys: the expected square of the memory, d (1 - (1 - 1/d)^T): each write
/// replaces one direction of d by a value of length one. Linear attention's is T.
pub fn delta_size_law(t: usize, d: usize) -> f64 {
    d as f64 * (1.0 - libm::pow(1.0 - 1.0 / d as f64, t as f64))
}

#[cfg(test)]
mod tests;
