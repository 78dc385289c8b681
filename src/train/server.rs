//! The worker's end: owns at most one job, gives it slices, answers the page. A state machine without a browser, so that every
//! transition is tested natively; `host` (feature `worker`) moves its messages. The page's end is `client`.
//!
//! The rules between the two ends:
//! - every `Control` of the open run is answered by one `State`, in order (that is also the sign of life that the page waits for);
//! - after a `Report` comes no other until the page says `Shown`, and none while the page is hidden; what changed in the
//!   meantime is reported as soon as both allow it;
//! - a `Checkpoint` follows every halt, and while the job runs none is older than `CHECKPOINT_MS` (one slice, where that is longer);
//! - messages of a run that is not open are dropped without an answer.

use std::rc::Rc;

use crate::lesson::{Describe, Lang};
use crate::train::{Control, Job, JobError, Slice, State};
use crate::wire::{FromWorker, PROTOCOL, RunId, ToWorker};

/// Makes a lab's job from its `Setup` in postcard.
pub type Make = fn(&[u8]) -> Result<Box<dyn Job>, JobError>;
/// Finds the lab of an id. Passed in, because `train` knows no lab.
pub type Find = fn(&str) -> Option<Make>;

/// Length of a slice, where a step is shorter: one frame, so that the inbox is read 60 times a second.
pub const SLICE_MS: f64 = 16.0;
/// Greatest age of the page's checkpoint while the job runs.
pub const CHECKPOINT_MS: f64 = 2000.0;

/// The worker's end of the protocol.
pub struct Server {
    find: Find,
    revision: String,
    gflops: f32,
    /// For jobs that measure; `None` in tests that need none.
    clock: Option<Rc<dyn Fn() -> f64>>,
    hidden: bool,
    open: Option<Open>,
}

/// What one turn came to.
#[derive(Debug, Default)]
pub struct Tick {
    pub messages: Vec<FromWorker>,
    /// Call `tick` again, after the inbox has been read.
    pub wants_more: bool,
}

struct Open {
    run: RunId,
    job: Box<dyn Job>,
    state: State,
    /// A report is on its way or on the page, not yet `Shown`.
    unshown: bool,
    /// Something changed since the last report.
    changed: bool,
    /// When the page's checkpoint was made, and how long the last slice took. `None`: not yet in this stretch of running.
    checkpoint_ms: Option<f64>,
    slice_ms: f64,
}

impl Server {
    /// `revision`: of the worker's own files. `gflops`: matrix product speed of this machine, told to the page.
    pub fn new(find: Find, revision: String, gflops: f32) -> Server {
        Server {
            find,
            revision,
            gflops,
            clock: None,
            hidden: false,
            open: None,
        }
    }

    /// Gives every job that is opened from now on this monotonic clock, in milliseconds.
    pub fn with_clock(mut self, now_ms: Rc<dyn Fn() -> f64>) -> Server {
        self.clock = Some(now_ms);
        self
    }

    /// Who this is. Sent once unasked as soon as messages can be received, and whenever the page says hello.
    pub fn hello(&self) -> FromWorker {
        FromWorker::Hello {
            protocol: PROTOCOL,
            revision: self.revision.clone(),
            gflops: self.gflops,
        }
    }

    /// Whether `tick` has work to do.
    pub fn wants_more(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.state == State::Running)
    }

    /// Bytes held by the open job; 0 without one.
    pub fn bytes(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.job.bytes())
    }

    /// Takes one message of the page; gives the answers in order.
    pub fn receive(&mut self, message: ToWorker) -> Vec<FromWorker> {
        let mut out = Vec::new();
        match message {
            ToWorker::Hello { .. } => out.push(self.hello()),
            ToWorker::Open {
                run,
                lab,
                setup,
                checkpoint,
            } => {
                self.open = None; // first, so that two jobs never live at once
                match Open::new(self.find, run, &lab, &setup, checkpoint.as_deref()) {
                    Ok(mut open) => {
                        if let Some(clock) = &self.clock {
                            open.job.clock(clock.clone());
                        }
                        out.push(FromWorker::Opened { run });
                        out.push(FromWorker::State {
                            run,
                            state: open.state,
                        });
                        self.open = Some(open);
                    }
                    Err(error) => out.push(FromWorker::Refused { run, error }),
                }
            }
            ToWorker::Control { run, control } => {
                if let Some(open) = self.opened(run) {
                    open.control(control, &mut out);
                }
            }
            ToWorker::Ask {
                run,
                question,
                body,
            } => {
                if let Some(open) = self.opened(run) {
                    let body = open.job.ask(&body);
                    out.push(FromWorker::Answer {
                        run,
                        question,
                        body,
                    });
                }
            }
            ToWorker::Shown { run } => {
                if let Some(open) = self.opened(run) {
                    open.unshown = false;
                }
            }
            ToWorker::Hidden(hidden) => self.hidden = hidden,
            ToWorker::Close { run } => {
                if self.opened(run).is_some() {
                    self.open = None;
                }
            }
        }
        let hidden = self.hidden;
        if let Some(open) = &mut self.open
            && open.state != State::Running
        {
            open.report(hidden, &mut out); // a running job reports after its next slice, with fresher numbers
        }
        out
    }

    /// One slice of the open job, if it runs.
    pub fn tick(&mut self, now_ms: &dyn Fn() -> f64) -> Tick {
        let mut messages = Vec::new();
        let hidden = self.hidden;
        if let Some(open) = &mut self.open
            && open.state == State::Running
        {
            open.slice(now_ms, &mut messages);
            open.report(hidden, &mut messages);
        }
        Tick {
            messages,
            wants_more: self.wants_more(),
        }
    }

    /// The open job, if it is the one of this run.
    fn opened(&mut self, run: RunId) -> Option<&mut Open> {
        self.open.as_mut().filter(|open| open.run == run)
    }
}

