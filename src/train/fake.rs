//! A job for tests: counts steps on a clock of its own, refuses, diverges or dawdles as its set-up says.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use super::server::Make;
use super::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

thread_local! {
    /// Milliseconds. Only the steps of fake jobs, and tests, move it.
    pub(super) static CLOCK: Cell<f64> = const { Cell::new(0.0) };
    /// Bytes of all fake jobs alive.
    pub(super) static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// What a fake job shall do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) steps: u32,
    pub(super) step_ms: f64,
    pub(super) diverge_at: Option<u32>,
    pub(super) refuse: bool,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            steps: 1000,
            step_ms: 1.0,
            diverge_at: None,
            refuse: false,
        }
    }
}

/// What it has become. A step mixes the learning rate in, so that a lost or doubled step or rate shows.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Live {
    pub(super) step: u32,
    pub(super) rate: f32,
    pub(super) mix: u64,
}

struct Fake {
    plan: Plan,
    live: Live,
    held: usize,
}

const START: Live = Live {
    step: 0,
    rate: 0.5,
    mix: 0xcbf2_9ce4_8422_2325,
};

/// The only lab is called "fake".
pub(super) fn find(lab: &str) -> Option<Make> {
    (lab == "fake").then_some(make as Make)
}

fn make(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    let plan: Plan = unpack(setup)?;
    if plan.refuse {
        return Err(JobError::Refused {
            en: "no".into(),
            zh: "不".into(),
        });
    }
    let held = 1000;
    LIVE.set(LIVE.get() + held);
    Ok(Box::new(Fake {
        plan,
        live: START,
        held,
    }))
}

impl Drop for Fake {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - self.held);
    }
}

impl Job for Fake {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            match self.step_once() {
                Slice::Working if now_ms() < until_ms => {}
                slice => return slice,
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        assert!(
            self.live.step < self.plan.steps,
            "no step is asked of a job that is done"
        );
        CLOCK.set(CLOCK.get() + self.plan.step_ms);
        if self.plan.diverge_at == Some(self.live.step + 1) {
            self.live = START;
            return Slice::Diverged;
        }
        self.live.step += 1;
        self.live.mix =
            (self.live.mix ^ u64::from(self.live.step) ^ u64::from(self.live.rate.to_bits()))
                .wrapping_mul(0x0000_0100_0000_01b3);
        if self.live.step == self.plan.steps {
            Slice::Done
        } else {
            Slice::Working
        }
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::LearningRate(rate)
            | Control::Resume {
                learning_rate: rate,
            } => {
                if rate > 100.0 {
                    return Err(JobError::Refused {
                        en: "too high".into(),
                        zh: "太高".into(),
                    });
                }
                self.live.rate = rate;
                if matches!(control, Control::Resume { .. }) {
                    self.plan.diverge_at = None;
                }
            }
            Control::Reset => self.live = START,
            other => panic!("{other:?} is the worker's own"),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        pack(&self.live)
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        if question.is_empty() {
            Err(JobError::BadMessage)
        } else {
            Ok(question.iter().rev().copied().collect())
        }
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&self.live)
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        self.live = unpack(checkpoint)?;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.held
    }
}
