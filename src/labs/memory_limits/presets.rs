//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::choices::{Config, FIRST, GAMMA, LAW_SCALE, LAW_SIZE, LONGEST, Layers, SIZE, STEPS, Source};
use super::laws::Keys;
use crate::data::recall::Task;
use crate::nn::mixers::Kind;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset { id: "orthonormal", apply: |c| c.source = Source::Orthonormal },
    Preset { id: "random", apply: |c| c.source = Source::Random },
    Preset { id: "own", apply: |c| c.source = Source::Own },
    Preset {
        id: "law-orthonormal",
        apply: |c| {
            c.law_keys = Keys::Orthonormal;
            c.law_size = LAW_SIZE.default as u8;
        },
    },
    Preset {
        id: "soft",
        apply: |c| {
            c.law_keys = Keys::Random;
            c.law_size = LAW_SIZE.default as u8;
            c.law_scale = LAW_SCALE.default as f32;
        },
    },
    Preset {
        id: "sharp",
        apply: |c| {
            c.law_keys = Keys::Random;
            c.law_size = LAW_SIZE.default as u8;
            c.law_scale = 4.0 * LAW_SCALE.default as f32;
        },
    },
    Preset { id: "plain", apply: |c| task(c, Task::Plain, SIZE.default as u8) },
    Preset { id: "overwrite", apply: |c| task(c, Task::Overwrite, SIZE.default as u8) },
    Preset {
        id: "clear",
        apply: |c| {
            task(c, Task::Clear, 16);
            c.layers = Layers::of(&[Kind::Softmax, Kind::Linear, Kind::ScalarGate, Kind::DeltaNet, Kind::GatedDelta]);
        },
    },
    Preset { id: "all-layers", apply: |c| c.layers = Layers::all() },
    Preset { id: "circle", apply: |c| c.on_circle = true },
    Preset { id: "leaky", apply: |c| c.forget_bias = 0.0 },
];

/// A task with the sizes at which it shows what it is for.
fn task(config: &mut Config, task: Task, size: u8) {
    config.task = task;
    config.size = size;
    config.longest = LONGEST.default as u8;
    config.gamma = GAMMA.default as f32;
    config.steps = STEPS.default as u32;
    config.layers = Layers::of(&FIRST);
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
    fn every_preset_stays_inside_the_limits_and_has_its_own_name() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            assert_eq!(config.clamped().1, Vec::<&str>::new(), "{}", preset.id);
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
        }
    }

    #[test]
    fn every_preset_changes_something_unless_it_leads_back() {
        for preset in PRESETS {
            // As another preset has left it.
            let mut other = Config::default();
            (find("clear").expect("a preset").apply)(&mut other);
            (find("own").expect("a preset").apply)(&mut other);
            (find("sharp").expect("a preset").apply)(&mut other);
            let mut config = Config::default();
            let (before, start) = (config.clone(), other.clone());
            (preset.apply)(&mut config);
            (preset.apply)(&mut other);
            assert!(config != before || other != start, "{}", preset.id);
        }
    }
}
