//! The job: questions drive the run, slices do the long experiment.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::debugger::Debugger;
use super::protocol::{Answer, Ask, Question};
use crate::agent::World;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// A lab's own part of the job. Made anew for every set-up.
pub trait Bench: Sized {
    type Setup: DeserializeOwned;
    type World: World;
    /// What the page shows of the world.
    type View: Serialize;
    type Ask: DeserializeOwned;
    type Answer: Serialize;
    /// All results of the long experiment so far.
    type Report: Serialize;
    /// What its next units build on.
    type Kept: Serialize + DeserializeOwned;

    /// `Err` refuses the set-up, with a message for the reader.
    fn new(setup: Self::Setup) -> Result<(Self, Debugger<Self::World>), JobError>;
    fn view(&self, world: &Self::World) -> Self::View;
    fn ask(
        &mut self,
        question: Self::Ask,
        debugger: &mut Debugger<Self::World>,
    ) -> Result<Self::Answer, JobError>;
    /// Units of the long experiment in all; 0: none.
    fn units(&self) -> u32 {
        0
    }
    /// Does unit number `unit` (0..units), in 20 ms at most.
    fn unit(&mut self, _unit: u32) -> Result<(), JobError> {
        Ok(())
    }
    fn report(&self) -> Self::Report;
    fn keep(&self) -> Self::Kept;
    fn restore(&mut self, kept: Self::Kept) -> Result<(), JobError>;
}

/// How far the long experiment has got, around the lab's own report.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report<R> {
    pub done: u32,
    pub units: u32,
    pub remaining_seconds: Option<f32>,
    pub lab: R,
}

/// A bench as the worker runs it.
pub struct Opened<B: Bench> {
    /// In postcard: a reset opens it again.
    setup: Vec<u8>,
    bench: B,
    debugger: Debugger<B::World>,
    done: u32,
    /// Milliseconds per unit, smoothed.
    pace_ms: Option<f64>,
}

/// Makes the job of bench `B`; the lab's entry in the list points to a function that calls this.
pub fn job<B: Bench + 'static>(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(Opened::<B>::new(setup)?))
}

impl<B: Bench> Opened<B> {
    /// `setup`: the bench's set-up in postcard.
    pub fn new(setup: &[u8]) -> Result<Opened<B>, JobError> {
        let (bench, debugger) = B::new(unpack(setup)?)?;
        Ok(Opened {
            setup: setup.to_vec(),
            bench,
            debugger,
            done: 0,
            pace_ms: None,
        })
    }

    fn advance(&mut self) -> Slice {
        let units = self.bench.units();
        if self.done >= units {
            return Slice::Done;
        }
        if self.bench.unit(self.done).is_err() {
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

impl<B: Bench> Job for Opened<B> {
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
                *self = Opened::new(&self.setup)?;
                Ok(())
            }
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => Ok(()),
            Control::LearningRate(_) | Control::Resume { .. } => Err(JobError::BadMessage),
        }
    }

    fn report(&mut self) -> Vec<u8> {
        let units = self.bench.units();
        let left = f64::from(units.saturating_sub(self.done));
        pack(&Report {
            done: self.done,
            units,
            remaining_seconds: self.pace_ms.map(|pace| (pace * left / 1000.0) as f32),
            lab: self.bench.report(),
        })
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        let answer: Answer<B::View, B::Answer> = match unpack(question)? {
            Ask::<B::Ask>::Run(question) => {
                let Opened {
                    bench, debugger, ..
                } = self;
                debugger.ask(question, |world| bench.view(world))?
            }
            Ask::Lab(question) => Answer::Lab(self.bench.ask(question, &mut self.debugger)?),
        };
        Ok(pack(&answer))
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&(self.done, self.bench.keep(), self.debugger.record()))
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let (done, kept, record): (u32, B::Kept, Vec<Question>) = unpack(checkpoint)?;
        if done > self.bench.units() {
            return Err(JobError::BadMessage);
        }
        self.debugger.play(record)?;
        self.bench.restore(kept)?;
        self.done = done;
        Ok(())
    }

    fn bytes(&self) -> usize {
        self.setup.len() + self.debugger.run().bytes()
    }
}
