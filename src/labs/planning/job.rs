//! The lab's job: the experiment of a tab, in slices.

use std::rc::Rc;

use super::experiment::Experiment;
use super::protocol::Setup;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::pack;

type Clock = Rc<dyn Fn() -> f64>;

/// The job.
pub struct Planning {
    work: Experiment,
    now: Clock,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Planning::new(&crate::wire::unpack(setup)?)))
}

impl Planning {
    pub fn new(setup: &Setup) -> Planning {
        Planning {
            work: Experiment::new(setup),
            now: Rc::new(|| 0.0),
        }
    }
}

impl Job for Planning {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let slice = self.work.advance(now_ms);
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn clock(&mut self, now_ms: Clock) {
        self.now = now_ms;
    }

    fn step_once(&mut self) -> Slice {
        let now = self.now.clone();
        self.work.advance(&*now)
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => self.work.reset(),
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        pack(&self.work.report())
    }

    /// The reports say everything.
    fn ask(&mut self, _question: &[u8]) -> Result<Vec<u8>, JobError> {
        Err(JobError::BadMessage)
    }

    fn checkpoint(&self) -> Vec<u8> {
        self.work.checkpoint()
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        self.work.restore(checkpoint)
    }

    fn bytes(&self) -> usize {
        std::mem::size_of::<Self>() + 8192
    }
}
