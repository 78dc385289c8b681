//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Config, How};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn values(config: &mut Config, neurons: u16, strength: f32) {
    (config.how, config.neurons, config.strength) = (How::Values, neurons, strength);
}

fn rank_one(config: &mut Config, block: u8) {
    (config.how, config.block) = (How::RankOne, block);
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "home",
        apply: |c| c.prompt = "amy lives in".into(),
    },
    Preset {
        id: "landmark",
        apply: |c| c.prompt = "the eiffel is in".into(),
    },
    Preset {
        id: "paper",
        apply: |c| values(c, 3, 2.0),
    },
    Preset {
        id: "hard",
        apply: |c| values(c, 3, 4.0),
    },
    Preset {
        id: "early",
        apply: |c| rank_one(c, 1),
    },
    Preset {
        id: "late",
        apply: |c| rank_one(c, 5),
    },
    Preset {
        id: "tune",
        apply: |c| c.how = How::TuneAll,
    },
    Preset {
        id: "nobody",
        apply: |c| c.prompt = "the eiffel is in".into(),
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
            Vocabulary::new().encode(&config.prompt).expect("known words");
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
    }
}
