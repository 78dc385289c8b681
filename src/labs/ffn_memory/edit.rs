//! Edits made step by step: the model's weights with one fact changed, or with a control change of the same size.

use std::collections::BTreeMap;

use super::control::{norm, turned};
use super::descent::{Descent, Moved};
use super::fact::Fact;
use super::memory::{top, writers};
use super::method::{Control, Method};
use super::rank_one::{Moments, keys_of, subject_keys, write};
use crate::backend::{BackendError, Params};
use crate::data::rng::{below, indexed};
use crate::data::world::World;
use crate::nn::optim::{Adam, AdamConfig};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::forward::Forward;
use crate::world_model::subject::Subject;

/// Pieces of one edit, each some ten milliseconds.
pub(super) const PIECES: u32 = 5;
/// Adam steps of a rank-one edit on what is written, and their rate and price.
const RANK_ONE_STEPS: u32 = 25;
const RANK_ONE_RATE: f64 = 0.5;
const RANK_ONE_PRICE: f64 = 0.001;
/// Every descent stops when the wanted word has this probability: going on would only do more damage. Or after its steps.
const REACHED: f64 = 0.9;
const TUNE_STEPS: u32 = 30;
const TUNE_ALL_RATE: f64 = 1e-3;
const TUNE_LAST_RATE: f64 = 3e-3;

/// The tools of all edits of one model.
pub(super) struct Editor {
    world: World,
    model: RopeGpt,
    original: std::rc::Rc<Params<f32>>,
    seed: u64,
    moments: Moments,
    /// Keeps the keys of every block.
    forward: Forward,
    descents: BTreeMap<(Moved, usize), Descent>,
}

/// An edit on its way.
pub(super) struct Editing {
    pub method: Method,
    pub fact: Fact,
    /// Before the edit.
    pub from: Params<f32>,
    /// As far as it has got.
    pub params: Params<f32>,
    adam: Adam<f32>,
    delta: Vec<f32>,
    /// Steps of Adam.
    pub steps: u32,
    finished: bool,
}

impl Editor {
    pub(super) fn new(subject: &Subject) -> Editor {
        let model = subject.model;
        let sites: Vec<String> = (0..model.layers).map(keys_of).collect();
        Editor {
            world: subject.world.clone(),
            model,
            original: subject.params.clone(),
            seed: subject.about.seed,
            moments: Moments::new(model),
            forward: Forward::new(model, &sites),
            descents: BTreeMap::new(),
        }
    }

    /// Whether the keys' second moments are all there.
    pub(super) fn is_prepared(&self) -> bool {
        self.moments.pieces() >= super::rank_one::PIECES
    }

    /// Collects the keys' second moments, one piece.
    pub(super) fn prepare(&mut self) -> Result<(), BackendError> {
        self.moments.collect(&self.world, &self.original, self.seed)
    }

    /// Begins an edit of these weights. A control needs its treatment: see `control`.
    pub(super) fn begin(&self, method: Method, fact: Fact, from: Params<f32>) -> Editing {
        let moved = match method {
            Method::Values { .. } => 0,
            Method::RankOne { .. } => self.model.width,
            Method::TuneAll | Method::TuneLast => from.count(),
        };
        Editing {
            method,
            fact,
            params: from.clone(),
            from,
            adam: Adam::new(moved),
            delta: vec![0.0; self.model.width],
            steps: 0,
            finished: false,
        }
    }

    /// One piece of an edit; nothing where it is finished.
    pub(super) fn piece(&mut self, edit: &mut Editing) -> Result<(), BackendError> {
        if edit.finished {
            return Ok(());
        }
        match edit.method {
            Method::Values { neurons, strength } => {
                let found = writers(&mut self.forward, self.model, &edit.from, &edit.fact)?;
                let chosen: Vec<(usize, usize)> = found
                    .iter()
                    .take(neurons.into())
                    .map(|w| (w.block, w.neuron))
                    .collect();
                shift_values(self.model, &mut edit.params, &edit.fact, &chosen, strength);
                edit.finished = true;
            }
            Method::RankOne { block } => self.descend_value(edit, block.into())?,
            Method::TuneAll => self.tune(edit, Moved::All, TUNE_ALL_RATE)?,
            Method::TuneLast => self.tune(edit, Moved::LastValues, TUNE_LAST_RATE)?,
        }
        Ok(())
    }

    /// The whole edit at once.
    pub(super) fn edit(
        &mut self,
        method: Method,
        fact: Fact,
        from: Params<f32>,
    ) -> Result<Editing, BackendError> {
        while matches!(method, Method::RankOne { .. }) && !self.is_prepared() {
            self.prepare()?;
        }
        let mut edit = self.begin(method, fact, from);
        for _ in 0..PIECES {
            self.piece(&mut edit)?;
        }
        Ok(edit)
    }

