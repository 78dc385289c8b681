//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{BETA, Config, LAYER, RANK};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn relation(config: &mut Config, relation: u8) {
    config.relation = relation;
    config.layer = LAYER.default as u8;
    config.beta = BETA.default as u8;
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "landmark",
        apply: |c| relation(c, 0),
    },
    Preset {
        id: "translation",
        apply: |c| relation(c, 6),
    },
    Preset {
        id: "language",
        apply: |c| relation(c, 2),
    },
    Preset {
        id: "job-late",
        apply: |c| {
            relation(c, 3);
            c.layer = 5;
        },
    },
    Preset {
        id: "no-beta",
        apply: |c| c.beta = 0,
    },
    Preset {
        id: "usual",
        apply: |c| (c.beta, c.rank) = (BETA.default as u8, RANK.default as u8),
    },
    Preset {
        id: "narrow",
        apply: |c| c.rank = 2,
    },
    Preset {
        id: "one-pair",
        apply: |c| c.pairs = 1,
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
    fn every_preset_stays_inside_the_limits() {
        for preset in PRESETS {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
    }
}
