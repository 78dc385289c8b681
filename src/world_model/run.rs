//! Training, a step at a time. Same seed, same run.

use super::recipe::{ADAM, BATCH, CLIP, CONTEXT, LEARNING_RATE, SCHEDULE, SEED, STEPS, model};
use crate::backend::{BackendError, Params};
use crate::data::rng::{DATA, indexed};
use crate::data::world::World;
use crate::nn::model_file;
use crate::nn::rope_gpt::RopeGpt;
use crate::nn::trainer::{StepReport, Trainer};
use crate::tensor::{Graph, Id};

/// A model of the world of its seed on its way.
pub struct WorldRun {
    pub world: World,
    model: RopeGpt,
    trainer: Trainer<f32>,
    ids: Id,
    targets: Id,
    seed: u64,
    steps: u32,
    step: u32,
}

impl WorldRun {
    /// World, first weights and documents all follow from the seed. `steps`: the budget.
    pub fn new(seed: u64, steps: u32) -> WorldRun {
        let world = World::new(seed);
        let model = model(&world.vocabulary);
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
        }
    }

    /// The run that made the shipped files.
    pub fn shipped() -> WorldRun {
        WorldRun::new(SEED, STEPS)
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
        Ok(report)
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
        let about = format!("model=world seed={} step={}", self.seed, self.step);
        model_file::save_half(&self.trainer.params, &about)
    }

    /// Operations of the matrix products of one step.
    pub fn step_flops(&self) -> u64 {
        self.trainer.plan().matmul_flops()
    }
}
