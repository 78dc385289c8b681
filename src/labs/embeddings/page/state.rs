//! What the widgets share: the choices, the model on its way to the job, what it answered, which checkpoints were visited.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::labs::embeddings::LAB;
use crate::labs::embeddings::config::Config;
use crate::labs::embeddings::guesses::Visited;
use crate::labs::embeddings::protocol::{Answer, Ask, Facts, Near, Plane, Report, Setup};
use crate::labs::embeddings::words::{Word, content};
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, use_choices, use_lang};
use crate::world_model::recipe::CHECKPOINTS;
use crate::world_model::which::Whose;
use crate::world_page::Bench;

/// Copy: signals only.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub bench: Bench<Setup, Report>,
    pub facts: RwSignal<Option<Facts>>,
    pub plane: RwSignal<Option<Plane>>,
    pub near: RwSignal<Option<Near>>,
    /// Why the word has no neighbours.
    pub problem: RwSignal<Option<AskError>>,
    /// Of the shipped run.
    pub visited: RwSignal<Visited>,
    /// The reader wants to see all checkpoints, one after the other.
    pub touring: RwSignal<bool>,
    pub vocabulary: StoredValue<Vocabulary>,
    pub content: StoredValue<Vec<Word>>,
    lang: Signal<Lang>,
}

impl Lab {
    pub(super) fn new() -> Lab {
        let chosen = use_choices::<Config>();
        let which = chosen.pick(|c| c.which);
        let bench = Bench::new(LAB.id, which, move || Setup { seed: chosen.config.with(|c| c.draws) });
        let vocabulary = Vocabulary::new();
        let words = content(&vocabulary);
        let lab = Lab {
            chosen,
            bench,
            facts: RwSignal::new(None),
            plane: RwSignal::new(None),
            near: RwSignal::new(None),
            problem: RwSignal::new(None),
            visited: RwSignal::new(Visited::new()),
            touring: RwSignal::new(false),
            vocabulary: StoredValue::new(vocabulary),
            content: StoredValue::new(words),
            lang: use_lang().into(),
        };
        bench.follow(|| Some(Ask::Facts), move |answer| lab.hear(answer));
        let axes = move || Some(Ask::Map(chosen.config.with(Config::axes)));
        bench.follow(axes, move |answer| lab.hear(answer));
        let word = move || Some(Ask::Near(chosen.config.with(|c| c.word.clone())));
        bench.follow(word, move |answer| match answer {
            Err(error) => {
                lab.near.set(None);
                lab.problem.set(Some(error));
            }
            answer => {
                lab.problem.set(None);
                lab.hear(answer);
            }
        });
        lab
    }

    fn hear(self, answer: Result<Answer, AskError>) {
        match answer {
            Ok(Answer::Facts(facts)) => {
                self.facts.set(Some(facts.clone()));
                let shipped = untrack(|| self.chosen.config.with(|c| c.which.whose)) == Whose::Shipped;
                // Facts of a checkpoint that has been left meanwhile count as well: the file says which one it was.
                if shipped && CHECKPOINTS.contains(&facts.step) {
                    self.visited.update(|visited| {
                        visited.insert(facts.step, facts);
                    });
                    self.go_on();
                }
            }
            Ok(Answer::Map(plane)) => self.plane.set(Some(plane)),
            Ok(Answer::Near(near)) => self.near.set(Some(near)),
            Err(AskError::Closed) => {}
            Err(error) => self.problem.set(Some(error)),
        }
    }

    /// The next checkpoint of the tour; the last one is where it ends.
    pub(super) fn go_on(self) {
        if !self.touring.get_untracked() {
            return;
        }
        let next = self.visited.with_untracked(|visited| {
            CHECKPOINTS.iter().position(|step| !visited.contains_key(step))
        });
        self.touring.set(next.is_some());
        let checkpoint = next.unwrap_or(CHECKPOINTS.len() - 1) as u8;
        self.chosen.change(|c| {
            c.which.whose = Whose::Shipped;
            c.which.checkpoint = checkpoint;
        });
    }

    pub(super) fn lang(self) -> Lang {
        self.lang.get()
    }

    pub(super) fn word(self, id: u32) -> &'static str {
        self.vocabulary.with_value(|words| words.word(id))
    }
}
