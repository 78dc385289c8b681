//! The best matrix for given pairs, and softmax attention over them.

use crate::nn::mixers::matrix::{Matrix, dot, softmax_weights};

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
pub fn pinv_memory(keys: &[Vec<f64>], values: &[Vec<f64>]) -> Matrix {
    let d = keys.first().map_or(0, Vec::len);
    let mut h = Matrix::new(values.first().map_or(0, Vec::len), d);
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
