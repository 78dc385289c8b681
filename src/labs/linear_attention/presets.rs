//! Named states that the lesson links to.

use super::config::Config;
use super::derivation::Line;
use super::rounds::Shape;
use super::wrong::Wrong;

/// A named state: what it changes, leaving all else as the reader has it.
pub struct Preset {
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

const fn preset(id: &'static str, apply: fn(&mut Config)) -> Preset {
    Preset { id, apply }
}

fn board(config: &mut Config, tried: Option<Wrong>) {
    config.step = Line::ALL.len() as u8;
    config.tried = tried;
}

pub static PRESETS: &[Preset] = &[
    preset("all-lines", |c| board(c, None)),
    preset("no-mask", |c| board(c, Some(Wrong::NoMask))),
    preset("softmax", |c| board(c, Some(Wrong::Softmax))),
    preset("one-hot", |c| (c.items, c.lean, c.asked) = (4, 0, 1)),
    preset("half-way", |c| (c.items, c.lean, c.asked) = (2, 45, 1)),
    preset("too-many", |c| (c.items, c.lean, c.asked) = (5, 0, 1)),
    preset("short", |c| (c.time, c.size, c.chunk) = (64, 64, 64)),
    preset("long", |c| (c.time, c.size, c.chunk) = (2048, 16, 64)),
    preset("rnn", |c| c.shape = Shape::Rnn),
    preset("parallel", |c| c.shape = Shape::Parallel),
];

pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::choices::Choices;

    #[test]
    fn every_preset_lies_within_the_limits_and_changes_something() {
        for preset in PRESETS {
            let mut config = Config {
                shape: Shape::Scan,
                ..Config::default()
            };
            let before = config.clone();
            (preset.apply)(&mut config);
            assert_ne!(config, before, "{}", preset.id);
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
            assert!(find(preset.id).is_some());
        }
        assert!(find("no-such-preset").is_none());
    }
}