    fn descend_value(&mut self, edit: &mut Editing, block: usize) -> Result<(), BackendError> {
        let fact = &edit.fact;
        let descent = descent(
            &mut self.descents,
            self.model,
            Moved::Written(block as u8),
            fact.prompt.len(),
        );
        let mut reached = false;
        for _ in 0..RANK_ONE_STEPS / PIECES {
            let loss = descent.run(
                &edit.from,
                &fact.prompt,
                fact.new,
                Some((fact.subject, &edit.delta)),
            )?;
            reached = !loss.is_finite() || libm::exp(-loss) > REACHED;
            if reached {
                break;
            }
            let mut gradient: Vec<f32> = Vec::new();
            for (_, whole) in descent.gradients() {
                let width = self.model.width;
                gradient = whole?[fact.subject * width..][..width].to_vec();
            }
            for (g, d) in gradient.iter_mut().zip(&edit.delta) {
                *g += (2.0 * RANK_ONE_PRICE) as f32 * d;
            }
            edit.adam.begin();
            edit.adam.update(
                &AdamConfig::default(),
                RANK_ONE_RATE,
                0,
                &mut edit.delta,
                &gradient,
                1.0,
            );
            edit.steps += 1;
        }
        if reached || edit.steps >= RANK_ONE_STEPS {
            let (alone, key) = subject_keys(
                &self.world,
                &mut self.forward,
                &edit.from,
                fact,
                block,
                self.seed,
            )?;
            let name = values_of(block);
            let values = edit
                .params
                .get_mut(&name)
                .ok_or(BackendError::NoParam(name))?;
            if let Some(whitened) = self.moments.whitened(block, &key) {
                // What is wanted for the prompt's own key, minus what the mean key brings already.
                let mut residual: Vec<f64> = edit.delta.iter().map(|d| f64::from(*d)).collect();
                for (row, (a, k)) in values.chunks(residual.len()).zip(alone.iter().zip(&key)) {
                    for (r, v) in residual.iter_mut().zip(row) {
                        *r += f64::from(a - k) * f64::from(*v);
                    }
                }
                write(values, &whitened, &key, &residual);
            }
            edit.finished = true;
        }
        Ok(())
    }

    fn tune(&mut self, edit: &mut Editing, moved: Moved, rate: f64) -> Result<(), BackendError> {
        let fact = &edit.fact;
        let descent = descent(&mut self.descents, self.model, moved, fact.prompt.len());
        for _ in 0..TUNE_STEPS / PIECES {
            let loss = descent.run(&edit.params, &fact.prompt, fact.new, None)?;
            if !loss.is_finite() || libm::exp(-loss) > REACHED {
                edit.finished = true;
                return Ok(());
            }
            edit.adam.begin();
            for (name, gradient) in descent.gradients() {
                let gradient = gradient?;
                let param = edit
                    .params
                    .find(name)
                    .ok_or_else(|| BackendError::NoParam(name.into()))?;
                let range = param.range.clone();
                let at = range.start;
                edit.adam.update(
                    &AdamConfig::default(),
                    rate,
                    at,
                    &mut edit.params.data[range],
                    gradient,
                    1.0,
                );
            }
            edit.steps += 1;
        }
        Ok(())
    }

    /// The weights with a control change, made after the treatment's own and of its size.
    pub(super) fn control(
        &mut self,
        treated: &Editing,
        control: Control,
    ) -> Result<Params<f32>, BackendError> {
        let fact = &treated.fact;
        let draw = fact.person as u64 * 64 + fact.wanted as u64;
        let mut rng = indexed(self.seed, "control", draw);
        match (control, treated.method) {
            (Control::Neurons, Method::Values { neurons, strength }) => {
                let found = writers(&mut self.forward, self.model, &treated.from, fact)?;
                let mut others: Vec<(usize, usize)> = found
                    .iter()
                    .skip(neurons.into())
                    .filter(|w| w.activation > 0.0)
                    .map(|w| (w.block, w.neuron))
                    .collect();
                let mut chosen = Vec::new();
                while chosen.len() < usize::from(neurons) && !others.is_empty() {
                    chosen.push(others.swap_remove(below(&mut rng, others.len() as u32) as usize));
                }
                let mut params = treated.from.clone();
                shift_values(self.model, &mut params, fact, &chosen, strength);
                Ok(params)
            }
            _ => Ok(turned(self.model, treated, &mut rng)),
        }
    }

    /// Top words of a prompt with their probabilities, most probable first.
    pub(super) fn top(
        &mut self,
        params: &Params<f32>,
        prompt: &[u32],
        most: usize,
    ) -> Result<Vec<(u32, f32)>, BackendError> {
        let row = prompt.to_vec();
        let seen = self.forward.run(params, &[row], &[])?;
        Ok(top(seen.last(0)?, most))
    }

    pub(super) fn bytes(&self) -> usize {
        let descents: usize = self.descents.values().map(Descent::bytes).sum();
        self.forward.bytes() + self.moments.bytes() + descents
    }
}

fn descent(
    kept: &mut BTreeMap<(Moved, usize), Descent>,
    model: RopeGpt,
    moved: Moved,
    time: usize,
) -> &mut Descent {
    kept.entry((moved.clone(), time)).or_insert_with(|| {
        Descent::new(model, time, &moved).expect("the model's own loss is differentiable")
    })
}

/// The name of a block's values.
pub(super) fn values_of(block: usize) -> String {
    format!("blocks.{block}.w2")
}

/// v += strength |v| (e_new - e_old) for these neurons, e: unit rows of the word table.
fn shift_values(
    model: RopeGpt,
    params: &mut Params<f32>,
    fact: &Fact,
    chosen: &[(usize, usize)],
    strength: f32,
) {
    let c = model.width;
    let unit = |id: u32| -> Vec<f32> {
        let row = params
            .get("emb")
            .map_or(&[][..], |emb| &emb[id as usize * c..][..c]);
        let size = norm(row).max(f32::MIN_POSITIVE);
        row.iter().map(|x| x / size).collect()
    };
    let (new, old) = (unit(fact.new), unit(fact.old));
    for &(block, neuron) in chosen {
        if let Some(values) = params.get_mut(&values_of(block)) {
            let value = &mut values[neuron * c..][..c];
            let by = strength * norm(value);
            for (v, (new, old)) in value.iter_mut().zip(new.iter().zip(&old)) {
                *v += by * (new - old);
            }
        }
    }
}
