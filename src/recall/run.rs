//! One layer trained on associative recall, a step at a time.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::model;
use crate::backend::{BackendError, Cpu, Params, sum_of_squares};
use crate::data::recall::{Pairs, Task};
use crate::data::rng::{below, indexed};
use crate::nn::mixers::Kind;
use crate::nn::optim::{Adam, AdamConfig, Schedule, clip_factor};
use crate::nn::trainer::{StepReport, training_plan};
use crate::tensor::{Graph, Id, Plan};
use crate::train::JobError;
use crate::wire::{pack, unpack};

/// As in the lab notes' reference runs.
const ADAM: AdamConfig = AdamConfig {
    beta1: 0.9,
    beta2: 0.98,
    eps: 1e-8,
    decay: 0.0,
};
const CLIP: f64 = 1.0;
const SCHEDULE: Schedule = Schedule::WarmupCosine {
    warmup: 20,
    floor: 0.05,
};
/// Stream of random numbers.
const TRAINING: &str = "recall training";

/// The plan of one length, with the nodes that are written and read.
struct Planned {
    /// `None` while the plan is the one that runs.
    plan: Option<Plan>,
    inputs: Vec<(Field, Id)>,
    result: Id,
    gradients: Vec<(Range<usize>, Id)>,
}

/// An array of a batch.
pub(super) type Field = fn(&Pairs) -> &[u32];

const FIELDS: [(&str, Field); 5] = [
    ("keys", |p| &p.keys),
    ("values", |p| &p.values),
    ("clears", |p| &p.clears),
    ("asked", |p| &p.asked),
    ("answers", |p| &p.answers),
];

/// Inputs of a graph that a batch fills.
pub(super) fn inputs(g: &Graph) -> Vec<(Field, Id)> {
    FIELDS
        .iter()
        .filter_map(|(name, field)| Some((*field, g.find(name).ok()?)))
        .collect()
}

/// One training run.
pub struct RecallRun {
    config: Config,
    params: Params<f32>,
    adam: Adam<f32>,
    step: u32,
    /// By number of pairs, made when first needed.
    plans: BTreeMap<usize, Planned>,
    /// One set of buffers for all of them, and whose plan is in it.
    cpu: Cpu<f32>,
    running: usize,
    flops: u64,
}

/// Everything needed to go on exactly from here.
#[derive(Serialize, Deserialize)]
struct Moment {
    step: u32,
    weights: Vec<f32>,
    adam: Adam<f32>,
    flops: u64,
}

