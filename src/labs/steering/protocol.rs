//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use super::functions::{FUNCTIONS, KEYS};
use crate::data::tally::Tally;

/// The lab's own part of the set-up; the model file comes with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// Of the examples and of the random vectors.
    pub seed: u32,
    /// Examples of each side whose means make a direction.
    pub examples: u8,
}

/// What a vector stands for: the mean of one class of texts minus the mean of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Direction {
    /// Harmful requests minus harmless ones.
    #[default]
    Refusal,
    /// Translations into Chinese minus translations into French.
    Language,
    /// Lists of one function minus lists of all: an index into `functions::FUNCTIONS`.
    Function(u8),
}

/// The two directions that the experiment steers with over whole sets of texts.
pub const STEERED: [Direction; 2] = [Direction::Refusal, Direction::Language];

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Operation {
    /// h += s r at the last position.
    #[default]
    Add,
    /// h -= s r at the last position.
    Subtract,
    /// h -= s (h . u) u in every layer at every position, u = r / |r|.
    ProjectOut,
    /// From the layer on, at the last position: h goes a share s of the way to where its projection on u is the mean of the
    /// direction's second class.
    Affine,
}

impl Operation {
    pub const ALL: [Operation; 4] = [
        Operation::Add,
        Operation::Subtract,
        Operation::ProjectOut,
        Operation::Affine,
    ];

    /// As in `data-control`'s values.
    pub const fn key(self) -> &'static str {
        match self {
            Operation::Add => "add",
            Operation::Subtract => "subtract",
            Operation::ProjectOut => "project-out",
            Operation::Affine => "affine",
        }
    }
}

/// Layers that a vector can be taken from and put into: the residual stream after so many blocks. In layer 0 the last token's
/// stream is its embedding, the same for every text.
pub const LAYERS: std::ops::RangeInclusive<u8> = 1..=6;
/// Strengths of the experiment. The first is the control that nothing is changed.
pub const STRENGTHS: [f32; 6] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0];
/// Strengths at which random vectors are tried: indices into `STRENGTHS`.
pub const CONTROLLED: [usize; 2] = [2, 4];
/// What is done to facts, at which strength: removing is done wholly.
pub const FACTS: [(Operation, f32); 6] = [
    (Operation::Add, STRENGTHS[CONTROLLED[0]]),
    (Operation::Add, STRENGTHS[CONTROLLED[1]]),
    (Operation::Subtract, STRENGTHS[CONTROLLED[0]]),
    (Operation::Subtract, STRENGTHS[CONTROLLED[1]]),
    (Operation::ProjectOut, REMOVED_STRENGTH),
    (Operation::Affine, REMOVED_STRENGTH),
];
/// The strength of the operations that remove, in the experiment.
pub const REMOVED_STRENGTH: f32 = 1.0;
/// Random vectors of the same length.
pub const DRAWS: usize = 20;

/// One text, steered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ask {
    pub direction: Direction,
    pub operation: Operation,
    pub layer: u8,
    pub strength: f32,
    /// Words with spaces.
    pub prompt: String,
}

/// What the model says, greedily.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Said {
    /// Up to and with the full stop, or as far as it was let.
    pub words: Vec<u32>,
    /// The most probable first words, at most `TOP`.
    pub top: Vec<(u32, f32)>,
    /// Of the last position's stream in the layer, on the direction of length 1.
    pub along: f32,
}

/// Words told of each side.
pub const TOP: usize = 5;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    pub asked: Ask,
    /// With the start.
    pub tokens: Vec<u32>,
    pub before: Said,
    pub after: Said,
    /// The first word under the same operation with a random vector of the same length: (word, draws that say it), most first.
    pub random: Vec<(u32, u32)>,
    /// Projections of the two classes' examples in this layer.
    pub examples: [Vec<f32>; 2],
    /// Length of the vector before it is scaled.
    pub norm: f32,
}

/// The answers to a set of texts that were all steered alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// The first word is the other class's.
    pub turned: Tally,
    /// The first word is still the own class's.
    pub kept: Tally,
}

/// One direction's experiment.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Steered {
    /// [to the first class, to the second][layer - 1][strength]: added to texts of the second class, subtracted from the first's.
    pub sides: [Vec<[Outcome; STRENGTHS.len()]>; 2],
    /// [layer - 1][projected out, affine][texts of the first class, of the second].
    pub removed: Vec<[[Outcome; 2]; 2]>,
    /// [to the first, to the second][layer - 1][of `CONTROLLED`][draw]: texts turned by a random vector.
    pub random: [Vec<[[Tally; DRAWS]; CONTROLLED.len()]>; 2],
    /// Facts still known: [layer - 1][of `FACTS`].
    pub facts: Vec<[Tally; FACTS.len()]>,
    /// Facts known when nothing is done.
    pub facts_before: Tally,
    /// Facts still known with a random vector added, each fact with another one: [layer - 1][of `CONTROLLED`].
    pub facts_random: Vec<[Tally; CONTROLLED.len()]>,
}

/// In-context vectors: the answer to a bare `x ->`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FunctionReport {
    /// Without a vector.
    pub bare: Tally,
    /// With three examples before it in the text.
    pub shown: Tally,
    /// With the function's vector: [layer - 1].
    pub own: Vec<Tally>,
    /// With the next function's vector.
    pub other: Vec<Tally>,
    /// With random vectors: [layer - 1], all draws together.
    pub random: Vec<[Tally; DRAWS]>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub steered: [Steered; 2],
    /// In the order of `FUNCTIONS`.
    pub functions: Vec<FunctionReport>,
}

impl Direction {
    /// All, in the order of the page.
    pub fn all() -> Vec<Direction> {
        let functions = (0..FUNCTIONS.len()).map(|i| Direction::Function(i as u8));
        STEERED.into_iter().chain(functions).collect()
    }

    /// As in `data-control`'s values.
    pub fn key(self) -> &'static str {
        match self {
            Direction::Refusal => "refusal",
            Direction::Language => "language",
            Direction::Function(f) => KEYS.get(usize::from(f)).copied().unwrap_or("refusal"),
        }
    }

    /// The direction of this key.
    pub fn of_key(key: &str) -> Option<Direction> {
        Direction::all().into_iter().find(|d| d.key() == key)
    }
}

/// All of a column of tallies together.
pub fn together(tallies: &[Tally]) -> Tally {
    Tally {
        right: tallies.iter().map(|t| t.right).sum(),
        of: tallies.iter().map(|t| t.of).sum(),
    }
}
