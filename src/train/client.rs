//! The page's end: one worker, one open job, and the way back when the worker is lost. A state machine without a browser (and
//! without a clock), so that crashes are tested natively against the real `server`; `ui::worker` carries out its `Act`s.
//!
//! A lost worker is replaced by a new one that opens the same set-up at the last checkpoint and goes on as the reader wanted
//! it: running, paused or stopped, with the last learning rate. Three losses within a minute are too many, unless the job
//! got on well between them: then the client gives up and says so.

use std::collections::BTreeSet;

use crate::train::trouble::{AskError, Cause, Trouble};
use crate::train::{Control, JobError, State};
use crate::wire::{FrameError, FromWorker, PROTOCOL, RunId, ToWorker};

/// Silence of a worker that has been quick so far, before it is given up: this and `SLOW` times its longest pause.
pub const PATIENCE_MS: f64 = 2_000.0;
/// See `PATIENCE_MS`.
pub const SLOW: f64 = 4.0;
/// The same for a worker whose pace is not known yet (it reads a text, or computes its first step), or that answers a question.
pub const FIRST_PATIENCE_MS: f64 = 20_000.0;
/// The same for a worker whose files are still on their way.
pub const START_PATIENCE_MS: f64 = 45_000.0;
/// Silence of a running job after which the worker is asked for a sign of life.
const PING_MS: f64 = 1_000.0;
/// This many losses within `CRASH_WINDOW_MS` are too many.
pub const CRASHES: usize = 3;
/// See `CRASHES`.
pub const CRASH_WINDOW_MS: f64 = 60_000.0;
/// Checkpoints while running (2 s apart) after which earlier losses are forgotten.
const PROOFS: u32 = 2;
/// A tick of the watch counts at most this much: a page that was frozen or asleep has not waited for an answer.
const TICK_MS: f64 = 1_000.0;

/// What the browser shall do, in order. `K` is a kept checkpoint frame, whatever form the browser keeps it in.
#[derive(Clone, PartialEq, Debug)]
pub enum Act<K> {
    /// Start a worker.
    Start,
    /// Terminate the worker.
    End,
    Post(ToWorker),
    /// Post `ToWorker::Open` with the kept checkpoint.
    Open {
        run: RunId,
        lab: String,
        setup: Vec<u8>,
        checkpoint: Option<K>,
    },
    Tell(Event),
}

/// What the lab's page is told. All of it belongs to the run that is open.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    State(State),
    /// Say `shown` on the next animation frame.
    Report {
        run: RunId,
        body: Vec<u8>,
        bytes: u64,
    },
    Answer {
        question: u32,
        body: Result<Vec<u8>, AskError>,
    },
    /// The set-up was refused: nothing is open.
    Refused(JobError),
    /// A control was not accepted; the job goes on.
    Declined(JobError),
    Trouble(Trouble),
    /// The worker can be talked to. Matrix product speed for time estimates.
    Ready {
        gflops: f32,
    },
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Link {
    None,
    Starting,
    Ready,
    /// The worker's files are newer or older than the page: only a reload helps.
    Outdated,
}

/// The page's end of the protocol.
pub struct Client<K> {
    revision: String,
    link: Link,
    hidden: bool,
    open: Option<Open<K>>,
    runs: RunId,
    questions: u32,
    crashes_ms: Vec<f64>,
    /// How long nothing has been heard, and the longest such time lately while a job ran.
    silent_ms: f64,
    slow_ms: f64,
    /// Heard since the last tick of the watch: the time before that tick was not silence.
    fresh: bool,
    pinged: bool,
}

struct Open<K> {
    run: RunId,
    lab: String,
    setup: Vec<u8>,
    checkpoint: Option<K>,
    /// Where the reader wants the job: the last control, or what became of it.
    wanted: State,
    rate: Option<f32>,
    /// Messages that need an answer and have none yet: `Open` and controls.
    unanswered: u32,
    asks: BTreeSet<u32>,
    /// Said before the worker was ready.
    outbox: Vec<ToWorker>,
    /// A report has come since the job last began to run, so its pace is known.
    paced: bool,
    proofs: u32,
}

impl<K: Clone> Client<K> {
    /// `revision`: of the page's files (`asset-rev`).
    pub fn new(revision: String) -> Client<K> {
        Client {
            revision,
            link: Link::None,
            hidden: false,
            open: None,
            runs: 0,
            questions: 0,
            crashes_ms: Vec::new(),
            silent_ms: 0.0,
            slow_ms: 0.0,
            fresh: true,
            pinged: false,
        }
    }

