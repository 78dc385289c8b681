//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Config, LIMIT, SLACK};
use super::policy::{Policy, Pruning};
use super::surprise::Answer;

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
        id: "greedy",
        apply: |c| shop(c, Policy::Greedy, 5),
    },
    Preset {
        id: "thrifty",
        apply: |c| shop(c, Policy::Thrifty, 5),
    },
    Preset {
        id: "blind",
        apply: |c| {
            shop(c, Policy::Search(Pruning::None), 6);
            c.limit = 300;
        },
    },
    Preset {
        id: "stubborn",
        apply: |c| {
            shop(c, Policy::Search(Pruning::Bound), 5);
            (c.answer, c.stockout) = (Answer::PlanOnly, 0.4);
        },
    },
    Preset {
        id: "trapped",
        apply: |c| (c.thinking, c.doors, c.threshold) = (true, 0.6, -3.0),
    },
    Preset {
        id: "pruned",
        apply: |c| (c.thinking, c.doors, c.threshold) = (true, 0.0, 0.6),
    },
];

fn shop(config: &mut Config, policy: Policy, slots: u8) {
    config.thinking = false;
    config.policy = policy;
    config.slots = slots;
    config.slack = SLACK.default as f32;
    config.limit = LIMIT.default as u32;
}

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
