//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;
use crate::nn::mixers::Kind;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "gated-delta",
        apply: |config| config.rival = Kind::GatedDelta,
    },
    Preset {
        id: "small",
        apply: |config| (config.head, config.heads) = (64, 1),
    },
    Preset {
        id: "short",
        apply: |config| config.context = 4000,
    },
    Preset {
        id: "every-other",
        apply: |config| (config.layers, config.attention) = (32, 16),
    },
    Preset {
        id: "one-in-eight",
        apply: |config| (config.layers, config.attention) = (32, 4),
    },
    Preset {
        id: "wide-head",
        apply: |config| config.measured = 64,
    },
];

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::choices::Choices;

    #[test]
    fn every_preset_stays_inside_the_limits_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let mut config = Config {
                layers: 3,
                attention: 1,
                ..Config::default()
            };
            let before = config.clone();
            (preset.apply)(&mut config);
            assert_eq!(config.clone().clamped(), (config.clone(), vec![]), "{}", preset.id);
            assert_ne!(config, before, "{} changes something", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }
}
