//! One layer that learns what to forget, with its gates looked at on the way. What comes out does not depend on how the work is cut
//! into slices.

use serde::{Deserialize, Serialize};

use super::protocol::{Look, PROBES, Report, Sequence, Setup};
use crate::data::fingerprint;
use crate::recall::exam::Probe;
use crate::recall::run::RecallRun;
use crate::recall::score::Evaluation;
use crate::train::{JobError, Slice};
use crate::wire::{pack, unpack};

/// Moments of a run at which the gates are looked at, beside the start.
const MOMENTS: u32 = 20;

/// What a checkpoint keeps beside the run.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct Note {
    fingerprint: u32,
    loss: Option<f32>,
    looks: Vec<Look>,
    examined: Option<Evaluation>,
}

#[derive(Serialize, Deserialize)]
struct Moment {
    setup: Setup,
    run: Vec<u8>,
    note: Note,
}

/// The training of one set-up.
pub(super) struct Training {
    pub(super) setup: Setup,
    run: RecallRun,
    note: Note,
    /// Looks that the page has, and whether it has to forget them.
    sent: usize,
    restart: bool,
    /// Of the steps in this process.
    spent_ms: f64,
    timed_steps: u32,
}

impl Training {
    /// An untrained layer. The set-up has been checked.
    pub(super) fn new(setup: &Setup) -> Result<Training, JobError> {
        let mut training = Training {
            setup: *setup,
            run: RecallRun::new(setup.run())?,
            note: Note {
                fingerprint: fingerprint::START,
                ..Note::default()
            },
            sent: 0,
            restart: true,
            spent_ms: 0.0,
            timed_steps: 0,
        };
        training.look();
        Ok(training)
    }

    /// One step, with what falls due after it.
    pub(super) fn advance(&mut self, now_ms: Option<&dyn Fn() -> f64>) -> Slice {
        if self.run.is_done() {
            return Slice::Done;
        }
        let start = now_ms.map(|now| now());
        let report = self.run.step();
        if let (Some(start), Some(now)) = (start, now_ms) {
            self.spent_ms += now() - start;
            self.timed_steps += 1;
        }
        let loss = report.loss as f32;
        self.note.fingerprint = fingerprint::with_loss(self.note.fingerprint, loss);
        // Such a step has changed nothing: the last sound weights stand.
        if !report.loss.is_finite() || !report.gradient_norm.is_finite() {
            return Slice::Diverged;
        }
        self.note.loss = Some(loss);
        let (step, every) = (self.run.steps(), (self.setup.steps / MOMENTS).max(1));
        if step.is_multiple_of(every) || self.run.is_done() {
            self.look();
        }
        if self.run.is_done() {
            self.note.examined = Some(self.run.evaluate());
            return Slice::Done;
        }
        Slice::Working
    }

    fn look(&mut self) {
        let mut look = Look {
            step: self.run.steps(),
            gates: vec![],
            betas: vec![],
        };
        for sequence in 0..PROBES {
            let probe = self.run.probe_of(sequence);
            look.gates.extend(per_token(&probe));
            look.betas.extend(&probe.betas);
        }
        self.note.looks.push(look);
    }

    pub(super) fn report(&mut self) -> Report {
        let each = (self.timed_steps > 0).then(|| self.spent_ms / f64::from(self.timed_steps));
        let left = self.setup.steps - self.run.steps();
        let looks = self.note.looks[self.sent..].to_vec();
        self.sent = self.note.looks.len();
        Report {
            step: self.run.steps(),
            steps: self.setup.steps,
            remaining_seconds: each.map(|ms| (ms * f64::from(left) / 1e3) as f32),
            fingerprint: self.note.fingerprint,
            loss: self.note.loss,
            looks,
            restart: std::mem::take(&mut self.restart),
            examined: self.note.examined.clone(),
        }
    }

    pub(super) fn sequences(&self) -> Vec<Sequence> {
        let seen = |number: u32| {
            let probe = self.run.probe_of(number);
            Sequence {
                number: number as u8,
                clears: probe.pairs.clears.iter().map(|c| *c == 1).collect(),
                keys: probe.pairs.keys,
                values: probe.pairs.values,
                asked: probe.pairs.asked,
                answers: probe.pairs.answers,
                said: probe.answers,
            }
        };
        (0..PROBES).map(seen).collect()
    }

    pub(super) fn checkpoint(&self) -> Vec<u8> {
        pack(&Moment {
            setup: self.setup,
            run: self.run.checkpoint(),
            note: self.note.clone(),
        })
    }

    /// Goes back to a checkpoint of the same set-up; nothing changes where it does not fit.
    pub(super) fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        let sound = |numbers: &[f32]| numbers.iter().all(|n| n.is_finite());
        let looks = &moment.note.looks;
        if moment.setup != self.setup || !looks.iter().all(|l| sound(&l.gates) && sound(&l.betas)) {
            return Err(JobError::BadMessage);
        }
        self.run.restore(&moment.run)?;
        self.note = moment.note;
        (self.sent, self.restart) = (0, true);
        Ok(())
    }

    pub(super) fn bytes(&self) -> usize {
        let look = |look: &Look| size_of::<f32>() * (look.gates.len() + look.betas.len());
        self.run.bytes() + self.note.looks.iter().map(look).sum::<usize>()
    }
}

/// One gate a token: the mean where each column has one.
fn per_token(probe: &Probe) -> Vec<f32> {
    let each = (probe.gates.len() / probe.pairs.writes).max(1);
    let mean = |gates: &[f32]| gates.iter().sum::<f32>() / each as f32;
    probe.gates.chunks(each).map(mean).collect()
}
