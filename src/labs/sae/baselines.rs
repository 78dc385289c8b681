//! Directions that nobody trained: the axes of the stream, its principal components, and random ones.

use super::coder::direction;
use crate::backend::product;
use crate::data::rng::stream;
use crate::nn::algebra::{Matrix, svd};

/// Both signs of every axis: 2 C directions.
pub(super) fn axes(width: usize) -> Vec<Vec<f32>> {
    let axis = |i: usize| (0..width).map(|j| f32::from(u8::from(i == j))).collect();
    both_signs((0..width).map(axis).collect())
}

pub(super) fn random(width: usize, count: usize, seed: u64) -> Vec<Vec<f32>> {
    let mut rng = stream(seed, "sae.random");
    (0..count).map(|_| direction(&mut rng, width)).collect()
}

/// Both signs of every principal component of centred vectors (N, C).
pub(super) fn components(x: &[f32], width: usize) -> Vec<Vec<f32>> {
    let mut covariance = vec![0.0; width * width];
    let rows = x.len() / width;
    product(&mut covariance, [width, rows, width], (x, true), (x, false));
    // Of a symmetric matrix these are its eigenvectors.
    let found = svd(&Matrix {
        rows: width,
        columns: width,
        values: covariance.iter().map(|x| f64::from(*x)).collect(),
    });
    let rows = found.right.transposed();
    let row = |i: usize| rows.row(i).iter().map(|x| *x as f32).collect();
    both_signs((0..width).map(row).collect())
}

fn both_signs(directions: Vec<Vec<f32>>) -> Vec<Vec<f32>> {
    directions
        .into_iter()
        .flat_map(|d| {
            let minus = d.iter().map(|x| -x).collect();
            [d, minus]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_the_axes_along_which_the_cloud_is_long() {
        // Long along (3, 4, 0) / 5, short along (4, -3, 0) / 5, flat in the third axis but for a little.
        let mut x = Vec::new();
        for (a, b, c) in [
            (5.0, 0.0, 0.1),
            (-5.0, 0.0, 0.1),
            (0.0, 1.0, -0.1),
            (0.0, -1.0, -0.1),
        ] {
            x.extend([0.6 * a + 0.8 * b, 0.8 * a - 0.6 * b, c].map(|x: f64| x as f32));
        }
        let found = components(&x, 3);
        assert_eq!(found.len(), 6);
        for wanted in [[0.6, 0.8, 0.0], [0.8, -0.6, 0.0], [0.0, 0.0, 1.0]] {
            let near = found
                .iter()
                .any(|d| d.iter().zip(wanted).map(|(a, b)| a * b).sum::<f32>() > 0.999);
            assert!(near, "{wanted:?} {found:?}");
        }
    }

    #[test]
    fn every_direction_has_length_one_and_random_ones_are_fixed_by_the_seed() {
        for d in axes(5).iter().chain(&random(5, 7, 1)) {
            assert!((d.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert_eq!(random(5, 7, 1), random(5, 7, 1));
        assert_ne!(random(5, 7, 1), random(5, 7, 2));
        assert_eq!(axes(5).len(), 10);
    }
}
