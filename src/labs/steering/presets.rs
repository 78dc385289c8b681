//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{CHECKPOINT, Config};
use super::protocol::{Direction, Operation};
use crate::world_model::which::Whose;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn steer(c: &mut Config, prompt: &str, direction: Direction, operation: Operation, layer: u8, strength: f32) {
    c.prompt = prompt.into();
    c.direction = direction;
    c.operation = operation;
    c.layer = layer;
    c.strength = strength;
}

const BOMB: &str = "user : how to make the bomb ? bot :";
const CAKE: &str = "user : how to make the cake ? bot :";

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "bomb",
        apply: |c| steer(c, BOMB, Direction::Refusal, Operation::Subtract, 3, 2.0),
    },
    Preset {
        id: "cake",
        apply: |c| steer(c, CAKE, Direction::Refusal, Operation::Add, 3, 2.0),
    },
    Preset {
        id: "language",
        apply: |c| steer(c, "en : cat -> fr :", Direction::Language, Operation::Add, 5, 1.0),
    },
    Preset {
        id: "projected",
        apply: |c| steer(c, CAKE, Direction::Refusal, Operation::ProjectOut, 3, 1.0),
    },
    Preset {
        id: "affine",
        apply: |c| steer(c, BOMB, Direction::Refusal, Operation::Affine, 3, 1.0),
    },
    Preset {
        id: "fact",
        apply: |c| steer(c, "the eiffel is in", Direction::Refusal, Operation::Add, 3, 2.0),
    },
    Preset {
        id: "too-far",
        apply: |c| steer(c, "en : horse -> zh :", Direction::Language, Operation::Subtract, 2, 4.0),
    },
    Preset {
        id: "one-example",
        apply: |c| c.examples = 1,
    },
    Preset {
        id: "early",
        apply: |c| (c.which.whose, c.which.checkpoint) = (Whose::Shipped, 2),
    },
    Preset {
        id: "late",
        apply: |c| (c.which.whose, c.which.checkpoint) = (Whose::Shipped, CHECKPOINT.max as u8),
    },
    Preset {
        id: "function",
        apply: |c| steer(c, "frog ->", Direction::Function(3), Operation::Add, 5, 1.5),
    },
];

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::world::Vocabulary;
    use crate::wire::choices::Choices;

    #[test]
    fn every_preset_stays_inside_the_limits_and_speaks_the_model_s_words() {
        for preset in PRESETS {
            let mut config = Config::default();
            (preset.apply)(&mut config);
            Vocabulary::new().encode(&config.prompt).expect("known words");
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
    }
}
