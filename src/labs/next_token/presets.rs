//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Config, Corpus, Weights};
use crate::nn::sampling::Settings;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset { id: "greedy", apply: |config| config.sampler = plain(0.0) },
    Preset { id: "hot", apply: |config| config.sampler = plain(1.5) },
    Preset { id: "very-hot", apply: |config| config.sampler = plain(3.0) },
    Preset { id: "verse", apply: verse },
    Preset {
        id: "untrained",
        apply: |config| {
            config.weights = Weights::Untrained;
            config.sampler = plain(0.8);
        },
    },
    Preset {
        id: "shipped",
        apply: |config| {
            config.weights = Weights::Shipped;
            config.sampler = plain(0.8);
        },
    },
];

/// Temperature alone: no filter, no penalty.
fn plain(temperature: f32) -> Settings {
    Settings { temperature, ..Settings::default() }
}

/// The Chinese text with the set-up that fits it.
fn verse(config: &mut Config) {
    let fitting = Config::for_corpus(Corpus::Chinese);
    config.corpus = fitting.corpus;
    config.tokenizer = fitting.tokenizer;
    config.context = fitting.context;
    config.batch = fitting.batch;
    config.steps = fitting.steps;
    config.weights = Weights::Live;
    config.sampler = plain(0.7);
}

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_stays_inside_the_limits() {
        for preset in PRESETS {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_eq!(config.clamped().1, Vec::<&str>::new(), "{}", preset.id);
        }
    }

    #[test]
    fn every_preset_changes_something_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_ne!(config, Config::default(), "{}", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }
}
