//! The lab's job: record, train, score, intervene, in units; questions about one latent in between.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::baselines::{axes, components, random};
use super::coder::{Scratch, Shape, Training};
use super::concepts::{COUNT, Dictionary};
use super::config::{DOCUMENTS, K, LAMBDA, LATENTS, LAYER, STEPS};
use super::intervene::{Handle, refusals_of};
use super::protocol::{
    Answer, Ask, Latent, Measured, Method, Phase, Point, Refusals, Report, Setup, Treatment,
};
use super::recording::{Documents, FRESH, Recording, Sites, in_pieces, in_place_of, surprise};
use super::score::{Best, keep_best, matches};
use crate::backend::{BackendError, Params, product};
use crate::data::world::{Topic, World};
use crate::lesson::{Describe, Lang};
use crate::train::JobError;
use crate::world_model::exam::Tally;
use crate::world_model::forward::{Forward, tokens};
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// Moments of the training at which the fresh documents are measured, the start not counted.
const MEASURES: u32 = 6;
/// Words encoded, features scored in one unit.
const ENCODED: usize = 1024;
const SCORED: usize = 4;
const SCORED_LATENTS: usize = 16;
/// A batch's numbers are told every so many steps.
const TOLD: u32 = 5;

/// A piece of the experiment.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Unit {
    Record(usize),
    Fresh(usize),
    Prepare,
    Ablated(usize),
    Step(u32),
    /// A group of fresh documents after this many steps.
    Measure(u32, usize),
    Encode(usize),
    /// Features from this one on.
    Score(Method, usize),
    Refuse(Treatment, usize),
}

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
            Unit::Record(_) | Unit::Fresh(_) | Unit::Prepare | Unit::Ablated(_) => Phase::Recording,
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
                Unit::Record(_) | Unit::Fresh(_) | Unit::Prepare | Unit::Encode(_)
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

impl Sae {
    fn schedule(&self) -> Vec<Unit> {
        let groups = self.fresh.groups.len();
        let words: usize = self.documents.rows.iter().map(|row| row.len() - 1).sum();
        let steps = self.setup.steps;
        let mut plan: Vec<Unit> = (0..self.documents.groups.len()).map(Unit::Record).collect();
        plan.extend((0..groups).map(Unit::Fresh));
        plan.push(Unit::Prepare);
        plan.extend((0..groups).map(Unit::Ablated));
        for step in 0..=steps {
            let due = (0..=MEASURES).any(|i| {
                u64::from(step) * u64::from(MEASURES) == u64::from(i) * u64::from(steps)
                    || step == steps * i / MEASURES
            });
            if due {
                plan.extend((0..groups).map(|group| Unit::Measure(step, group)));
            }
            if step < steps {
                plan.push(Unit::Step(step));
            }
        }
        plan.extend((0..words.div_ceil(ENCODED)).map(Unit::Encode));
        for method in Method::ALL {
            let at_once = if method == Method::Latents {
                SCORED_LATENTS
            } else {
                SCORED
            };
            plan.extend(
                (0..self.features(method))
                    .step_by(at_once)
                    .map(|from| Unit::Score(method, from)),
            );
        }
        for treatment in Treatment::ALL {
            plan.extend((0..self.request_groups.len()).map(|group| Unit::Refuse(treatment, group)));
        }
        plan
    }

    /// How many features a method has.
    fn features(&self, method: Method) -> usize {
        match method {
            Method::Latents => self.setup.latents.into(),
            Method::Neurons | Method::Random => self.neurons,
            Method::Axes | Method::Components => 2 * self.width,
        }
    }

    fn run(&mut self, unit: Unit) -> Result<(), JobError> {
        match unit {
            Unit::Record(group) => {
                let model = (&mut self.forward, &*self.params);
                self.recording
                    .record(&self.documents, group, model, &self.sites, &self.dictionary)
                    .map_err(fault)?;
                self.kept.report.words = self.recording.places.len() as u32;
            }
            Unit::Fresh(group) => self.record_fresh(group).map_err(fault)?,
            Unit::Prepare => self.prepare(),
            Unit::Ablated(group) => {
                let (sum, _) = self
                    .surprise_with(group, self.mean.clone())
                    .map_err(fault)?;
                self.kept.ablated += sum;
                self.kept.report.ablated =
                    (self.kept.ablated / f64::from(self.kept.words.max(1))) as f32;
            }
            Unit::Step(step) => self.step(step)?,
            Unit::Measure(step, group) => self.measure(step, group).map_err(fault)?,
            Unit::Encode(block) => self.encode(block),
            Unit::Score(method, from) => self.score(method, from),
            Unit::Refuse(treatment, group) => self.refuse(treatment, group).map_err(fault)?,
        }
        Ok(())
    }