impl RecallRun {
    /// A fresh layer. Settings outside the limits are brought inside.
    pub fn new(config: Config) -> Result<RecallRun, JobError> {
        let config = config.clamped();
        let longest = config.longest as usize;
        let mut params = Params::default();
        let mut planned = planned(&config, longest, &mut params)?;
        let plan = planned.plan.take().expect("made above");
        Ok(RecallRun {
            adam: Adam::new(params.count()),
            params,
            step: 0,
            cpu: Cpu::new(plan),
            running: longest,
            plans: BTreeMap::from([(longest, planned)]),
            flops: 0,
            config,
        })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Steps done.
    pub fn steps(&self) -> u32 {
        self.step
    }

    pub fn is_done(&self) -> bool {
        self.step >= self.config.steps
    }

    /// One training step; nothing is updated where the loss or the gradient is not finite.
    pub fn step(&mut self) -> StepReport {
        let mut rng = indexed(self.config.seed as u64, TRAINING, self.step as u64);
        let longest = self.config.longest as usize;
        let writes = match self.config.task {
            Task::Plain => 2 + 2 * below(&mut rng, longest as u32 / 2) as usize,
            Task::Overwrite | Task::Clear => longest,
        };
        let rows = self.config.batch as usize;
        let pairs = self.config.task.draw(&mut rng, rows, writes);
        let rate = self.config.learning_rate as f64 * SCHEDULE.factor(self.step, self.config.steps);
        self.step += 1;
        self.train(&pairs, rate)
            .expect("pairs of this model's own alphabets")
    }

    fn train(&mut self, pairs: &Pairs, rate: f64) -> Result<StepReport, BackendError> {
        self.switch_to(pairs.writes);
        let planned = &self.plans[&pairs.writes];
        for (field, id) in &planned.inputs {
            self.cpu.write_ids(*id, field(pairs))?;
        }
        self.cpu.run(&self.params, &[])?;
        self.flops += self.cpu.plan().flops();
        let loss = self.cpu.read(planned.result)?[0] as f64;
        let mut square = 0.0;
        for (_, id) in &planned.gradients {
            square += sum_of_squares(self.cpu.read(*id)?);
        }
        let report = StepReport {
            loss,
            gradient_norm: square.sqrt(),
        };
        if report.loss.is_finite() && report.gradient_norm.is_finite() {
            let scale = clip_factor(report.gradient_norm, CLIP);
            self.adam.begin();
            for (range, id) in &planned.gradients {
                let weights = &mut self.params.data[range.clone()];
                let gradients = self.cpu.read(*id)?;
                self.adam
                    .update(&ADAM, rate, range.start, weights, gradients, scale);
            }
        }
        Ok(report)
    }

    /// Puts the plan of this length into the buffers.
    fn switch_to(&mut self, writes: usize) {
        if writes == self.running {
            return;
        }
        let (config, params) = (&self.config, &mut self.params);
        let next = self.plans.entry(writes).or_insert_with(|| {
            planned(config, writes, params)
                .expect("the longest length was built with the same rules")
        });
        let plan = next.plan.take().expect("not the running one");
        let old = self.cpu.exchange(plan);
        let before = self.plans.get_mut(&self.running);
        before.expect("was running").plan = Some(old);
        self.running = writes;
    }

    /// Trained numbers.
    pub fn parameters(&self) -> usize {
        self.params.count()
    }

    /// Numbers that the memory of one sequence (of both layers, where there are two) has after `pairs` writes.
    pub fn state_numbers(&self, pairs: u32) -> u64 {
        let size = model::size(&self.config);
        let numbers = |kind: Kind| kind.state_numbers(size, pairs as u64);
        numbers(self.config.kind) + self.config.then.map_or(0, numbers)
    }

    /// Floating-point operations of training so far, counted from the plans (forward and backward, without Adam).
    pub fn flops(&self) -> u64 {
        self.flops
    }

    /// Floating-point operations of one step at the longest length.
    pub fn step_flops(&self) -> u64 {
        let longest = self.config.longest as usize;
        let plan = self.plans[&longest].plan.as_ref();
        plan.unwrap_or(self.cpu.plan()).flops()
    }

    pub fn params(&self) -> &Params<f32> {
        &self.params
    }

    /// Weights, optimiser, step: the data follow from seed and step.
    pub fn checkpoint(&self) -> Vec<u8> {
        pack(&Moment {
            step: self.step,
            weights: self.params.data.clone(),
            adam: self.adam.clone(),
            flops: self.flops,
        })
    }

    /// Goes back to a checkpoint of the same settings; nothing changes where it does not fit.
    pub fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        let n = self.params.count();
        let numbers = [&moment.weights, &moment.adam.m, &moment.adam.v];
        let fits = numbers
            .iter()
            .all(|x| x.len() == n && x.iter().all(|v| v.is_finite()));
        if !fits || moment.step > self.config.steps {
            return Err(JobError::BadMessage);
        }
        self.params.data = moment.weights;
        self.adam = moment.adam;
        self.step = moment.step;
        self.flops = moment.flops;
        Ok(())
    }

    /// Bytes held: weights, optimiser, buffers.
    pub fn bytes(&self) -> usize {
        self.cpu.bytes() + 3 * size_of::<f32>() * self.params.count()
    }
}

/// Graph, gradients and plan of one length. Parameters are made with the first.
fn planned(config: &Config, writes: usize, params: &mut Params<f32>) -> Result<Planned, JobError> {
    let g = Graph::new();
    let loss = model::loss(&g, config, config.batch as usize, writes);
    let (plan, gradients) = training_plan(&g, loss).map_err(|e| JobError::Refused {
        en: e.to_string(),
        zh: e.to_string(),
    })?;
    if params.count() == 0 {
        *params = Params::init(&g, config.seed as u64);
        // A memory that is asked with the key it was written under works from the start; both then go their own ways.
        for (_, scope) in model::layers(&g, config) {
            let [query, key] = scope.query_and_key();
            if let Some(keys) = params.get(&key).map(<[f32]>::to_vec)
                && let Some(queries) = params.get_mut(&query)
            {
                queries.copy_from_slice(&keys);
            }
        }
    }
    let place = |name: &str| params.find(name).expect("the graph's own").range.clone();
    Ok(Planned {
        plan: Some(plan),
        inputs: inputs(&g),
        result: loss.id,
        gradients: gradients
            .iter()
            .map(|(name, id)| (place(name), *id))
            .collect(),
    })
}
