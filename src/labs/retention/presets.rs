//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Config, Item, What};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset { id: "repeated", apply: |c| show(c, 0, 5) },
    Preset { id: "constant", apply: |c| show(c, 1, 5) },
    Preset { id: "important", apply: |c| show(c, 0, 6) },
    Preset { id: "gated", apply: |c| show(c, 2, 6) },
    Preset { id: "corrected", apply: |c| show(c, 4, 5) },
    Preset { id: "between", apply: between },
    Preset { id: "half", apply: |c| descend(c, 0.5) },
    Preset { id: "one", apply: |c| descend(c, 1.0) },
    Preset { id: "almost-two", apply: |c| descend(c, 1.9) },
    Preset { id: "beyond-two", apply: |c| descend(c, 2.1) },
    Preset { id: "wiped", apply: |c| train(c, 2, 0) },
    Preset { id: "no-gate", apply: |c| train(c, 0, 0) },
    Preset { id: "overwritten", apply: |c| train(c, 5, 1) },
];

/// Which layer learns which task.
fn train(config: &mut Config, layer: u8, task: u8) {
    (config.layer, config.task) = (layer, task);
    config.show = task;
    config.steps = 600;
}

/// The stream of the lesson at this token, on this rung.
fn show(config: &mut Config, rung: u8, at: u8) {
    let lesson = Config::default();
    config.items = lesson.items;
    config.query = lesson.query;
    (config.rung, config.at) = (rung, at);
}

/// Two keys that are not orthogonal: correcting one moves what the other gives.
fn between(config: &mut Config) {
    let write = |key, value| Item::new(What::Write { key, value }, false);
    config.items = vec![write(0, 0), write(4, 1)];
    (config.query, config.rung, config.at) = (0, 4, 2);
}

fn descend(config: &mut Config, beta: f32) {
    config.descent_beta = beta;
    config.descent_steps = 4;
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
    fn every_preset_stays_inside_the_limits_changes_something_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            // The page starts with the layer of one of them.
            let other = Config { layer: 4, ..Config::default() };
            let mut config = other.clone();
            (preset.apply)(&mut config);
            assert_ne!(config, other, "{}", preset.id);
            assert_eq!(config.clamped().1, Vec::<&str>::new(), "{}", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }
}
