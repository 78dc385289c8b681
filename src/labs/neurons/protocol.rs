//! What the lab's page and its job say to each other, inside the frames of `wire`. Layers and neurons count from 0.

use serde::{Deserialize, Serialize};

use super::effect::Sums;
use super::group::{Counts, Treatment};

/// The lab's own part of the set-up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub seed: u32,
}

/// The long experiment: how many neurons share one job.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The untouched model on the requests of the test half.
    pub before: Counts,
    /// Every size and treatment that is counted in full.
    pub points: Vec<Point>,
    /// Harmful requests that are still refused with only this neuron of the ranking replaced, in the order of the ranking.
    pub alone: Vec<u32>,
    /// The first of the ranking: at most `RANKED`.
    pub ranking: Vec<Ranked>,
    /// How many of the first `LEADING` of the ranking are in each layer.
    pub layers: Vec<u32>,
}

/// Neurons told of the ranking.
pub const RANKED: usize = 12;
/// The group whose layers are counted.
pub const LEADING: usize = 128;

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ranked {
    pub layer: u32,
    pub neuron: u32,
    pub score: f32,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub treatment: Treatment,
    pub size: u32,
    pub counts: Counts,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// What a neuron does along a text, and which are loudest there.
    Look {
        prompt: String,
        layer: u32,
        neuron: u32,
    },
    /// What a neuron does on the generated documents.
    About { layer: u32, neuron: u32 },
    /// What is lost on one part of the documents without it.
    KnockOut { layer: u32, neuron: u32, part: u32 },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    View(View),
    About(About),
    Lost(Lost),
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct View {
    /// With the start.
    pub tokens: Vec<u32>,
    /// Of the neuron, at each token.
    pub activations: Vec<f32>,
    /// At each token, the neurons that write most there: at most `LOUDEST`.
    pub loudest: Vec<Vec<Loud>>,
}

/// Neurons told of a token.
pub const LOUDEST: usize = 6;

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Loud {
    pub layer: u32,
    pub neuron: u32,
    pub activation: f32,
    /// Length of what it adds to the stream: activation times the length of its value vector.
    pub written: f32,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct About {
    pub layer: u32,
    pub neuron: u32,
    pub mean: f32,
    pub deviation: f32,
    /// Share of words at which it is above zero.
    pub active: f32,
    /// Length of its value vector.
    pub length: f32,
    /// Mean activation before each class of word, in the order of `Class::ALL`.
    pub before: Vec<f32>,
    /// Strongest first.
    pub contexts: Vec<Context>,
    /// Documents, and their words.
    pub texts: u32,
    pub words: u32,
}

/// A document in which the neuron is strong.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Context {
    /// With the start.
    pub tokens: Vec<u32>,
    pub activations: Vec<f32>,
    pub peak: u32,
}

/// One part of the documents with the neuron at zero, and at its mean: a `ByClass` each.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Lost {
    pub zero: Vec<Sums>,
    pub mean: Vec<Sums>,
    /// Parts in all.
    pub parts: u32,
}
