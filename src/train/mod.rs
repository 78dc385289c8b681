//! A job is one cancellable piece of work that runs in slices in the worker. Imports `nn`, `data`, `backend`, `lesson`.
//!
//! The worker (`worker.rs`) owns one job at a time, gives it slices, reads its inbox between them and sends at most one
//! report per animation frame. A job never knows that it runs in a browser.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang};

/// The page's end: one open job, and a new worker for a lost one.
pub mod client;
#[cfg(test)]
mod fake;
/// Moves the messages of `server` in a dedicated worker.
#[cfg(feature = "worker")]
pub mod host;
/// The worker's end: one job, its slices, its answers.
pub mod server;
/// What can befall the worker, in the reader's language.
pub mod trouble;

/// Where a job stands. `data-state` of the page's `data-job` element shows it in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum State {
    /// Not started, or stopped: nothing runs.
    #[default]
    Idle,
    Running,
    Paused,
    /// The budget is used up; the result stays.
    Done,
    /// A panic, a refused set-up or a lost worker; the message says which.
    Failed,
    /// The loss or a weight is no longer finite; the last finite checkpoint has been restored.
    Diverged,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            State::Idle => "idle",
            State::Running => "running",
            State::Paused => "paused",
            State::Done => "done",
            State::Failed => "failed",
            State::Diverged => "diverged",
        }
    }
}

/// What the reader tells a job, beside the questions that only its own lab knows.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Control {
    /// Start, or go on exactly where it paused.
    Run,
    Pause,
    /// One step, then pause.
    StepOnce,
    /// End the run; what was learned stays and can be asked.
    Stop,
    /// Back to the untrained model.
    Reset,
    LearningRate(f32),
    /// After `Diverged`: keep the restored weights and go on with this learning rate.
    Resume {
        learning_rate: f32,
    },
}

/// What one slice came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slice {
    /// More to do.
    Working,
    /// Nothing left to do (budget used up).
    Done,
    /// A loss or weight is not finite. The job has restored its last finite checkpoint.
    Diverged,
}

/// A refusal or failure, carried over the wire and told in the reader's language by `describe`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum JobError {
    /// No lab of this name, or it has no job.
    UnknownLab(String),
    /// The message could not be read (another version of the page, or a damaged link).
    BadMessage,
    /// The lab's own refusal, already in both languages: (English, Chinese).
    Refused { en: String, zh: String },
}

impl JobError {
    /// A lab's own refusal, from anything that can describe itself.
    pub fn refused(what: &dyn Describe) -> JobError {
        JobError::Refused {
            en: what.describe(Lang::En),
            zh: what.describe(Lang::ZhHant),
        }
    }
}

impl Describe for JobError {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (JobError::UnknownLab(id), Lang::En) => format!(
                "There is no lab called \u{201c}{id}\u{201d} in this version. Reload the page."
            ),
            (JobError::UnknownLab(id), Lang::ZhHant) => {
                format!("這個版本沒有名為「{id}」的實驗，請重新載入頁面。")
            }
            (JobError::BadMessage, Lang::En) => {
                "The page and its worker do not understand each other. Reload the page.".into()
            }
            (JobError::BadMessage, Lang::ZhHant) => {
                "頁面和背景程式的版本對不上，請重新載入頁面。".into()
            }
            (JobError::Refused { en, .. }, Lang::En) => en.clone(),
            (JobError::Refused { zh, .. }, Lang::ZhHant) => zh.clone(),
        }
    }
}

/// One piece of work. Implemented by each lab's `math.rs`; made by the `job` function in the lab's entry of the list.
pub trait Job {
    /// Does work until `clock` says that the slice is over: one step at least.
    /// `now_ms` is a monotonic clock; `until_ms` the time at which to return.
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice;

    /// A monotonic clock in milliseconds for measurements between slices (a job may answer with times). Called once,
    /// right after the job is made; jobs that measure nothing ignore it.
    fn clock(&mut self, _now_ms: std::rc::Rc<dyn Fn() -> f64>) {}

    /// Exactly one step, for "step once".
    fn step_once(&mut self) -> Slice;

    /// A control that changes the job's own state (`LearningRate`, `Reset`, `Resume`). Running and pausing are the worker's.
    fn control(&mut self, control: Control) -> Result<(), JobError>;

    /// What the page shows while the job runs: the lab's `Report`, in postcard. Called at most once per animation frame.
    fn report(&mut self) -> Vec<u8>;

    /// A question of the lab's page (its `Ask` in postcard), answered with its `Answer` in postcard, between slices.
    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError>;

    /// Everything needed to go on exactly from here: weights, optimiser, step, random state. Finite values only.
    fn checkpoint(&self) -> Vec<u8>;

    /// Goes back to a checkpoint of the same set-up.
    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError>;

    /// Bytes held: weights, buffers, data. Shown on the page, and tested against leaks.
    fn bytes(&self) -> usize;
}