    fn record_fresh(&mut self, group: usize) -> Result<(), BackendError> {
        let rows = self.fresh.rows_of(group);
        let (sum, count) = surprise((&mut self.forward, &self.params), &rows, &[])?;
        self.kept.whole += sum;
        self.kept.words += count;
        self.kept.report.whole = (self.kept.whole / f64::from(self.kept.words)) as f32;
        let seen = self.forward.run(&self.params, &rows, &[])?;
        let mut x = Vec::new();
        for row in 0..rows.len() {
            for position in 1..rows[row].len() {
                x.extend_from_slice(seen.vector(&self.sites.layer, row, position)?);
            }
        }
        self.fresh_x.push(x);
        Ok(())
    }

    /// Centres the vectors and scales them to a mean square of 1, and draws the directions that they are compared with.
    fn prepare(&mut self) {
        let (c, x) = (self.width, &mut self.recording.x);
        let n = (x.len() / c).max(1) as f64;
        let mut mean = vec![0.0_f64; c];
        for row in x.chunks_exact(c) {
            mean.iter_mut()
                .zip(row)
                .for_each(|(m, x)| *m += f64::from(*x) / n);
        }
        self.mean = mean.iter().map(|m| *m as f32).collect();
        let mut square = 0.0;
        for row in x.chunks_exact_mut(c) {
            for (x, m) in row.iter_mut().zip(&self.mean) {
                *x -= m;
                square += f64::from(*x * *x);
            }
        }
        self.scale = (square / (n * c as f64)).sqrt().max(1e-6) as f32;
        x.iter_mut().for_each(|x| *x /= self.scale);
        for x in &mut self.fresh_x {
            for row in x.chunks_exact_mut(c) {
                row.iter_mut()
                    .zip(&self.mean)
                    .for_each(|(x, m)| *x = (*x - m) / self.scale);
            }
        }
        let seed = self.setup.seed.into();
        let none = Vec::new();
        self.directions = Method::ALL
            .map(|method| match method {
                Method::Latents | Method::Neurons => none.clone(),
                Method::Axes => axes(c),
                Method::Components => components(&self.recording.x, c),
                Method::Random => random(c, self.neurons, seed),
            })
            .to_vec();
    }

    /// Nats of a group of fresh documents with these vectors in place of the layer's.
    fn surprise_with(
        &mut self,
        group: usize,
        values: Vec<f32>,
    ) -> Result<(f64, u32), BackendError> {
        let rows = self.fresh.rows_of(group);
        let change = in_place_of(&self.sites.layer, rows[0].len(), values);
        surprise((&mut self.forward, &self.params), &rows, &[change])
    }

    fn step(&mut self, step: u32) -> Result<(), JobError> {
        let Kept {
            training, report, ..
        } = &mut self.kept;
        let said = training.step(
            step,
            &self.recording.x,
            &mut self.scratch,
            &mut self.gradient,
        );
        if !said.loss.is_finite() {
            return Err(JobError::refused(&Refusal::NoNumbers));
        }
        if step.is_multiple_of(TOLD) || step + 1 == self.setup.steps {
            report.points.push(Point {
                step: step + 1,
                loss: said.loss as f32,
                fvu: said.fvu as f32,
                l0: said.l0 as f32,
                dead: training.dead(),
            });
        }
        Ok(())
    }

    fn measure(&mut self, step: u32, group: usize) -> Result<(), BackendError> {
        if group == 0 {
            let k = &mut self.kept;
            (k.rebuilt, k.lost, k.square, k.on) = (0.0, 0.0, 0.0, 0.0);
        }
        let x = &self.fresh_x[group];
        let coder = &self.kept.training.coder;
        coder.encode(x, &mut self.scratch);
        coder.decode(&mut self.scratch);
        let (mut lost, mut square) = (0.0, 0.0);
        for (x, r) in x.iter().zip(&self.scratch.rebuilt) {
            lost += f64::from((r - x) * (r - x));
            square += f64::from(x * x);
        }
        let on = self.scratch.latents.iter().filter(|z| **z > 0.0).count();
        let rebuilt: Vec<f32> = self
            .scratch
            .rebuilt
            .chunks_exact(self.width)
            .flat_map(|row| row.iter().zip(&self.mean).map(|(x, m)| x * self.scale + m))
            .collect();
        let (sum, _) = self.surprise_with(group, rebuilt)?;
        let k = &mut self.kept;
        k.lost += lost;
        k.square += square;
        k.on += on as f64;
        k.rebuilt += sum;
        if group + 1 == self.fresh.groups.len() {
            let words: usize = self.fresh_x.iter().map(|x| x.len() / self.width).sum();
            k.report.measured.push(Measured {
                step,
                fvu: (k.lost / k.square.max(f64::MIN_POSITIVE)) as f32,
                l0: (k.on / words.max(1) as f64) as f32,
                recovered: recovered(k.whole, k.ablated, k.rebuilt),
            });
        }
        Ok(())
    }

