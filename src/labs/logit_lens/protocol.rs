//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use crate::world_model::study::ModelFile;
use crate::world_model::thinking::{Count, Form};
use crate::world_model::which::Whose;

/// The reader's own run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub seed: u32,
    pub steps: u32,
}

/// Where the reader's own run stands.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub step: u32,
    pub steps: u32,
    /// Training loss of each step since the last report, nats per token.
    pub losses: Vec<(u32, f32)>,
    /// Share of homes that the model knows, measured now and then.
    pub known: Vec<(u32, f32)>,
    /// Forget the points told before.
    pub restart: bool,
    pub fingerprint: u32,
    pub remaining_seconds: Option<f32>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// A model arrives.
    Load { model: Loaded, file: Vec<u8> },
    /// The reader's own run as a file.
    Save,
    /// Every layer and position of a text.
    Look(Look),
    /// A model of the experiment on languages (its file comes along): a count, or one translation.
    Think { file: ModelFile, what: Thought },
}

/// What a model file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Loaded {
    /// The shipped run at this step.
    Shipped(u32),
    /// The reader's own, trained earlier or opened from a file. A run of this job comes before it.
    Own,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Look {
    pub whose: Whose,
    /// Of the shipped run.
    pub step: u32,
    pub prompt: String,
    /// Words to follow; the first two are told apart by the attribution.
    pub watched: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Loaded,
    File(Vec<u8>),
    View(View),
    Counted(Count),
    Translated(Translated),
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Thought {
    /// All translations of this form: between French and Chinese, or those with English.
    Count { form: Form, with_english: bool },
    /// One between French and Chinese; `thing` is an index into the things.
    Look { form: Form, back: bool, thing: u8 },
}

/// One translation, layer by layer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Translated {
    pub prompt: String,
    pub answer: String,
    /// The English word.
    pub third: String,
    /// The most probable word of each layer with its probability, and those of the answer and of the English word.
    pub layers: Vec<(String, f32, f32, f32)>,
}

/// What was seen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct View {
    /// With the start.
    pub tokens: Vec<u32>,
    /// L + 1 rows: before each block, and at the end.
    pub layers: u32,
    /// Layer by layer, position by position.
    pub cells: Vec<Cell>,
    pub watched: Vec<u32>,
    /// What each part adds to the first watched word's logit minus the second's after the last token: the embedding, then of each
    /// block its heads and its MLP. Empty with fewer than two words.
    pub parts: Vec<f32>,
    /// That difference as the model computes it.
    pub difference: f32,
    pub heads: u32,
    /// Updates behind these weights.
    pub step: u32,
}

/// A position read at a layer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Most probable first: at most `TOP`.
    pub top: Vec<(u32, f32)>,
    /// Nats.
    pub entropy: f32,
    /// KL(end || this), nats.
    pub divergence: f32,
    /// Of each watched word: probability, and how many words are more probable.
    pub watched: Vec<(f32, u32)>,
}

/// Words told of a cell.
pub const TOP: usize = 8;
