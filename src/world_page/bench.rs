//! The chosen model on its way to the lab's job.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::shelf::{own, shipped};
use crate::train::State;
use crate::train::trouble::AskError;
use crate::ui::{Kind, Progress, Session, follow, use_job, use_ui};
use crate::world_model::study::{ModelFile, Report, Setup};
use crate::world_model::which::{Which, Whose};

/// The open job on the chosen model. `S`: the lab's set-up; `R`: its report. Copy.
pub struct Bench<S: Send + Sync + 'static, R: Send + Sync + 'static> {
    pub session: Session<Setup<S>>,
    /// The newest report of the open job.
    pub report: RwSignal<Option<Report<R>>>,
    /// The share of a shipped model that has come, while it comes.
    pub(super) coming: RwSignal<Option<f64>>,
    /// The reader's own is wanted, and there is none: the shipped one serves.
    pub(super) missing: Signal<bool>,
}

impl<S: Send + Sync + 'static, R: Send + Sync + 'static> Clone for Bench<S, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Send + Sync + 'static, R: Send + Sync + 'static> Copy for Bench<S, R> {}

impl<S, R> Bench<S, R>
where
    S: Serialize + PartialEq + Clone + Send + Sync + 'static,
    R: DeserializeOwned + Clone + Send + Sync + 'static,
{
    /// `setup`: the lab's own part, as the controls stand.
    pub fn new(
        lab: &'static str,
        which: impl Into<Signal<Which>>,
        setup: impl Fn() -> S + Send + Sync + 'static,
    ) -> Bench<S, R> {
        let which: Signal<Which> = which.into();
        let ui = use_ui();
        let file = RwSignal::new(None::<ModelFile>);
        let coming = RwSignal::new(None);
        let report = RwSignal::new(None);
        let job = use_job(lab, move |new: Report<R>| {
            report.try_set(Some(new));
        });
        let session = Session::new(job, move || {
            let lab = setup();
            file.get().map(|file| Setup { file, lab })
        });
        let missing = Memo::new(move |_| which.get().whose == Whose::Own && own().is_none());
        let wanted = Memo::new(move |_| {
            let which = which.get();
            match own().filter(|_| which.whose == Whose::Own) {
                Some(own) => Err(own.file),
                None => Ok(which.step()),
            }
        });
        Effect::new(move |_| match wanted.get() {
            Err(own) => file.set(Some(own)),
            Ok(step) => spawn_local(async move {
                let progress = move |share: f64| {
                    coming.try_set(Some(share));
                };
                let came = shipped(step, progress).await;
                coming.try_set(None);
                // The page may be gone, or the reader may have chosen another one meanwhile.
                if wanted.try_get_untracked() != Some(Ok(step)) {
                    return;
                }
                match came {
                    Ok(came) => {
                        file.try_set(Some(came));
                    }
                    Err(why) => ui.notices.push(Kind::Warning, why.of_model()),
                }
            }),
        });
        let bench = Bench {
            session,
            report,
            coming,
            missing: missing.into(),
        };
        // Opened with every model, and with every set-up that costs nothing to change.
        let held = StoredValue::new(None::<ModelFile>);
        Effect::new(move |_| {
            let Some(file) = file.get() else { return };
            let stale = session.is_stale();
            let other = held.with_value(|held| held.as_ref() != Some(&file));
            let untouched =
                untrack(|| !bench.is_touched() && session.job.state.get() != State::Running);
            if other || (stale && untouched) {
                held.set_value(Some(file));
                report.set(None);
                session.open();
            }
        });
        bench
    }

    /// Whether a job is open, so that it can be asked. Tracks.
    pub fn is_ready(self) -> bool {
        self.session.number.get() > 0
    }

    fn is_touched(self) -> bool {
        self.report.with(|r| r.as_ref().is_some_and(|r| r.done > 0))
    }

    /// Something of the long experiment is done, so that there is something to lose.
    pub fn touched(self) -> Signal<bool> {
        Signal::derive(move || self.is_touched())
    }

    /// For the `RunPanel` of the long experiment.
    pub fn progress(self) -> Memo<Progress> {
        Memo::new(move |_| {
            self.report.with(|r| {
                let (step, steps, remaining_seconds) = r
                    .as_ref()
                    .map_or((0, 0, None), |r| (r.done, r.units, r.remaining_seconds));
                Progress {
                    step,
                    steps,
                    remaining_seconds,
                }
            })
        })
    }

    /// The lab's own part of the newest report, through `read`.
    pub fn told<T>(self, read: impl FnOnce(&R) -> Option<T>) -> Option<T> {
        self.report.with(|r| r.as_ref().and_then(|r| read(&r.lab)))
    }

    /// Asks `question` of the open model whenever it or the model changes (`None`: not now); see `ui::follow`.
    pub fn follow<Q, A>(
        self,
        question: impl Fn() -> Option<Q> + Send + Sync + 'static,
        hear: impl Fn(Result<A, AskError>) + Send + Sync + 'static,
    ) where
        Q: Serialize + PartialEq + Clone + Send + Sync + 'static,
        A: DeserializeOwned + PartialEq + 'static,
    {
        let asked = move || {
            let number = self.session.number.get();
            (number > 0)
                .then(|| question().map(|q| (number, 0, q)))
                .flatten()
        };
        follow(self.session.job, asked, hear);
    }
}
