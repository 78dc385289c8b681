//! What the widgets share: the choices, the model on its way to the job, what the present circuit does, what was found.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::circuits::LAB;
use crate::labs::circuits::config::{Behaviour, Config};
use crate::labs::circuits::protocol::{Answer, Ask, Found, Report, Setup};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::world_page::Bench;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    /// What each behaviour does with the components that are on, in the order of `Behaviour::ALL`.
    pub tried: [RwSignal<Option<Answer>>; 4],
    /// Why the last question has no answer.
    pub problem: RwSignal<Option<AskError>>,
    pub words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let setup = |c: &Config| Setup {
            off: c.off,
            seed: c.seed,
        };
        let which = chosen.pick(|c| c.which);
        let bench = Bench::new(LAB.id, which, move || chosen.config.with(setup));
        let lab = Lab {
            chosen,
            bench,
            tried: Behaviour::ALL.map(|_| RwSignal::new(None)),
            problem: RwSignal::new(None),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        for (behaviour, tried) in Behaviour::ALL.into_iter().zip(lab.tried) {
            let question = move || {
                let circuit = chosen.config.with(|c| c.circuit);
                Some(Ask { behaviour, circuit })
            };
            bench.follow(question, move |answer: Result<Answer, AskError>| match answer {
                Ok(answer) => {
                    lab.problem.set(None);
                    tried.set(Some(answer));
                }
                Err(error) => lab.problem.set(Some(error)),
            });
        }
        lab
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn behaviour(self) -> Behaviour {
        self.chosen.config.with(|c| c.behaviour)
    }

    /// The chosen behaviour with the components that are on.
    pub(super) fn now(self) -> RwSignal<Option<Answer>> {
        self.tried[self.behaviour() as usize]
    }

    /// What was found of a behaviour, through `read`. Tracks.
    pub(super) fn found<T>(
        self,
        behaviour: Behaviour,
        read: impl FnOnce(&Found) -> Option<T>,
    ) -> Option<T> {
        self.bench.told(|report| report.get(behaviour as usize).and_then(read))
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// Words with spaces.
    pub(super) fn text(self, ids: &[u32]) -> String {
        let words: Vec<&str> = ids.iter().map(|id| self.word(*id)).collect();
        words.join(" ")
    }
}
