//! What the lab's page and its job say to each other.

use serde::{Deserialize, Serialize};

use super::belief::{Belief, Tool};
use super::check::Found;
use super::config::RANGE;
use crate::data::tally::Tally;

/// Opens the job: questions with a known truth, answered in every way.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub mean: f64,
    pub spread: f64,
    pub noise: f64,
    /// The tool's true reliability, age included.
    pub reliability: f64,
    /// Of each seed.
    pub questions: u16,
    pub seeds: u16,
    pub seed: u32,
}

impl Setup {
    pub fn belief(&self) -> Belief {
        Belief {
            mean: self.mean,
            spread: self.spread,
        }
    }

    pub fn tool(&self) -> Tool {
        Tool {
            reliability: self.reliability,
            noise: self.noise,
            range: RANGE,
        }
    }
}

/// What the page shows while the job runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// `None`: nothing has been opened.
    pub setup: Option<Setup>,
    /// Seeds done.
    pub done: u32,
    pub remaining_seconds: Option<f32>,
    /// FNV-1a over the mean squared errors of every seed so far.
    pub fingerprint: u32,
    /// All seeds together.
    pub found: Found,
    /// Seeds in which the formula erred less than each other way, in the order of `Way::ALL` without the first.
    pub wins: [Tally; 3],
}

impl Report {
    /// The set-up of a run that is finished.
    pub fn finished(&self) -> Option<&Setup> {
        let setup = self.setup.as_ref()?;
        (self.done == u32::from(setup.seeds)).then_some(setup)
    }
}
