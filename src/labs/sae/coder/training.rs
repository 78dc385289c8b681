//! An autoencoder in training: batches, rate, the latents that fell silent.

use serde::{Deserialize, Serialize};

use super::{Coder, Said, Scratch, Shape};
use crate::data::rng::{below, indexed};
use crate::nn::optim::{Adam, AdamConfig};

/// Vectors of one step.
const BATCH: usize = 512;
const RATE: f64 = 3e-3;
/// The rate falls linearly to 0 over this last part of the steps.
const COOL: f64 = 0.3;

/// An autoencoder in training. Step s draws its batch from a stream of its own, so that a run can be gone on with anywhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(in crate::labs::sae) struct Training {
    pub(in crate::labs::sae) coder: Coder,
    adam: Adam,
    seed: u64,
    steps: u32,
    /// Of each latent: steps since it was last on.
    silent: Vec<u32>,
}

/// Steps without a sign after which a latent counts as dead while training runs: some 10,000 vectors.
const SILENT: u32 = 20;

impl Training {
    pub(in crate::labs::sae) fn new(shape: Shape, seed: u64, steps: u32) -> Training {
        let coder = Coder::new(shape, seed);
        Training {
            adam: Adam::new(coder.weights.len()),
            silent: vec![0; shape.latents],
            coder,
            seed,
            steps,
        }
    }

    /// Step number `step` (from 0) on vectors (N, C); what its batch said before the update.
    pub(in crate::labs::sae) fn step(
        &mut self,
        step: u32,
        data: &[f32],
        s: &mut Scratch,
        gradient: &mut Vec<f32>,
    ) -> Said {
        let c = self.coder.shape.width;
        let n = (data.len() / c) as u32;
        let mut rng = indexed(self.seed, "sae.batch", step.into());
        let mut batch = Vec::with_capacity(BATCH * c);
        for _ in 0..BATCH {
            let at = below(&mut rng, n) as usize * c;
            batch.extend_from_slice(&data[at..at + c]);
        }
        let said = self.coder.gradient(&batch, s, gradient);
        for (i, silent) in self.silent.iter_mut().enumerate() {
            let on = s
                .latents
                .iter()
                .skip(i)
                .step_by(self.coder.shape.latents)
                .any(|z| *z > 0.0);
            *silent = if on { 0 } else { silent.saturating_add(1) };
        }
        let left = f64::from(self.steps.saturating_sub(step)) / f64::from(self.steps.max(1));
        self.adam.begin();
        self.adam.update(
            &AdamConfig::default(),
            RATE * (left / COOL).min(1.0),
            0,
            &mut self.coder.weights,
            gradient,
            1.0,
        );
        self.coder.renormalise();
        said
    }

    /// Latents without a sign for `SILENT` steps.
    pub(in crate::labs::sae) fn dead(&self) -> u32 {
        self.silent.iter().filter(|s| **s >= SILENT).count() as u32
    }

    /// For a message from outside.
    pub(in crate::labs::sae) fn has_the_size_of(&self, other: &Training) -> bool {
        let of = |t: &Training| {
            [
                t.coder.weights.len(),
                t.adam.m.len(),
                t.adam.v.len(),
                t.silent.len(),
            ]
        };
        of(self) == of(other)
    }

    pub(in crate::labs::sae) fn is_finite(&self) -> bool {
        self.coder.weights.iter().all(|w| w.is_finite())
    }
}