    /// Whether a job is open, and so whether `watch` has something to watch.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Starts the worker ahead of the first job, so that its download overlaps with reading.
    pub fn warm_up(&mut self) -> Vec<Act<K>> {
        let mut acts = Vec::new();
        self.start(&mut acts);
        acts
    }

    /// Another worker is to serve from here on: the present one goes, with its job. The next `open` starts the new one.
    pub fn change_worker(&mut self) -> Vec<Act<K>> {
        let mut acts = Vec::new();
        self.drop_asks(AskError::Closed, &mut acts);
        self.open = None;
        self.crashes_ms.clear();
        if matches!(self.link, Link::Starting | Link::Ready) {
            self.link = Link::None;
            acts.push(Act::End);
        }
        acts
    }

    /// Opens a lab's job in place of the one that was open.
    pub fn open(&mut self, lab: &str, setup: Vec<u8>) -> (RunId, Vec<Act<K>>) {
        let mut acts = Vec::new();
        self.drop_asks(AskError::Closed, &mut acts);
        self.runs = self.runs.wrapping_add(1);
        self.crashes_ms.clear();
        self.open = Some(Open {
            run: self.runs,
            lab: lab.to_owned(),
            setup,
            checkpoint: None,
            wanted: State::Idle,
            rate: None,
            unanswered: 0,
            asks: BTreeSet::new(),
            outbox: Vec::new(),
            paced: false,
            proofs: 0,
        });
        match self.link {
            Link::Ready => self.post_open(&mut acts),
            Link::None => self.start(&mut acts),
            Link::Starting => {}
            Link::Outdated => self.fail(Trouble::Outdated, &mut acts),
        }
        (self.runs, acts)
    }

    /// Drops the job. A worker that is still busy with a question is dropped too: a new one is there sooner.
    pub fn close(&mut self, run: RunId) -> Vec<Act<K>> {
        let mut acts = Vec::new();
        let Some(open) = self.opened(run) else {
            return acts;
        };
        let busy = !open.asks.is_empty();
        self.drop_asks(AskError::Closed, &mut acts);
        self.open = None;
        if self.link == Link::Ready {
            if busy {
                self.link = Link::None;
                acts.push(Act::End);
            } else {
                acts.push(Act::Post(ToWorker::Close { run }));
            }
        }
        acts
    }

    pub fn control(&mut self, run: RunId, control: Control) -> Vec<Act<K>> {
        let Some(open) = self.opened(run) else {
            return Vec::new();
        };
        match control {
            Control::Run => open.wanted = State::Running,
            Control::Pause | Control::StepOnce => open.wanted = State::Paused,
            Control::Stop => open.wanted = State::Idle,
            Control::Reset => {
                open.wanted = State::Idle;
                open.checkpoint = None;
            }
            Control::LearningRate(rate) => open.rate = Some(rate),
            Control::Resume { learning_rate } => {
                open.rate = Some(learning_rate);
                open.wanted = State::Running;
            }
        }
        open.paced &= open.wanted == State::Running;
        open.unanswered += 1;
        self.say(ToWorker::Control { run, control })
    }

    /// A question for the job: its number, under which the answer comes. `None`: no such run is open.
    pub fn ask(&mut self, run: RunId, body: Vec<u8>) -> Option<(u32, Vec<Act<K>>)> {
        self.questions = self.questions.wrapping_add(1);
        let question = self.questions;
        self.opened(run)?.asks.insert(question);
        Some((
            question,
            self.say(ToWorker::Ask {
                run,
                question,
                body,
            }),
        ))
    }

    /// The report is on the screen.
    pub fn shown(&mut self, run: RunId) -> Vec<Act<K>> {
        let open = self.opened(run).is_some();
        if open && self.link == Link::Ready {
            vec![Act::Post(ToWorker::Shown { run })]
        } else {
            Vec::new()
        }
    }

    /// The page is hidden or seen again.
    pub fn hidden(&mut self, hidden: bool) -> Vec<Act<K>> {
        self.hidden = hidden;
        self.silent_ms = 0.0;
        if self.link == Link::Ready {
            vec![Act::Post(ToWorker::Hidden(hidden))]
        } else {
            Vec::new()
        }
    }

    /// Tries again after the client gave up or the worker could not start: from the last checkpoint, as the reader wanted it.
    pub fn start_again(&mut self) -> Vec<Act<K>> {
        let mut acts = Vec::new();
        self.crashes_ms.clear();
        if self.link == Link::None {
            self.start(&mut acts);
        }
        acts
    }

    /// A checkpoint frame came (see `wire::checkpoint_run`).
    pub fn checkpoint(&mut self, run: RunId, frame: K) {
        self.heard();
        if let Some(open) = self.opened(run) {
            open.checkpoint = Some(frame);
            if open.wanted == State::Running {
                open.proofs += 1;
            }
        }
    }

