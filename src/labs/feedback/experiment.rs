//! Many repairs: every kind of feedback with 1 to 8 open slots, over seeds and over all programs.

use serde::{Deserialize, Serialize};

use super::config::{BUDGET, REPAIRS};
use super::laws;
use super::program::TASKS;
use super::protocol::{Point, Report, Setup};
use super::repair::{Kind, Repair, Stage};
use crate::data::fingerprint;
use crate::train::{JobError, Slice};
use crate::wire::{pack, unpack};

/// L of the points.
pub const OPEN: [u8; 6] = [1, 2, 3, 4, 6, 8];
/// Nobody waits for pass or fail beyond this: 8^6 programs.
pub const PASS_FAIL_OPEN: [u8; 5] = [1, 2, 3, 4, 6];
/// Runs between two looks at the clock.
const RUNS: u32 = 50;

/// Everything needed to go on from the repair that stands open: that one begins again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Moment {
    setup: Setup,
    done: u32,
    fingerprint: u32,
    points: Vec<Point>,
}

/// The repairs so far, and the one at work.
pub struct Experiment {
    now: Moment,
    repair: Option<Repair>,
    /// Of this process.
    spent_ms: f64,
    runs: f64,
}

/// The quick ones first.
fn points() -> Vec<Point> {
    let [pass_fail, others @ ..] = Kind::ALL;
    let mut points: Vec<Point> = Vec::new();
    for kind in others.into_iter().rev() {
        points.extend(OPEN.map(|open| Point::new(kind, open)));
    }
    points.extend(PASS_FAIL_OPEN.map(|open| Point::new(pass_fail, open)));
    points
}

impl Experiment {
    /// Nothing done. Numbers outside their limits are brought inside.
    pub fn new(setup: &Setup) -> Experiment {
        let setup = Setup {
            repairs: REPAIRS.clamp(setup.repairs.into()) as u16,
            budget: BUDGET.clamp(setup.budget.into()) as u32,
            seed: setup.seed,
        };
        Experiment {
            now: Moment {
                setup,
                done: 0,
                fingerprint: fingerprint::START,
                points: points(),
            },
            repair: None,
            spent_ms: 0.0,
            runs: 0.0,
        }
    }

    fn planned(&self) -> u32 {
        self.now.points.len() as u32 * u32::from(self.now.setup.repairs)
    }

    /// Some runs of the repair at work.
    pub fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        if self.now.done >= self.planned() {
            return Slice::Done;
        }
        let (from, setup) = (now(), self.now.setup);
        let (at, number) = (self.now.done / u32::from(setup.repairs), self.now.done % u32::from(setup.repairs));
        let point = &mut self.now.points[at as usize];
        let seed = u64::from(setup.seed) << 32 | u64::from(number);
        let repair = self.repair.get_or_insert_with(|| {
            let task = number as usize % TASKS.len();
            Repair::new(task, point.kind, point.open.into(), setup.budget, seed)
        });
        let before = repair.runs;
        while repair.runs < before + RUNS && repair.step().is_some() {}
        self.runs += f64::from(repair.runs - before);
        if repair.stage() != Stage::Working {
            let runs = f64::from(repair.runs);
            let passed = repair.stage() == Stage::Passed;
            point.passed.add(passed);
            if passed {
                (point.sum, point.squares) = (point.sum + runs, point.squares + runs * runs);
            }
            self.now.fingerprint = fingerprint::with_loss(self.now.fingerprint, runs as f32);
            self.now.done += 1;
            self.repair = None;
        }
        self.spent_ms += now() - from;
        match self.now.done >= self.planned() {
            true => Slice::Done,
            false => Slice::Working,
        }
    }

    /// Milliseconds by the formulas, from the runs that this process has done.
    fn left_ms(&self) -> Option<f64> {
        let repairs = u32::from(self.now.setup.repairs);
        let budget = f64::from(self.now.setup.budget);
        let mut left = 0.0;
        for point in &self.now.points {
            let law = laws::runs(point.kind, point.open.into()).min(budget);
            left += law * f64::from(repairs - point.passed.of.min(repairs));
        }
        (self.runs > 500.0 && self.spent_ms > 0.0).then(|| left * self.spent_ms / self.runs)
    }

    pub fn report(&self) -> Report {
        let left = self.left_ms().filter(|left| *left > 0.0);
        Report {
            done: self.now.done,
            planned: self.planned(),
            repairs: self.now.setup.repairs,
            budget: self.now.setup.budget,
            remaining_seconds: left.map(|ms| (ms / 1000.0) as f32),
            fingerprint: self.now.fingerprint,
            points: self.now.points.clone(),
        }
    }

    pub fn checkpoint(&self) -> Vec<u8> {
        pack(&self.now)
    }

    /// Goes back to a checkpoint of the same set-up; nothing changes where it does not fit.
    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        let repairs = u32::from(self.now.setup.repairs);
        let same = |(own, point): (&Point, &Point)| {
            let shape = (own.kind, own.open) == (point.kind, point.open);
            let counts = point.passed.right <= point.passed.of && point.passed.of <= repairs;
            shape && counts && point.sum.is_finite() && point.squares.is_finite()
        };
        let done: u32 = moment.points.iter().map(|point| point.passed.of).fold(0, u32::saturating_add);
        let fits = moment.setup == self.now.setup
            && moment.points.len() == self.now.points.len()
            && self.now.points.iter().zip(&moment.points).all(same)
            && moment.done == done;
        if !fits {
            return Err(JobError::BadMessage);
        }
        self.now = moment;
        self.repair = None;
        Ok(())
    }

    pub fn reset(&mut self) {
        *self = Experiment::new(&self.now.setup);
    }
}
