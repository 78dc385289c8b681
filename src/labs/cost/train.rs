//! Trains four stacks of two layers on associative recall: attention or the rival below, attention or the rival above. The
//! stack that is furthest behind takes the next step, so the numbers do not depend on how the work is cut into slices.

use serde::{Deserialize, Serialize};

use super::config::{SIZE, STEPS};
use super::laws::RIVALS;
use super::protocol::{STACKS, StackReport, TrainReport, TrainSetup};
use crate::data::fingerprint;
use crate::lesson::{Describe, Lang};
use crate::nn::mixers::Kind;
use crate::recall::config::Config;
use crate::recall::run::RecallRun;
use crate::train::{JobError, Slice};
use crate::wire::{pack, unpack};

/// Examinations in a run, the last one at its end.
const EXAMINATIONS: u32 = 5;

/// The set-up names a layer that this lab does not train.
struct ForeignLayer;

impl Describe for ForeignLayer {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "This lab does not train that layer. Choose one of its list.".into(),
            Lang::ZhHant => "這個實驗不訓練那種層，請從清單裡選一種。".into(),
        }
    }
}

/// What a checkpoint keeps of a stack beside its run.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct Note {
    loss: Option<f32>,
    diverged_at: Option<u32>,
    /// The step of the newest examination, and (pairs, share right).
    examined: Option<(u32, Vec<(u32, f32)>)>,
}

struct Lane {
    run: RecallRun,
    note: Note,
    /// Of its work in this process, and how many steps that were.
    spent_ms: f64,
    steps: u32,
}

/// Everything needed to go on exactly from here.
#[derive(Serialize, Deserialize)]
struct Moment {
    setup: TrainSetup,
    fingerprint: u32,
    lanes: Vec<(Vec<u8>, Note)>,
}

/// The four runs.
pub struct Training {
    setup: TrainSetup,
    lanes: Vec<Lane>,
    fingerprint: u32,
}

impl Training {
    /// Untrained stacks. Numbers outside their limits are brought inside.
    pub fn new(setup: &TrainSetup) -> Result<Training, JobError> {
        if !RIVALS.contains(&setup.rival) {
            return Err(JobError::refused(&ForeignLayer));
        }
        let setup = TrainSetup {
            size: SIZE.clamp(setup.size.into()) as u8,
            steps: STEPS.clamp(setup.steps.into()) as u32,
            ..*setup
        };
        let lane = |stack: &[bool; 2]| {
            let [kind, then] = stack.map(|attention| match attention {
                true => Kind::Softmax,
                false => setup.rival,
            });
            Ok(Lane {
                run: RecallRun::new(Config {
                    kind,
                    then: Some(then),
                    size: setup.size,
                    steps: setup.steps,
                    seed: setup.seed,
                    ..Config::default()
                })?,
                note: Note::default(),
                spent_ms: 0.0,
                steps: 0,
            })
        };
        Ok(Training {
            lanes: STACKS.iter().map(lane).collect::<Result<_, JobError>>()?,
            fingerprint: fingerprint::START,
            setup,
        })
    }

