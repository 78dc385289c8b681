//! One training run: the model, its data order, its curves, its fingerprint, and how to go back to a moment of it.

use serde::{Deserialize, Serialize};

use super::prepared::Prepared;
use super::protocol::Report;
use crate::data::fingerprint;
use crate::backend::{Cpu, Params};
use crate::data::batches::{Batches, BatchesState};
use crate::nn::optim::{Adam, AdamConfig, Schedule};
use crate::nn::trainer::{StepReport, Trainer};
use crate::tensor::{Graph, Id, Plan};
use crate::train::{JobError, Slice};

/// Adam's second-moment rate, clipping and schedule: figures of the lab notes for small character models.
const ADAM: AdamConfig = AdamConfig { beta1: 0.9, beta2: 0.98, eps: 1e-8, decay: 0.0 };
const CLIP: f64 = 1.0;
const SCHEDULE: Schedule = Schedule::WarmupCosine { warmup: 20, floor: 0.1 };
/// The validation loss is measured this many times over a run, evenly.
const VALIDATIONS: u32 = 40;
/// A loss this many times that of uniform guessing counts as diverged even while it is finite.
const DIVERGED: f32 = 2.0;
/// How often the last good moment is kept.
const KEEP_MS: f64 = 1000.0;
/// Speed is measured over the steps of this long.
const SPEED_MS: f64 = 2000.0;

/// Everything needed to go on exactly from a moment of the run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Moment {
    step: u32,
    learning_rate: f32,
    weights: Vec<f32>,
    adam: Adam<f32>,
    data: BatchesState,
    fingerprint: u32,
    training: Vec<(u32, f32)>,
    validation: Vec<(u32, f32)>,
}

pub(super) struct Run {
    trainer: Trainer<f32>,
    ids: Id,
    targets: Id,
    validate: Validate,
    batches: Batches,
    pub step: u32,
    steps: u32,
    batch: usize,
    context: usize,
    uniform_loss: f32,
    learning_rate: f32,
    fingerprint: u32,
    training: Vec<(u32, f32)>,
    validation: Vec<(u32, f32)>,
    gradient_norm: f32,
    diverged_at: Option<(u32, f32)>,
    good: Moment,
    good_ms: f64,
    /// (time, step) of the recent past.
    pace: Vec<(f64, u32)>,
    /// How many points of each curve the page has, and whether it must forget them.
    told: (usize, usize),
    restart_curve: bool,
}

/// A forward-only plan over the validation windows.
struct Validate {
    cpu: Cpu<f32>,
    ids: Id,
    targets: Id,
    loss: Id,
    rows: usize,
}

impl Validate {
    fn new(prepared: &Prepared, batch: usize) -> Validate {
        let g = Graph::new();
        let rows = prepared.validation.rows.min(batch).max(1);
        let loss = prepared.model.loss(&g, rows, prepared.model.context);
        let find = |name| g.find(name).expect("an input of the loss");
        Validate { cpu: Cpu::new(Plan::new(&g, &[loss.id])), ids: find("ids"), targets: find("targets"), loss: loss.id, rows }
    }

    /// Mean loss over whole batches of the validation windows, nats per token.
    fn loss(&mut self, prepared: &Prepared, params: &Params<f32>) -> f32 {
        let n = self.rows * prepared.model.context;
        let windows = &prepared.validation;
        let (mut sum, mut count) = (0.0f64, 0);
        for (x, y) in windows.inputs.chunks_exact(n).zip(windows.targets.chunks_exact(n)) {
            let loss = self
                .cpu
                .write_ids(self.ids, x)
                .and_then(|()| self.cpu.write_ids(self.targets, y))
                .and_then(|()| self.cpu.run(params, &[]))
                .and_then(|()| Ok(self.cpu.read(self.loss)?[0]))
                .expect("windows of this model's own vocabulary and context");
            sum += loss as f64;
            count += 1;
        }
        (sum / count.max(1) as f64) as f32
    }
}

