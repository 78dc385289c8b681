//! A lab's hold on the page's worker: open a job, steer it, ask it, hear of it. One worker at a time serves the page (each
//! lecture has its own), one job at a time.
//!
//! ```ignore
//! let job = use_job(LAB.id, move |report: Report| curve.update(|c| c.extend(&report)));   // at most once per animation frame
//! job.open(&Setup { .. });                       // replaces whatever was open
//! job.control(Control::Run);
//! spawn_local(async move {
//!     match job.ask::<Answer>(&Ask::About).await { .. }
//! });
//! view! { <JobNotice job/> <RunPanel state=job.state on_control=move |c| job.control(c) .. /> }
//! ```
//! Leaving the lab closes its job. A lost worker comes back by itself (`train::client`); questions that it had not answered
//! end in `AskError::Lost`.

mod link;
mod page;
mod reply;

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::choice::{Button, ButtonKind};
use super::context::use_lang;
use super::notice::{Callout, Kind};
use super::site::Site;
use crate::lesson::{Describe, Lang, text};
use crate::train::client::Event;
use crate::train::trouble::{AskError, Trouble};
use crate::train::{Control, JobError, State};
use crate::wire::{pack, unpack};
pub use link::now_ms;
use page::page;

/// Tells the page's worker which lecture a lab belongs to; once, before any lab opens.
pub(super) fn know(site: Site) {
    page().know(site);
}

/// A lab's hold on the worker. Copy; the signals belong to the component that called `use_job`.
#[derive(Clone, Copy)]
pub struct JobHandle {
    name: u32,
    lab: &'static str,
    /// `data-state`.
    pub state: ReadSignal<State>,
    /// What the reader has to know. Cleared by the next `open`, and by the reader.
    pub notice: RwSignal<Option<Notice>>,
    /// Bytes held by the job in the worker, as of the last report.
    pub bytes: ReadSignal<u64>,
    /// Matrix product speed of this machine in GFLOP/s, for estimates of time; `None` until the worker is ready.
    pub gflops: ReadSignal<Option<f32>>,
}

/// Something that went wrong with a job or its worker.
#[derive(Clone, PartialEq, Debug)]
pub enum Notice {
    /// The set-up was refused: nothing runs.
    Refused(JobError),
    /// A control was not accepted; the job goes on.
    Declined(JobError),
    Worker(Trouble),
}

/// An answer that is still to come.
pub type Asked<A> = Pin<Box<dyn Future<Output = Result<A, AskError>>>>;

impl Describe for Notice {
    fn describe(&self, lang: Lang) -> String {
        match self {
            Notice::Refused(error) | Notice::Declined(error) => error.describe(lang),
            Notice::Worker(trouble) => trouble.describe(lang),
        }
    }
}

/// The worker for a lab. `on_report` gets every report, each on an animation frame of its own; it may set signals.
pub fn use_job<R: DeserializeOwned + 'static>(
    lab: &'static str,
    on_report: impl FnMut(R) + 'static,
) -> JobHandle {
    let (state, set_state) = signal(State::Idle);
    let (bytes, set_bytes) = signal(0);
    let notice = RwSignal::new(None);
    let on_report = RefCell::new(on_report);
    // `try_set`: a last message may come while the component is being dropped.
    let ear = move |event| {
        let wrong = match event {
            Event::State(state) => {
                set_state.try_set(state);
                return;
            }
            Event::Report { body, bytes, .. } => {
                set_bytes.try_set(bytes);
                match unpack(&body) {
                    Ok(report) => {
                        (on_report.borrow_mut())(report);
                        return;
                    }
                    Err(error) => Notice::Declined(error),
                }
            }
            Event::Refused(error) => Notice::Refused(error),
            Event::Declined(error) => Notice::Declined(error),
            Event::Trouble(trouble) => Notice::Worker(trouble),
            Event::Answer { .. } | Event::Ready { .. } => return, // not for ears
        };
        notice.try_set(Some(wrong));
    };
    let name = page().join(lab, Rc::new(ear));
    on_cleanup(move || page().leave(name));
    JobHandle {
        name,
        lab,
        state,
        notice,
        bytes,
        gflops: page().gflops(),
    }
}

impl JobHandle {
    /// Opens the lab's job with this set-up (its `Setup`), in place of any job of the page. It waits for `Control::Run`.
    pub fn open(&self, setup: &impl Serialize) {
        self.notice.try_set(None);
        page().open(self.name, self.lab, pack(setup));
    }

    /// Steers the job. What is said before the worker is ready is done when it is; without an open job it is nothing.
    pub fn control(&self, control: Control) {
        if let Some(run) = page().run(self.name) {
            page().act(|client| client.control(run, control));
        }
    }

    /// Asks the job something (the lab's `Ask`); the answer is the lab's `Answer`. `AskError::Closed` needs no message:
    /// the component that asked is gone or has opened another job.
    pub fn ask<A: DeserializeOwned + 'static>(&self, question: &impl Serialize) -> Asked<A> {
        let reply = page().ask(self.name, pack(question));
        Box::pin(async move { unpack(&reply.await?).map_err(AskError::Job) })
    }

    /// Whether a job of this user is open: another one may have taken the worker since.
    pub fn is_open(&self) -> bool {
        page().run(self.name).is_some()
    }

    /// Drops the job and all that it holds. Also done when the component goes.
    pub fn close(&self) {
        page().close(self.name);
    }

    /// After the worker was lost too often or could not start: tries again from the last checkpoint.
    pub fn start_again(&self) {
        self.notice.try_set(None);
        page().act(|client| client.start_again());
    }
}

/// The job's notice, with what can be done about it: put it away, start again, reload.
#[component]
pub fn JobNotice(job: JobHandle) -> impl IntoView {
    let lang = use_lang();
    move || {
        let notice = job.notice.get()?;
        let kind = match &notice {
            Notice::Declined(_) | Notice::Worker(Trouble::Restarted(_)) => Kind::Warning,
            _ => Kind::Trouble,
        };
        let action = match &notice {
            Notice::Worker(Trouble::GaveUp(_) | Trouble::NotStarted(_)) => Some(
                view! {
                    <Button control="start-again" words=text("Start again", "重新啟動") kind=ButtonKind::Main
                        on_press=move |()| job.start_again()/>
                }
                .into_any(),
            ),
            Notice::Worker(Trouble::Outdated) => Some(
                view! {
                    <Button control="reload" words=text("Reload", "重新載入") kind=ButtonKind::Main
                        on_press=move |()| drop(window().location().reload())/>
                }
                .into_any(),
            ),
            _ => None,
        };
        let close = Callback::new(move |()| job.notice.set(None));
        Some(view! {
            <Callout kind on_close=close>
                <p data-value="job-notice">{move || notice.describe(lang.get())}</p>
                {action}
            </Callout>
        })
    }
}
