//! What the widgets share: the choices, the job on the chosen model, and what was asked of it.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::sae::LAB;
use crate::labs::sae::config::Config;
use crate::labs::sae::protocol::{Answer, Ask, Change, Changed, Report, Setup, Shown};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::world_page::Bench;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    /// The latent that is looked at, with its evidence.
    pub shown: RwSignal<Option<Shown>>,
    pub changed: RwSignal<Option<Changed>>,
    /// Why the last question about the prompt has no answer.
    pub problem: RwSignal<Option<AskError>>,
    pub words: StoredValue<Vocabulary>,
    /// The latent that is looked at: the chosen one, else the suggested one; none before the scores.
    pub latent: Memo<Option<u32>>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let which = chosen.pick(|c| c.which);
        let bench: Bench<Setup, Report> =
            Bench::new(LAB.id, which, move || chosen.config.with(Setup::of));
        let latent = Memo::new(move |_| {
            let wanted = chosen.config.with(|c| u32::from(c.latent));
            bench.told(|report: &Report| {
                let there = report.latents.len() as u32;
                if wanted < there {
                    Some(wanted)
                } else {
                    report.suggested()
                }
            })
        });
        let lab = Lab {
            chosen,
            bench,
            shown: RwSignal::new(None),
            changed: RwSignal::new(None),
            problem: RwSignal::new(None),
            words: StoredValue::new(Vocabulary::new()),
            latent,
            lang: use_lang().into(),
        };
        lab.follow();
        lab
    }

    fn follow(self) {
        let latent = self.latent;
        self.bench.follow(
            move || latent.get().map(|latent| Ask::Latent { latent }),
            move |answer: Result<Answer, AskError>| {
                if let Ok(Answer::Latent(shown)) = answer {
                    self.shown.set(Some(shown));
                }
            },
        );
        // What belongs to a run that is gone goes with it.
        Effect::new(move |_| {
            if latent.get().is_none() {
                self.shown.set(None);
            }
        });
        let question = move || {
            let change = |c: &Config| Change {
                prompt: c.prompt.trim().into(),
                latent: latent.get(),
                level: c.level,
                everywhere: c.everywhere,
            };
            Some(Ask::Change(self.chosen.config.with(change)))
        };
        self.bench.follow(question, move |answer| match answer {
            Ok(Answer::Changed(changed)) => {
                self.problem.set(None);
                self.changed.set(Some(changed));
            }
            Ok(Answer::Latent(_)) => {}
            Err(error) => self.problem.set(Some(error)),
        });
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// A number of the newest report.
    pub(super) fn number(self, read: fn(&Report) -> Option<f64>) -> Memo<Option<f64>> {
        Memo::new(move |_| self.bench.told(read))
    }
}

/// The name of a concept in the reader's language.
pub(super) fn concept(i: usize, lang: Lang) -> String {
    let (en, zh) = crate::labs::sae::concepts::name(i);
    if lang == Lang::En { en } else { zh }
}
