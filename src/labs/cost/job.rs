//! The lab's job: a measurement or a training, in slices.

use std::rc::Rc;

use super::measure::{Clock, Measure};
use super::protocol::{Report, Setup};
use super::train::Training;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::pack;

/// What is being done.
enum Work {
    Measure(Box<Measure>),
    Train(Box<Training>),
}

/// The job.
pub struct Cost {
    work: Work,
    now: Clock,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Cost::new(&crate::wire::unpack(setup)?)?))
}

impl Cost {
    pub fn new(setup: &Setup) -> Result<Cost, JobError> {
        let work = match setup {
            Setup::Measure(setup) => Work::Measure(Box::new(Measure::new(setup))),
            Setup::Train(setup) => Work::Train(Box::new(Training::new(setup)?)),
        };
        Ok(Cost {
            work,
            now: Rc::new(|| 0.0),
        })
    }

    fn advance(&mut self, now: &dyn Fn() -> f64) -> Slice {
        match &mut self.work {
            Work::Measure(measure) => measure.advance(now),
            Work::Train(training) => training.advance(now),
        }
    }

    fn rest(&mut self) {
        if let Work::Measure(measure) = &mut self.work {
            measure.rest();
        }
    }
}

impl Job for Cost {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let slice = self.advance(now_ms);
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn clock(&mut self, now_ms: Clock) {
        self.now = now_ms;
    }

    fn step_once(&mut self) -> Slice {
        self.rest();
        let now = self.now.clone();
        self.advance(&*now)
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => match &mut self.work {
                Work::Measure(measure) => measure.reset(),
                Work::Train(training) => training.reset()?,
            },
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => self.rest(),
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        pack(&match &self.work {
            Work::Measure(measure) => Report::Measure(measure.report()),
            Work::Train(training) => Report::Train(training.report()),
        })
    }

    /// The reports say everything.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        match &self.work {
            Work::Measure(measure) => measure.checkpoint(),
            Work::Train(training) => training.checkpoint(),
        }
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        match &mut self.work {
            Work::Measure(measure) => measure.restore(checkpoint),
            Work::Train(training) => training.restore(checkpoint),
        }
    }

    fn bytes(&self) -> usize {
        match &self.work {
            Work::Measure(measure) => measure.bytes(),
            Work::Train(training) => training.bytes(),
        }
    }
}
