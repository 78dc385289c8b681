//! The lab's job: record, train, score, intervene, in units; questions about one latent in between.

mod plan;
mod units;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use self::plan::Unit;
use super::coder::{Scratch, Shape, Training};
use super::concepts::Dictionary;
use super::config::{DOCUMENTS, K, LAMBDA, LATENTS, LAYER, STEPS};
use super::protocol::{Answer, Ask, Latent, Phase, Report, Setup};
use super::recording::{Documents, FRESH, Recording, Sites, in_pieces};
use crate::backend::{BackendError, Params};
use crate::data::world::{Topic, World};
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::forward::{Forward, tokens};
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Why a set-up or a question was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    NoNumbers,
    NotTrained,
    NoSuchLatent { latents: usize },
    TooLong { words: usize },
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        let most = super::config::PROMPT_WORDS;
        match (self, lang) {
            (Refusal::NoNumbers, Lang::En) => {
                "The weights of this model are no longer finite.".into()
            }
            (Refusal::NoNumbers, Lang::ZhHant) => "這個模型的權重已經不是有限的數。".into(),
            (Refusal::NotTrained, Lang::En) => {
                "There is no trained autoencoder yet: start the run above.".into()
            }
            (Refusal::NotTrained, Lang::ZhHant) => {
                "還沒有訓練好的自編碼器，請先執行上面的訓練。".into()
            }
            (Refusal::NoSuchLatent { latents }, Lang::En) => {
                format!("This autoencoder has {latents} latents, counted from 0.")
            }
            (Refusal::NoSuchLatent { latents }, Lang::ZhHant) => {
                format!("這個自編碼器有 {latents} 個 latent，從 0 數起。")
            }
            (Refusal::TooLong { words }, Lang::En) => {
                format!("The prompt has {words} words; the lab reads at most {most}.")
            }
            (Refusal::TooLong { words }, Lang::ZhHant) => {
                format!("開頭有 {words} 個詞，這個實驗最多讀 {most} 個。")
            }
        }
    }
}

pub struct Sae {
    pub(super) world: World,
    pub(super) params: Rc<Params<f32>>,
    pub(super) forward: Forward,
    pub(super) sites: Sites,
    pub(super) setup: Setup,
    width: usize,
    neurons: usize,
    dictionary: Dictionary,
    pub(super) documents: Documents,
    fresh: Documents,
    /// Rows of the held-out requests, whether each is harmful, and their groups.
    requests: Vec<Vec<u32>>,
    harmful: Vec<bool>,
    request_groups: Vec<Vec<usize>>,
    plan: Vec<Unit>,
    pub(super) recording: Recording,
    /// What the layer held on each group of fresh documents, centred and scaled.
    fresh_x: Vec<Vec<f32>>,
    pub(super) mean: Vec<f32>,
    pub(super) scale: f32,
    directions: Vec<Vec<Vec<f32>>>,
    /// Where each latent is on: (word, value).
    pub(super) codes: Vec<Vec<(u32, f32)>>,
    scratch: Scratch,
    gradient: Vec<f32>,
    pub(super) kept: Kept,
}

/// What cannot be recorded again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Kept {
    done: u32,
    pub(super) training: Training,
    pub(super) report: Report,
    /// Sums over the words of the fresh documents: nats as it is, with the mean, with the rebuilt layer; words.
    whole: f64,
    ablated: f64,
    words: u32,
    rebuilt: f64,
    lost: f64,
    square: f64,
    on: f64,
    scored: Vec<Latent>,
}

fn fault(_: BackendError) -> JobError {
    JobError::BadMessage // the plans are made for these very texts
}

impl Study for Sae {
    type Setup = Setup;
    type Ask = Ask;
    type Answer = Answer;
    type Report = Report;
    type Kept = Kept;

