//! What the lab's page and its job say to each other, inside the frames of `world_model::study`.

use serde::{Deserialize, Serialize};

use super::config::{Config, Form};
use super::score::Best;
use crate::lesson::{Text, text};
use crate::data::tally::Tally;

/// The autoencoder and its data.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup {
    pub layer: u8,
    pub form: Form,
    pub lambda: f32,
    pub k: u8,
    pub latents: u16,
    pub steps: u32,
    pub documents: u16,
    pub seed: u32,
}

impl Setup {
    pub fn of(config: &Config) -> Setup {
        Setup {
            layer: config.layer,
            form: config.form,
            lambda: config.lambda,
            k: config.k,
            latents: config.latents,
            steps: config.steps,
            documents: config.documents,
            seed: config.seed,
        }
    }
}

/// What the run is doing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Phase {
    #[default]
    Waiting,
    Recording,
    Training,
    Scoring,
    Done,
}

/// Ways to get numbers out of a layer, each a set of features.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Method {
    /// The autoencoder's latents.
    Latents,
    /// The 256 neurons of the block that wrote into this layer last.
    Neurons,
    /// The 64 numbers of the vector itself, either sign.
    Axes,
    /// The 64 principal components, either sign.
    Components,
    /// As many random directions as there are neurons, with a ReLU.
    Random,
}

impl Method {
    pub const ALL: [Method; 5] = [
        Method::Latents,
        Method::Neurons,
        Method::Axes,
        Method::Components,
        Method::Random,
    ];

    pub fn name(self) -> Text {
        match self {
            Method::Latents => text("latents of the autoencoder", "自編碼器的 latent"),
            Method::Neurons => text("neurons", "神經元"),
            Method::Axes => text("axes of the stream", "殘差流的座標軸"),
            Method::Components => text("principal components", "主成分"),
            Method::Random => text("random directions", "隨機方向"),
        }
    }

    /// In a table's head and under a bar.
    pub fn short(self) -> Text {
        match self {
            Method::Latents => text("latents", "latent"),
            Method::Neurons => text("neurons", "神經元"),
            Method::Axes => text("axes", "座標軸"),
            Method::Components => text("PCA", "PCA"),
            Method::Random => text("random", "隨機"),
        }
    }
}

/// A batch of the training.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub step: u32,
    /// Per vector.
    pub loss: f32,
    pub fvu: f32,
    pub l0: f32,
    /// Latents without a sign for some time.
    pub dead: u32,
}

/// On documents that the autoencoder was not trained on.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Measured {
    pub step: u32,
    pub fvu: f32,
    pub l0: f32,
    /// Part of the loss that a mean in place of the layer costs and the rebuilt layer gives back; 1: all.
    pub recovered: f32,
}

/// One latent.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Latent {
    /// The concept that it tells best, by the half for choosing.
    pub concept: u8,
    pub chosen: f32,
    pub tested: f32,
    /// Share of the recorded words at which it is on; 0: dead.
    pub on: f32,
    /// Largest recorded value.
    pub most: f32,
}

/// What the latent of refusals does over the held-out requests.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Refusals {
    pub what: Treatment,
    /// Of harmful requests that are refused, of harmless ones that are refused.
    pub harmful: Tally,
    pub harmless: Tally,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Treatment {
    Untouched,
    /// Set to 0 at every word.
    Off,
    /// A random direction of the norm that was taken away, or added.
    OffRandom,
    /// Set to its largest recorded value at the last word.
    Up,
    UpRandom,
}

impl Treatment {
    pub const ALL: [Treatment; 5] = [
        Treatment::Untouched,
        Treatment::Off,
        Treatment::OffRandom,
        Treatment::Up,
        Treatment::UpRandom,
    ];
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    pub phase: Phase,
    /// Words recorded, starts not counted.
    pub words: u32,
    pub points: Vec<Point>,
    pub measured: Vec<Measured>,
    /// Loss of the model on the fresh documents, nats per word: as it is, and with the mean in place of the layer.
    pub whole: f32,
    pub ablated: f32,
    /// Of each method, the best feature for each concept, in the order of `Method::ALL`; empty until scored.
    pub best: Vec<Vec<Best>>,
    pub latents: Vec<Latent>,
    pub refusals: Vec<Refusals>,
}

impl Report {
    /// The latent that tells refusals best.
    pub fn suggested(&self) -> Option<u32> {
        let latents = self.best.first().filter(|_| self.is_scored())?;
        latents.get(super::concepts::REFUSAL).map(|b| b.feature)
    }

    /// Every latent has its score.
    pub fn is_scored(&self) -> bool {
        !self.latents.is_empty()
    }

    pub fn dead(&self) -> Option<u32> {
        if self.is_scored() {
            return Some(self.latents.iter().filter(|l| l.on == 0.0).count() as u32);
        }
        self.points.last().map(|p| p.dead)
    }
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// What a latent stands for.
    Latent { latent: u32 },
    /// The next word with a latent set to a level, beside random directions.
    Change(Change),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    pub prompt: String,
    /// `None`: nothing is changed, the model is only asked.
    pub latent: Option<u32>,
    /// In units of the latent's largest recorded value.
    pub level: f32,
    pub everywhere: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    Latent(Shown),
    Changed(Changed),
}

/// A latent with its evidence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shown {
    pub latent: u32,
    /// Texts in which it is largest, largest first, each text once.
    pub contexts: Vec<Context>,
    /// The words that its direction makes more probable, with the change of their logits per unit of the latent's largest value.
    pub promoted: Vec<(u32, f32)>,
    /// Its best concepts: concept, chosen, tested.
    pub concepts: Vec<(u8, f32, f32)>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Context {
    /// Without the start.
    pub tokens: Vec<u32>,
    /// The latent at each.
    pub values: Vec<f32>,
}

/// The next word, with and without.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// With the start.
    pub tokens: Vec<u32>,
    /// The latent at each, as it was; empty if none was changed.
    pub values: Vec<f32>,
    pub words: Vec<Word>,
    /// KL(before || after), nats: of the latent, and of the random directions their mean, least and most.
    pub divergence: f32,
    pub random: [f32; 3],
    /// Length of the change relative to the length of the vectors that it was made at, mean over those that changed.
    pub size: f32,
}

/// Probabilities of a next word.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Word {
    pub id: u32,
    pub before: f32,
    pub after: f32,
    /// With the random directions: mean, least, most.
    pub random: [f32; 3],
}

/// Random directions beside each change.
pub const DRAWS: usize = 20;
/// Contexts and promoted words shown of a latent, next words shown of a prompt.
pub const CONTEXTS: usize = 8;
pub const PROMOTED: usize = 8;
pub const WORDS: usize = 8;
