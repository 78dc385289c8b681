//! A memory that the reader writes by hand: pairs, one after the other, and what a key reads back.

use super::choices::Source;
use super::laws::{Keys, Matrix, keys, unit};
use crate::data::rng::stream;
use crate::nn::mixers::matrix::dot;

/// Most pairs that are written.
pub const MOST: usize = 12;
/// Farthest that a point may lie from the middle: correcting with a longer key overshoots without end.
pub const FARTHEST: f64 = 1.4;

/// The pairs in the order in which they are written, written or not.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pairs {
    pub keys: Vec<Vec<f64>>,
    pub values: Vec<Vec<f64>>,
}

impl Pairs {
    /// `own`: the points of the reader, for `Source::Own`.
    pub fn new(source: Source, size: usize, seed: u32, own: &[[f64; 2]]) -> Pairs {
        let mut rng = stream(u64::from(seed), "memory by hand");
        let keys = match source {
            Source::Orthonormal => keys(&mut rng, Keys::Orthonormal, MOST, size),
            Source::Random => keys(&mut rng, Keys::Random, MOST, size),
            Source::Own => own.iter().map(|p| p.to_vec()).collect(),
        };
        let values = keys.iter().map(|_| unit(&mut rng, size)).collect();
        Pairs { keys, values }
    }

    /// The memory after the first `written` pairs, and what the last of these writes added: H = H + v k', or, where it
    /// corrects, H + (v - H k) k'.
    pub fn memory(&self, written: usize, corrects: bool) -> (Matrix, Matrix) {
        let size = self.keys.first().map_or(0, Vec::len);
        let mut h = Matrix::new(size, size);
        let mut last = h.clone();
        for (k, v) in self.keys.iter().zip(&self.values).take(written) {
            let before = h.clone();
            if corrects {
                h.correct(k, v, 1.0);
            } else {
                h.add(k, v);
            }
            last = h.clone();
            last.numbers.iter_mut().zip(&before.numbers).for_each(|(a, b)| *a -= b);
        }
        (h, last)
    }

    /// What comes back when the key of pair `asked` asks after `written` pairs.
    pub fn read(&self, written: usize, asked: usize, corrects: bool) -> Option<Reading> {
        let (q, v) = (self.keys.get(asked)?, self.values.get(asked)?);
        let (h, _) = self.memory(written, corrects);
        let read = h.read(q);
        let apart: Vec<f64> = read.iter().zip(v).map(|(r, v)| r - v).collect();
        Some(Reading {
            overlaps: self.keys.iter().take(written).map(|k| dot(k, q)).collect(),
            error: dot(&apart, &apart) / dot(v, v),
            value: v.clone(),
            read,
        })
    }
}

/// One key asks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reading {
    /// What was stored with it.
    pub value: Vec<f64>,
    /// H q.
    pub read: Vec<f64>,
    /// |H q - v|^2 / |v|^2.
    pub error: f64,
    /// q . k of every written pair: in an additive memory, by how much its value sounds through.
    pub overlaps: Vec<f64>,
}

impl Reading {
    /// The largest overlap with a pair that was not asked for.
    pub fn cross_talk(&self, asked: usize) -> f64 {
        let others = self.overlaps.iter().enumerate().filter(|(i, _)| *i != asked);
        others.map(|(_, x)| x.abs()).fold(0.0, f64::max)
    }
}

/// The nearest point that is allowed.
pub fn inside([x, y]: [f64; 2]) -> [f64; 2] {
    if !(x.is_finite() && y.is_finite()) {
        return [0.0, 0.0];
    }
    let length = (x * x + y * y).sqrt();
    let by = if length > FARTHEST { FARTHEST / length } else { 1.0 };
    [x * by, y * by]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_the_sum_of_the_values_by_their_overlaps() {
        let pairs = Pairs::new(Source::Random, 4, 7, &[]);
        let reading = pairs.read(9, 2, false).expect("pair 2");
        for i in 0..4 {
            let sum: f64 = (0..9).map(|j| reading.overlaps[j] * pairs.values[j][i]).sum();
            assert!((reading.read[i] - sum).abs() < 1e-12);
        }
        assert!((reading.overlaps[2] - 1.0).abs() < 1e-12);
        assert!(reading.error > 0.0 && reading.cross_talk(2) > 0.0);
    }

    #[test]
    fn orthonormal_keys_read_exactly_until_one_comes_round_again() {
        let pairs = Pairs::new(Source::Orthonormal, 4, 1, &[]);
        for asked in 0..4 {
            let reading = pairs.read(4, asked, false).expect("a pair");
            assert!(reading.error < 1e-24 && reading.cross_talk(asked) < 1e-12);
        }
        assert!(pairs.read(5, 0, false).expect("a pair").error > 0.5);
        // Correcting replaces instead.
        assert!(pairs.read(5, 4, true).expect("a pair").error < 1e-24);
    }

    #[test]
    fn the_last_write_is_what_the_memory_gained() {
        let pairs = Pairs::new(Source::Random, 3, 5, &[]);
        for corrects in [false, true] {
            let (before, _) = pairs.memory(4, corrects);
            let (after, last) = pairs.memory(5, corrects);
            for i in 0..9 {
                assert!((before.numbers[i] + last.numbers[i] - after.numbers[i]).abs() < 1e-12);
            }
        }
        assert_eq!(pairs.memory(0, false).0.square(), 0.0);
    }

    #[test]
    fn points_stay_in_reach_and_corrections_with_them_stay_bounded() {
        assert_eq!(inside([9.0, 0.0]), [FARTHEST, 0.0]);
        assert_eq!(inside([0.3, -0.2]), [0.3, -0.2]);
        assert_eq!(inside([f64::NAN, 1.0]), [0.0, 0.0]);
        let own: Vec<[f64; 2]> = (0..MOST).map(|i| inside([2.0, i as f64])).collect();
        let pairs = Pairs::new(Source::Own, 2, 1, &own);
        assert!(pairs.memory(MOST, true).0.square() < 100.0);
    }
}
