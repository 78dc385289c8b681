//! A lab's run: with which set-up it was opened, and whether the controls have moved on since.
//!
//! ```ignore
//! let session = Session::new(job, move || chosen.config.with(setup));
//! view! { <RunPanel job="train" state=job.state on_control=move |c| session.control(c) .. /> <MovedOn session /> }
//! ```

use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;

use super::choice::Button;
use super::context::t;
use super::notice::{Callout, Kind};
use super::worker::JobHandle;
use crate::lesson::{Text, text};
use crate::train::{Control, State};

const MOVED_ON: Text = text(
    "The settings have changed since this run. What you see still belongs to the run as it was; the change takes effect when a run starts anew.",
    "這次執行之後改過設定。畫面上仍是原來那次的結果；重新開始之後，更動才會生效。",
);
const ANEW: Text = text("Start anew with these settings", "用新設定重新開始");

/// The open job and the set-up `S` that it was made of. Copy.
pub struct Session<S: Send + Sync + 'static> {
    pub job: JobHandle,
    /// What the controls ask for now.
    wanted: Signal<Option<S>>,
    opened: RwSignal<Option<Arc<S>>>,
    /// Counts the jobs of this page; 0: none yet.
    pub number: RwSignal<u32>,
}

impl<S: Send + Sync + 'static> Clone for Session<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Send + Sync + 'static> Copy for Session<S> {}

impl<S: Serialize + PartialEq + Clone + Send + Sync + 'static> Session<S> {
    /// `wanted`: the set-up that the controls ask for; `None` while there is none to run.
    pub fn new(
        job: JobHandle,
        wanted: impl Fn() -> Option<S> + Send + Sync + 'static,
    ) -> Session<S> {
        Session {
            job,
            wanted: Memo::new(move |_| wanted()).into(),
            opened: RwSignal::new(None),
            number: RwSignal::new(0),
        }
    }

    /// Opens a job with the choices as they stand. `false`: there is nothing to run. Watch `number` to forget what the old job said.
    pub fn open(self) -> bool {
        let Some(setup) = self.wanted.get_untracked() else {
            return false;
        };
        self.job.open(&setup);
        self.opened.set(Some(Arc::new(setup)));
        self.number.update(|n| *n += 1);
        true
    }

    /// The set-up of the open job.
    pub fn opened(self) -> Option<Arc<S>> {
        self.opened.get()
    }

    /// The controls say something else than the open job was made of.
    pub fn is_stale(self) -> bool {
        self.opened.with(|opened| {
            let differs = |opened: &Arc<S>| {
                self.wanted
                    .with(|wanted| wanted.as_ref() != Some(&**opened))
            };
            opened.as_ref().is_some_and(differs)
        })
    }

    /// What the reader's buttons do. A run that stands keeps going with what it was made with; any other start is made anew if
    /// need be.
    pub fn control(self, control: Control) {
        let state = self.job.state.get_untracked();
        // A refused set-up has left nothing open: it is tried again, and says again why not. Nor has a page with two sessions
        // whose other one has taken the worker.
        let fresh = state == State::Failed
            || !self.job.is_open()
            || untrack(|| self.opened.with(Option::is_none) || self.is_stale());
        match control {
            Control::Run | Control::StepOnce if fresh && state != State::Paused => {
                if self.open() {
                    self.job.control(control);
                }
            }
            Control::Reset if fresh => {
                self.open();
            }
            control => self.job.control(control),
        }
    }

    /// Starts anew with the controls as they stand, whatever runs now.
    pub fn start_anew(self) {
        if self.open() {
            self.job.control(Control::Run);
        }
    }
}

/// Says that the controls have moved on since the run that is shown, with a button that starts anew.
#[component]
pub fn MovedOn<S: Serialize + PartialEq + Clone + Send + Sync + 'static>(
    session: Session<S>,
    /// Something has been run, so that there is something to lose.
    #[prop(into)]
    touched: Signal<bool>,
) -> impl IntoView {
    move || {
        (session.is_stale() && touched.get()).then(|| {
            view! {
                <Callout kind=Kind::Note>
                    <p data-value="starts-anew">{t(MOVED_ON)}</p>
                    <Button control="start-anew" words=ANEW on_press=move |()| session.start_anew() />
                </Callout>
            }
            .into_any()
        })
    }
}