    /// Any other message came.
    pub fn receive(&mut self, message: FromWorker, now_ms: f64) -> Vec<Act<K>> {
        let mut acts = Vec::new();
        let pause_ms = self.heard();
        match message {
            FromWorker::Hello {
                protocol,
                revision,
                gflops,
            } => {
                if self.link != Link::Starting {
                    return acts; // only a sign of life
                }
                if protocol != PROTOCOL || revision != self.revision {
                    self.outdated(&mut acts);
                    return acts;
                }
                self.link = Link::Ready;
                if self.hidden {
                    acts.push(Act::Post(ToWorker::Hidden(true)));
                }
                acts.push(Act::Tell(Event::Ready { gflops }));
                self.post_open(&mut acts);
            }
            FromWorker::Opened { .. } => {} // its `State` follows
            FromWorker::State { run, state } => {
                if let Some(open) = self.opened(run) {
                    open.unanswered = open.unanswered.saturating_sub(1);
                    if open.unanswered == 0 {
                        open.wanted = state; // nothing that the reader wanted since is on its way
                        acts.push(Act::Tell(Event::State(state)));
                    }
                }
            }
            FromWorker::Report { run, body, bytes } => {
                if let Some(open) = self.opened(run) {
                    if open.wanted == State::Running && open.unanswered == 0 {
                        open.paced = true;
                        self.slow_ms = pause_ms.max(0.7 * self.slow_ms);
                    }
                    acts.push(Act::Tell(Event::Report { run, body, bytes }));
                }
            }
            FromWorker::Answer {
                run,
                question,
                body,
            } => {
                if self
                    .opened(run)
                    .is_some_and(|open| open.asks.remove(&question))
                {
                    acts.push(Act::Tell(Event::Answer {
                        question,
                        body: body.map_err(AskError::Job),
                    }));
                }
            }
            FromWorker::Refused { run, error } => {
                if self.opened(run).is_some() {
                    self.drop_asks(AskError::Closed, &mut acts);
                    self.open = None;
                    acts.push(Act::Tell(Event::State(State::Failed)));
                    acts.push(Act::Tell(Event::Refused(error)));
                }
            }
            FromWorker::Declined { run, error } => {
                if let Some(open) = self.opened(run) {
                    open.rate = None;
                    acts.push(Act::Tell(Event::Declined(error)));
                }
            }
            FromWorker::Fatal { message } => return self.lost(Cause::Panic(message), now_ms),
            // The browser's end keeps the frames of checkpoints unread and calls `checkpoint` instead.
            FromWorker::Checkpoint { .. } => {}
        }
        acts
    }

    /// A message that cannot be read.
    pub fn unreadable(&mut self, error: FrameError, now_ms: f64) -> Vec<Act<K>> {
        match error {
            FrameError::Version(_) => {
                let mut acts = Vec::new();
                self.outdated(&mut acts);
                acts
            }
            FrameError::Empty | FrameError::Malformed => self.lost(Cause::Unreadable, now_ms),
        }
    }

    /// The worker is of no use any more (or, before its hello, could not start). It is terminated and, where a job is open, replaced.
    pub fn lost(&mut self, cause: Cause, now_ms: f64) -> Vec<Act<K>> {
        let was = std::mem::replace(&mut self.link, Link::None);
        if matches!(was, Link::None | Link::Outdated) {
            self.link = was; // an echo of what has been dealt with
            return Vec::new();
        }
        let mut acts = vec![Act::End];
        self.drop_asks(AskError::Lost, &mut acts);
        if was == Link::Starting {
            self.fail(Trouble::NotStarted(cause), &mut acts);
            return acts;
        }
        let Some(open) = &mut self.open else {
            return acts;
        }; // the next `open` starts a new one
        if std::mem::take(&mut open.proofs) >= PROOFS {
            self.crashes_ms.clear();
        }
        self.crashes_ms.retain(|at| now_ms - at < CRASH_WINDOW_MS);
        self.crashes_ms.push(now_ms);
        if self.crashes_ms.len() >= CRASHES {
            self.fail(Trouble::GaveUp(cause), &mut acts);
        } else {
            acts.push(Act::Tell(Event::Trouble(Trouble::Restarted(cause))));
            self.start(&mut acts);
        }
        acts
    }

