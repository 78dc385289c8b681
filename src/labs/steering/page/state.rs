//! What the widgets share: the choices, the job on the chosen model, what one text has said.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::steering::LAB;
use crate::labs::steering::config::Config;
use crate::labs::steering::guesses::Place;
use crate::labs::steering::protocol::{Answer, Ask, Report, Setup};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::world_page::Bench;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    pub answer: RwSignal<Option<Answer>>,
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    /// Where the controls stand on the experiment's grid.
    pub place: Memo<Place>,
    words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let bench = Bench::new(LAB.id, chosen.pick(|c| c.which), move || {
            chosen.config.with(Config::setup)
        });
        let lab = Lab {
            chosen,
            bench,
            answer: RwSignal::new(None),
            problem: RwSignal::new(None),
            place: Memo::new(move |_| chosen.config.with(Place::of)),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        let question = move || {
            let ask = |c: &Config| Ask {
                direction: c.direction,
                operation: c.operation,
                layer: c.layer,
                strength: c.strength,
                prompt: c.prompt.clone(),
            };
            Some(chosen.config.with(ask))
        };
        bench.follow(question, move |answer| match answer {
            Ok(answer) => {
                lab.problem.set(None);
                lab.answer.set(Some(answer));
            }
            Err(error) => lab.problem.set(Some(error)),
        });
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// The report of the experiment where the controls stand, through `read`.
    pub(super) fn told<T>(self, read: impl FnOnce(&Report, Place) -> Option<T>) -> Option<T> {
        let place = self.place.get();
        self.bench.told(|report| read(report, place))
    }

    /// How much of the experiment is done, 0 to 1.
    pub(super) fn is_whole(self) -> bool {
        self.bench
            .report
            .with(|r| r.as_ref().is_some_and(|r| r.units > 0 && r.done == r.units))
    }
}
