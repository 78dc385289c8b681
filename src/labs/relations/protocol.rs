//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use super::config::BETAS;
use crate::data::tally::Tally;

/// What the long experiment depends on, and every fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// Subjects whose derivative is averaged.
    pub pairs: u8,
    /// Draws the order of the subjects, and the random controls.
    pub seed: u32,
}

/// One relation at one layer. Asked again until the answer is a `Fit`: each time does a piece of the work, a few hundredths of a second.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ask {
    /// Index into `RELATIONS`.
    pub relation: u8,
    /// The stream before this block, 0 to L - 1.
    pub layer: u8,
    /// Index into `BETAS`, for the words of the table.
    pub beta: u8,
    /// Directions that the inverse uses.
    pub rank: u8,
    /// Fit the next relation too, as a control. Without it the answer comes in half the time.
    pub with_other: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Pieces of the derivative that are there, of how many.
    Working {
        done: u32,
        of: u32,
    },
    Fit(Box<Fit>),
}

/// A line, held against the model.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fit {
    pub ask: Ask,
    pub cell: Cell,
    /// Every subject: first those that were fitted on.
    pub rows: Vec<Row>,
    /// The singular values of W, falling.
    pub spectrum: Vec<f32>,
}

/// A subject of the table. Words are ids of the vocabulary.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    pub subject: u32,
    pub truth: u32,
    pub model: u32,
    /// What the line reads out, at the asked beta.
    pub line: u32,
    /// What least squares reads out, and whether it was fitted on this subject.
    pub squares: u32,
    pub squares_fitted: bool,
    /// The derivative was taken here.
    pub fitted: bool,
    /// What the model was to be moved to, and what it says then; the same with a random direction of the same length.
    pub edit: Option<Edited>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Edited {
    pub wanted: u32,
    pub says: u32,
    pub random: u32,
}

/// The counts of one relation at one layer, all over subjects that were not fitted on.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    pub relation: u8,
    pub layer: u8,
    /// The line says what the model says, for each of `BETAS`.
    pub line: Vec<Tally>,
    /// Least squares on seven tenths of the subjects, tested on the other three.
    pub squares: Tally,
    /// Least squares on the same few subjects as the line, tested on the same.
    pub few: Tally,
    /// The best answer that is always the same.
    pub majority: Tally,
    /// Random matrices of the same norm, all draws together, each with the b that suits it; and the worst and the best draw.
    pub random: Tally,
    pub random_range: (f32, f32),
    /// The W of the next relation, with the b that suits it.
    pub other: Option<Tally>,
    /// The model, moved by the inverse, says the wanted word.
    pub edit: Tally,
    /// The same with a random direction of the same length for each subject.
    pub edit_random: Tally,
    /// The same with the whole state of the other subject: what an edit here can reach at best.
    pub swap: Tally,
}

impl Cell {
    /// At this index into `BETAS`.
    pub fn at(&self, beta: u8) -> Tally {
        self.line
            .get(usize::from(beta).min(BETAS - 1))
            .copied()
            .unwrap_or_default()
    }
}

/// The long experiment: all relations at all layers.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Layer by layer, as they were finished.
    pub cells: Vec<Cell>,
}
