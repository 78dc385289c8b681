//! The descent as the reader sees it: two entries of the memory, one pair, steps of size beta.

use super::config::Config;
use super::descent::{error_factor, path};
use crate::nn::mixers::matrix::{Matrix, dot};

/// The value that the key should give.
pub const TARGET: f64 = 1.0;
/// Where the two entries start.
pub const START: [f64; 2] = [-0.6, 0.9];

/// What the steps have come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Valley {
    pub key: [f64; 2],
    /// The two entries at the start and after each step.
    pub path: Vec<[f64; 2]>,
    /// H k - v at the same places.
    pub errors: Vec<f64>,
    /// 1 - beta |k|^2
    pub law: f64,
}

/// How the steps behave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing moves.
    Stands,
    /// Nearer with each step, from one side.
    Nears,
    /// There in one step.
    Lands,
    /// Over the valley and back, nearer each time.
    Swings,
    /// Over the valley and back, as far each time.
    Circles,
    /// Farther with each step.
    Flies,
}

impl Valley {
    pub fn new(config: &Config) -> Valley {
        let angle = f64::from(config.angle).to_radians();
        let key = [libm::cos(angle), libm::sin(angle)];
        let mut start = Matrix::new(1, 2);
        start.numbers.copy_from_slice(&START);
        let beta = f64::from(config.descent_beta);
        let steps = path(&start, &key, &[TARGET], beta, usize::from(config.descent_steps));
        let entries: Vec<[f64; 2]> = steps.iter().map(|h| [h.numbers[0], h.numbers[1]]).collect();
        Valley {
            errors: entries.iter().map(|h| dot(h, &key) - TARGET).collect(),
            path: entries,
            law: error_factor(&key, beta),
            key,
        }
    }

    /// By what the last step multiplied the size of the error, measured; `None` before the first step, and where nothing was left
    /// to multiply.
    pub fn measured(&self) -> Option<f64> {
        let [.., before, now] = self.errors[..] else {
            return None;
        };
        (before.abs() > 1e-9).then(|| (now / before).abs())
    }

    pub fn verdict(&self) -> Verdict {
        const SAME: f64 = 1e-6;
        match self.law {
            law if (law - 1.0).abs() < SAME => Verdict::Stands,
            law if law.abs() < SAME => Verdict::Lands,
            law if law > 0.0 => Verdict::Nears,
            law if (law + 1.0).abs() < SAME => Verdict::Circles,
            law if law > -1.0 => Verdict::Swings,
            _ => Verdict::Flies,
        }
    }
}
