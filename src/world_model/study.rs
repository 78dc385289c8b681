//! The job of a lab that examines a model: the model comes with the set-up, questions are answered between the units of one long
//! experiment, which can be paused and gone on with.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::subject::Subject;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// What a page opens the job with. `file` first, so that the job can be opened anew from it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setup<S> {
    /// A model file: see `Subject::open`.
    pub file: ModelFile,
    /// The lab's own part.
    pub lab: S,
}

/// The bytes of a model file, shared: two are equal if they are the same copy or hold the same bytes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModelFile(pub std::sync::Arc<Vec<u8>>);

impl Serialize for ModelFile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for ModelFile {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<ModelFile, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        Ok(ModelFile(std::sync::Arc::new(bytes.to_vec())))
    }
}

/// How far the long experiment has got, around the lab's own report.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report<R> {
    pub done: u32,
    /// Units in all; 0: this lab only answers questions.
    pub units: u32,
    pub remaining_seconds: Option<f32>,
    pub lab: R,
}

/// A lab's own part of the job. Made anew for every model and set-up.
pub trait Study: Sized {
    type Setup: DeserializeOwned;
    type Ask: DeserializeOwned;
    type Answer: Serialize;
    /// All results so far (small; it is sent whole at most once a frame).
    type Report: Serialize;
    /// What the next units build on. Kept by the page every two seconds, so that a lost worker costs no more than that.
    type Kept: Serialize + DeserializeOwned;

    /// `Err` refuses the set-up, with a message for the reader.
    fn new(subject: Subject, setup: Self::Setup) -> Result<Self, JobError>;
    /// Units of the long experiment in all; 0: none.
    fn units(&self) -> u32 {
        0
    }
    /// Does unit number `unit` (0..units). At most some 20 ms, so that the page can pause and ask in between.
    fn unit(&mut self, _unit: u32) -> Result<(), JobError> {
        Ok(())
    }
    fn report(&self) -> Self::Report;
    fn ask(&mut self, question: Self::Ask) -> Result<Self::Answer, JobError>;
    fn keep(&self) -> Self::Kept;
    fn restore(&mut self, kept: Self::Kept) -> Result<(), JobError>;
    /// Bytes held beside the weights.
    fn bytes(&self) -> usize {
        0
    }
}

/// A study as the worker runs it.
pub struct Opened<S: Study> {
    /// In postcard: a reset opens it again.
    setup: Vec<u8>,
    study: S,
    done: u32,
    weights: usize,
    /// Milliseconds per unit, smoothed.
    pace_ms: Option<f64>,
}

/// Makes the job of study `S`; the lab's entry in the list points to a function that calls this.
pub fn job<S: Study + 'static>(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Opened::<S>::new(setup)?))
}

impl<S: Study> Opened<S> {
    /// `setup`: a [`Setup`] in postcard.
    pub fn new(setup: &[u8]) -> Result<Opened<S>, JobError> {
        let (study, weights) = open(setup)?;
        Ok(Opened {
            setup: setup.to_vec(),
            study,
            done: 0,
            weights,
            pace_ms: None,
        })
    }

    /// For the lab's own tests.
    pub fn study(&self) -> &S {
        &self.study
    }

    fn advance(&mut self) -> Slice {
        let units = self.study.units();
        if self.done >= units {
            return Slice::Done;
        }
        // A study fails only where the model holds numbers that nothing can be done with.
        if self.study.unit(self.done).is_err() {
            return Slice::Diverged;
        }
        self.done += 1;
        if self.done >= units {
            Slice::Done
        } else {
            Slice::Working
        }
    }
}

fn open<S: Study>(setup: &[u8]) -> Result<(S, usize), JobError> {
    let setup: Setup<S::Setup> = unpack(setup)?;
    let subject = Subject::open(&setup.file.0).map_err(|e| JobError::refused(&e))?;
    let weights = subject.bytes();
    Ok((S::new(subject, setup.lab)?, weights))
}

impl<S: Study> Job for Opened<S> {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let start = now_ms();
            let slice = self.advance();
            let spent = now_ms() - start;
            self.pace_ms = Some(self.pace_ms.map_or(spent, |pace| 0.8 * pace + 0.2 * spent));
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn step_once(&mut self) -> Slice {
        self.advance()
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::Reset => {
                (self.study, self.weights) = open(&self.setup)?;
                self.done = 0;
                self.pace_ms = None;
                Ok(())
            }
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => Ok(()),
            Control::LearningRate(_) | Control::Resume { .. } => Err(JobError::BadMessage),
        }
    }

    fn report(&mut self) -> Vec<u8> {
        let units = self.study.units();
        let left = f64::from(units.saturating_sub(self.done));
        pack(&Report {
            done: self.done,
            units,
            remaining_seconds: self.pace_ms.map(|pace| (pace * left / 1000.0) as f32),
            lab: self.study.report(),
        })
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        Ok(pack(&self.study.ask(unpack(question)?)?))
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&(self.done, self.study.keep()))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let (done, kept): (u32, S::Kept) = unpack(checkpoint)?;
        if done > self.study.units() {
            return Err(JobError::BadMessage);
        }
        self.study.restore(kept)?;
        self.done = done;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.setup.len() + self.weights + self.study.bytes()
    }
}
