//! The one worker of the page: carries out the acts of `train::client` and passes its events on. Lives as long as the page.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use js_sys::Uint8Array;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::{Heard, Link, now_ms, revision};
use super::reply::Reply;
use crate::train::State;
use crate::train::client::{Act, Client, Event};
use crate::train::trouble::{AskError, Cause};
use crate::ui::frame::EachFrame;
use crate::ui::site::Site;
use crate::wire::{CHECKPOINT_HEAD, FromWorker, RunId, ToWorker, checkpoint_run, decode, encode};

/// How often the worker's pulse is felt while a job is open.
const WATCH_MS: u32 = 250;

/// What one user of the worker wants to hear. Reports come on animation frames, the rest at once.
pub(super) type Ear = Rc<dyn Fn(Event)>;

pub(super) struct Page {
    client: RefCell<Client<Uint8Array>>,
    link: RefCell<Option<Link>>,
    ears: RefCell<BTreeMap<u32, Ear>>,
    /// Who has the job, and its run.
    owner: Cell<Option<(u32, RunId)>>,
    names: Cell<u32>,
    replies: RefCell<BTreeMap<u32, Reply>>,
    report: RefCell<Option<Event>>,
    frame: EachFrame,
    pulse: Cell<Option<IntervalHandle>>,
    felt_ms: Cell<f64>,
    gflops: ArcRwSignal<Option<f32>>,
    /// Whose worker this is, or is to be.
    lecture: Cell<u8>,
    site: Cell<Option<Site>>,
}

thread_local! {
    static PAGE: &'static Page = Page::new();
}

/// The page's worker.
pub(super) fn page() -> &'static Page {
    PAGE.with(|page| *page)
}

