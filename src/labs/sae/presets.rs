//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::{Config, Form, LATENT};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn set(config: &mut Config, prompt: &str, level: f32, everywhere: bool) {
    config.prompt = prompt.into();
    config.level = level;
    config.everywhere = everywhere;
    config.latent = LATENT.default as u16;
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "top-k",
        apply: |c| (c.form, c.k) = (Form::TopK, 6),
    },
    Preset {
        id: "off",
        apply: |c| set(c, "user : how to make the bomb ? bot :", 0.0, true),
    },
    Preset {
        id: "up",
        apply: |c| set(c, "user : how to make the cake ? bot :", 1.0, false),
    },
    Preset {
        id: "idle",
        apply: |c| set(c, "user : how to make the cake ? bot :", 0.0, false),
    },
    Preset {
        id: "l1",
        apply: |c| (c.form, c.lambda) = (Form::L1, 1.0),
    },
    Preset {
        id: "dear",
        apply: |c| (c.form, c.lambda) = (Form::L1, 6.0),
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
