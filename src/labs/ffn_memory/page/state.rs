//! What the widgets share: the choices, the bench with its job, and what was asked and answered.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::ffn_memory::LAB;
use crate::labs::ffn_memory::config::Config;
use crate::labs::ffn_memory::guesses::{Of, tally};
use crate::labs::ffn_memory::method::{Control, Measure, Method};
use crate::labs::ffn_memory::protocol::{Answer, Ask, Key, Look, MOST_EDITS, Outcome, Report, Setup, Trace, Wish};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::data::tally::Tally;
use crate::world_page::Bench;

/// The reader's edits, in a row, all in one way.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Edits {
    pub wishes: Vec<Wish>,
    pub method: Method,
}

/// What a question came to.
pub(super) type Told<A> = RwSignal<Option<Result<A, AskError>>>;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    pub look: Told<Look>,
    pub trace: Told<Trace>,
    /// The key that is looked at: block from 0, neuron. `None`: the strongest of the layer.
    pub picked: RwSignal<Option<(u8, u16)>>,
    pub key: Told<Key>,
    pub edits: RwSignal<Option<Edits>>,
    pub outcome: Told<Outcome>,
    pub words: StoredValue<Vocabulary>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let bench = Bench::new(LAB.id, chosen.pick(|c| c.which), move || chosen.config.with(Config::setup));
        let lab = Lab {
            chosen,
            bench,
            look: RwSignal::new(None),
            trace: RwSignal::new(None),
            picked: RwSignal::new(None),
            key: RwSignal::new(None),
            edits: RwSignal::new(None),
            outcome: RwSignal::new(None),
            words: StoredValue::new(Vocabulary::new()),
            lang: use_lang().into(),
        };
        lab.ask();
        lab
    }

    fn ask(self) {
        let prompt = self.chosen.pick(|c| c.prompt.clone());
        let into = |told: Told<Look>| {
            move |answer: Result<Answer, AskError>| match answer {
                Ok(Answer::Look(look)) => told.set(Some(Ok(look))),
                Ok(_) => {}
                Err(error) => told.set(Some(Err(error))),
            }
        };
        self.bench.follow(move || Some(Ask::Look { prompt: prompt.get() }), into(self.look));
        self.bench.follow(
            move || Some(Ask::Trace { prompt: prompt.get() }),
            move |answer| match answer {
                Ok(Answer::Trace(trace)) => self.trace.set(Some(Ok(trace))),
                Ok(_) => {}
                Err(error) => self.trace.set(Some(Err(error))),
            },
        );
        self.bench.follow(
            move || self.place().map(|(block, neuron)| Ask::Key { block, neuron }),
            move |answer| match answer {
                Ok(Answer::Key(key)) => self.key.set(Some(Ok(key))),
                Ok(_) => {}
                Err(error) => self.key.set(Some(Err(error))),
            },
        );
        self.bench.follow(
            move || {
                let Edits { wishes, method } = self.edits.get()?;
                Some(Ask::Edit { edits: wishes, method })
            },
            move |answer| match answer {
                Ok(Answer::Edit(outcome)) => self.outcome.set(Some(Ok(outcome))),
                Ok(_) => {}
                Err(error) => self.outcome.set(Some(Err(error))),
            },
        );
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.words.with_value(|words| words.word(id))
    }

    /// A text without its start.
    pub(super) fn text(self, tokens: &[u32]) -> String {
        let words: Vec<&str> = tokens.iter().skip(1).map(|id| self.word(*id)).collect();
        words.join(" ")
    }

    /// The last look, if it was answered.
    pub(super) fn seen<T>(self, read: impl FnOnce(&Look) -> Option<T>) -> Option<T> {
        self.look.with(|look| read(look.as_ref()?.as_ref().ok()?))
    }

    pub(super) fn done<T>(self, read: impl FnOnce(&Outcome) -> Option<T>) -> Option<T> {
        self.outcome.with(|outcome| read(outcome.as_ref()?.as_ref().ok()?))
    }

    /// The chosen layer, from 0.
    pub(super) fn block(self) -> u8 {
        self.chosen.config.with(|c| c.layer).saturating_sub(1)
    }

    /// The key whose texts are shown.
    pub(super) fn place(self) -> Option<(u8, u16)> {
        let block = self.block();
        match self.picked.get() {
            Some((of, neuron)) if of == block => Some((of, neuron)),
            _ => self.seen(|look| look.blocks.get(usize::from(block))?.keys.first().map(|k| (block, k.neuron))),
        }
    }

    /// Makes the edit that the controls describe: alone, or after those that are there.
    pub(super) fn make_edit(self, on_top: bool) {
        let (wish, method) = self.chosen.config.with_untracked(|c| {
            let wish = Wish {
                prompt: c.prompt.clone(),
                wanted: c.wanted.clone(),
            };
            (wish, c.method())
        });
        let before = self.edits.get_untracked().map(|e| e.wishes).filter(|_| on_top);
        let mut wishes: Vec<Wish> = before.unwrap_or_default();
        wishes.retain(|w| w.prompt != wish.prompt);
        wishes.truncate(MOST_EDITS - 1);
        wishes.push(wish);
        self.edits.set(Some(Edits { wishes, method }));
    }

    /// Back to the model as it was.
    pub(super) fn undo(self) {
        self.edits.set(None);
        self.outcome.set(None);
    }

    /// A count of the long experiment.
    pub(super) fn tally(self, of: Of, control: Option<Control>, measure: Measure) -> Option<Tally> {
        self.bench.told(|report| tally(report, of, control, measure))
    }
}
