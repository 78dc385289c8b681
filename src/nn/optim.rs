//! Optimisers, gradient clipping, learning-rate schedules: plain loops over the flat parameter array.

use serde::{Deserialize, Serialize};

use crate::backend::Real;

/// Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1), with decoupled weight decay (Loshchilov and Hutter 2019,
/// arXiv 1711.05101) when `decay` > 0.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct AdamConfig {
    pub beta1: f64,
    pub beta2: f64,
    pub eps: f64,
    /// Share of a weight removed per step, times the learning rate. 0 is plain Adam.
    pub decay: f64,
}

impl Default for AdamConfig {
    fn default() -> Self {
        AdamConfig {
            beta1: 0.9,
            beta2: 0.999,
            eps: 1e-8,
            decay: 0.0,
        }
    }
}

/// State of Adam: first and second moments, one per parameter, and the step count.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Adam<F = f32> {
    pub m: Vec<F>,
    pub v: Vec<F>,
    pub step: u32,
}

impl<F: Real> Adam<F> {
    pub fn new(parameters: usize) -> Adam<F> {
        Adam {
            m: vec![F::zero(); parameters],
            v: vec![F::zero(); parameters],
            step: 0,
        }
    }

    /// Counts a step; call `update` for each part of the parameters after it.
    pub fn begin(&mut self) {
        self.step += 1;
    }

    /// Updates the parameters from `at` on with their gradients times `gradient_scale` (the clipping factor).
    pub fn update(
        &mut self,
        config: &AdamConfig,
        learning_rate: f64,
        at: usize,
        parameters: &mut [F],
        gradients: &[F],
        gradient_scale: f64,
    ) {
        let n = self.step as i32;
        let (b1, b2) = (F::of(config.beta1), F::of(config.beta2));
        let (a1, a2) = (F::of(1.0 - config.beta1), F::of(1.0 - config.beta2));
        let c1 = F::of(learning_rate / (1.0 - libm::pow(config.beta1, n as f64)));
        let c2 = F::of(1.0 / (1.0 - libm::pow(config.beta2, n as f64)));
        let eps = F::of(config.eps);
        let keep = F::of(1.0 - learning_rate * config.decay);
        let scale = F::of(gradient_scale);
        let len = parameters.len();
        let (m, v, g) = (
            &mut self.m[at..at + len],
            &mut self.v[at..at + len],
            &gradients[..len],
        );
        for i in 0..len {
            let g = g[i] * scale;
            m[i] = b1 * m[i] + a1 * g;
            v[i] = b2 * v[i] + a2 * g * g;
            parameters[i] = keep * parameters[i] - c1 * m[i] / ((v[i] * c2).sqrt() + eps);
        }
    }
}

/// Stochastic gradient descent with momentum (PyTorch's form: velocity = momentum * velocity + gradient).
#[derive(Clone, PartialEq, Debug)]
pub struct Sgd<F = f32> {
    pub momentum: f64,
    pub velocity: Vec<F>,
}

impl<F: Real> Sgd<F> {
    pub fn new(parameters: usize, momentum: f64) -> Sgd<F> {
        Sgd {
            momentum,
            velocity: vec![F::zero(); parameters],
        }
    }

    pub fn update(
        &mut self,
        learning_rate: f64,
        at: usize,
        parameters: &mut [F],
        gradients: &[F],
        gradient_scale: f64,
    ) {
        let (momentum, lr, scale) = (
            F::of(self.momentum),
            F::of(learning_rate),
            F::of(gradient_scale),
        );
        for ((p, v), g) in parameters
            .iter_mut()
            .zip(&mut self.velocity[at..])
            .zip(gradients)
        {
            *v = momentum * *v + *g * scale;
            *p = *p - lr * *v;
        }
    }
}

/// How the learning rate moves over a run.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Schedule {
    Constant,
    /// Rises linearly over `warmup` steps, then falls along a half cosine, to `floor` times the peak after the last step.
    WarmupCosine {
        warmup: u32,
        floor: f64,
    },
}

impl Schedule {
    /// The factor on the learning rate at a step counted from 0, of `steps`.
    pub fn factor(&self, step: u32, steps: u32) -> f64 {
        match *self {
            Schedule::Constant => 1.0,
            Schedule::WarmupCosine { warmup, .. } if step < warmup => {
                (step + 1) as f64 / warmup as f64
            }
            Schedule::WarmupCosine { warmup, floor } => {
                let span = steps.saturating_sub(warmup).max(1) as f64;
                let done = ((step - warmup) as f64 / span).min(1.0);
                floor + (1.0 - floor) * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * done))
            }
        }
    }
}

/// The factor that brings a gradient of this norm down to `limit`; 1 where it is below.
pub fn clip_factor(norm: f64, limit: f64) -> f64 {
    if norm > limit { limit / norm } else { 1.0 }
}
