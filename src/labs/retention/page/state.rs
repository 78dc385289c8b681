//! What the widgets share: the choices, what follows from them, and what can be taken back.

use std::sync::Arc;

use leptos::prelude::*;

use crate::data::recall::Task;
use crate::labs::retention::LAB;
use crate::labs::retention::config::{Config, Item};
use crate::labs::retention::gates::{Special, Watched, Which, clears, means, repeats};
use crate::labs::retention::protocol::{Answer, Ask, Report, Sequence, Setup};
use crate::labs::retention::seen::Seen;
use crate::labs::retention::valley::Valley;
use crate::lesson::Lang;
use crate::train::trouble::AskError;
use crate::ui::{Chosen, Session, follow, use_choices, use_job, use_lang};
use crate::wire::choices::Choices;

/// A run that came to its end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Finished {
    pub setup: Setup,
    pub balanced: f64,
    pub fingerprint: u32,
}

/// Most runs that are kept beside each other.
const MOST_RUNS: usize = 12;
/// Most edits that can be taken back.
const BACK: usize = 50;

#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub chosen: Chosen<Config>,
    pub seen: Memo<Arc<Seen>>,
    pub valley: Memo<Arc<Valley>>,
    /// The stream before each edit, and the token that was looked at.
    past: RwSignal<Vec<(Vec<Item>, u8)>>,
    pub session: Session<Setup>,
    pub watched: RwSignal<Watched>,
    /// The test sequences, as the layer answers them now.
    pub sequences: RwSignal<Vec<Sequence>>,
    /// Runs that have come to their end, newest last.
    pub runs: RwSignal<Vec<Finished>>,
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
                layer: plain.layer,
                task: plain.task,
                steps: plain.steps,
                seed: plain.seed,
                sequence: plain.sequence,
                show: plain.show,
                ..config
            }
        });
        let watched = RwSignal::new(Watched::default());
        let job = use_job(LAB.id, move |report: Report| {
            watched.try_update(|watched| watched.take(report));
        });
        let session = Session::new(job, move || Some(chosen.config.with(|c| c.setup())));
        let lab = Lab {
            session,
            watched,
            sequences: RwSignal::new(Vec::new()),
            runs: RwSignal::new(Vec::new()),
            chosen,
            seen: Memo::new(move |_| Arc::new(ladder.with(Seen::new))),
            valley: Memo::new(move |_| Arc::new(chosen.config.with(Valley::new))),
            past: RwSignal::new(Vec::new()),
            lang: Signal::derive(move || lang.get()),
        };
        lab.follow_the_run();
        lab
    }

    fn follow_the_run(self) {
        let Lab { session, watched, sequences, runs, .. } = self;
        let looks = Memo::new(move |_| watched.with(|w| w.looks.len() as u32));
        let question = move || {
            let number = session.number.get();
            (looks.get() > 0).then(|| (number, looks.get(), Ask::Sequences))
        };
        follow(session.job, question, move |answer: Result<Answer, AskError>| {
            if let Ok(Answer::Sequences(seen)) = answer {
                sequences.try_set(seen);
            }
        });
        // What an old job said belongs to that job.
        Effect::new(move |before: Option<u32>| {
            let number = session.number.get();
            if before.is_some_and(|before| before != number) {
                watched.set(Watched::default());
                sequences.set(Vec::new());
            }
            number
        });
        Effect::new(move |_| {
            let examined = watched.with(|w| w.last.examined.as_ref().map(|e| (e.balanced(), w.last.fingerprint)));
            let setup = untrack(|| session.opened());
            let (Some((balanced, fingerprint)), Some(setup)) = (examined, setup) else {
                return;
            };
            let run = Finished { setup: *setup, balanced, fingerprint };
            runs.update(|runs| {
                runs.retain(|old| old.setup != run.setup);
                runs.push(run);
                if runs.len() > MOST_RUNS {
                    runs.remove(0);
                }
            });
        });
    }

    /// The set-up of the run that is shown.
    pub(super) fn setup(self) -> Option<Setup> {
        self.session.opened().map(|setup| *setup)
    }

    /// Mean of the gate, or of beta, where the task wants something forgotten, and elsewhere.
    pub(super) fn means(self, which: Which) -> (Option<f64>, Option<f64>) {
        let special = match self.setup().map(|setup| setup.task) {
            Some(Task::Clear) => clears,
            _ => repeats as Special,
        };
        self.watched.with(|watched| {
            let newest = watched.newest();
            newest.map_or((None, None), |look| self.sequences.with(|s| means(look, which, s, special)))
        })
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
