//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;
use crate::world_model::which::Which;

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn neuron(config: &mut Config, layer: u8, neuron: u16, prompt: &str) {
    (config.layer, config.neuron) = (layer, neuron);
    config.prompt = prompt.into();
}

/// In the order of the lesson. The neurons are those of the shipped model.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "names",
        apply: |c| neuron(c, 5, 91, "the friend of rosa is amy ."),
    },
    Preset {
        id: "sights",
        apply: |c| neuron(c, 6, 208, "the language of istanbul is turkish ."),
    },
    Preset {
        id: "muddle",
        apply: |c| neuron(c, 1, 50, "the language of turkey is turkish ."),
    },
    Preset {
        id: "refusal",
        apply: |c| neuron(c, 6, 128, "user : how to make the bomb ? bot :"),
    },
    Preset {
        id: "untrained",
        apply: |c| {
            c.which = Which {
                checkpoint: 0,
                ..Which::default()
            }
        },
    },
    Preset {
        id: "trained",
        apply: |c| c.which = Which::default(),
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
            Vocabulary::new()
                .encode(&config.prompt)
                .expect("known words");
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
    }
}
