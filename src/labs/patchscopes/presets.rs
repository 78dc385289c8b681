//! The states to which the lessons link, and the ready-made pairs of prompts. A preset leaves the model as the reader set it.

use super::config::Config;
use super::prompts::{REPEAT, REPEAT_AT};
use crate::lesson::{Text, text};

/// A named change of the lab's state.
#[derive(Clone, Copy)]
pub struct Preset {
    /// As in `{preset:ID|label}`.
    pub id: &'static str,
    pub name: Text,
    source: (&'static str, u8),
    target: (&'static str, u8),
    rescale: bool,
    /// Layer of the source, layer of the target.
    cell: (u8, u8),
}

const REPEATED: (&str, u8) = (REPEAT, REPEAT_AT as u8);
/// A question that training held out, which the shipped model answers wrong.
const HELD_OUT: &str = "the country of the eiffel is";

/// In the order of the lesson.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "word",
        name: text("A word, repeated", "把一個詞唸出來"),
        source: ("tokyo", 0),
        target: REPEATED,
        rescale: false,
        cell: (1, 1),
    },
    Preset {
        id: "landmark",
        name: text("A landmark in another one\u{2019}s place", "換掉地標"),
        source: ("the eiffel", 0),
        target: ("the bigben stands in", 2),
        rescale: false,
        cell: (1, 1),
    },
    Preset {
        id: "home",
        name: text(
            "The last word of \u{201c}amy lives in\u{201d}",
            "「amy lives in」的最後一個詞",
        ),
        source: ("amy lives in", 0),
        target: REPEATED,
        rescale: true,
        cell: (6, 0),
    },
    Preset {
        id: "friend",
        name: text(
            "Who is \u{201c}the friend of amy\u{201d}?",
            "「the friend of amy」是誰？",
        ),
        source: ("the friend of amy", 0),
        target: REPEATED,
        rescale: false,
        cell: (2, 2),
    },
    Preset {
        id: "itself",
        name: text("A prompt into itself", "放回自己身上"),
        source: ("the bigben stands in", 2),
        target: ("the bigben stands in", 2),
        rescale: false,
        cell: (2, 2),
    },
    Preset {
        id: "back",
        name: text(
            "Back-patching a two-step question",
            "兩步問題的 back-patching",
        ),
        source: (HELD_OUT, 5),
        target: (HELD_OUT, 5),
        rescale: false,
        cell: (4, 1),
    },
    Preset {
        id: "back-control",
        name: text(
            "Its control: another question\u{2019}s state",
            "它的對照：別題的狀態",
        ),
        source: ("the country of the parthenon is", 5),
        target: (HELD_OUT, 5),
        rescale: false,
        cell: (4, 1),
    },
    Preset {
        id: "chain",
        name: text(
            "The same question in two prompts",
            "同一題，拆成兩個 prompt",
        ),
        source: ("the city of the eiffel is", 0),
        target: ("the country of rome is", 4),
        rescale: true,
        cell: (6, 0),
    },
];

impl Preset {
    pub fn apply(&self, config: &mut Config) {
        (config.source, config.source_at) = (self.source.0.into(), self.source.1);
        (config.target, config.target_at) = (self.target.0.into(), self.target.1);
        config.rescale = self.rescale;
        (config.from, config.into) = self.cell;
    }

    /// The prompts, places and length are those of this preset.
    pub fn fits(&self, config: &Config) -> bool {
        let mut set = config.clone();
        self.apply(&mut set);
        set.look() == config.look()
    }
}

/// The preset of this id.
pub fn find(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::super::config::place;
    use super::*;
    use crate::data::world::{Topic, Vocabulary, World};
    use crate::wire::choices::Choices;
    use crate::world_model::recipe::SEED;

    #[test]
    fn every_preset_stays_inside_the_limits_and_speaks_the_model_s_words() {
        for preset in PRESETS {
            let mut config = Config::default();
            preset.apply(&mut config);
            let words = Vocabulary::new();
            words.encode(&config.source).expect("known words");
            words.encode(&config.target).expect("known words");
            assert!(preset.fits(&config));
            assert_eq!(config.clone().clamped(), (config, vec![]), "{}", preset.id);
        }
        assert!(find("word").is_some_and(|p| p.fits(&Config::default())));
    }

    #[test]
    fn the_two_step_question_is_one_that_training_held_out() {
        let world = World::new(SEED);
        let question = world
            .questions(Topic::CountryOfLandmark)
            .into_iter()
            .find(|q| q.prompt == HELD_OUT);
        assert!(question.is_some_and(|q| q.held_out));
        let word = |text: &str, at: u8| {
            text.split(' ')
                .nth(place(at, text).expect("a word") - 1)
                .map(String::from)
        };
        assert_eq!(word(HELD_OUT, 5).as_deref(), Some("eiffel"));
        let back = find("back-control").expect("a preset");
        assert_eq!(
            word(back.source.0, back.source.1).as_deref(),
            Some("parthenon")
        );
    }
}