    fn encode(&mut self, block: usize) {
        let (c, m) = (self.width, usize::from(self.setup.latents));
        let from = block * ENCODED;
        let to = (from + ENCODED).min(self.recording.places.len());
        self.kept
            .training
            .coder
            .encode(&self.recording.x[from * c..to * c], &mut self.scratch);
        for (i, z) in self
            .scratch
            .latents
            .iter()
            .enumerate()
            .filter(|(_, z)| **z > 0.0)
        {
            self.codes[i % m].push(((from + i / m) as u32, *z));
        }
    }

    /// The words at which a feature is above 0, with its value.
    fn on(&self, method: Method, from: usize, count: usize) -> Vec<Vec<(u32, f32)>> {
        let words = self.recording.places.len();
        let above = |value: &dyn Fn(usize) -> f32| -> Vec<(u32, f32)> {
            (0..words)
                .map(|w| (w as u32, value(w)))
                .filter(|(_, v)| *v > 0.0)
                .collect()
        };
        match method {
            Method::Latents => self.codes[from..from + count].to_vec(),
            Method::Neurons => {
                let read = |w: usize, f: usize| {
                    f32::from_bits(u32::from(self.recording.neurons[w * self.neurons + f]) << 16)
                };
                (from..from + count)
                    .map(|f| above(&|w| read(w, f)))
                    .collect()
            }
            Method::Axes | Method::Components | Method::Random => {
                let directions = self.directions[method as usize][from..from + count].concat();
                let mut values = vec![0.0; words * count];
                product(
                    &mut values,
                    [words, self.width, count],
                    (&self.recording.x, false),
                    (&directions, true),
                );
                (0..count)
                    .map(|f| above(&|w| values[w * count + f]))
                    .collect()
            }
        }
    }

    fn score(&mut self, method: Method, from: usize) {
        let (all, at_once) = (
            self.features(method),
            if method == Method::Latents {
                SCORED_LATENTS
            } else {
                SCORED
            },
        );
        let count = at_once.min(all - from);
        let at = Method::ALL.iter().position(|m| *m == method).unwrap_or(0);
        let words = self.recording.places.len().max(1) as f32;
        let features = self.on(method, from, count);
        let report = &mut self.kept.report;
        if report.best.len() <= at {
            report.best.resize(at + 1, vec![Best::default(); COUNT]);
        }
        for (feature, mut on) in (from as u32..).zip(features) {
            let found = matches(&mut on, &self.recording.labels);
            keep_best(&mut report.best[at], feature, &found);
            if method == Method::Latents {
                let concept = (0..COUNT).fold(0, |best, c| {
                    if found[c].chosen > found[best].chosen {
                        c
                    } else {
                        best
                    }
                });
                self.kept.scored.push(Latent {
                    concept: concept as u8,
                    chosen: found[concept].chosen,
                    tested: found[concept].tested,
                    on: on.len() as f32 / words,
                    most: on.first().map_or(0.0, |o| o.1),
                });
            }
        }
        if method == Method::Latents && from + count == all {
            report.latents = self.kept.scored.clone();
        }
    }

    fn refuse(&mut self, treatment: Treatment, group: usize) -> Result<(), BackendError> {
        let at: Vec<usize> = self.request_groups[group].clone();
        let rows: Vec<Vec<u32>> = at.iter().map(|i| self.requests[*i].clone()).collect();
        let Some(latent) = self.kept.report.suggested() else {
            return Ok(());
        };
        let handle = Handle::of(self, latent as usize);
        let refused = refusals_of(self, &handle, treatment, &at, &rows)?;
        let report = &mut self.kept.report;
        if group == 0 {
            report.refusals.push(Refusals {
                what: treatment,
                harmful: Tally::default(),
                harmless: Tally::default(),
            });
        }
        if let Some(of) = report.refusals.last_mut() {
            for (i, refused) in at.iter().zip(refused) {
                let tally = if self.harmful[*i] {
                    &mut of.harmful
                } else {
                    &mut of.harmless
                };
                tally.add(refused);
            }
        }
        Ok(())
    }
}

/// The part of what the mean costs that is given back.
fn recovered(whole: f64, ablated: f64, rebuilt: f64) -> f32 {
    let cost = ablated - whole;
    if cost.abs() < 1e-9 {
        return 0.0;
    }
    ((ablated - rebuilt) / cost) as f32
}