    /// Time has passed. Called a few times a second; a worker that owes an answer and stays silent for too long is lost.
    pub fn watch(&mut self, since_last_ms: f64, now_ms: f64) -> Vec<Act<K>> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let owes = self.link == Link::Starting
            || open.unanswered > 0
            || open.wanted == State::Running
            || !open.asks.is_empty()
            || self.pinged;
        // The timers of a hidden page are slowed down: nothing can be told from them.
        if self.hidden || !owes {
            return Vec::new();
        }
        if !std::mem::take(&mut self.fresh) {
            self.silent_ms += since_last_ms.clamp(0.0, TICK_MS);
        }
        let patience_ms = if self.link == Link::Starting {
            START_PATIENCE_MS
        } else if open.paced && open.asks.is_empty() {
            PATIENCE_MS + SLOW * self.slow_ms
        } else if open.wanted == State::Running || open.unanswered > 0 || !open.asks.is_empty() {
            FIRST_PATIENCE_MS
        } else {
            PATIENCE_MS
        };
        if self.silent_ms >= patience_ms {
            self.lost(Cause::Silent, now_ms)
        } else if self.silent_ms >= PING_MS && !self.pinged && self.link == Link::Ready {
            self.pinged = true;
            vec![Act::Post(ToWorker::Hello {
                protocol: PROTOCOL,
                revision: self.revision.clone(),
            })]
        } else {
            Vec::new()
        }
    }

    fn opened(&mut self, run: RunId) -> Option<&mut Open<K>> {
        self.open.as_mut().filter(|open| open.run == run)
    }

    /// The worker lives; how long it had been silent.
    fn heard(&mut self) -> f64 {
        self.pinged = false;
        self.fresh = true;
        std::mem::take(&mut self.silent_ms)
    }

    /// Now, or as soon as the worker is ready.
    fn say(&mut self, message: ToWorker) -> Vec<Act<K>> {
        if self.link == Link::Ready {
            return vec![Act::Post(message)];
        }
        if let Some(open) = &mut self.open {
            open.outbox.push(message);
        }
        Vec::new()
    }

    fn start(&mut self, acts: &mut Vec<Act<K>>) {
        if self.link == Link::None {
            self.link = Link::Starting;
            self.heard();
            acts.push(Act::Start);
        }
    }

    /// Opens the job in a worker that is ready, and brings it to where it was wanted.
    fn post_open(&mut self, acts: &mut Vec<Act<K>>) {
        self.heard();
        let Some(open) = &mut self.open else { return };
        let run = open.run;
        acts.push(Act::Open {
            run,
            lab: open.lab.clone(),
            setup: open.setup.clone(),
            checkpoint: open.checkpoint.clone(),
        });
        open.unanswered = 1;
        open.paced = false;
        // What was said while there was no worker comes after what the lost one had been told. Controls that are in the
        // outbox have already set `wanted` and `rate`: they are not repeated, except a single step.
        let mut controls = Vec::from_iter(open.rate.map(Control::LearningRate));
        let outbox = std::mem::take(&mut open.outbox);
        let is_step = |m: &&ToWorker| {
            matches!(
                m,
                ToWorker::Control {
                    control: Control::StepOnce,
                    ..
                }
            )
        };
        controls.extend(outbox.iter().filter(is_step).map(|_| Control::StepOnce));
        match open.wanted {
            State::Running => controls.push(Control::Run),
            State::Idle if open.checkpoint.is_some() => controls.push(Control::Stop),
            _ => {}
        }
        open.unanswered += controls.len() as u32;
        acts.extend(
            controls
                .into_iter()
                .map(|control| Act::Post(ToWorker::Control { run, control })),
        );
        acts.extend(
            outbox
                .into_iter()
                .filter(|m| matches!(m, ToWorker::Ask { .. }))
                .map(Act::Post),
        );
    }

    fn drop_asks(&mut self, error: AskError, acts: &mut Vec<Act<K>>) {
        if let Some(open) = &mut self.open {
            open.outbox.retain(|m| !matches!(m, ToWorker::Ask { .. }));
            for question in std::mem::take(&mut open.asks) {
                acts.push(Act::Tell(Event::Answer {
                    question,
                    body: Err(error.clone()),
                }));
            }
        }
    }

    fn outdated(&mut self, acts: &mut Vec<Act<K>>) {
        self.link = Link::Outdated;
        acts.push(Act::End);
        self.drop_asks(AskError::Lost, acts);
        self.fail(Trouble::Outdated, acts);
    }

    /// No worker, and none will come by itself.
    fn fail(&mut self, trouble: Trouble, acts: &mut Vec<Act<K>>) {
        if self.open.is_some() {
            acts.push(Act::Tell(Event::State(State::Failed)));
        }
        acts.push(Act::Tell(Event::Trouble(trouble)));
    }
}

#[cfg(test)]
mod tests;
