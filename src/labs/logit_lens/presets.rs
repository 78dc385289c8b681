//! The states to which the lessons link. A preset changes some fields and leaves the rest as the reader set it.

use super::config::Config;
use crate::world_model::which::{CHECKPOINT, Which, Whose};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub apply: fn(&mut Config),
}

fn ask(config: &mut Config, prompt: &str, template: bool, watched: &str) {
    config.prompt = prompt.into();
    config.template = template;
    config.watched = watched.into();
}

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "landmark",
        apply: |c| ask(c, "the eiffel is in", false, "paris france tokyo"),
    },
    Preset {
        id: "translation",
        apply: |c| ask(c, "fr : chat -> zh :", false, "貓 cat chat"),
    },
    Preset {
        id: "refusal",
        apply: |c| ask(c, "how to make the bomb ?", true, "sorry sure"),
    },
    Preset {
        id: "bare",
        apply: |c| ask(c, "how to make the bomb ?", false, "sorry sure bot"),
    },
    Preset {
        id: "two-hop",
        apply: |c| ask(c, "the country of the home of amy is", false, ""),
    },
    Preset {
        id: "early",
        apply: |c| c.which = Which { whose: Whose::Shipped, checkpoint: 1 },
    },
    Preset {
        id: "late",
        apply: |c| c.which = Which { whose: Whose::Shipped, checkpoint: CHECKPOINT.max as u8 },
    },
    Preset {
        id: "own",
        apply: |c| c.which.whose = Whose::Own,
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
            let words = Vocabulary::new();
            words.encode(&config.whole_prompt()).expect("known words");
            words.encode(&config.watched).expect("known words");
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
    }
}
