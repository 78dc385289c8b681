//! Something small that really learns, so that the sample figures are computed and not drawn: a line fitted to noisy points by
//! stochastic gradient descent.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// The fit y = slope x + offset, and its history.
pub(super) struct Toy {
    rng: Pcg32,
    slope: f64,
    offset: f64,
    step: u32,
    /// (step, squared error on the batch) and on fresh points.
    pub(super) training: Vec<(f64, f64)>,
    pub(super) validation: Vec<(f64, f64)>,
    hash: u32,
}

/// What the points come from.
const SLOPE: f64 = 2.0;
const OFFSET: f64 = -0.5;
const NOISE: f64 = 0.25;
const RATE: f64 = 0.04;

impl Toy {
    pub(super) fn new(seed: u64) -> Toy {
        Toy {
            rng: Pcg32::new(seed, 54),
            slope: -1.0,
            offset: 1.5,
            step: 0,
            training: Vec::new(),
            validation: Vec::new(),
            hash: 0x811c_9dc5,
        }
    }

    pub(super) fn step(&mut self) {
        let (loss, slope, offset) = self.batch(4);
        self.training.push((f64::from(self.step), loss));
        for byte in (loss as f32).to_bits().to_le_bytes() {
            self.hash = (self.hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        self.slope -= RATE * slope;
        self.offset -= RATE * offset;
        self.step += 1;
        if self.step.is_multiple_of(10) {
            let (loss, _, _) = self.batch(64);
            self.validation.push((f64::from(self.step), loss));
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.step
    }

    /// FNV-1a over the bits of the losses.
    pub(super) fn fingerprint(&self) -> u32 {
        self.hash
    }

    /// Mean squared error over fresh points and its gradient.
    fn batch(&mut self, points: u32) -> (f64, f64, f64) {
        let (mut loss, mut slope, mut offset) = (0.0, 0.0, 0.0);
        for _ in 0..points {
            let x = self.uniform();
            let y = SLOPE * x + OFFSET + NOISE * self.uniform();
            let error = self.slope * x + self.offset - y;
            loss += error * error;
            slope += 2.0 * error * x;
            offset += 2.0 * error;
        }
        let n = f64::from(points);
        (loss / n, slope / n, offset / n)
    }

    /// Between -1 and 1.
    fn uniform(&mut self) -> f64 {
        f64::from(self.rng.next_u32()) / f64::from(u32::MAX) * 2.0 - 1.0
    }
}

/// The error of the best possible fit: the variance of the noise.
pub(super) fn floor() -> f64 {
    NOISE * NOISE / 3.0
}

/// Numbers between -1 and 1 from a seed.
pub(super) fn numbers(seed: u64, count: usize) -> Vec<f64> {
    let mut rng = Pcg32::seed_from_u64(seed);
    (0..count)
        .map(|_| f64::from(rng.next_u32()) / f64::from(u32::MAX) * 2.0 - 1.0)
        .collect()
}

/// softmax(logits / temperature); temperature 0 takes the highest.
pub(super) fn softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weight = |l: &f64| {
        if temperature > 0.0 {
            ((l - most) / temperature).exp()
        } else {
            f64::from(u8::from(*l == most))
        }
    };
    let weights: Vec<f64> = logits.iter().map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toy_learns_down_to_its_floor_and_repeats() {
        let run = |seed| {
            let mut toy = Toy::new(seed);
            (0..400).for_each(|_| toy.step());
            toy
        };
        let toy = run(42);
        let last: f64 = toy
            .validation
            .iter()
            .rev()
            .take(10)
            .map(|p| p.1)
            .sum::<f64>()
            / 10.0;
        assert!(toy.validation[0].1 > 0.5 && last < 3.0 * floor(), "{last}");
        assert_eq!(toy.fingerprint(), run(42).fingerprint());
        assert_ne!(toy.fingerprint(), run(43).fingerprint());
    }

    #[test]
    fn softmax_sums_to_one_at_any_temperature() {
        for temperature in [0.0, 0.05, 1.0, 100.0] {
            let sum: f64 = softmax(&numbers(1, 30), temperature).iter().sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }
}
