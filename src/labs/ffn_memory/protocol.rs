//! What the lab's page and its job say to each other, inside the frames of `wire` and the set-up and report of `world_model::study`.

use serde::{Deserialize, Serialize};

use super::method::{Arm, Control, Method, Score};

/// Of the long experiment.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub seed: u32,
    /// The reader's edit of values.
    pub neurons: u16,
    pub strength: f32,
}

/// The counts of the long experiment so far.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub arms: Vec<Arm>,
    /// One for each arm.
    pub scores: Vec<Score>,
    /// Facts that every arm has edited.
    pub facts: u32,
    /// Facts in all, and bystanders that are watched: those the unedited model knows.
    pub people: u32,
    pub watched: u32,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Keys and values after the last word of a prompt.
    Look { prompt: String },
    /// The causal picture of a prompt.
    Trace { prompt: String },
    /// Which texts make a key fire.
    Key { block: u8, neuron: u16 },
    /// Edits one after the other, at most `MOST_EDITS`, each on the weights that the one before left.
    Edit { edits: Vec<Wish>, method: Method },
}

/// Edits in a row, at most.
pub const MOST_EDITS: usize = 4;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wish {
    pub prompt: String,
    pub wanted: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Look(Look),
    Trace(Trace),
    Key(Key),
    Edit(Outcome),
}

/// Keys of a block that are told, at most; words of a value; texts of a key; top words of a prompt.
pub const KEYS: usize = 8;
pub const WORDS: usize = 5;
pub const TEXTS: usize = 6;
pub const TOP: usize = 5;
/// Broken facts that are named, at most.
pub const BROKEN: usize = 12;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Look {
    /// With the start.
    pub tokens: Vec<u32>,
    /// Most probable first.
    pub top: Vec<(u32, f32)>,
    pub blocks: Vec<Block>,
    /// Neurons of a block.
    pub neurons: u32,
}

/// The memory of one block after the last word.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// Keys that fire.
    pub firing: u32,
    /// What all values together add to the top word's logit against the mean of all words.
    pub total: f32,
    /// By what they add, largest first: at most `KEYS`.
    pub keys: Vec<Fired>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fired {
    pub neuron: u16,
    pub activation: f32,
    /// Added to the top word's logit against the mean of all words.
    pub gain: f32,
    /// The words that the value promotes most.
    pub words: Vec<u32>,
}

/// See `trace::Trace`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Trace {
    pub tokens: Vec<u32>,
    pub swapped: Vec<u32>,
    pub subject: u32,
    pub answer: u32,
    pub clean: f32,
    pub corrupt: f32,
    /// Stream, attention, MLP: block by block, position by position.
    pub restored: [Vec<f32>; 3],
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Key {
    pub block: u8,
    pub neuron: u16,
    /// (text up to the word at which it fires, activation), strongest first.
    pub texts: Vec<(Vec<u32>, f32)>,
    /// Beginnings of questions at which it fires, of how many.
    pub firing: u32,
    pub of: u32,
}

/// After the reader's own edits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub edits: Vec<Edited>,
    /// Bystanders after all edits.
    pub bystanders: Score,
    /// Facts that no longer come out: prompt, answer before, answer now.
    pub broken: Vec<(Vec<u32>, u32, u32)>,
    /// The controls of the last edit, made on the weights before it: its own target, and the bystanders.
    pub controls: Vec<(Control, Score)>,
}

/// One of the edits, scored against its own target after all of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edited {
    /// With the start.
    pub tokens: Vec<u32>,
    pub old: u32,
    pub new: u32,
    /// Top words before the first edit and after the last.
    pub before: Vec<(u32, f32)>,
    pub after: Vec<(u32, f32)>,
    /// Of the new city.
    pub probability: f32,
    pub own: Score,
    /// Steps of Adam that it took.
    pub steps: u32,
}
