//! Several layers trained side by side: always the one that is furthest behind takes the next step. What comes out does not
//! depend on how the work is cut into slices.

use serde::{Deserialize, Serialize};

use super::protocol::{LayerReport, Setup};
use crate::data::fingerprint;
use crate::nn::mixers::Kind;
use crate::recall::run::RecallRun;
use crate::recall::score::Evaluation;
use crate::train::JobError;
use crate::wire::{pack, unpack};

/// Examinations in a run, the last one at its end.
const EXAMINATIONS: u32 = 5;

/// One layer with what it has come to.
pub(super) struct Lane {
    pub(super) kind: Kind,
    run: RecallRun,
    note: Note,
    /// Of its steps, in this process.
    spent_ms: f64,
    timed_steps: u32,
}

/// What a checkpoint keeps of a lane beside its run.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct Note {
    loss: Option<f32>,
    diverged_at: Option<u32>,
    examined: Option<(u32, Evaluation)>,
}

/// What there is to do next.
enum Unit {
    Step(usize),
    Examine(usize),
}

/// Everything needed to go on exactly from here.
#[derive(Serialize, Deserialize)]
struct Moment {
    setup: Setup,
    fingerprint: u32,
    lanes: Vec<(Vec<u8>, Note)>,
}

/// The race of one set-up.
pub(super) struct Race {
    pub(super) setup: Setup,
    pub(super) lanes: Vec<Lane>,
    fingerprint: u32,
}

impl Race {
    /// Untrained layers. The set-up has been checked.
    pub(super) fn new(setup: &Setup) -> Result<Race, JobError> {
        let lane = |kind: &Kind| {
            Ok(Lane {
                kind: *kind,
                run: RecallRun::new(setup.run(*kind))?,
                note: Note::default(),
                spent_ms: 0.0,
                timed_steps: 0,
            })
        };
        Ok(Race {
            setup: setup.clone(),
            lanes: setup
                .layers
                .iter()
                .map(lane)
                .collect::<Result<_, JobError>>()?,
            fingerprint: fingerprint::START,
        })
    }

    /// One step or one examination; `false`: nothing is left to do.
    pub(super) fn advance(&mut self, now_ms: Option<&dyn Fn() -> f64>) -> bool {
        match self.next() {
            None => return false,
            Some(Unit::Step(i)) => {
                let start = now_ms.map(|now| now());
                let loss = self.lanes[i].step();
                if let (Some(start), Some(now)) = (start, now_ms) {
                    self.lanes[i].spent_ms += now() - start;
                    self.lanes[i].timed_steps += 1;
                }
                self.fingerprint = fingerprint::with_loss(self.fingerprint, loss as f32);
            }
            Some(Unit::Examine(i)) => self.lanes[i].examine(),
        }
        self.next().is_some()
    }

    /// One step of every layer that still runs, with the examinations that fall due.
    pub(super) fn round(&mut self) -> bool {
        let goal = self.step() + 1;
        while let Some(unit) = self.next() {
            if let Unit::Step(i) = unit
                && self.lanes[i].run.steps() >= goal
            {
                return true;
            }
            self.advance(None);
        }
        false
    }

