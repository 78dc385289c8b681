//! What the widgets share: the choices, what follows from them, and what can be taken back.

use std::sync::Arc;

use leptos::prelude::*;

use crate::labs::retention::config::{Config, Item};
use crate::labs::retention::seen::Seen;
use crate::labs::retention::valley::Valley;
use crate::lesson::Lang;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::wire::choices::Choices;

/// Most edits that can be taken back.
const BACK: usize = 50;

#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub seen: Memo<Arc<Seen>>,
    pub valley: Memo<Arc<Valley>>,
    /// The stream before each edit, and the token that was looked at.
    past: RwSignal<Vec<(Vec<Item>, u8)>>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let lang = use_lang();
        // The descent is another part of the choices: a change there must not draw the stream anew.
        let ladder = Memo::new(move |_| {
            let config = chosen.get();
            let plain = Config::default();
            Config {
                descent_beta: plain.descent_beta,
                angle: plain.angle,
                descent_steps: plain.descent_steps,
                ..config
            }
        });
        Lab {
            chosen,
            seen: Memo::new(move |_| Arc::new(ladder.with(Seen::new))),
            valley: Memo::new(move |_| Arc::new(chosen.config.with(Valley::new))),
            past: RwSignal::new(Vec::new()),
            lang: Signal::derive(move || lang.get()),
        }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn look<T>(self, read: impl FnOnce(&Seen) -> T) -> T {
        self.seen.with(|seen| read(seen))
    }

    /// Changes the choices; a changed stream can be taken back.
    pub(super) fn edit(self, change: impl FnOnce(&mut Config)) {
        let before = self.chosen.config.get_untracked();
        self.chosen.config.update(|config| {
            change(config);
            *config = config.clone().clamped().0;
        });
        let changed = self
            .chosen
            .config
            .with_untracked(|c| c.items != before.items);
        if changed {
            self.past.update(|past| {
                past.push((before.items, before.at));
                if past.len() > BACK {
                    past.remove(0);
                }
            });
        }
    }

    /// What a list does: the number of the entry goes into the choices.
    pub(super) fn choose(self, set: fn(&mut Config, u8)) -> Callback<String> {
        Callback::new(move |value: String| {
            if let Ok(value) = value.parse() {
                self.edit(|config| set(config, value));
            }
        })
    }

    pub(super) fn can_undo(self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    pub(super) fn undo(self) {
        let last = self.past.try_update(Vec::pop).flatten();
        if let Some((items, at)) = last {
            self.chosen.change(|config| (config.items, config.at) = (items, at));
        }
    }
}
