//! The lab's job: training in slices, and answers between them.

use std::rc::Rc;

use super::answers::{Refusal, answer, generate};
use super::config::Weights;
use super::prepared::Prepared;
use super::protocol::{Ask, Setup};
use super::run::{Moment, Run};
use crate::backend::Params;
use crate::data::tokenizer::START;
use crate::nn::decode::Decoder;
use crate::nn::model_file;
use crate::nn::sampling::Settings;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// How often the live sample is redrawn, and how long it is.
const SAMPLE_MS: f64 = 1000.0;
const SAMPLE_TOKENS: u32 = 60;
const SAMPLE_SETTINGS: Settings = Settings { temperature: 0.8, top_k: 0, top_p: 1.0, min_p: 0.0, repetition_penalty: 1.0 };

/// A set of weights that is not trained, with its decoder.
struct Voiced {
    params: Params<f32>,
    decoder: Decoder,
}

/// Trains a transformer on a text and answers what the page asks about it.
pub struct NextToken {
    pub(super) prepared: Prepared,
    pub(super) run: Run,
    /// The weights before the first step.
    pub(super) untrained: Params<f32>,
    /// A monotonic clock for measurements, handed over by the worker; without one, time stands still.
    pub(super) now: Rc<dyn Fn() -> f64>,
    live: Decoder,
    /// The decoder's cache belongs to other weights.
    live_stale: bool,
    fresh: Option<Voiced>,
    shipped: Option<Voiced>,
    sample: String,
    sample_step: u32,
    sample_due_ms: f64,
}

/// Makes the job from a `Setup` in postcard; the lab's entry in the list points here.
#[cfg(any(feature = "worker", not(feature = "ui"), not(target_arch = "wasm32")))]
pub(super) fn job(setup: &[u8]) -> Result<Box<dyn Job>, JobError> {
    Ok(Box::new(NextToken::new(&unpack(setup)?)?))
}

impl NextToken {
    pub fn new(setup: &Setup) -> Result<NextToken, JobError> {
        let prepared = Prepared::new(setup)?;
        let run = Run::new(&prepared)?;
        let untrained = run.params().clone();
        let live = Decoder::new(prepared.model, &untrained).expect("the trainer's own parameters");
        let mut job = NextToken {
            prepared,
            run,
            untrained,
            now: Rc::new(|| 0.0),
            live,
            live_stale: false,
            fresh: None,
            shipped: None,
            sample: String::new(),
            sample_step: 0,
            sample_due_ms: 0.0,
        };
        if let Some(file) = &setup.shipped {
            let mut params = job.untrained.clone();
            model_file::load(file, &mut params).map_err(|e| JobError::refused(&e))?;
            job.set_shipped(params);
        }
        job.draw_sample();
        Ok(job)
    }

    /// The weights of a choice with the decoder whose cache belongs to them.
    pub(super) fn voice(&mut self, weights: Weights) -> Result<(&Prepared, &Params<f32>, &mut Decoder), Refusal> {
        match weights {
            Weights::Live => {
                if std::mem::take(&mut self.live_stale) {
                    self.live.clear();
                }
                Ok((&self.prepared, self.run.params(), &mut self.live))
            }
            Weights::Untrained => {
                let model = self.prepared.model;
                let params = &self.untrained;
                let voiced = self.fresh.get_or_insert_with(|| Voiced {
                    params: params.clone(),
                    decoder: Decoder::new(model, params).expect("the trainer's own parameters"),
                });
                Ok((&self.prepared, &voiced.params, &mut voiced.decoder))
            }
            Weights::Shipped => match &mut self.shipped {
                Some(voiced) => Ok((&self.prepared, &voiced.params, &mut voiced.decoder)),
                None => Err(Refusal::NoShipped),
            },
        }
    }

    pub(super) fn set_shipped(&mut self, params: Params<f32>) {
        let decoder = Decoder::new(self.prepared.model, &params).expect("loaded into this model's own parameters");
        self.shipped = Some(Voiced { params, decoder });
    }

    /// The reader's own file becomes the live weights.
    pub(super) fn import(&mut self, params: &Params<f32>) {
        self.run.start_from(&self.prepared, &params.data);
        self.live_stale = true;
        self.draw_sample();
    }

