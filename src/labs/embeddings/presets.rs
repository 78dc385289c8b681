//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;
use crate::world_model::which::{CHECKPOINT, Whose};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn at(config: &mut Config, checkpoint: u8) {
    config.which.whose = Whose::Shipped;
    config.which.checkpoint = checkpoint;
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "best",
        apply: |c| (c.random, c.across, c.up) = (false, 1, 2),
    },
    Preset {
        id: "later-axes",
        apply: |c| (c.random, c.across, c.up) = (false, 7, 8),
    },
    Preset {
        id: "random",
        apply: |c| c.random = true,
    },
    Preset {
        id: "country",
        apply: |c| c.word = "japan".into(),
    },
    Preset {
        id: "thing",
        apply: |c| c.word = "chat".into(),
    },
    Preset {
        id: "landmark",
        apply: |c| c.word = "eiffel".into(),
    },
    Preset {
        id: "early",
        apply: |c| at(c, 0),
    },
    Preset {
        id: "late",
        apply: |c| at(c, CHECKPOINT.max as u8),
    },
];

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::world::Vocabulary;
    use crate::wire::choices::Choices;

    #[test]
    fn every_preset_stays_inside_the_limits_and_speaks_the_model_s_words() {
        for preset in PRESETS {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert!(Vocabulary::new().id(&config.word).is_some(), "{}", preset.id);
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
            assert_eq!(find(preset.id).map(|p| p.id), Some(preset.id));
        }
    }
}
