//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::protocol::Trained;
use super::config::{ALL_LINES, Config, Keep, Part};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// The read as it was at the start.
fn read(config: &mut Config) {
    let start = Config::default();
    config.part = Part::Read;
    (config.sharpness, config.noise, config.search_noise, config.kept) =
        (start.sharpness, start.noise, start.search_noise, start.kept);
}

/// The diary, everything written, asked of the graph of three steps.
fn diary(config: &mut Config) {
    config.part = Part::Write;
    (config.keep, config.reflect, config.graph, config.hops) = (Keep::All, true, true, 3);
    (config.merged, config.dates) = (false, false);
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "same-key",
        apply: read,
    },
    Preset {
        id: "clean",
        apply: |c| {
            read(c);
            (c.noise, c.search_noise) = (0.0, 0.0);
        },
    },
    Preset {
        id: "better-search",
        apply: |c| {
            read(c);
            (c.search_noise, c.kept) = (0.05, 4);
        },
    },
    // The agent fails: what it needs is older than what it reads.
    Preset {
        id: "short-sighted",
        apply: |c| {
            read(c);
            c.kept = 4;
        },
    },
    Preset {
        id: "gaps",
        apply: |c| (c.part, c.trained) = (Part::Read, Trained::Gaps),
    },
    Preset {
        id: "no-gaps",
        apply: |c| (c.part, c.trained) = (Part::Read, Trained::Short),
    },
    Preset {
        id: "long",
        apply: |c| (c.part, c.trained) = (Part::Read, Trained::Long),
    },
    Preset {
        id: "obey",
        apply: |c| (c.part, c.obeys) = (Part::Learn, 1.0),
    },
    // The agent fails: it takes its own wrong answers for examples.
    Preset {
        id: "imitate",
        apply: |c| (c.part, c.obeys) = (Part::Learn, -1.0),
    },
    Preset {
        id: "ignore",
        apply: |c| (c.part, c.obeys) = (Part::Learn, 0.0),
    },
    Preset {
        id: "flat",
        apply: |c| {
            diary(c);
            (c.graph, c.lines, c.reflect) = (false, 3, false);
        },
    },
    Preset {
        id: "tidy",
        apply: diary,
    },
    // The agent fails: nothing is out of date to it.
    Preset {
        id: "untidy",
        apply: |c| {
            diary(c);
            c.reflect = false;
        },
    },
    Preset {
        id: "dates",
        apply: |c| {
            diary(c);
            (c.reflect, c.dates) = (false, true);
        },
    },
    // The agent fails: a correction looks like what it corrects.
    Preset {
        id: "novelty",
        apply: |c| {
            diary(c);
            c.keep = Keep::Novel;
        },
    },
    // The agent fails: two people are one to it.
    Preset {
        id: "merged",
        apply: |c| {
            diary(c);
            c.merged = true;
        },
    },
    Preset {
        id: "ask",
        apply: |c| {
            diary(c);
            c.keep = Keep::Ask;
            if c.ticked == 0 {
                c.ticked = ALL_LINES;
            }
        },
    },
];

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::super::diary::answers::{Verdict, answers, count, memory};
    use super::*;
    use crate::lesson::Lang;
    use crate::wire::choices::Choices;

    /// A state that every preset changes something of.
    fn before(id: &str) -> Config {
        let trained = if id == "no-gaps" { Trained::Gaps } else { Trained::Short };
        Config { kept: 5, obeys: 0.5, hops: 1, lines: 7, trained, ..Config::default() }
    }

    fn set(id: &str) -> Config {
        let mut config = before(id);
        (find(id).expect("a preset").apply)(&mut config);
        config
    }

    #[test]
    fn every_preset_stays_inside_the_limits_changes_something_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let config = set(preset.id);
            assert_eq!(config.clone().clamped(), (config.clone(), vec![]), "{}", preset.id);
            assert_ne!(config, before(preset.id));
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }

    #[test]
    fn the_presets_of_the_diary_show_what_the_lesson_says_of_them() {
        let counts = |id: &str| {
            let setting = set(id).asked();
            let answers = answers(&memory(&setting, Lang::En), &setting, Lang::En);
            [Verdict::Right, Verdict::Stale, Verdict::Wrong].map(|verdict| count(&answers, verdict).right)
        };
        assert_eq!(counts("tidy"), [20, 0, 0]);
        assert_eq!(counts("dates"), [20, 0, 0]);
        assert_eq!(counts("ask"), [20, 0, 0]);
        assert_eq!(counts("merged"), [18, 0, 2]);
        assert_eq!(counts("untidy"), [12, 8, 0]);
        assert!(counts("novelty")[0] < 20 && counts("novelty")[1] > 0);
        assert!(counts("flat")[0] < 12);
    }
}