    /// A step or an examination of the stack that is furthest behind.
    pub fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        let open = self.lanes.iter().enumerate().filter(|(_, lane)| !lane.is_done());
        let Some((at, _)) = open.min_by_key(|(_, lane)| lane.run.steps()) else {
            return Slice::Done;
        };
        let (lane, from) = (&mut self.lanes[at], now());
        if lane.is_due() {
            lane.examine();
        } else {
            let loss = lane.step();
            self.fingerprint = fingerprint::with_loss(self.fingerprint, loss);
        }
        lane.spent_ms += now() - from;
        if self.lanes.iter().all(Lane::is_done) {
            Slice::Done
        } else {
            Slice::Working
        }
    }

    pub fn report(&self) -> TrainReport {
        let left: f64 = self.lanes.iter().map(Lane::left_ms).sum();
        let known = self.lanes.iter().all(|lane| lane.steps > 0 || lane.is_done());
        TrainReport {
            rival: Some(self.setup.rival),
            size: self.setup.size,
            step: self.lanes.iter().map(|lane| lane.run.steps()).sum(),
            steps: self.setup.steps * STACKS.len() as u32,
            each: self.setup.steps,
            remaining_seconds: (known && left > 0.0).then_some((left / 1000.0) as f32),
            fingerprint: self.fingerprint,
            stacks: self.lanes.iter().map(Lane::report).collect(),
        }
    }

    pub fn checkpoint(&self) -> Vec<u8> {
        pack(&Moment {
            setup: self.setup,
            fingerprint: self.fingerprint,
            lanes: self.lanes.iter().map(|lane| (lane.run.checkpoint(), lane.note.clone())).collect(),
        })
    }

    /// Goes back to a checkpoint of the same set-up; nothing changes where it does not fit.
    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        if moment.setup != self.setup || moment.lanes.len() != self.lanes.len() {
            return Err(JobError::BadMessage);
        }
        // All or none: into fresh runs first.
        let mut fresh = Training::new(&self.setup)?;
        for (lane, (run, note)) in fresh.lanes.iter_mut().zip(moment.lanes) {
            let finite = note.loss.is_none_or(f32::is_finite)
                && note.examined.iter().flat_map(|(_, shares)| shares).all(|(_, share)| share.is_finite());
            if !finite {
                return Err(JobError::BadMessage);
            }
            lane.run.restore(&run)?;
            lane.note = note;
        }
        fresh.fingerprint = moment.fingerprint;
        *self = fresh;
        Ok(())
    }

    pub fn reset(&mut self) -> Result<(), JobError> {
        *self = Training::new(&self.setup)?;
        Ok(())
    }

    pub fn bytes(&self) -> usize {
        self.lanes.iter().map(|lane| lane.run.bytes()).sum()
    }
}

impl Lane {
    /// An examination is to be held before the next step.
    fn is_due(&self) -> bool {
        let (step, steps) = (self.run.steps(), self.run.config().steps);
        let every = (steps / EXAMINATIONS).max(1);
        let held = self.note.examined.as_ref().map(|(at, _)| *at);
        step > 0 && (step.is_multiple_of(every) || step == steps) && held != Some(step)
    }

    /// Nothing is left to do: the budget is used up and examined, or the run has diverged.
    fn is_done(&self) -> bool {
        self.note.diverged_at.is_some() || (self.run.is_done() && !self.is_due())
    }

    fn step(&mut self) -> f32 {
        let report = self.run.step();
        let loss = report.loss as f32;
        if loss.is_finite() && report.gradient_norm.is_finite() {
            self.note.loss = Some(loss);
        } else {
            self.note.diverged_at = Some(self.run.steps());
        }
        self.steps += 1;
        loss
    }

    fn examine(&mut self) {
        let found = self.run.evaluate();
        let share = |(pairs, score): &(u32, crate::recall::score::Score)| (*pairs, score.share() as f32);
        let shares = found.by_length.iter().map(share).collect();
        self.note.examined = Some((self.run.steps(), shares));
    }

    fn left_ms(&self) -> f64 {
        if self.steps == 0 || self.is_done() {
            return 0.0;
        }
        let left = self.run.config().steps - self.run.steps();
        self.spent_ms / f64::from(self.steps) * f64::from(left)
    }

    fn report(&self) -> StackReport {
        StackReport {
            step: self.run.steps(),
            loss: self.note.loss,
            diverged_at: self.note.diverged_at,
            examined_at: self.note.examined.as_ref().map(|(at, _)| *at),
            shares: self.note.examined.clone().map(|(_, shares)| shares).unwrap_or_default(),
            parameters: self.run.parameters() as u32,
            memory: self.run.state_numbers(self.run.config().longest.into()),
        }
    }
}
