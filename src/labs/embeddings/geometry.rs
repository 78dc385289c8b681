//! Points and their neighbours: principal axes, random axes, distances. Plain numbers, in f64.

pub(super) use crate::nn::algebra::dot;
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg32;

/// Points of one dimension, row by row.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cloud {
    pub width: usize,
    pub values: Vec<f64>,
}

impl Cloud {
    /// `values`: rows of `width`.
    pub(super) fn new(width: usize, values: Vec<f64>) -> Cloud {
        Cloud { width, values }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    pub(super) fn point(&self, i: usize) -> &[f64] {
        &self.values[i * self.width..][..self.width]
    }

    /// The same points, their mean at the origin.
    pub(super) fn centred(&self) -> Cloud {
        let n = self.len().max(1) as f64;
        let mut mean = vec![0.0; self.width];
        for point in self.values.chunks(self.width) {
            point.iter().zip(&mut mean).for_each(|(x, m)| *m += x / n);
        }
        let values = self
            .values
            .iter()
            .enumerate()
            .map(|(i, x)| x - mean[i % self.width]);
        Cloud::new(self.width, values.collect())
    }

    /// Coordinates along these axes (each of the cloud's width).
    pub(super) fn along(&self, axes: &[Vec<f64>]) -> Cloud {
        let points = self.values.chunks(self.width);
        let values = points.flat_map(|point| axes.iter().map(move |axis| dot(point, axis)));
        Cloud::new(axes.len(), values.collect())
    }

    /// Of every point the nearest other one (Euclid), the lower of two equally near.
    pub(super) fn nearest(&self) -> Vec<usize> {
        let n = self.len();
        let mut nearest = vec![0; n];
        for (i, found) in nearest.iter_mut().enumerate() {
            let mut best = f64::INFINITY;
            for j in (0..n).filter(|j| *j != i) {
                let far = distance(self.point(i), self.point(j));
                if far < best {
                    (best, *found) = (far, j);
                }
            }
        }
        nearest
    }
}

/// Squared Euclid.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// Indices of these numbers, the largest first, equals in their order.
pub(super) fn descending(numbers: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*b].total_cmp(&numbers[*a]));
    order
}

/// Cosine; 0 where a vector is zero.
pub(super) fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let norms = libm::sqrt(dot(a, a) * dot(b, b));
    if norms > 0.0 { dot(a, b) / norms } else { 0.0 }
}

/// The principal axes of a centred cloud with the variance along each, largest first. Each axis has length 1 and its largest
/// coordinate positive, so that the map is not mirrored from one computer to another.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Principal {
    pub axes: Vec<Vec<f64>>,
    pub variances: Vec<f64>,
}

impl Principal {
    /// Jacobi's method on the covariance matrix (Golub and Van Loan, "Matrix Computations", 8.5).
    pub(super) fn of(cloud: &Cloud) -> Principal {
        let (w, n) = (cloud.width, cloud.len().max(1) as f64);
        let mut a = vec![0.0; w * w];
        for point in cloud.values.chunks(w) {
            for i in 0..w {
                for j in 0..w {
                    a[i * w + j] += point[i] * point[j] / n;
                }
            }
        }
        let mut v = vec![0.0; w * w];
        (0..w).for_each(|i| v[i * w + i] = 1.0);
        let total: f64 = a.iter().map(|x| x * x).sum();
        for _ in 0..SWEEPS {
            let off: f64 = (0..w * w)
                .filter(|at| at / w != at % w)
                .map(|at| a[at] * a[at])
                .sum();
            if off <= total * 1e-24 {
                break;
            }
            for p in 0..w {
                for q in p + 1..w {
                    rotate(&mut a, &mut v, w, p, q);
                }
            }
        }
        let order = descending(&(0..w).map(|i| a[i * w + i]).collect::<Vec<f64>>());
        let axis = |i: &usize| -> Vec<f64> {
            let axis: Vec<f64> = (0..w).map(|row| v[row * w + *i]).collect();
            let far = axis
                .iter()
                .fold(0.0_f64, |far, x| if x.abs() > far.abs() { *x } else { far });
            let sign = if far < 0.0 { -1.0 } else { 1.0 };
            axis.iter().map(|x| x * sign).collect()
        };
        Principal {
            axes: order.iter().map(axis).collect(),
            variances: order
                .iter()
                .map(|i| a[*i * w + *i].max(0.0))
                .collect(),
        }
    }

    /// The share of all variance along an axis.
    pub(super) fn share(&self, axis: usize) -> f64 {
        let total: f64 = self.variances.iter().sum();
        if total > 0.0 {
            self.variances[axis] / total
        } else {
            0.0
        }
    }
}

/// Jacobi ends in fewer for 64 dimensions; the limit is for numbers that are not finite.
const SWEEPS: usize = 30;

