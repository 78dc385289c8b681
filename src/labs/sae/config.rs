//! What the reader may choose, with its limits: a model, an autoencoder, and what is done to one of its latents.

use serde::{Deserialize, Serialize};

use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};
use crate::world_model::which::Which;

/// What keeps the latents sparse.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Form {
    /// A price on the sum of the latents: Bricken et al. 2023, Cunningham et al. 2023 (arXiv 2309.08600).
    L1,
    /// Only the k largest latents stay: Gao et al. 2024 (arXiv 2406.04093).
    #[default]
    TopK,
}

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    pub which: Which,
    /// Blocks that have run before the activations are recorded.
    pub layer: u8,
    pub form: Form,
    /// Price of the L1 form.
    pub lambda: f32,
    /// Latents that stay in the top-k form.
    pub k: u8,
    pub latents: u16,
    pub steps: u32,
    pub documents: u16,
    pub seed: u32,
    /// The latent that is looked at; `latents` or more: the one that the lab suggests.
    pub latent: u16,
    /// Words with spaces; at most `PROMPT_CHARS` characters.
    pub prompt: String,
    /// What the latent is set to, in units of its largest recorded value. 0: off.
    pub level: f32,
    /// At every word of the prompt, not only at the last.
    pub everywhere: bool,
}

pub const LINK_VERSION: u8 = 1;
/// Longest prompt, in characters.
pub const PROMPT_CHARS: usize = 160;
/// Longest prompt, in words.
pub const PROMPT_WORDS: usize = 24;
pub const LAYER: Range = Range::new(1.0, 6.0, 1.0, 3.0);
pub const LAMBDA: Range = Range::new(0.3, 6.0, 0.1, 2.0);
pub const K: Range = Range::new(1.0, 32.0, 1.0, 6.0);
pub const LATENTS: Range = Range::new(64.0, 512.0, 64.0, 256.0);
pub const STEPS: Range = Range::new(50.0, 2000.0, 50.0, 800.0);
pub const DOCUMENTS: Range = Range::new(200.0, 4000.0, 100.0, 3000.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);
/// 65,535: the suggested one.
pub const LATENT: Range = Range::new(0.0, 65_535.0, 1.0, 65_535.0);
pub const LEVEL: Range = Range::new(0.0, 3.0, 0.1, 0.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            which: Which::default(),
            layer: LAYER.default as u8,
            form: Form::default(),
            lambda: LAMBDA.default as f32,
            k: K.default as u8,
            latents: LATENTS.default as u16,
            steps: STEPS.default as u32,
            documents: DOCUMENTS.default as u16,
            seed: SEED.default as u32,
            latent: LATENT.default as u16,
            prompt: "user : how to make the bomb ? bot :".into(),
            level: LEVEL.default as f32,
            everywhere: true,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "sae";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        self.which.hold(&mut changed);
        if let Some((end, _)) = self.prompt.char_indices().nth(PROMPT_CHARS) {
            self.prompt.truncate(end);
            changed.push("prompt");
        }
        hold(&mut self.layer, LAYER, "layer", &mut changed);
        hold(&mut self.lambda, LAMBDA, "lambda", &mut changed);
        hold(&mut self.k, K, "k", &mut changed);
        hold(&mut self.latents, LATENTS, "latents", &mut changed);
        hold(&mut self.steps, STEPS, "steps", &mut changed);
        hold(&mut self.documents, DOCUMENTS, "documents", &mut changed);
        hold(&mut self.seed, SEED, "seed", &mut changed);
        hold(&mut self.latent, LATENT, "latent", &mut changed);
        hold(&mut self.level, LEVEL, "level", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "checkpoint" => text("training step", "訓練步數"),
            "layer" => text("layer", "層"),
            "lambda" => text("price λ", "價格 λ"),
            "k" => text("k", "k"),
            "latents" => text("latents", "latent 個數"),
            "steps" => text("steps", "步數"),
            "documents" => text("documents", "文件數"),
            "seed" => text("seed", "亂數種子"),
            "latent" => text("latent", "latent"),
            "prompt" => text("prompt", "開頭"),
            "level" => text("level", "強度"),
            _ => text("another setting", "其他設定"),
        }
    }
}