impl Run {
    pub(super) fn new(prepared: &Prepared) -> Result<Run, JobError> {
        let config = &prepared.config;
        let (batch, context) = (config.batch as usize, config.context as usize);
        let g = Graph::new();
        let loss = prepared.model.loss(&g, batch, context);
        let find = |name| g.find(name).expect("an input of the loss");
        let (ids, targets) = (find("ids"), find("targets"));
        let trainer = Trainer::new(&g, loss, config.seed as u64, ADAM, CLIP)
            .map_err(|e| JobError::Refused { en: e.to_string(), zh: e.to_string() })?;
        let batches = Batches::new(prepared.training.clone(), config.seed as u64);
        let mut run = Run {
            ids,
            targets,
            validate: Validate::new(prepared, batch),
            step: 0,
            steps: config.steps,
            batch,
            context,
            uniform_loss: (prepared.model.vocabulary as f32).ln(),
            learning_rate: config.learning_rate,
            fingerprint: fingerprint::START,
            training: vec![],
            validation: vec![],
            gradient_norm: 0.0,
            diverged_at: None,
            good: Moment {
                step: 0,
                learning_rate: config.learning_rate,
                weights: vec![],
                adam: Adam::default(),
                data: batches.state(),
                fingerprint: fingerprint::START,
                training: vec![],
                validation: vec![],
            },
            good_ms: 0.0,
            pace: vec![],
            told: (0, 0),
            restart_curve: false,
            trainer,
            batches,
        };
        run.measure(prepared);
        run.good = run.moment();
        Ok(run)
    }

    pub(super) fn params(&self) -> &Params<f32> {
        &self.trainer.params
    }

    /// Floating-point operations of the matrix products of one step, counted from the plan.
    pub(super) fn step_flops(&self) -> u64 {
        self.trainer.plan().matmul_flops()
    }

    pub(super) fn plan_bytes(&self) -> u64 {
        self.trainer.plan().peak_bytes(size_of::<f32>()) as u64
    }

    pub(super) fn bytes(&self) -> usize {
        self.trainer.bytes() + self.validate.cpu.bytes() + self.good.bytes() + 16 * (self.training.len() + self.validation.len())
    }

    /// One step. `now_ms` is `None` where no clock is at hand (a single step).
    pub(super) fn advance(&mut self, prepared: &Prepared, now_ms: Option<f64>) -> Slice {
        if self.step >= self.steps {
            return Slice::Done;
        }
        let (x, y) = self.batches.next(self.batch, self.context);
        let rate = self.learning_rate as f64 * SCHEDULE.factor(self.step, self.steps);
        let StepReport { loss, gradient_norm } = self
            .trainer
            .write_ids(self.ids, &x)
            .and_then(|()| self.trainer.write_ids(self.targets, &y))
            .and_then(|()| self.trainer.step(rate))
            .expect("windows of this model's own vocabulary and context");
        let loss = loss as f32;
        // A step that was not taken counts as diverged, and so does a loss far above guessing.
        if !loss.is_finite() || !gradient_norm.is_finite() || (self.step > 0 && loss > DIVERGED * self.uniform_loss) {
            return self.diverge(self.step, loss);
        }
        self.step += 1;
        self.gradient_norm = gradient_norm as f32;
        self.training.push((self.step, loss));
        self.fingerprint = fingerprint::with_loss(self.fingerprint, loss);
        let every = (self.steps / VALIDATIONS).max(1);
        if self.step.is_multiple_of(every) || self.step == self.steps {
            let validation = self.measure(prepared);
            if !validation.is_finite() || validation > DIVERGED * self.uniform_loss {
                return self.diverge(self.step, validation);
            }
        }
        if let Some(now) = now_ms {
            self.pace.push((now, self.step));
            self.pace.retain(|(then, _)| now - then <= SPEED_MS);
            // Only a moment that is at least as good as guessing is worth going back to.
            if now - self.good_ms >= KEEP_MS && loss < self.uniform_loss + 0.5 && self.trainer.params.all_finite() {
                self.good = self.moment();
                self.good_ms = now;
            }
        }
        if self.step >= self.steps { Slice::Done } else { Slice::Working }
    }

    fn diverge(&mut self, step: u32, loss: f32) -> Slice {
        let good = self.good.clone();
        self.go_to(good);
        self.diverged_at = Some((step, loss));
        Slice::Diverged
    }

