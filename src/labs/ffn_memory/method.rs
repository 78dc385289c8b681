//! The ways to change one fact in the weights, and the controls that go with each.

use serde::{Deserialize, Serialize};

use crate::data::tally::Tally;

/// How a fact is changed.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Method {
    /// Value vectors of the neurons that write the old answer most: v += strength |v| (new word - old word). Dai et al. 2022,
    /// "Knowledge Neurons in Pretrained Transformers", arXiv 2104.08696.
    Values { neurons: u16, strength: f32 },
    /// One outer product added to the values of one block, so that the subject's key brings another value. Meng et al. 2022,
    /// "Locating and Editing Factual Associations in GPT" (ROME), arXiv 2202.05262.
    RankOne { block: u8 },
    /// Adam on the one sentence, all weights.
    TuneAll,
    /// Adam on the one sentence, only the values of the last block.
    TuneLast,
}

/// A change of the same size that has no reason to work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Control {
    /// The same neurons (weights), a random direction, the same norm.
    Direction,
    /// Other neurons that fire on the same prompt, the same change.
    Neurons,
}

/// One row of the experiment.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Arm {
    pub method: Method,
    /// `None`: the treatment itself. A control follows its treatment in the list and takes its size from it.
    pub control: Option<Control>,
}

/// The settings of the notes beside the reader's own: what a choice of k and lambda does.
pub const OTHER_VALUES: [(u16, f32); 4] = [(1, 4.0), (3, 2.0), (3, 4.0), (8, 1.0)];

/// The rows of the long experiment: the reader's value edit, others for comparison, a rank-one edit of each of `blocks` blocks, and
/// fine-tuning; controls beside each.
pub fn arms(neurons: u16, strength: f32, blocks: usize) -> Vec<Arm> {
    let own = Method::Values { neurons, strength };
    let with = |method: Method, controls: &[Control]| -> Vec<Arm> {
        let controls = controls.iter().copied().map(Some);
        std::iter::once(None)
            .chain(controls)
            .map(|control| Arm { method, control })
            .collect()
    };
    let mut arms = with(own, &[Control::Direction, Control::Neurons]);
    for (neurons, strength) in OTHER_VALUES {
        let method = Method::Values { neurons, strength };
        if method != own {
            arms.extend(with(method, &[]));
        }
    }
    for block in 0..blocks as u8 {
        arms.extend(with(Method::RankOne { block }, &[Control::Direction]));
    }
    arms.extend(with(Method::TuneAll, &[Control::Direction]));
    arms.extend(with(Method::TuneLast, &[Control::Direction]));
    arms
}

/// What is counted after an edit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Measure {
    /// The edited prompt no longer brings the old answer.
    Changed,
    /// It brings the wanted one.
    Wanted,
    /// Other wordings of the same question bring the wanted one.
    Paraphrase,
    /// The country of the home is now that of the new city.
    TwoHop,
    /// Homes of people elsewhere stay as they were.
    Homes,
    /// Homes of people in the old city stay as they were.
    SameCity,
    /// Everybody's job stays as it was.
    Jobs,
    /// Landmarks, cities, capitals, languages stay as they were.
    Places,
}

impl Measure {
    pub const ALL: [Measure; 8] = [
        Measure::Changed,
        Measure::Wanted,
        Measure::Paraphrase,
        Measure::TwoHop,
        Measure::Homes,
        Measure::SameCity,
        Measure::Jobs,
        Measure::Places,
    ];

    /// Its place in `ALL`.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One count for each measure, in the order of `Measure::ALL`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Score(pub [Tally; Measure::ALL.len()]);

impl Score {
    pub fn of(&self, measure: Measure) -> Tally {
        self.0[measure.index()]
    }

    pub fn add(&mut self, measure: Measure, right: bool) {
        self.0[measure.index()].add(right);
    }

    pub fn join(&mut self, other: &Score) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.right += theirs.right;
            mine.of += theirs.of;
        }
    }
}
