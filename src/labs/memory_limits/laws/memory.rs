//! A matrix that is written and read, and softmax attention over the same pairs.

use super::dot;

/// H, (d_v, d_k), row-major.
#[derive(Clone, PartialEq, Debug)]
pub struct Memory {
    pub values: usize,
    pub keys: usize,
    pub numbers: Vec<f64>,
}

impl Memory {
    /// Nothing stored.
    pub fn new(values: usize, keys: usize) -> Memory {
        Memory {
            values,
            keys,
            numbers: vec![0.0; values * keys],
        }
    }

    /// H k.
    pub fn read(&self, k: &[f64]) -> Vec<f64> {
        self.numbers
            .chunks(self.keys.max(1))
            .map(|row| dot(row, k))
            .collect()
    }

    /// H + v k'.
    pub fn add(&mut self, k: &[f64], v: &[f64]) {
        for (row, v) in self.numbers.chunks_mut(self.keys.max(1)).zip(v) {
            row.iter_mut().zip(k).for_each(|(h, k)| *h += v * k);
        }
    }

    /// H + beta (v - H k) k'.
    pub fn correct(&mut self, k: &[f64], v: &[f64], beta: f64) {
        let found = self.read(k);
        let missing: Vec<f64> = v.iter().zip(&found).map(|(v, f)| beta * (v - f)).collect();
        self.add(k, &missing);
    }

    /// The sum of the squares of its numbers.
    pub fn square(&self) -> f64 {
        dot(&self.numbers, &self.numbers)
    }
}

/// The weights of softmax attention with scores `scale` q . k.
pub fn softmax_weights(keys: &[Vec<f64>], q: &[f64], scale: f64) -> Vec<f64> {
    let scores: Vec<f64> = keys.iter().map(|k| scale * dot(k, q)).collect();
    let top = scores.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    let shares: Vec<f64> = scores.iter().map(|s| libm::exp(s - top)).collect();
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|s| s / sum).collect()
}

/// What softmax attention reads: the values by their weights.
pub fn softmax_read(keys: &[Vec<f64>], values: &[Vec<f64>], q: &[f64], scale: f64) -> Vec<f64> {
    let weights = softmax_weights(keys, q, scale);
    let n = values.first().map_or(0, Vec::len);
    (0..n)
        .map(|i| weights.iter().zip(values).map(|(w, v)| w * v[i]).sum())
        .collect()
}

/// The matrix of least squared error on all pairs, and the smallest of those: V K^+ with K the keys as columns.
///
/// By Greville's recursion (1960) for the pseudo-inverse, a column at a time: a key that points out of the span of those
/// before it gets a direction of its own, one inside it shifts the weights of the others.
pub fn pinv_memory(keys: &[Vec<f64>], values: &[Vec<f64>]) -> Memory {
    let d = keys.first().map_or(0, Vec::len);
    let mut h = Memory::new(values.first().map_or(0, Vec::len), d);
    // With P the projection on what no key has reached, and G the inverse of K K' inside the span: the update of H is that
    // of recursive least squares (Plackett 1950), exact, with no regulariser.
    let mut outside = identity(d);
    let mut inverse = vec![0.0; d * d];
    for (k, v) in keys.iter().zip(values) {
        let out = times(&outside, k);
        let new = dot(&out, &out);
        let found = h.read(k);
        let missing: Vec<f64> = v.iter().zip(&found).map(|(v, f)| v - f).collect();
        if new > 1e-16 {
            let gain: Vec<f64> = out.iter().map(|x| x / new).collect();
            h.add(&gain, &missing);
            let held = times(&inverse, k);
            let along = 1.0 + dot(k, &held);
            for i in 0..d {
                for j in 0..d {
                    inverse[i * d + j] +=
                        along * gain[i] * gain[j] - gain[i] * held[j] - held[i] * gain[j];
                    outside[i * d + j] -= out[i] * out[j] / new;
                }
            }
        } else {
            let held = times(&inverse, k);
            let along = 1.0 + dot(k, &held);
            let gain: Vec<f64> = held.iter().map(|x| x / along).collect();
            h.add(&gain, &missing);
            for i in 0..d {
                for j in 0..d {
                    inverse[i * d + j] -= held[i] * held[j] / along;
                }
            }
        }
    }
    h
}

fn identity(d: usize) -> Vec<f64> {
    (0..d * d)
        .map(|i| f64::from(u8::from(i / d == i % d)))
        .collect()
}

/// A square matrix by a vector.
fn times(m: &[f64], x: &[f64]) -> Vec<f64> {
    m.chunks(x.len().max(1)).map(|row| dot(row, x)).collect()
}
