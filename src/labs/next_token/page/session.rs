//! The open job: with which choices it was opened, what it has told, and whether the controls have moved on since.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::texts::Texts;
use crate::labs::next_token::config::Config;
use crate::labs::next_token::protocol::{About, Answer, Ask, Report, Setup};
use crate::train::trouble::AskError;
use crate::train::{Control, State};
use crate::ui::{JobHandle, use_job};

/// A loss curve: (step, nats per token).
pub(super) type Curve = Arc<Vec<(f64, f64)>>;

/// What the job has told so far.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Run {
    /// The newest report; its points are in the curves.
    pub last: Report,
    pub training: Curve,
    pub validation: Curve,
}

impl Run {
    fn take(&mut self, mut report: Report) {
        if report.restart_curve {
            self.training = Curve::default();
            self.validation = Curve::default();
        }
        let points = |from: &[(u32, f32)]| -> Vec<(f64, f64)> {
            let point = |(step, loss): &(u32, f32)| (f64::from(*step), f64::from(*loss));
            from.iter().map(point).collect()
        };
        Arc::make_mut(&mut self.training).extend(points(&report.training));
        Arc::make_mut(&mut self.validation).extend(points(&report.validation));
        (report.training, report.validation) = (Vec::new(), Vec::new());
        self.last = report;
    }
}

/// The choices that a job was opened with.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Opened {
    /// Counts the jobs of this page.
    pub number: u32,
    pub config: Config,
    pub text: u32,
}

#[derive(Clone, Copy)]
pub(super) struct Session {
    pub job: JobHandle,
    pub config: RwSignal<Config>,
    pub texts: Texts,
    pub opened: RwSignal<Option<Opened>>,
    pub about: RwSignal<Option<Arc<About>>>,
    pub run: RwSignal<Run>,
    /// The weights are those of a file of the reader.
    pub imported: RwSignal<bool>,
}

impl Session {
    pub(super) fn new(lab: &'static str, config: RwSignal<Config>, texts: Texts) -> Session {
        let run = RwSignal::new(Run::default());
        let job = use_job(lab, move |report: Report| {
            run.try_update(|run| run.take(report));
        });
        Session {
            job,
            config,
            texts,
            opened: RwSignal::new(None),
            about: RwSignal::new(None),
            run,
            imported: RwSignal::new(false),
        }
    }

    /// Opens a job with the choices as they stand. `false`: the text is not here.
    pub(super) fn open(self) -> bool {
        let config = self.config.get_untracked();
        let corpus = config.corpus;
        let Some(bytes) = untrack(|| self.texts.get(corpus)) else {
            return false;
        };
        let number = self.number_untracked().wrapping_add(1);
        let text = untrack(|| self.texts.revision(corpus));
        let other_words = self.opened.with_untracked(|old| {
            old.as_ref().is_none_or(|old| {
                (old.config.corpus, old.config.tokenizer, old.text)
                    != (corpus, config.tokenizer, text)
            })
        });
        if other_words {
            self.about.set(None);
        }
        self.run.set(Run::default());
        self.imported.set(false);
        self.opened.set(Some(Opened {
            number,
            config: config.clone(),
            text,
        }));
        self.job.open(&Setup {
            config,
            text: bytes.to_vec(),
            shipped: None,
        });
        spawn_local(async move {
            let answer = self.ask(&Ask::About).await;
            let same = self
                .opened
                .try_get_untracked()
                .flatten()
                .is_some_and(|opened| opened.number == number);
            if let (true, Ok(Answer::About(about))) = (same, answer) {
                self.about.try_set(Some(Arc::new(about)));
            }
        });
        true
    }

    /// Counts the jobs of this page; 0: none yet.
    pub(super) fn number(self) -> u32 {
        self.opened.with(|o| o.as_ref().map_or(0, |o| o.number))
    }

    fn number_untracked(self) -> u32 {
        untrack(|| self.number())
    }

    pub(super) async fn ask(self, ask: &Ask) -> Result<Answer, AskError> {
        self.job.ask::<Answer>(ask).await
    }

    pub(super) fn step(self) -> u32 {
        self.run.with(|run| run.last.step)
    }

    /// Nothing would be lost by opening another job.
    pub(super) fn is_untouched(self) -> bool {
        self.step() == 0
            && !self.imported.get()
            && !matches!(self.job.state.get(), State::Running | State::Diverged)
    }

    /// The live weights have learned something.
    pub(super) fn has_learned(self) -> bool {
        self.step() > 0 || self.imported.get()
    }

    /// The controls that no longer say what the open job was made with.
    pub(super) fn stale(self) -> Vec<&'static str> {
        let Some(opened) = self.opened.get() else {
            return Vec::new();
        };
        let (old, new) = (&opened.config, self.config.get());
        let text = self.texts.revision(new.corpus);
        [
            ("corpus", old.corpus != new.corpus || opened.text != text),
            ("tokenizer", old.tokenizer != new.tokenizer),
            ("width", old.width != new.width),
            ("layers", old.layers != new.layers),
            ("heads", old.heads != new.heads),
            ("context", old.context != new.context),
            ("batch", old.batch != new.batch),
            ("steps", old.steps != new.steps),
            ("seed", old.seed != new.seed),
        ]
        .into_iter()
        .filter_map(|(name, changed)| changed.then_some(name))
        .collect()
    }

    /// What the reader's buttons do.
    pub(super) fn control(self, control: Control) {
        let state = self.job.state.get_untracked();
        // A refused set-up has left nothing open: it is tried again, and says again why not.
        let fresh = state == State::Failed
            || untrack(|| self.opened.with(Option::is_none) || !self.stale().is_empty());
        match control {
            // A run that stands keeps going with what it was made with; any other start is made anew if need be.
            Control::Run if fresh && state != State::Paused => {
                if self.open() {
                    self.job.control(Control::Run);
                }
            }
            Control::StepOnce if fresh && state != State::Paused => {
                if self.open() {
                    self.job.control(Control::StepOnce);
                }
            }
            Control::Reset if fresh => {
                self.open();
            }
            Control::Reset => {
                self.imported.set(false);
                self.job.control(Control::Reset);
                let rate = self.config.with_untracked(|c| c.learning_rate);
                self.job.control(Control::LearningRate(rate));
            }
            control => self.job.control(control),
        }
    }

    /// Starts anew with the controls as they stand, whatever runs now.
    pub(super) fn start_anew(self) {
        if self.open() {
            self.job.control(Control::Run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_grow_and_are_forgotten_when_the_job_says_so() {
        let mut run = Run::default();
        let report = |points: &[(u32, f32)], restart| Report {
            training: points.to_vec(),
            restart_curve: restart,
            ..Report::default()
        };
        run.take(report(&[(1, 4.0), (2, 3.5)], false));
        run.take(report(&[(3, 3.0)], false));
        assert_eq!(*run.training, [(1.0, 4.0), (2.0, 3.5), (3.0, 3.0)]);
        run.take(report(&[(1, 4.0)], true));
        assert_eq!(*run.training, [(1.0, 4.0)]);
        assert!(run.last.training.is_empty());
    }
}
