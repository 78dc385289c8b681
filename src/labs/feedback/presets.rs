//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{BUDGET, Config};
use super::repair::Kind;

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
        id: "log",
        apply: |c| set(c, Kind::Log, 4),
    },
    Preset {
        id: "score",
        apply: |c| set(c, Kind::Score, 4),
    },
    Preset {
        id: "hopeless",
        apply: |c| {
            set(c, Kind::PassFail, 6);
            c.budget = 500;
        },
    },
];

fn set(config: &mut Config, kind: Kind, open: u8) {
    config.kind = kind;
    config.open = open;
    config.budget = BUDGET.default as u32;
}

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::feedback::repair::{Repair, Stage};
    use crate::wire::choices::Choices;

    #[test]
    fn every_preset_stays_inside_the_limits_and_changes_something() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_eq!(config.clone().clamped(), (config.clone(), vec![]), "{}", preset.id);
            assert_ne!(config, Config::default(), "{}", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }

    #[test]
    fn the_hopeless_preset_runs_out_of_runs_with_nearly_every_seed() {
        let mut config = Config::default();
        (find("hopeless").expect("a preset").apply)(&mut config);
        let fails = (0..20).filter(|seed| {
            let mut repair = Repair::new(config.task.into(), config.kind, config.open.into(), config.budget, *seed);
            while repair.step().is_some() {}
            repair.stage() == Stage::OutOfRuns
        });
        assert!(fails.count() >= 19);
    }
}
