//! Which texts make a key fire: the model's questions, read word by word.

use std::collections::BTreeSet;

use super::memory::largest_first;
use super::rank_one::keys_of;
use crate::backend::{BackendError, Params};
use crate::data::world::{Topic, World};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::forward::{Forward, TOGETHER, groups, tokens};

/// A text up to the word at which a key fires.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Context {
    /// With the start.
    pub tokens: Vec<u32>,
    pub activation: f32,
}

/// Every beginning of every question about a fact, with all keys' activations there.
pub(super) struct Contexts {
    neurons: usize,
    beginnings: Vec<Vec<u32>>,
    /// Beginning by beginning: (blocks, F).
    activations: Vec<f32>,
}

impl Contexts {
    pub(super) fn new(
        world: &World,
        model: RopeGpt,
        params: &Params<f32>,
    ) -> Result<Contexts, BackendError> {
        let questions = Topic::FACTS
            .into_iter()
            .flat_map(|topic| world.questions(topic));
        let rows: Vec<Vec<u32>> = questions
            .filter_map(|q| tokens(&world.vocabulary, &q.prompt).ok())
            .collect();
        let sites: Vec<String> = (0..model.layers).map(keys_of).collect();
        let mut forward = Forward::new(model, &sites);
        let mut seen_before = BTreeSet::new();
        let (mut beginnings, mut activations) = (Vec::new(), Vec::new());
        for group in groups(&rows, TOGETHER) {
            let texts: Vec<Vec<u32>> = group.iter().map(|&i| rows[i].clone()).collect();
            let seen = forward.run(params, &texts, &[])?;
            for (row, text) in texts.iter().enumerate() {
                for at in 1..text.len() {
                    if !seen_before.insert(text[..=at].to_vec()) {
                        continue;
                    }
                    beginnings.push(text[..=at].to_vec());
                    for site in &sites {
                        activations.extend_from_slice(seen.vector(site, row, at)?);
                    }
                }
            }
        }
        Ok(Contexts {
            neurons: model.neurons,
            beginnings,
            activations,
        })
    }

    /// The beginnings at which a key fires most, strongest first, and at how many of all it fires.
    pub(super) fn of(&self, block: usize, neuron: usize, most: usize) -> (Vec<Context>, usize) {
        let count = self.beginnings.len();
        let width = self.activations.len() / count.max(1);
        let a = |i: usize| self.activations[i * width + block * self.neurons + neuron];
        let firing = (0..count).filter(|i| a(*i) > 0.0).count();
        let order = largest_first(count, &|i| f64::from(a(i)));
        let contexts = order
            .into_iter()
            .map(|i| i as usize)
            .take(most.min(firing))
            .map(|i| Context {
                tokens: self.beginnings[i].clone(),
                activation: a(i),
            })
            .collect();
        (contexts, firing)
    }

    /// Beginnings in all.
    pub(super) fn count(&self) -> usize {
        self.beginnings.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.activations.len() * size_of::<f32>()
    }
}
