//! Which place carries the fact: run the prompt with another subject, put one site back as it was, and see whether the answer comes
//! back. Causal tracing: Meng et al. 2022, arXiv 2202.05262, with another subject in place of noise.

use super::memory::top;
use crate::backend::{BackendError, Params, Region};
use crate::data::world::World;
use crate::data::world::facts::{CITIES, city, landmark};
use crate::data::world::lexicon::{COUNTRIES, PEOPLE};
use crate::nn::rope_gpt::RopeGpt;
use crate::world_model::forward::{Change, Forward, TOGETHER, log_softmax};

/// What is put back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The stream after a block: everything that the model has at this position.
    Stream,
    /// What the block's attention adds.
    Attention,
    /// What the block's MLP adds.
    Mlp,
}

impl Kind {
    pub(super) const ALL: [Kind; 3] = [Kind::Stream, Kind::Attention, Kind::Mlp];

    fn site(self, block: usize) -> String {
        match self {
            Kind::Stream => format!("pre.{}", block + 1),
            Kind::Attention => format!("blocks.{block}.attn.out"),
            Kind::Mlp => format!("blocks.{block}.mlp.out"),
        }
    }
}

/// The causal picture of one prompt.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Trace {
    /// The prompt with another subject.
    pub swapped: Vec<u32>,
    /// Position of the subject.
    pub subject: usize,
    /// What the model answers to the prompt as it is.
    pub answer: u32,
    /// Its probability there, and with the other subject.
    pub clean: f32,
    pub corrupt: f32,
    /// Of each kind: block by block, position by position, the probability of `answer` with this one site put back.
    pub restored: [Vec<f32>; 3],
}

/// Others of a class that the subject may be swapped for.
const OTHERS: usize = 3;

/// The last name in the text and others of its class. `None`: no name in the text.
pub(super) fn swaps(world: &World, prompt: &[u32]) -> Option<(usize, Vec<u32>)> {
    let classes: [Vec<&'static str>; 4] = [
        PEOPLE.to_vec(),
        (0..CITIES).map(landmark).collect(),
        (0..CITIES).map(city).collect(),
        COUNTRIES.iter().map(|c| c.name).collect(),
    ];
    for (at, id) in prompt.iter().enumerate().rev() {
        let word = world.vocabulary.word(*id);
        for class in &classes {
            if let Some(i) = class.iter().position(|w| *w == word) {
                // From half the list away: cities and landmarks of one country are neighbours.
                let others = (0..OTHERS).map(|k| class[(i + class.len() / 2 + k) % class.len()]);
                return Some((at, others.filter_map(|w| world.vocabulary.id(w)).collect()));
            }
        }
    }
    None
}

/// `None`: the prompt names nobody and no place.
pub(super) fn trace(world: &World, model: RopeGpt, params: &Params<f32>, prompt: &[u32]) -> Result<Option<Trace>, BackendError> {
    let Some((subject, others)) = swaps(world, prompt) else {
        return Ok(None);
    };
    let with = |other: u32| {
        let mut swapped = prompt.to_vec();
        swapped[subject] = other;
        swapped
    };
    // Another subject may share the answer: the one that brings it least serves.
    let rows: Vec<Vec<u32>> = std::iter::once(prompt.to_vec()).chain(others.into_iter().map(with)).collect();
    let mut runner = Forward::new::<&str>(model, &[]);
    let seen = runner.run(params, &rows, &[])?;
    let (answer, _) = top(seen.last(0)?, 1)[0];
    let mut swapped = (f64::INFINITY, prompt.to_vec());
    for (row, text) in rows.iter().enumerate().skip(1) {
        let p = log_softmax(seen.last(row)?)[answer as usize];
        if p < swapped.0 {
            swapped = (p, text.clone());
        }
    }
    let swapped = swapped.1;
    let (time, last) = (prompt.len(), prompt.len() - 1);
    let sites: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| (0..model.layers).map(|block| kind.site(block)))
        .collect();
    let mut forward = Forward::new(model, &sites);
    let seen = forward.run(params, &[prompt.to_vec(), swapped.clone()], &[])?;
    let (_, clean) = top(seen.last(0)?, 1)[0];
    let share = |logits: &[f32]| libm::exp(log_softmax(logits)[answer as usize]) as f32;
    let corrupt = share(seen.last(1)?);
    // One row for each site and position, from the subject on: before it nothing differs.
    let mut patches: Vec<(usize, usize, Vec<f32>)> = Vec::new();
    for (site, name) in sites.iter().enumerate() {
        for at in subject..time {
            patches.push((site, at, seen.vector(name, 0, at)?.to_vec()));
        }
    }
    let mut restored: [Vec<f32>; 3] = std::array::from_fn(|_| vec![corrupt; model.layers * time]);
    for chunk in patches.chunks(TOGETHER) {
        let rows = vec![swapped.clone(); chunk.len()];
        let changes: Vec<Change> = chunk
            .iter()
            .enumerate()
            .map(|(row, (site, at, values))| {
                Change::set(
                    sites[*site].clone(),
                    Region::all().at(0, row).at(1, *at),
                    values.clone(),
                )
            })
            .collect();
        let seen = runner.run(params, &rows, &changes)?;
        for (row, (site, at, _)) in chunk.iter().enumerate() {
            let (kind, block) = (site / model.layers, site % model.layers);
            restored[kind][block * time + at] = share(seen.logits(row, last)?);
        }
    }
    Ok(Some(Trace {
        swapped,
        subject,
        answer,
        clean,
        corrupt,
        restored,
    }))
}