    fn next(&self) -> Option<Unit> {
        let due = |lane: &Lane| lane.is_due(self.setup.steps);
        if let Some(i) = self.lanes.iter().position(due) {
            return Some(Unit::Examine(i));
        }
        let running = self
            .lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| lane.is_running());
        // The first of those that are furthest behind.
        let (i, _) = running.min_by_key(|(_, lane)| lane.run.steps())?;
        Some(Unit::Step(i))
    }

    /// Steps that every layer has done.
    pub(super) fn step(&self) -> u32 {
        let sound = self
            .lanes
            .iter()
            .filter(|lane| lane.note.diverged_at.is_none());
        let least = sound.map(|lane| lane.run.steps()).min();
        // Where all have diverged, as far as the last of them came.
        least.unwrap_or_else(|| {
            self.lanes
                .iter()
                .map(|lane| lane.run.steps())
                .max()
                .unwrap_or(0)
        })
    }

    pub(super) fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    pub(super) fn reports(&self) -> Vec<LayerReport> {
        self.lanes
            .iter()
            .map(|lane| lane.report(&self.setup))
            .collect()
    }

    pub(super) fn checkpoint(&self) -> Vec<u8> {
        let lane = |lane: &Lane| (lane.run.checkpoint(), lane.note.clone());
        pack(&Moment {
            setup: self.setup.clone(),
            fingerprint: self.fingerprint,
            lanes: self.lanes.iter().map(lane).collect(),
        })
    }

    /// Goes back to a checkpoint of the same set-up; nothing changes where it does not fit.
    pub(super) fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        if moment.setup != self.setup || moment.lanes.len() != self.lanes.len() {
            return Err(JobError::BadMessage);
        }
        let before: Vec<Vec<u8>> = self
            .lanes
            .iter()
            .map(|lane| lane.run.checkpoint())
            .collect();
        let mut lanes = self.lanes.iter_mut().zip(&moment.lanes);
        let fit = lanes
            .try_for_each(|(lane, (run, _))| lane.run.restore(run));
        if let Err(error) = fit {
            for (lane, run) in self.lanes.iter_mut().zip(&before) {
                lane.run.restore(run).expect("made by the same run");
            }
            return Err(error);
        }
        for (lane, (_, note)) in self.lanes.iter_mut().zip(moment.lanes) {
            lane.note = note;
        }
        self.fingerprint = moment.fingerprint;
        Ok(())
    }

    pub(super) fn bytes(&self) -> usize {
        self.lanes.iter().map(|lane| lane.run.bytes()).sum()
    }
}

#[cfg(test)]
impl Race {
    /// The weights of one lane become so large that its next loss is no number.
    pub(super) fn spoil(&mut self, lane: usize) {
        type Fields = (u32, Vec<f32>, crate::nn::optim::Adam<f32>, u64);
        let run = &mut self.lanes[lane].run;
        let mut fields: Fields = unpack(&run.checkpoint()).expect("the fields of a run");
        fields.1.iter_mut().for_each(|w| *w = 3e38);
        run.restore(&pack(&fields)).expect("finite numbers");
    }
}

impl Lane {
    fn is_running(&self) -> bool {
        self.note.diverged_at.is_none() && !self.run.is_done()
    }

    /// An examination has to be held now.
    fn is_due(&self, steps: u32) -> bool {
        let step = self.run.steps();
        let held = self.note.examined.as_ref().map_or(0, |(at, _)| *at);
        let every = (steps / EXAMINATIONS).max(1);
        let mark = step > 0 && (step.is_multiple_of(every) || step == steps);
        mark && held != step && self.note.diverged_at.is_none()
    }

    fn step(&mut self) -> f64 {
        let report = self.run.step();
        if report.loss.is_finite() && report.gradient_norm.is_finite() {
            self.note.loss = Some(report.loss as f32);
        } else {
            self.note.diverged_at = Some(self.run.steps());
        }
        report.loss
    }

    fn examine(&mut self) {
        self.note.examined = Some((self.run.steps(), self.run.evaluate()));
    }

    fn report(&self, setup: &Setup) -> LayerReport {
        let left = if self.is_running() {
            setup.steps - self.run.steps()
        } else {
            0
        };
        let each = (self.timed_steps > 0).then(|| self.spent_ms / f64::from(self.timed_steps));
        LayerReport {
            kind: self.kind,
            step: self.run.steps(),
            loss: self.note.loss,
            remaining_seconds: each.map(|ms| (ms * f64::from(left) / 1e3) as f32),
            seconds: (self.spent_ms / 1e3) as f32,
            diverged_at: self.note.diverged_at,
            parameters: self.run.parameters() as u32,
            state_numbers: self.run.state_numbers(u32::from(setup.longest)),
            flops: self.run.flops(),
            examined: self.note.examined.clone(),
        }
    }
}
