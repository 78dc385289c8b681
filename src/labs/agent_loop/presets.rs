//! The states to which the lessons link. A preset begins a new run.

use super::config::{Config, Place, Walk};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// The lab as it was at the start.
fn grid(radius: u8) -> Config {
    Config { radius, ..Config::default() }
}

fn desk(request: u8) -> Config {
    Config { place: Place::Desk, request, ..Config::default() }
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset { id: "whole", apply: |c| *c = grid(0) },
    Preset { id: "fog", apply: |c| *c = grid(1) },
    Preset { id: "weather", apply: |c| *c = desk(0) },
    Preset { id: "two", apply: |c| *c = desk(6) },
    // The agent fails: it walks into a wall until the guard stops it.
    Preset { id: "hug", apply: |c| *c = Config { walk: Walk::Straight, seed: 12, ..grid(0) } },
    // The agent fails: it has too few steps.
    Preset { id: "short", apply: |c| *c = Config { max_steps: 4, ..grid(1) } },
    // The agent fails: it jumps down where no way leads back.
    Preset { id: "drop", apply: |c| *c = Config { walk: Walk::Reckless, drops: 6, seed: 6, ..grid(1) } },
    // The rules cannot read it.
    Preset { id: "poem", apply: |c| *c = desk(7) },
    Preset { id: "narrow", apply: |c| *c = Config { window: 3072,
                size: 10, ..grid(1) } },
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
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }
}
