//! How the shipped checkpoints are made: `make models` (bin `models`) follows these, a test tries their first steps.

use super::config::{Config, Corpus};

/// One shipped model: the default architecture of its text, trained longer than a reader would wait, kept at its lowest
/// validation loss.
pub struct Recipe {
    /// Of the file in `static/models`.
    pub name: &'static str,
    pub corpus: Corpus,
    /// The text, from the top of the repository.
    pub text: &'static str,
    pub steps: u32,
    /// Training loss of step [`SMOKE_STEPS`], nats per token.
    pub smoke_loss: f32,
}

pub const SMOKE_STEPS: usize = 10;
/// How far a host may be from the loss on record: its own multiply-add instructions round differently.
pub const SMOKE_TOLERANCE: f32 = 1e-3;

pub const RECIPES: &[Recipe] = &[
    Recipe {
        name: "next-token-english",
        corpus: Corpus::English,
        text: "static/data/english.txt",
        steps: 5000,
        smoke_loss: 2.64605,
    },
    // The lowest validation loss comes early: with 5,000 couplets the model soon learns them by heart.
    Recipe {
        name: "next-token-chinese",
        corpus: Corpus::Chinese,
        text: "static/data/chinese.txt",
        steps: 500,
        smoke_loss: 5.33100,
    },
];

impl Recipe {
    pub fn config(&self) -> Config {
        Config {
            steps: self.steps,
            ..Config::for_corpus(self.corpus)
        }
    }
}
