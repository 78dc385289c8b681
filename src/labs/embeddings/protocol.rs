//! What the lab's page and its job say to each other, inside the frames of `world_model::study`.

use serde::{Deserialize, Serialize};

use super::config::Axes;
use crate::data::tally::Tally;

/// The lab's own part of the set-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Setup {
    /// Draws the shuffled classes and the random planes of the controls.
    pub seed: u32,
}

/// The controls drawn so far: purity as in [`Facts`].
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The same points with the classes shuffled.
    pub shuffled: Vec<Tally>,
    /// On random planes.
    pub planes: Vec<Tally>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// What holds of the whole table of words.
    Facts,
    /// The content words on a plane.
    Map(Axes),
    /// The words nearest to this one.
    Near(String),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Facts(Facts),
    Map(Plane),
    Near(Near),
}

/// Purity: the share of content words whose nearest other content word is of the same class.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Updates behind these weights.
    pub step: u32,
    /// In all dimensions.
    pub purity: Tally,
    /// On the first 2 and the first 8 principal axes.
    pub purity_pca: [Tally; 2],
    /// The share of the variance along each principal axis, largest first.
    pub variance: Vec<f32>,
    /// For each of `words::Pairing::ALL`.
    pub pairs: Vec<Paired>,
}

/// How often the nearest word of the other class is the partner.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Paired {
    pub right: Tally,
    /// The control: how often it is the partner of the next word of the list.
    pub other: Tally,
}

/// Shuffles and random planes in all: one of each is a unit of the long experiment.
pub const DRAWS: usize = 40;
/// Principal axes that a map can be made of.
pub const AXES: usize = 8;
/// Neighbours that are told.
pub const NEAR: usize = 12;

/// The content words on a plane, in the order of `words::content`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plane {
    pub points: Vec<[f32; 2]>,
    /// The share of all variance along each of the two axes.
    pub share: [f32; 2],
    pub purity: Tally,
}

/// A word and its neighbours.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Near {
    pub word: u32,
    /// The most alike of all words, most alike first: id and cosine.
    pub near: Vec<(u32, f32)>,
}