    fn measure(&mut self, prepared: &Prepared) -> f32 {
        let loss = self.validate.loss(prepared, &self.trainer.params);
        self.validation.push((self.step, loss));
        loss
    }

    pub(super) fn set_learning_rate(&mut self, rate: f32) {
        self.learning_rate = rate;
    }

    /// After a divergence the reader goes on.
    pub(super) fn forgive(&mut self) {
        self.diverged_at = None;
    }

    /// The pace starts anew: after a pause, time has passed without steps.
    pub(super) fn rest(&mut self) {
        self.pace.clear();
    }

    pub(super) fn moment(&self) -> Moment {
        Moment {
            step: self.step,
            learning_rate: self.learning_rate,
            weights: self.trainer.params.data.clone(),
            adam: self.trainer.adam.clone(),
            data: self.batches.state(),
            fingerprint: self.fingerprint,
            training: self.training.clone(),
            validation: self.validation.clone(),
        }
    }

    /// Whether a moment (from outside, perhaps) belongs to this model and is finite.
    pub(super) fn accepts(&self, m: &Moment) -> bool {
        let n = self.trainer.params.count();
        let finite = |v: &[f32]| v.iter().all(|x| x.is_finite());
        m.weights.len() == n && m.adam.m.len() == n && m.adam.v.len() == n && m.step <= self.steps && finite(&m.weights) && finite(&m.adam.m) && finite(&m.adam.v)
    }

    /// Goes to a moment that was accepted.
    pub(super) fn go_to(&mut self, m: Moment) {
        self.step = m.step;
        self.learning_rate = m.learning_rate;
        self.trainer.params.data.copy_from_slice(&m.weights);
        self.trainer.adam = m.adam.clone();
        self.batches.restore(m.data);
        self.fingerprint = m.fingerprint;
        self.training = m.training.clone();
        self.validation = m.validation.clone();
        self.told = (0, 0);
        self.restart_curve = true;
        self.pace.clear();
        self.good = m;
    }

    /// Starts anew from these weights (of the same architecture): step 0, fresh optimiser.
    pub(super) fn start_from(&mut self, prepared: &Prepared, weights: &[f32]) {
        self.trainer.params.data.copy_from_slice(weights);
        self.trainer.adam = Adam::new(weights.len());
        self.batches = Batches::new(prepared.training.clone(), prepared.config.seed as u64);
        self.step = 0;
        self.fingerprint = fingerprint::START;
        self.training.clear();
        self.validation.clear();
        self.diverged_at = None;
        self.told = (0, 0);
        self.restart_curve = true;
        self.pace.clear();
        self.measure(prepared);
        self.good = self.moment();
    }

    /// What changed since the last report; the sample is the job's.
    pub(super) fn report(&mut self) -> Report {
        let (training, validation) = (self.training[self.told.0..].to_vec(), self.validation[self.told.1..].to_vec());
        self.told = (self.training.len(), self.validation.len());
        let pace = match (self.pace.first(), self.pace.last()) {
            (Some((t0, s0)), Some((t1, s1))) if t1 > t0 => (s1 - s0) as f64 / (t1 - t0) * 1000.0,
            _ => 0.0,
        };
        Report {
            step: self.step,
            steps: self.steps,
            learning_rate: self.learning_rate,
            training,
            validation,
            restart_curve: std::mem::take(&mut self.restart_curve),
            last_training: self.training.last().map(|p| p.1),
            last_validation: self.validation.last().map(|p| p.1),
            tokens_per_second: (pace * (self.batch * self.context) as f64) as f32,
            gflops: (pace * self.step_flops() as f64 / 1e9) as f32,
            remaining_seconds: (pace > 0.0).then(|| ((self.steps - self.step) as f64 / pace) as f32),
            fingerprint: self.fingerprint,
            gradient_norm: self.gradient_norm,
            diverged_at: self.diverged_at,
            ..Report::default()
        }
    }
}

impl Moment {
    fn bytes(&self) -> usize {
        4 * (self.weights.len() + self.adam.m.len() + self.adam.v.len()) + 8 * (self.training.len() + self.validation.len())
    }
}