impl Page {
    /// Leaked: it is needed until the page is closed.
    fn new() -> &'static Page {
        let mut client = Client::new(revision());
        client.hidden(document().hidden());
        window_event_listener_untyped("visibilitychange", |_| {
            let hidden = document().hidden();
            page().act(|client| client.hidden(hidden));
        });
        Box::leak(Box::new(Page {
            client: client.into(),
            link: None.into(),
            ears: RefCell::default(),
            owner: Cell::new(None),
            names: Cell::new(0),
            replies: RefCell::default(),
            report: None.into(),
            frame: EachFrame::new(|| page().show_report()),
            pulse: Cell::new(None),
            felt_ms: Cell::new(0.0),
            gflops: ArcRwSignal::new(None),
            lecture: Cell::new(1),
            site: Cell::new(None),
        }))
    }

    /// Tells which lecture a lab belongs to.
    pub(super) fn know(&self, site: Site) {
        self.site.set(Some(site));
    }

    /// The worker of this lab's lecture in place of any other.
    fn turn_to(&self, lab: &str) {
        let found = self.site.get().and_then(|site| site.find(lab));
        let lecture = found.map_or(1, |lab| lab.lecture);
        if self.lecture.replace(lecture) == lecture {
            return;
        }
        if let Some((other, _)) = self.owner.take() {
            self.tell(other, Event::State(State::Idle));
        }
        self.report.take();
        self.gflops.set(None);
        self.act(Client::change_worker);
    }

    /// A new user. Its worker is started ahead, so that the download overlaps with reading.
    pub(super) fn join(&self, lab: &str, ear: Ear) -> u32 {
        self.turn_to(lab);
        let name = self.names.get();
        self.names.set(name.wrapping_add(1));
        self.ears.borrow_mut().insert(name, ear);
        self.act(Client::warm_up);
        name
    }

    /// The user is gone, and its job with it.
    pub(super) fn leave(&self, name: u32) {
        self.close(name);
        self.ears.borrow_mut().remove(&name);
    }

    pub(super) fn gflops(&self) -> ReadSignal<Option<f32>> {
        self.gflops.read_only().into()
    }

    pub(super) fn open(&self, name: u32, lab: &str, setup: Vec<u8>) {
        if let Some((other, _)) = self.owner.get()
            && other != name
        {
            self.close(other);
            self.tell(other, Event::State(State::Idle));
        }
        self.turn_to(lab);
        self.report.take();
        self.act(|client| {
            let (run, acts) = client.open(lab, setup);
            self.owner.set(Some((name, run)));
            acts
        });
    }

    pub(super) fn close(&self, name: u32) {
        if let Some(run) = self.run(name) {
            self.act(|client| client.close(run));
            self.owner.set(None);
            self.report.take();
        }
    }

    pub(super) fn ask(&self, name: u32, question: Vec<u8>) -> Reply {
        let reply = Reply::default();
        let asked = self
            .run(name)
            .and_then(|run| self.client.borrow_mut().ask(run, question));
        match asked {
            Some((number, acts)) => {
                self.replies.borrow_mut().insert(number, reply.clone());
                self.perform(acts);
            }
            None => reply.give(Err(AskError::Closed)),
        }
        reply
    }

    /// The run of this user's job, if it has the worker.
    pub(super) fn run(&self, name: u32) -> Option<RunId> {
        self.owner
            .get()
            .filter(|(owner, _)| *owner == name)
            .map(|(_, run)| run)
    }

    /// Lets the client decide, and does what it says.
    pub(super) fn act(&self, decide: impl FnOnce(&mut Client<Uint8Array>) -> Vec<Act<Uint8Array>>) {
        let acts = decide(&mut self.client.borrow_mut());
        self.perform(acts);
    }

    fn perform(&self, acts: Vec<Act<Uint8Array>>) {
        let mut acts = VecDeque::from(acts);
        while let Some(act) = acts.pop_front() {
            let done = match act {
                Act::Start => self.start(),
                Act::End => {
                    // Not here: this may be called by one of the listeners that go with it.
                    let ended = self.link.take();
                    spawn_local(async move { drop(ended) });
                    Ok(())
                }
                Act::Post(message) => self.post(&message),
                Act::Open {
                    run,
                    lab,
                    setup,
                    checkpoint,
                } => {
                    let checkpoint = checkpoint.and_then(|frame| match decode(&frame.to_vec()) {
                        Ok(FromWorker::Checkpoint { body, .. }) => Some(body),
                        _ => None,
                    });
                    self.post(&ToWorker::Open {
                        run,
                        lab,
                        setup,
                        checkpoint,
                    })
                }
                Act::Tell(event) => {
                    self.pass_on(event);
                    Ok(())
                }
            };
            if let Err(cause) = done {
                acts.extend(self.client.borrow_mut().lost(cause, now_ms()));
            }
        }
        self.feel_pulse();
    }

    fn start(&self) -> Result<(), Cause> {
        let link = Link::start(self.lecture.get(), |heard| page().hear(heard))?;
        self.link.replace(Some(link));
        Ok(())
    }

    fn post(&self, message: &ToWorker) -> Result<(), Cause> {
        self.link
            .borrow()
            .as_ref()
            .map_or(Ok(()), |link| link.post(&encode(message)))
    }

    fn hear(&self, heard: Heard) {
        if let Some(link) = &mut *self.link.borrow_mut() {
            link.started();
        }
        match heard {
            Heard::Lost(cause) => self.act(|client| client.lost(cause, now_ms())),
            Heard::Frame(frame) => {
                let head = frame.subarray(0, CHECKPOINT_HEAD as u32).to_vec();
                if let Some(run) = checkpoint_run(&head) {
                    self.client.borrow_mut().checkpoint(run, frame);
                    return;
                }
                match decode(&frame.to_vec()) {
                    Ok(message) => self.act(|client| client.receive(message, now_ms())),
                    Err(error) => self.act(|client| client.unreadable(error, now_ms())),
                }
            }
        }
    }

    fn pass_on(&self, event: Event) {
        match event {
            Event::Ready { gflops } => self.gflops.set(Some(gflops)),
            Event::Answer { question, body } => {
                let reply = self.replies.borrow_mut().remove(&question);
                if let Some(reply) = reply {
                    reply.give(body);
                }
            }
            Event::Report { .. } => {
                self.report.replace(Some(event));
                self.frame.ask();
            }
            event => {
                if let Some((owner, _)) = self.owner.get() {
                    self.tell(owner, event);
                }
            }
        }
    }

    fn show_report(&self) {
        let Some(event) = self.report.take() else {
            return;
        };
        let Event::Report { run, .. } = event else {
            return;
        };
        if let Some((owner, now)) = self.owner.get()
            && now == run
        {
            self.tell(owner, event);
            self.act(|client| client.shown(run));
        }
    }

    fn tell(&self, name: u32, event: Event) {
        let ear = self.ears.borrow().get(&name).cloned(); // an ear may come back to us
        if let Some(ear) = ear {
            ear(event);
        }
    }

    /// The pulse is felt while a job is open, and only then.
    fn feel_pulse(&self) {
        let needed = self.client.borrow().is_open();
        match self.pulse.take() {
            Some(pulse) if needed => self.pulse.set(Some(pulse)),
            Some(pulse) => pulse.clear(),
            None if needed => {
                self.felt_ms.set(now_ms());
                let feel = || {
                    let page = page();
                    let now = now_ms();
                    let since = now - page.felt_ms.replace(now);
                    page.act(|client| client.watch(since, now));
                };
                let every = Duration::from_millis(u64::from(WATCH_MS));
                self.pulse.set(set_interval_with_handle(feel, every).ok());
            }
            None => {}
        }
    }
}
