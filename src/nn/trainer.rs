//! One model, its plan, its parameters and its optimiser: a training step is a call.

use super::optim::{Adam, AdamConfig, clip_factor};
use crate::backend::{BackendError, Cpu, Params, Real};
use crate::tensor::{GradError, Graph, Id, Plan, ShapeError, Step, T, grad};

/// What a step came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StepReport {
    /// Of the batch, before the update; nats per token for a language model.
    pub loss: f64,
    /// Before clipping.
    pub gradient_norm: f64,
}

/// Why no trainer can be made of a graph.
#[derive(Clone, PartialEq, Debug)]
pub enum BuildError {
    Shape(ShapeError),
    Grad(GradError),
}

impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Shape(e) => e.fmt(f),
            BuildError::Grad(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}

/// Trains every parameter of a graph on one scalar loss.
pub struct Trainer<F = f32> {
    pub params: Params<F>,
    pub adam: Adam<F>,
    pub config: AdamConfig,
    /// Largest gradient norm; infinity is no clipping.
    pub clip: f64,
    cpu: Cpu<F>,
    loss: Id,
    /// Each parameter's place in the flat array and the node of its gradient.
    gradients: Vec<(std::ops::Range<usize>, Id)>,
}

impl<F: Real> Trainer<F> {
    /// `loss` is a node of `g` with one element; parameters start as the graph's `Init` and the seed say.
    pub fn new(
        g: &Graph,
        loss: T<'_>,
        seed: u64,
        config: AdamConfig,
        clip: f64,
    ) -> Result<Trainer<F>, BuildError> {
        let (plan, gradients) = training_plan(g, loss)?;
        let params = Params::init(g, seed);
        let gradients = gradients
            .into_iter()
            .map(|(name, id)| {
                (
                    params
                        .find(&name)
                        .expect("the graph's own parameter")
                        .range
                        .clone(),
                    id,
                )
            })
            .collect();
        Ok(Trainer {
            adam: Adam::new(params.count()),
            params,
            config,
            clip,
            cpu: Cpu::new(plan),
            loss: loss.id,
            gradients,
        })
    }

    pub fn plan(&self) -> &Plan {
        self.cpu.plan()
    }

    /// Bytes of weights, optimiser and buffers.
    pub fn bytes(&self) -> usize {
        self.cpu.bytes() + 3 * size_of::<F>() * self.params.count()
    }

    pub fn write_ids(&mut self, input: Id, ids: &[u32]) -> Result<(), BackendError> {
        self.cpu.write_ids(input, ids)
    }

    pub fn write(&mut self, input: Id, values: &[F]) -> Result<(), BackendError> {
        self.cpu.write(input, values)
    }

    /// Forward and backward on the inputs as written, without an update.
    pub fn evaluate(&mut self) -> Result<StepReport, BackendError> {
        self.evaluate_observed(&mut |_, _| {})
    }

    /// As `evaluate`, and shows each step of the plan right after it is computed.
    pub fn evaluate_observed(
        &mut self,
        observe: &mut dyn FnMut(&Step, &[F]),
    ) -> Result<StepReport, BackendError> {
        self.cpu.run_observed(&self.params, &[], observe)?;
        let loss = self.cpu.read(self.loss)?[0].to_f64();
        let mut square = 0.0;
        for (_, id) in &self.gradients {
            square += crate::backend::sum_of_squares(self.cpu.read(*id)?);
        }
        Ok(StepReport {
            loss,
            gradient_norm: square.sqrt(),
        })
    }

    /// One step: forward, backward, clip, Adam. Nothing is updated where the loss or the gradient is not finite.
    pub fn step(&mut self, learning_rate: f64) -> Result<StepReport, BackendError> {
        let report = self.evaluate()?;
        if !report.loss.is_finite() || !report.gradient_norm.is_finite() {
            return Ok(report);
        }
        let scale = clip_factor(report.gradient_norm, self.clip);
        self.adam.begin();
        for (range, id) in &self.gradients {
            let gradients = self.cpu.read(*id)?;
            self.adam.update(
                &self.config,
                learning_rate,
                range.start,
                &mut self.params.data[range.clone()],
                gradients,
                scale,
            );
        }
        Ok(report)
    }

    /// The gradient of a parameter after `evaluate` or `step`.
    pub fn gradient(&self, name: &str) -> Option<&[F]> {
        let range = &self.params.find(name)?.range;
        let (_, id) = self.gradients.iter().find(|(r, _)| r == range)?;
        self.cpu.read(*id).ok()
    }
}

/// The plan of loss and gradients of every parameter of the graph, and the gradients' nodes by parameter name.
pub fn training_plan(g: &Graph, loss: T<'_>) -> Result<(Plan, Vec<(String, Id)>), BuildError> {
    g.check().map_err(BuildError::Shape)?;
    let specs = g.params();
    let handles: Vec<T<'_>> = specs.iter().map(|p| g.handle(p.id)).collect();
    let grads = grad(g.handle(loss.id), &handles).map_err(BuildError::Grad)?;
    g.check().map_err(BuildError::Shape)?;
    let mut keep: Vec<Id> = grads.iter().map(|t| t.id).collect();
    keep.push(loss.id);
    let plan = Plan::new(g, &keep);
    Ok((
        plan,
        specs
            .into_iter()
            .zip(grads)
            .map(|(p, t)| (p.name, t.id))
            .collect(),
    ))
}