/// One rotation that makes the entry (p, q) zero.
fn rotate(a: &mut [f64], v: &mut [f64], w: usize, p: usize, q: usize) {
    let apq = a[p * w + q];
    if apq == 0.0 {
        return;
    }
    let theta = (a[q * w + q] - a[p * w + p]) / (2.0 * apq);
    let t = if theta >= 0.0 { 1.0 } else { -1.0 } / (theta.abs() + libm::sqrt(theta * theta + 1.0));
    let c = 1.0 / libm::sqrt(t * t + 1.0);
    let s = t * c;
    for k in 0..w {
        let (x, y) = (a[k * w + p], a[k * w + q]);
        (a[k * w + p], a[k * w + q]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..w {
        let (x, y) = (a[p * w + k], a[q * w + k]);
        (a[p * w + k], a[q * w + k]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..w {
        let (x, y) = (v[k * w + p], v[k * w + q]);
        (v[k * w + p], v[k * w + q]) = (c * x - s * y, s * x + c * y);
    }
}

/// `count` drawn axes of length 1, at right angles to each other.
pub(super) fn random_axes(rng: &mut Pcg32, width: usize, count: usize) -> Vec<Vec<f64>> {
    let mut axes: Vec<Vec<f64>> = Vec::new();
    while axes.len() < count.min(width) {
        let mut axis: Vec<f64> = (0..width).map(|_| StandardNormal.sample(rng)).collect();
        for other in &axes {
            let along = dot(&axis, other);
            axis.iter_mut()
                .zip(other)
                .for_each(|(x, o)| *x -= along * o);
        }
        let length = libm::sqrt(dot(&axis, &axis));
        if length > 1e-6 {
            axis.iter_mut().for_each(|x| *x /= length);
            axes.push(axis);
        }
    }
    axes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rng::stream;
    use proptest::prelude::*;

    fn cloud(n: usize, width: usize, seed: u64) -> Cloud {
        let rng = &mut stream(seed, "test");
        let value = |i: usize| -> f64 {
            let x: f64 = StandardNormal.sample(rng);
            x * (1 + i % width) as f64
        };
        Cloud::new(width, (0..n * width).map(value).collect())
    }

    #[test]
    fn a_stretched_cloud_has_its_long_axis_first() {
        let cloud = Cloud::new(2, vec![3.0, 3.0, -3.0, -3.0, 0.5, -0.5, -0.5, 0.5]);
        let found = Principal::of(&cloud.centred());
        let half = libm::sqrt(0.5);
        assert!((found.axes[0][0] - half).abs() < 1e-12 && (found.axes[0][1] - half).abs() < 1e-12);
        assert!(
            (found.variances[0] - 9.0).abs() < 1e-12 && (found.variances[1] - 0.25).abs() < 1e-12
        );
        assert!((found.share(0) - 9.0 / 9.25).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn principal_axes_are_perpendicular_and_their_variances_add_up(n in 3_usize..20, width in 1_usize..7, seed in 0_u64..99) {
            let cloud = cloud(n, width, seed).centred();
            let found = Principal::of(&cloud);
            for (i, a) in found.axes.iter().enumerate() {
                for (j, b) in found.axes.iter().enumerate() {
                    let wanted = if i == j { 1.0 } else { 0.0 };
                    prop_assert!((dot(a, b) - wanted).abs() < 1e-9);
                }
                // The variance is that of the coordinates.
                let along = cloud.along(std::slice::from_ref(a));
                let measured = dot(&along.values, &along.values) / n as f64;
                prop_assert!((measured - found.variances[i]).abs() < 1e-9 * (1.0 + measured));
            }
            let total = dot(&cloud.values, &cloud.values) / n as f64;
            prop_assert!((found.variances.iter().sum::<f64>() - total).abs() < 1e-9 * (1.0 + total));
            prop_assert!(found.variances.windows(2).all(|w| w[0] >= w[1]));
            prop_assert!(((0..width).map(|i| found.share(i)).sum::<f64>() - 1.0).abs() < 1e-9);
        }

        #[test]
        fn drawn_axes_are_perpendicular_and_follow_the_seed(width in 2_usize..8, seed in 0_u64..99) {
            let axes = random_axes(&mut stream(seed, "axes"), width, 2);
            prop_assert!((dot(&axes[0], &axes[0]) - 1.0).abs() < 1e-9);
            prop_assert!(dot(&axes[0], &axes[1]).abs() < 1e-9);
            prop_assert_eq!(axes, random_axes(&mut stream(seed, "axes"), width, 2));
        }

        #[test]
        fn all_axes_together_keep_every_neighbour(n in 3_usize..15, width in 1_usize..5, seed in 0_u64..50) {
            let cloud = cloud(n, width, seed).centred();
            let turned = cloud.along(&Principal::of(&cloud).axes);
            prop_assert_eq!(turned.nearest(), cloud.nearest());
        }
    }

    #[test]
    fn numbers_without_sense_end_too() {
        let found = Principal::of(&Cloud::new(2, vec![f64::NAN; 6]));
        assert_eq!(found.axes.len(), 2);
        assert_eq!(Principal::of(&Cloud::new(3, vec![0.0; 9])).share(0), 0.0);
        assert_eq!(cosine(&[0.0, 0.0], &[1.0, 2.0]), 0.0);
    }
}
