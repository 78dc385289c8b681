//! What the lab's page and its job say to each other. One job at a time: plans and surprises, or search and thoughts.

use serde::{Deserialize, Serialize};

use super::policy::{Policy, Pruning};
use super::surprise::Answer;
use crate::data::tally::Tally;

/// Opens the job.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Setup {
    Act(Act),
    Think(Think),
}

/// Plans in shops, and surprises.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Act {
    pub shops: u16,
    pub slack: f32,
    pub limit: u32,
    pub seed: u32,
}

/// Search, doors, dreams, thoughts.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Think {
    pub seeds: u16,
    pub noise: f32,
    pub error: f32,
    pub bias: f32,
    pub cost: f32,
    pub seed: u32,
}

/// A curve, with what runs along its axis.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Curve {
    /// Over D: the final pass of a policy; amount: nodes.
    Policy(Policy),
    /// Over D: nodes of a search without limit.
    Nodes(Pruning),
    /// Over p: the plan carried out.
    Stock(Answer),
    /// Over the threshold: the goal found; amount: real moves.
    Prune,
    /// Over q: the goal found by walking; amount: real moves.
    Doors,
    /// Over e: the goal reached by a plan made in the model.
    Dream,
    /// Over H: a dream of so many steps that is right to its end.
    Valid,
    /// Over T: amount: net value.
    Thoughts,
    /// The same with two real tries.
    Tries,
}

/// One point of a curve. What was counted belongs to the seeds 0 to `tally.of` - 1 of the set-up.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub curve: Curve,
    pub x: f32,
    pub tally: Tally,
    /// Of the amounts.
    pub sum: f64,
    pub squares: f64,
    /// Sums over plans: delivered, common sense micro and macro, hard micro and macro. They are 0 for what is no plan.
    pub checks: [f64; 5],
}

impl Point {
    pub fn new(curve: Curve, x: f32) -> Point {
        Point {
            curve,
            x,
            tally: Tally::default(),
            sum: 0.0,
            squares: 0.0,
            checks: [0.0; 5],
        }
    }

    /// The mean amount; none for nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.tally.of > 0).then(|| self.sum / f64::from(self.tally.of))
    }

    /// The mean amount with its 95 % interval (normal approximation).
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (n, mean) = (f64::from(self.tally.of), self.mean()?);
        if self.tally.of < 2 {
            return None;
        }
        let variance = ((self.squares - n * mean * mean) / (n - 1.0)).max(0.0);
        let half = 1.96 * libm::sqrt(variance / n);
        Some((mean - half, mean + half))
    }
}

/// What the page hears of it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Of which tab.
    pub thinking: bool,
    pub done: u32,
    pub planned: u32,
    /// Trials of each point.
    pub each: u16,
    pub remaining_seconds: Option<f32>,
    pub fingerprint: u32,
    pub points: Vec<Point>,
}

impl Report {
    /// The points of a curve that have begun.
    pub fn curve(&self, curve: Curve) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(move |point| point.curve == curve && point.tally.of > 0)
    }

    /// A point, once all its trials are done.
    pub fn done(&self, curve: Curve, x: f32) -> Option<&Point> {
        self.curve(curve).find(|point| (point.x - x).abs() < 1e-6 && point.tally.of == u32::from(self.each))
    }

    /// The share of a point that is done.
    pub fn share(&self, curve: Curve, x: f32) -> Option<f64> {
        Some(self.done(curve, x)?.tally.share())
    }

    /// The number of thoughts with the best net value, once all are measured.
    pub fn best_thoughts(&self) -> Option<&Point> {
        let points: Vec<&Point> = super::experiment::THOUGHTS
            .iter()
            .map(|t| self.done(Curve::Thoughts, *t))
            .collect::<Option<_>>()?;
        points.into_iter().max_by(|a, b| a.sum.total_cmp(&b.sum))
    }
}