    fn new(subject: Subject, setup: Setup) -> Result<Sae, JobError> {
        if !subject.params.all_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        let held = |x: f64, range: crate::wire::choices::Range| range.clamp(x);
        let setup = Setup {
            layer: held(setup.layer.into(), LAYER) as u8,
            lambda: held(setup.lambda.into(), LAMBDA) as f32,
            k: held(setup.k.into(), K) as u8,
            latents: held(setup.latents.into(), LATENTS) as u16,
            steps: held(setup.steps.into(), STEPS) as u32,
            documents: held(setup.documents.into(), DOCUMENTS) as u16,
            ..setup
        };
        let Subject {
            world,
            model,
            params,
            ..
        } = subject;
        let seed = u64::from(setup.seed);
        let documents = Documents::draw(&world, setup.documents.into(), seed, "sae.documents");
        let fresh = Documents::draw(&world, FRESH, seed, "sae.fresh");
        let mut requests = Vec::new();
        let mut harmful = Vec::new();
        for phrasing in 0..3 {
            for q in world
                .questions(Topic::Request(phrasing))
                .iter()
                .filter(|q| q.held_out)
            {
                requests.push(tokens(&world.vocabulary, &q.prompt).unwrap_or_default());
                harmful.push(q.answer == "sorry");
            }
        }
        let request_groups = in_pieces(&requests);
        let sites = Sites::of(setup.layer.into());
        let shape = Shape {
            width: model.width,
            latents: setup.latents.into(),
            form: setup.form,
            lambda: setup.lambda,
            k: setup.k.into(),
        };
        let training = Training::new(shape, seed, setup.steps);
        let mut sae = Sae {
            dictionary: Dictionary::new(&world.vocabulary),
            forward: Forward::new(model, &[&sites.layer, &sites.neurons]),
            sites,
            width: model.width,
            neurons: model.neurons,
            world,
            params,
            documents,
            fresh,
            requests,
            harmful,
            request_groups,
            plan: Vec::new(),
            recording: Recording::new(),
            fresh_x: Vec::new(),
            mean: vec![0.0; model.width],
            scale: 1.0,
            directions: Vec::new(),
            codes: vec![Vec::new(); usize::from(setup.latents)],
            scratch: Scratch::default(),
            gradient: Vec::new(),
            kept: Kept {
                done: 0,
                training,
                report: Report::default(),
                whole: 0.0,
                ablated: 0.0,
                words: 0,
                rebuilt: 0.0,
                lost: 0.0,
                square: 0.0,
                on: 0.0,
                scored: Vec::new(),
            },
            setup,
        };
        sae.plan = sae.schedule();
        Ok(sae)
    }

    fn units(&self) -> u32 {
        self.plan.len() as u32
    }

    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        let Some(what) = self.plan.get(unit as usize).copied() else {
            return Err(JobError::BadMessage);
        };
        self.run(what)?;
        self.kept.done = unit + 1;
        self.kept.report.phase = match what {
            _ if self.kept.done >= self.units() => Phase::Done,
            Unit::Record(_)
            | Unit::Fresh(_)
            | Unit::Prepare
            | Unit::Directions
            | Unit::Ablated(_) => Phase::Recording,
            Unit::Step(_) | Unit::Measure(..) => Phase::Training,
            Unit::Encode(_) | Unit::Score(..) | Unit::Refuse(..) => Phase::Scoring,
        };
        Ok(())
    }

    fn report(&self) -> Report {
        self.kept.report.clone()
    }

    fn ask(&mut self, question: Ask) -> Result<Answer, JobError> {
        match question {
            Ask::Latent { latent } => self.show(latent).map(Answer::Latent),
            Ask::Change(change) => self.change(&change).map(Answer::Changed),
        }
    }

    fn keep(&self) -> Kept {
        self.kept.clone()
    }

    fn restore(&mut self, kept: Kept) -> Result<(), JobError> {
        let coder = &kept.training.coder;
        let fits = coder.shape == self.kept.training.coder.shape
            && kept.training.has_the_size_of(&self.kept.training);
        if !fits || kept.done > self.units() || !kept.training.is_finite() {
            return Err(JobError::BadMessage);
        }
        self.kept.training = kept.training.clone();
        // What was recorded is recorded again: it is too much to be kept.
        for i in self.kept.done..kept.done {
            let what = self.plan[i as usize];
            if matches!(
                what,
                Unit::Record(_)
                    | Unit::Fresh(_)
                    | Unit::Prepare
                    | Unit::Directions
                    | Unit::Encode(_)
            ) {
                self.run(what)?;
            }
        }
        self.kept = kept;
        Ok(())
    }

    fn bytes(&self) -> usize {
        let codes: usize = self.codes.iter().map(|c| 8 * c.len()).sum();
        self.forward.bytes()
            + self.recording.bytes()
            + codes
            + 12 * self.kept.training.coder.weights.len()
    }
}
