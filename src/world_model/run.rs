//! Training, a step at a time. Same seed, same run.

use super::recipe::{ADAM, BATCH, CLIP, CONTEXT, LEARNING_RATE, SCHEDULE, SEED, STEPS, model};
use super::subject::About;
use crate::backend::{BackendError, Params};
use crate::data::fingerprint;
use crate::data::rng::{DATA, Pcg32, indexed};
use crate::data::world::{Vocabulary, World};
use serde::{Deserialize, Serialize};

use crate::nn::model_file;
use crate::nn::optim::Adam;
use crate::nn::rope_gpt::RopeGpt;
use crate::nn::trainer::{StepReport, Trainer};
use crate::tensor::{Graph, Id};

/// What a model is trained on: rows of documents over some words.
pub trait Source {
    fn vocabulary(&self) -> &Vocabulary;
    /// `length` ids; see `World::row`.
    fn row(&self, rng: &mut Pcg32, length: usize) -> Vec<u32>;
}

impl Source for World {
    fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn row(&self, rng: &mut Pcg32, length: usize) -> Vec<u32> {
        World::row(self, rng, length)
    }
}

/// A model of a world on its way.
pub struct WorldRun<W: Source = World> {
    pub world: W,
    model: RopeGpt,
    trainer: Trainer<f32>,
    ids: Id,
    targets: Id,
    seed: u64,
    steps: u32,
    step: u32,
    fingerprint: u32,
}

/// Everything needed to go on exactly from here.
#[derive(Serialize, Deserialize)]
struct Moment {
    seed: u64,
    steps: u32,
    step: u32,
    fingerprint: u32,
    weights: Vec<f32>,
    adam: Adam<f32>,
}

/// A checkpoint of another run, or a damaged one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Foreign;

impl WorldRun {
    /// World, first weights and documents all follow from the seed. `steps`: the budget.
    pub fn new(seed: u64, steps: u32) -> WorldRun {
        WorldRun::of(World::new(seed), seed, steps)
    }

    /// The run that made the shipped files.
    pub fn shipped() -> WorldRun {
        WorldRun::new(SEED, STEPS)
    }
}

impl<W: Source> WorldRun<W> {
    /// A run on another world. First weights and documents follow from the seed.
    pub fn of(world: W, seed: u64, steps: u32) -> WorldRun<W> {
        let model = model(world.vocabulary());
        let g = Graph::new();
        let loss = model.loss(&g, BATCH, CONTEXT);
        let find = |name: &str| g.find(name).expect("an input of the loss");
        let mut trainer = Trainer::new(&g, loss, seed, ADAM, CLIP)
            .expect("the model's own loss is differentiable");
        for (name, table) in ["rope.cos", "rope.sin"]
            .iter()
            .zip(model.rotations(CONTEXT))
        {
            trainer
                .write(find(name), &table)
                .expect("a table of the model's own size");
        }
        let (ids, targets) = (find("ids"), find("targets"));
        WorldRun {
            world,
            model,
            trainer,
            ids,
            targets,
            seed,
            steps: steps.max(1),
            step: 0,
            fingerprint: fingerprint::START,
        }
    }

    pub fn step(&mut self) -> Result<StepReport, BackendError> {
        // A stream for each step: a run can go on from any of them.
        let mut rng = indexed(self.seed, DATA, u64::from(self.step));
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for _ in 0..BATCH {
            let row = self.world.row(&mut rng, CONTEXT + 1);
            x.extend(&row[..CONTEXT]);
            y.extend(&row[1..]);
        }
        self.trainer.write_ids(self.ids, &x)?;
        self.trainer.write_ids(self.targets, &y)?;
        let rate = LEARNING_RATE * SCHEDULE.factor(self.step, self.steps);
        let report = self.trainer.step(rate)?;
        self.step += 1;
        self.fingerprint = fingerprint::with_loss(self.fingerprint, report.loss as f32);
        Ok(report)
    }

    /// A hash over the losses so far.
    pub fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    /// The budget.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// In postcard: weights, optimiser, step.
    pub fn checkpoint(&self) -> Vec<u8> {
        let moment = Moment {
            seed: self.seed,
            steps: self.steps,
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
        let same = (moment.seed, moment.steps) == (self.seed, self.steps)
            && moment.step <= self.steps
            && [
                moment.weights.len(),
                moment.adam.m.len(),
                moment.adam.v.len(),
            ] == [count; 3];
        let numbers = moment
            .weights
            .iter()
            .chain(&moment.adam.m)
            .chain(&moment.adam.v);
        if !same || numbers.into_iter().any(|x| !x.is_finite()) {
            return Err(Foreign);
        }
        self.trainer.params.data = moment.weights;
        self.trainer.adam = moment.adam;
        self.step = moment.step;
        self.fingerprint = moment.fingerprint;
        Ok(())
    }

    /// Bytes of weights, optimiser and buffers.
    pub fn bytes(&self) -> usize {
        self.trainer.bytes()
    }

    pub fn steps_taken(&self) -> u32 {
        self.step
    }

    pub fn is_done(&self) -> bool {
        self.step >= self.steps
    }

    pub fn model(&self) -> RopeGpt {
        self.model
    }

    pub fn params(&self) -> &Params<f32> {
        &self.trainer.params
    }

    /// The weights as they are, in f16.
    pub fn file(&self) -> Vec<u8> {
        let about = About {
            seed: self.seed,
            step: self.step,
        };
        model_file::save_half(&self.trainer.params, &about.line())
    }

    /// Operations of the matrix products of one step.
    pub fn step_flops(&self) -> u64 {
        self.trainer.plan().matmul_flops()
    }
}
