//! What the lab's page and its job say to each other.

use serde::{Deserialize, Serialize};

use super::repair::Kind;
use crate::data::tally::Tally;

/// Opens the job: so many repairs for each point.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// Inside `config::REPAIRS`.
    pub repairs: u16,
    /// Inside `config::BUDGET`.
    pub budget: u32,
    pub seed: u32,
}

/// One kind of feedback with one number of open slots.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub kind: Kind,
    /// L
    pub open: u8,
    /// Repairs that passed within the budget, of those that were tried.
    pub passed: Tally,
    /// Over the runs of those that passed.
    pub sum: f64,
    pub squares: f64,
}

impl Point {
    pub fn new(kind: Kind, open: u8) -> Point {
        Point {
            kind,
            open,
            passed: Tally::default(),
            sum: 0.0,
            squares: 0.0,
        }
    }

    /// Runs until it passed, on average. None where some did not pass: their runs are not known.
    pub fn mean(&self) -> Option<f64> {
        let all = self.passed.of > 0 && self.passed.right == self.passed.of;
        all.then(|| self.sum / f64::from(self.passed.of))
    }

    /// The mean with its 95 % interval, from the spread of the repairs (normal approximation); none for fewer than two.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (n, mean) = (f64::from(self.passed.of), self.mean()?);
        if self.passed.of < 2 {
            return None;
        }
        let variance = ((self.squares - n * mean * mean) / (n - 1.0)).max(0.0);
        let half = 1.96 * libm::sqrt(variance / n);
        Some(((mean - half).max(1.0), mean + half))
    }
}

/// What the page hears of it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Repairs done and planned.
    pub done: u32,
    pub planned: u32,
    /// Of each point.
    pub repairs: u16,
    pub budget: u32,
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the runs of every repair, in their order.
    pub fingerprint: u32,
    pub points: Vec<Point>,
}

impl Report {
    pub fn point(&self, kind: Kind, open: u8) -> Option<&Point> {
        self.points.iter().find(|p| (p.kind, p.open) == (kind, open))
    }

    /// Runs on average, once every repair of the point is done and has passed.
    pub fn mean(&self, kind: Kind, open: u8) -> Option<f64> {
        let point = self.point(kind, open)?;
        let done = point.passed.of == u32::from(self.repairs);
        point.mean().filter(|_| done)
    }
}
