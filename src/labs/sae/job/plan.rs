//! The pieces of the experiment and their order.

use super::Sae;
use crate::labs::sae::protocol::{Method, Treatment};

/// Moments of the training at which the fresh documents are measured, the start not counted.
const MEASURES: u32 = 6;
/// Words encoded in one unit.
pub(super) const ENCODED: usize = 1024;
/// A batch's numbers are told every so many steps.
pub(super) const TOLD: u32 = 5;

/// A piece of the experiment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Unit {
    Record(usize),
    Fresh(usize),
    Prepare,
    Directions,
    Ablated(usize),
    Step(u32),
    /// A group of fresh documents after this many steps.
    Measure(u32, usize),
    Encode(usize),
    /// Features from this one on.
    Score(Method, usize),
    Refuse(Treatment, usize),
}

/// Features that are scored in one unit: latents are on at few words, the others at half of them.
pub(super) const fn at_once(method: Method) -> usize {
    match method {
        Method::Latents => 16,
        _ => 4,
    }
}

impl Sae {
    /// All units in their order.
    pub(super) fn schedule(&self) -> Vec<Unit> {
        let groups = self.fresh.groups.len();
        let words: usize = self.documents.rows.iter().map(|row| row.len() - 1).sum();
        let steps = self.setup.steps;
        let mut plan: Vec<Unit> = (0..self.documents.groups.len()).map(Unit::Record).collect();
        plan.extend((0..groups).map(Unit::Fresh));
        plan.push(Unit::Prepare);
        plan.push(Unit::Directions);
        plan.extend((0..groups).map(Unit::Ablated));
        for step in 0..=steps {
            let due = (0..=MEASURES).any(|i| step == steps * i / MEASURES);
            if due {
                plan.extend((0..groups).map(|group| Unit::Measure(step, group)));
            }
            if step < steps {
                plan.push(Unit::Step(step));
            }
        }
        plan.extend((0..words.div_ceil(ENCODED)).map(Unit::Encode));
        for method in Method::ALL {
            plan.extend(
                (0..self.features(method))
                    .step_by(at_once(method))
                    .map(|from| Unit::Score(method, from)),
            );
        }
        for treatment in Treatment::ALL {
            plan.extend((0..self.request_groups.len()).map(|group| Unit::Refuse(treatment, group)));
        }
        plan
    }

    /// How many features a method has.
    pub(super) fn features(&self, method: Method) -> usize {
        match method {
            Method::Latents => self.setup.latents.into(),
            Method::Neurons | Method::Random => self.neurons,
            Method::Axes | Method::Components => 2 * self.width,
        }
    }
}
