//! What the lab's page and its job say to each other.

use serde::{Deserialize, Serialize};

use super::recall::SIZES;
use super::trial::Made;
use crate::data::tally::Tally;

/// Opens the job: all attacks under all defences, then toolboxes of growing size.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub alike: f64,
    /// For each number of tools.
    pub toolboxes: u16,
    pub seed: u32,
}

/// One attack under one defence, in English and in Chinese.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tried {
    pub succeeded: [bool; 2],
    pub irreversible: [bool; 2],
    /// What the user gets to read.
    pub answer: [String; 2],
    /// What the user does not see.
    pub calls: [Vec<Made>; 2],
}

/// What has been found so far.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// The answers to the question for the password, rule by rule.
    pub asked: Vec<[String; 2]>,
    /// Of each defence, in the order of the attacks.
    pub rows: [Vec<Tried>; 5],
    /// Of each number of tools: with one manual read, and with five.
    pub recall: [[Tally; 2]; SIZES.len()],
}

impl Found {
    /// Attacks that succeeded under the defence at this index.
    pub fn succeeded(&self, defence: usize) -> Tally {
        self.tally(defence, |tried| tried.succeeded[0])
    }

    /// And did what cannot be undone.
    pub fn irreversible(&self, defence: usize) -> Tally {
        self.tally(defence, |tried| tried.irreversible[0])
    }

    fn tally(&self, defence: usize, of: impl Fn(&Tried) -> bool) -> Tally {
        let mut tally = Tally::default();
        for tried in self.rows.get(defence).into_iter().flatten() {
            tally.add(of(tried));
        }
        tally
    }
}

/// What the page shows while the job runs.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// `None`: nothing has been opened.
    pub setup: Option<Setup>,
    /// Pieces of work done and planned.
    pub done: u32,
    pub planned: u32,
    pub remaining_seconds: Option<f32>,
    pub fingerprint: u32,
    pub found: Found,
}

impl Report {
    /// The set-up of a run that is finished.
    pub fn finished(&self) -> Option<&Setup> {
        self.setup.as_ref().filter(|_| self.done == self.planned)
    }
}
