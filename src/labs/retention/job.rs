//! The lab's job: a layer trained in slices, and a look at single sequences between them.

use super::config::STEPS;
use super::protocol::{Answer, Ask, LAYERS, Setup};
use super::training::Training;
use crate::data::recall::Task;
use crate::lesson::{Describe, Lang};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// Why a set-up was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    Layer,
    Task,
    Steps,
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Refusal::Layer => (
                "The gates of this layer cannot be watched here. Choose another layer.",
                "這裡無法觀察這種層的閘門，請選另一種層。",
            ),
            Refusal::Task => (
                "On this task there is nothing to forget. Choose another one.",
                "這個任務沒有什麼該忘的，請選另一個。",
            ),
            Refusal::Steps => (
                "The number of steps lies outside its limits.",
                "步數超出範圍。",
            ),
        };
        match lang {
            Lang::En => en.into(),
            Lang::ZhHant => zh.into(),
        }
    }
}

/// Trains one layer and shows its gates.
pub struct Retention {
    pub(super) training: Training,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Retention::new(&unpack(setup)?)?))
}

impl Retention {
    pub fn new(setup: &Setup) -> Result<Retention, JobError> {
        let refusal = if !LAYERS.contains(&setup.layer) {
            Some(Refusal::Layer)
        } else if setup.task == Task::Plain {
            Some(Refusal::Task)
        } else if !(STEPS.min..=STEPS.max).contains(&f64::from(setup.steps)) {
            Some(Refusal::Steps)
        } else {
            None
        };
        match refusal {
            Some(refusal) => Err(JobError::refused(&refusal)),
            None => Ok(Retention {
                training: Training::new(setup)?,
            }),
        }
    }
}

impl Job for Retention {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let slice = self.training.advance(Some(now_ms));
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        self.training.advance(None)
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => self.training = Training::new(&self.training.setup)?,
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => {}
            // The rate is part of the set-up.
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        pack(&self.training.report())
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        let Ask::Sequences = unpack(question)?;
        Ok(pack(&Answer::Sequences(self.training.sequences())))
    }

    fn checkpoint(&self) -> Vec<u8> {
        self.training.checkpoint()
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        self.training.restore(checkpoint)
    }

    fn bytes(&self) -> usize {
        self.training.bytes()
    }
}
