//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// The weighing as it was at the start, with another claim.
fn fresh(config: &mut Config, claim: f32) {
    let start = Config::default();
    *config = Config {
        claim,
        questions: config.questions,
        seeds: config.seeds,
        seed: config.seed,
        by_name: config.by_name,
        ..start
    };
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "near",
        apply: |c| fresh(c, 120.0),
    },
    Preset {
        id: "far",
        apply: |c| fresh(c, super::guesses::FAR),
    },
    Preset {
        id: "unsure",
        apply: |c| {
            fresh(c, 160.0);
            c.spread = 30.0;
        },
    },
    Preset {
        id: "old",
        apply: |c| {
            fresh(c, 130.0);
            (c.age, c.half_life) = (1095, 365);
        },
    },
    Preset {
        id: "start",
        apply: |c| fresh(c, 130.0),
    },
    // The agent fails: it is surer of itself than it ought to be, and sends the right claim away.
    Preset {
        id: "stubborn",
        apply: |c| {
            fresh(c, 140.0);
            c.spread = 3.0;
        },
    },
    // The agent fails: it never doubts the tool.
    Preset {
        id: "credulous",
        apply: |c| {
            fresh(c, 900.0);
            c.reliability = 1.0;
        },
    },
    Preset {
        id: "merged",
        apply: |c| c.by_name = true,
    },
    Preset {
        id: "apart",
        apply: |c| c.by_name = false,
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

    fn set(id: &str) -> Config {
        let mut config = Config { mean: 7.0, age: 3, by_name: id == "apart", ..Config::default() };
        (find(id).expect("a preset").apply)(&mut config);
        config
    }

    #[test]
    fn every_preset_stays_inside_the_limits_changes_something_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let config = set(preset.id);
            assert_eq!(config.clone().clamped(), (config.clone(), vec![]), "{}", preset.id);
            assert_ne!(config, Config { mean: 7.0, age: 3, by_name: preset.id == "apart", ..Config::default() });
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }

    #[test]
    fn the_presets_show_what_the_lesson_says_of_them() {
        let weight = |id: &str| set(id).weighed().weight;
        assert!(weight("near") > 0.9 && weight("far") < 0.001);
        assert!(weight("unsure") > 0.8);
        assert!(weight("old") < weight("start"));
        // The right claim is sent away by too sure a mind, and any claim is swallowed by a credulous one.
        assert!(weight("stubborn") < 0.001, "{}", weight("stubborn"));
        let swallowed = set("credulous").weighed();
        assert!(swallowed.weight == 1.0 && swallowed.answer > 700.0);
    }
}
