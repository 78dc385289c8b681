//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn look(config: &mut Config, attack: u8, defence: u8) {
    (config.attack, config.defence) = (attack, defence);
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "plain",
        apply: |c| look(c, 0, 0),
    },
    Preset {
        id: "forged",
        apply: |c| look(c, 5, 0),
    },
    Preset {
        id: "forged-escaped",
        apply: |c| look(c, 5, 1),
    },
    // The agent fails under every defence of the page: nothing in the text is an order.
    Preset {
        id: "false",
        apply: |c| look(c, 18, 4),
    },
    // It needs no tool, so no list of tools helps.
    Preset {
        id: "leak",
        apply: |c| look(c, 8, 3),
    },
    Preset {
        id: "alike",
        apply: |c| c.alike = 0.9,
    },
    Preset {
        id: "apart",
        apply: |c| c.alike = 0.0,
    },
];

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::super::attacks::{ATTACKS, Harm};
    use super::super::defences::Defence;
    use super::super::trial::trial;
    use super::*;
    use crate::lesson::Lang;
    use crate::wire::choices::Choices;

    fn set(id: &str) -> Config {
        let mut config = Config {
            attack: 3,
            defence: 3,
            alike: 0.5,
            ..Config::default()
        };
        (find(id).expect("a preset").apply)(&mut config);
        config
    }

    #[test]
    fn every_preset_stays_inside_the_limits_changes_something_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let config = set(preset.id);
            assert_eq!(
                config.clone().clamped(),
                (config.clone(), vec![]),
                "{}",
                preset.id
            );
            assert_ne!(
                config,
                Config {
                    attack: 3,
                    defence: 3,
                    alike: 0.5,
                    ..Config::default()
                }
            );
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }

    #[test]
    fn the_presets_show_what_the_lesson_says_of_them() {
        for (id, harm, succeeded) in [
            ("plain", Harm::Delete, true),
            ("forged", Harm::Delete, true),
            ("forged-escaped", Harm::Delete, false),
            ("false", Harm::Mislead, true),
            ("leak", Harm::Leak, true),
        ] {
            let config = set(id);
            let attack = ATTACKS[usize::from(config.attack)];
            let trial = trial(&attack, Defence::ALL[usize::from(config.defence)], Lang::En)
                .expect("it ends");
            assert_eq!(
                (attack.harm, trial.succeeded),
                (harm, succeeded),
                "{id}: {trial:?}"
            );
        }
    }
}
