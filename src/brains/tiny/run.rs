//! Training, a step at a time. Same seed, same run.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::brain_file::{About, Trained};
use super::recipe::{
    ADAM, BATCH, CLIP, LEARNING_RATE, Lengths, MODEL, SCHEDULE, SEED, STEPS, Variant,
};
use super::rows::Rows;
use crate::backend::{BackendError, Params};
use crate::data::fingerprint;
use crate::data::rng::{DATA, indexed};
use crate::nn::model_file;
use crate::nn::optim::Adam;
use crate::nn::trainer::{StepReport, Trainer};
use crate::tensor::{Graph, Id};

/// A brain on its way.
pub struct AgentRun {
    trainer: Trainer<f32>,
    inputs: Inputs,
    moment: Key,
    step: u32,
    fingerprint: u32,
}

struct Inputs {
    ids: Id,
    targets: Id,
    weights: Id,
    rotations: [Id; 2],
}

/// What a run follows from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Key {
    variant: Variant,
    seed: u64,
    steps: u32,
}

/// Everything needed to go on exactly from here.
#[derive(Serialize, Deserialize)]
struct Moment {
    key: Key,
    step: u32,
    fingerprint: u32,
    weights: Vec<f32>,
    adam: Adam<f32>,
}

/// A checkpoint of another run, or a damaged one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Foreign;

impl AgentRun {
    /// First weights and rows follow from the seed. `steps`: the budget, 1 at least.
    pub fn new(variant: Variant, seed: u64, steps: u32) -> AgentRun {
        let g = Graph::new();
        let loss = MODEL.loss(&g, BATCH, variant.lengths.context());
        let find = |name: &str| g.find(name).expect("an input of the loss");
        let trainer = Trainer::new(&g, loss, seed, ADAM, CLIP)
            .expect("the model's own loss is differentiable");
        AgentRun {
            inputs: Inputs {
                ids: find("ids"),
                targets: find("targets"),
                weights: find("weights"),
                rotations: [find("rope.cos"), find("rope.sin")],
            },
            trainer,
            moment: Key {
                variant,
                seed,
                steps: steps.max(1),
            },
            step: 0,
            fingerprint: fingerprint::START,
        }
    }

    /// The run that made the shipped checkpoints.
    pub fn shipped() -> AgentRun {
        AgentRun::new(Variant::PLAIN, SEED, STEPS)
    }

    /// One update. `loss`: mean over the words of calls, in nats.
    pub fn step(&mut self) -> Result<StepReport, BackendError> {
        let Key {
            variant,
            seed,
            steps,
        } = self.moment;
        // A stream for each step: a run can go on from any of them.
        let mut rng = indexed(seed, DATA, u64::from(self.step));
        let rows = Rows::draw(&mut rng, variant, f64::from(self.step) / f64::from(steps));
        self.trainer.write_ids(self.inputs.ids, &rows.ids)?;
        self.trainer.write_ids(self.inputs.targets, &rows.targets)?;
        self.trainer.write(self.inputs.weights, &rows.weights)?;
        // Without gaps the positions are the same at every step.
        if self.step == 0 || variant.lengths == Lengths::Gaps {
            self.place(&rows.positions)?;
        }
        let rate = LEARNING_RATE * SCHEDULE.factor(self.step, steps);
        let report = self.trainer.step(rate)?;
        self.step += 1;
        self.fingerprint = fingerprint::with_loss(self.fingerprint, report.loss as f32);
        Ok(report)
    }

    fn place(&mut self, positions: &[u32]) -> Result<(), BackendError> {
        let tables = MODEL.rotations(positions);
        for (id, table) in self.inputs.rotations.into_iter().zip(tables) {
            self.trainer.write(id, &table)?;
        }
        Ok(())
    }

    pub fn variant(&self) -> Variant {
        self.moment.variant
    }

    /// A hash over the losses so far.
    pub fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    pub fn steps_taken(&self) -> u32 {
        self.step
    }

    /// The budget.
    pub fn steps(&self) -> u32 {
        self.moment.steps
    }

    pub fn is_done(&self) -> bool {
        self.step >= self.moment.steps
    }

    pub fn params(&self) -> &Params<f32> {
        &self.trainer.params
    }

    fn about(&self) -> About {
        About {
            variant: self.moment.variant,
            seed: self.moment.seed,
            step: self.step,
        }
    }

    /// The brain as it is.
    pub fn trained(&self) -> Trained {
        Trained {
            about: self.about(),
            params: Rc::new(self.trainer.params.clone()),
        }
    }

    /// The weights as they are, in f16.
    pub fn file(&self) -> Vec<u8> {
        model_file::save_half(&self.trainer.params, &self.about().line())
    }

    /// Bytes of weights, optimiser and buffers.
    pub fn bytes(&self) -> usize {
        self.trainer.bytes()
    }

    /// Operations of the matrix products of one step.
    pub fn step_flops(&self) -> u64 {
        self.trainer.plan().matmul_flops()
    }

    /// In postcard: weights, optimiser, step.
    pub fn checkpoint(&self) -> Vec<u8> {
        let moment = Moment {
            key: self.moment,
            step: self.step,
            fingerprint: self.fingerprint,
            weights: self.trainer.params.data.clone(),
            adam: self.trainer.adam.clone(),
        };
        postcard::to_allocvec(&moment).unwrap_or_default()
    }

    /// Goes back to a checkpoint of this very run; nothing changes where it is another's.
    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), Foreign> {
        let moment: Moment = postcard::from_bytes(checkpoint).map_err(|_| Foreign)?;
        let count = self.trainer.params.count();
        let Adam { m, v, .. } = &moment.adam;
        let same = moment.key == self.moment
            && moment.step <= self.moment.steps
            && [moment.weights.len(), m.len(), v.len()] == [count; 3];
        let mut numbers = moment.weights.iter().chain(m).chain(v);
        if !same || numbers.any(|x| !x.is_finite()) {
            return Err(Foreign);
        }
        let lengths = self.moment.variant.lengths;
        if self.step == 0 && lengths != Lengths::Gaps {
            // The positions are written at the first step only.
            let row = 0..lengths.context() as u32;
            let positions: Vec<u32> = (0..BATCH).flat_map(|_| row.clone()).collect();
            self.place(&positions).map_err(|_| Foreign)?;
        }
        self.trainer.params.data = moment.weights;
        self.trainer.adam = moment.adam;
        self.step = moment.step;
        self.fingerprint = moment.fingerprint;
        Ok(())
    }
}