impl Open {
    fn new(
        find: Find,
        run: RunId,
        lab: &str,
        setup: &[u8],
        checkpoint: Option<&[u8]>,
    ) -> Result<Open, JobError> {
        let make = find(lab).ok_or_else(|| JobError::UnknownLab(lab.to_owned()))?;
        let mut job = make(setup)?;
        let state = match checkpoint.map(unseal) {
            None => State::Idle,
            Some(sealed) => {
                let (state, body) = sealed?;
                job.restore(body)?;
                state
            }
        };
        Ok(Open {
            run,
            job,
            state,
            unshown: false,
            changed: true,
            checkpoint_ms: None,
            slice_ms: 0.0,
        })
    }

    fn control(&mut self, control: Control, out: &mut Vec<FromWorker>) {
        let run = self.run;
        let before = self.state;
        match control {
            // A job that has used up its budget stays done; after a divergence the page offers `Resume` and `Reset`,
            // but going on as before is the reader's right too.
            Control::Run if before != State::Done => self.state = State::Running,
            Control::Pause if before == State::Running => self.state = State::Paused,
            Control::StepOnce if matches!(before, State::Idle | State::Paused | State::Running) => {
                self.changed = true;
                self.state = halted(self.job.step_once());
            }
            Control::Stop if before != State::Done => self.state = State::Idle,
            Control::Run | Control::Pause | Control::StepOnce | Control::Stop => {}
            Control::LearningRate(rate)
            | Control::Resume {
                learning_rate: rate,
            } if !(rate.is_finite() && rate > 0.0) => {
                out.push(FromWorker::Declined {
                    run,
                    error: JobError::refused(&NotALearningRate),
                });
            }
            Control::LearningRate(_) | Control::Reset | Control::Resume { .. } => {
                match self.job.control(control) {
                    Ok(()) => {
                        self.changed = true;
                        match control {
                            Control::Reset => self.state = State::Idle,
                            Control::Resume { .. } if before != State::Done => {
                                self.state = State::Running
                            }
                            _ => {}
                        }
                    }
                    Err(error) => out.push(FromWorker::Declined { run, error }),
                }
            }
        }
        out.push(FromWorker::State {
            run,
            state: self.state,
        });
        if self.state != before {
            self.changed = true;
        }
        if self.state == State::Running {
            if before != State::Running {
                self.checkpoint_ms = None;
            }
        } else if self.state != before
            || matches!(
                control,
                Control::StepOnce | Control::Reset | Control::LearningRate(_)
            )
        {
            self.checkpoint(out);
        }
    }

    fn slice(&mut self, now_ms: &dyn Fn() -> f64, out: &mut Vec<FromWorker>) {
        let start = now_ms();
        // The page's checkpoint is that of the halt before, or none after `Open`: it counts as old as this stretch.
        let checkpoint_ms = *self.checkpoint_ms.get_or_insert(start);
        let slice = self.job.slice(now_ms, start + SLICE_MS);
        let end = now_ms();
        self.slice_ms = end - start;
        self.changed = true;
        match slice {
            // Sent now if it would be too old at the end of the next slice, should that take half as long again.
            Slice::Working => {
                if end + 1.5 * self.slice_ms - checkpoint_ms >= CHECKPOINT_MS {
                    self.checkpoint_ms = Some(end);
                    self.checkpoint(out);
                }
            }
            Slice::Done | Slice::Diverged => {
                self.state = halted(slice);
                out.push(FromWorker::State {
                    run: self.run,
                    state: self.state,
                });
                self.checkpoint(out);
            }
        }
    }

    fn report(&mut self, hidden: bool, out: &mut Vec<FromWorker>) {
        if hidden || self.unshown || !self.changed {
            return;
        }
        self.unshown = true;
        self.changed = false;
        let body = self.job.report();
        out.push(FromWorker::Report {
            run: self.run,
            body,
            bytes: self.job.bytes() as u64,
        });
    }

    fn checkpoint(&self, out: &mut Vec<FromWorker>) {
        let body = seal(self.state, self.job.checkpoint());
        out.push(FromWorker::Checkpoint {
            run: self.run,
            body,
        });
    }
}

/// Where a job stands after a step that was not part of running.
fn halted(slice: Slice) -> State {
    match slice {
        Slice::Working => State::Paused,
        Slice::Done => State::Done,
        Slice::Diverged => State::Diverged,
    }
}

/// The job's checkpoint with its state behind it, so that a job that was done is done again in a new worker.
fn seal(state: State, mut body: Vec<u8>) -> Vec<u8> {
    body.push(state as u8);
    body
}

/// The state in which a job wakes up from a sealed checkpoint (a running one paused), and the job's own part.
fn unseal(sealed: &[u8]) -> Result<(State, &[u8]), JobError> {
    let (&state, body) = sealed.split_last().ok_or(JobError::BadMessage)?;
    let states = [State::Idle, State::Paused, State::Done, State::Diverged];
    let state = states
        .into_iter()
        .find(|s| *s as u8 == state)
        .unwrap_or(State::Paused);
    Ok((state, body))
}

/// Refusal of a learning rate that is no positive number.
struct NotALearningRate;

impl Describe for NotALearningRate {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => "The learning rate has to be a number above 0.".into(),
            Lang::ZhHant => "學習率必須是大於 0 的數字。".into(),
        }
    }
}

#[cfg(test)]
mod tests;