    /// The line in an exported file's metadata.
    pub(super) fn about_line(&self, weights: Weights) -> String {
        let c = &self.prepared.config;
        format!(
            "lab=next-token weights={weights:?} step={} seed={} width={} layers={} heads={} context={} vocabulary={}",
            self.run.step, c.seed, c.width, c.layers, c.heads, c.context, self.prepared.model.vocabulary
        )
    }

    fn draw_sample(&mut self) {
        let count = SAMPLE_TOKENS.min(self.prepared.model.context as u32 - 1);
        // Weights that give no numbers keep the old sample: the run's own state tells the reader.
        if let Ok(drawn) = generate(self, Weights::Live, vec![START], count, &SAMPLE_SETTINGS, 1) {
            let tokens: Vec<u32> = drawn.iter().map(|d| d.token).collect();
            self.sample = self.prepared.tokenizer.decode(&tokens);
            self.sample_step = self.run.step;
        }
    }

    fn stepped(&mut self, slice: Slice, now_ms: Option<f64>) -> Slice {
        self.live_stale = true;
        let due = now_ms.is_none_or(|now| now >= self.sample_due_ms);
        if due || slice != Slice::Working {
            self.draw_sample();
            self.sample_due_ms = now_ms.unwrap_or(0.0) + SAMPLE_MS;
        }
        slice
    }
}

impl Job for NextToken {
    fn slice(&mut self, now_ms: &dyn Fn() -> f64, until_ms: f64) -> Slice {
        loop {
            let slice = self.run.advance(&self.prepared, Some(now_ms()));
            let slice = self.stepped(slice, Some(now_ms()));
            if slice != Slice::Working || now_ms() >= until_ms {
                return slice;
            }
        }
    }

    fn clock(&mut self, now_ms: Rc<dyn Fn() -> f64>) {
        self.now = now_ms;
    }

    fn step_once(&mut self) -> Slice {
        self.run.rest();
        let slice = self.run.advance(&self.prepared, None);
        self.stepped(slice, None)
    }

    fn control(&mut self, control: Control) -> Result<(), JobError> {
        match control {
            Control::LearningRate(rate) if rate.is_finite() => self.run.set_learning_rate(super::config::LEARNING_RATE.clamp(rate as f64) as f32),
            Control::Resume { learning_rate } if learning_rate.is_finite() => {
                self.run.set_learning_rate(super::config::LEARNING_RATE.clamp(learning_rate as f64) as f32);
                self.run.forgive();
            }
            Control::Reset => {
                let rate = self.prepared.config.learning_rate;
                let weights = self.untrained.data.clone();
                self.run.start_from(&self.prepared, &weights);
                self.run.set_learning_rate(rate);
                self.live_stale = true;
                self.draw_sample();
            }
            Control::Run | Control::Pause | Control::Stop | Control::StepOnce => self.run.rest(),
            Control::LearningRate(_) | Control::Resume { .. } => return Err(JobError::BadMessage),
        }
        Ok(())
    }

    fn report(&mut self) -> Vec<u8> {
        let mut report = self.run.report();
        report.sample = self.sample.clone();
        report.sample_step = self.sample_step;
        pack(&report)
    }

    fn ask(&mut self, question: &[u8]) -> Result<Vec<u8>, JobError> {
        let ask: Ask = unpack(question)?;
        Ok(pack(&answer(self, ask)?))
    }

    fn checkpoint(&self) -> Vec<u8> {
        pack(&self.run.moment())
    }

    fn restore(&mut self, checkpoint: &[u8]) -> Result<(), JobError> {
        let moment: Moment = unpack(checkpoint)?;
        if !self.run.accepts(&moment) {
            return Err(JobError::BadMessage);
        }
        self.run.go_to(moment);
        self.live_stale = true;
        self.draw_sample();
        Ok(())
    }

    fn bytes(&self) -> usize {
        let weights = size_of::<f32>() * self.untrained.count();
        let voices = 1 + usize::from(self.fresh.is_some()) + usize::from(self.shipped.is_some());
        self.prepared.bytes() + self.run.bytes() + voices * weights
    }
}
