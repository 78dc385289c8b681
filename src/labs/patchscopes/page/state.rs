//! What the widgets share: the choices, the job on the chosen model, what was seen, what was counted.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::patchscopes::LAB;
use crate::labs::patchscopes::config::Config;
use crate::labs::patchscopes::protocol::{Report, View};
use crate::lesson::{Lang, Text, text};
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::world_page::Bench;

/// What to do where nothing is counted yet.
pub(super) const EMPTY: Text = text(
    "Press \u{201c}Count\u{201d} above. It takes some seconds.",
    "按上面的「開始計數」，要等幾秒。",
);

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<(), Report>,
    pub view: RwSignal<Option<View>>,
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    /// Where back-patching is looked at: 0 the subject, 1 the last word.
    pub place: RwSignal<usize>,
    words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let which = chosen.pick(|c| c.which);
        let lab = Lab {
            chosen,
            bench: Bench::new(LAB.id, which, || ()),
            view: RwSignal::new(None),
            problem: RwSignal::new(None),
            place: RwSignal::new(0),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        lab.bench.follow(
            move || Some(lab.chosen.config.with(Config::look)),
            move |answer| match answer {
                Ok(view) => {
                    lab.problem.set(None);
                    lab.view.set(Some(view));
                }
                Err(error) => lab.problem.set(Some(error)),
            },
        );
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// The layers of the cell that is looked at: from, into.
    pub(super) fn cell(self) -> (usize, usize) {
        self.chosen.config.with(|c| (c.from.into(), c.into.into()))
    }

    pub(super) fn look_at(self, from: usize, into: usize) {
        self.chosen
            .change(|c| (c.from, c.into) = (from as u8, into as u8));
    }

    /// Everything is counted.
    pub(super) fn complete(self) -> bool {
        self.bench
            .report
            .with(|r| r.as_ref().is_some_and(|r| r.units > 0 && r.done == r.units))
    }
}
