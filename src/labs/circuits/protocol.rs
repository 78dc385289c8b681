//! What the lab's page and its job say to each other, inside the frames of `world_model::study`.

use serde::{Deserialize, Serialize};

use super::config::{Behaviour, Off};
use super::parts::Circuit;
use crate::data::tally::Tally;

/// The lab's own part of the set-up: with these, the same model gives the same numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub off: Off,
    pub seed: u32,
}

/// What becomes of a behaviour with only these components on?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ask {
    pub behaviour: Behaviour,
    pub circuit: Circuit,
}

/// Measured on prompts that no circuit was chosen on, and that the whole model answers right.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    pub tally: Tally,
    /// What the whole model does with all prompts of the kind.
    pub whole: Tally,
    /// Mean logarithm of the probability of the right answer, nats.
    pub log_p: f32,
    /// Some prompts with what is said to them, those included that the whole model answers wrong: at most `SAID`.
    pub said: Vec<Said>,
}

/// Prompts that an answer shows.
pub const SAID: usize = 8;

/// One prompt and what is said to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Said {
    /// Ids, without the start.
    pub prompt: Vec<u32>,
    /// The right answer, and its probability.
    pub right: (u32, f32),
    /// The most probable word, and its probability.
    pub says: (u32, f32),
}

/// The long experiment so far, one entry for each behaviour in the order of `Behaviour::ALL`.
pub type Report = Vec<Found>;

/// What was found for one behaviour. Everything but `full` and `alone` is empty until its turn comes.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// Mean log p (nats) of the right answers to the choosing prompts, nothing off.
    pub full: Option<f32>,
    /// The same with each component off alone, in the model's order.
    pub alone: Vec<f32>,
    /// Components in the order in which greedy pruning switches them off.
    pub pruned: Vec<u8>,
    /// The present round of pruning: the same mean log p without each of the components that are left.
    pub round: Vec<f32>,
    /// Right answers to the measuring prompts with circuits of size 0, 1, .. of the greedy order.
    pub greedy: Vec<Tally>,
    /// The same for one ranking of all components by `alone`, without looking again.
    pub ranked: Vec<Tally>,
    /// Random circuits: for each of `RANDOM_SIZES`, one tally for each draw.
    pub random: Vec<Vec<Tally>>,
    /// Random circuits that are given the first MLP.
    pub random_with_first: Vec<Vec<Tally>>,
    /// This behaviour with the circuit that each of `Behaviour::ALL` needs for `KEPT` of its own.
    pub across: Vec<Tally>,
}

/// The share of a behaviour that a circuit has to keep.
pub const KEPT: f64 = 0.8;
/// Sizes at which random circuits are drawn.
pub const RANDOM_SIZES: [usize; 6] = [4, 8, 12, 16, 20, 25];
/// Random circuits of each size.
pub const DRAWS: usize = 8;
