//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Behaviour, Config, Off};
use super::parts::{Circuit, FIRST_MLP};

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
        id: "no-first-mlp",
        apply: |c| c.circuit = Circuit::FULL.without(FIRST_MLP),
    },
    Preset {
        id: "mlps-only",
        apply: |c| c.circuit = Circuit::of((0..6).map(|block| block * 5 + 4)),
    },
    Preset {
        id: "whole",
        apply: |c| c.circuit = Circuit::FULL,
    },
    Preset {
        id: "refusal",
        apply: |c| c.behaviour = Behaviour::Refusal,
    },
    Preset {
        id: "copy",
        apply: |c| c.behaviour = Behaviour::Copy,
    },
    Preset {
        id: "zero",
        apply: |c| c.off = Off::Zero,
    },
    Preset {
        id: "mean",
        apply: |c| c.off = Off::Mean,
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
            assert_eq!(find(preset.id).map(|p| p.id), Some(preset.id));
        }
    }
}
