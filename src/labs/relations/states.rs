//! What the model holds of every subject of a relation: the state at the subject before each block, the state at the end, and what
//! it says.

use super::relation::Relation;
use crate::backend::{BackendError, Params};
use crate::data::rng::{below, stream};
use crate::data::world::World;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Forward, TOGETHER, tokens};

/// All subjects of a relation, in a drawn order: the first ones are fitted on.
#[derive(Clone, Debug)]
pub struct States {
    /// With the start; all of one length, the subject at `at`.
    pub texts: Vec<Vec<u32>>,
    pub at: usize,
    pub subjects: Vec<u32>,
    pub truths: Vec<u32>,
    /// The model's most probable next word.
    pub says: Vec<u32>,
    /// Subject by subject, layer by layer (L + 1): the stream at the subject (C).
    pub streams: Vec<Vec<Vec<f32>>>,
    /// Subject by subject: the stream at the last position after all blocks (C).
    pub ends: Vec<Vec<f32>>,
}

impl States {
    /// Runs the model over all subjects; `seed` and the relation's id draw their order. `forward` keeps `pre.0` to `pre.L`.
    pub fn new(
        world: &World,
        relation: &Relation,
        seed: u64,
        forward: &mut Forward,
        params: &Params<f32>,
    ) -> Result<States, BackendError> {
        let words = &world.vocabulary;
        let id = |word: &str| words.encode(word).ok().and_then(|ids| ids.first().copied());
        let unknown = |what: &str| BackendError::NoParam(what.into());
        let mut questions = relation.questions(world);
        let mut rng = stream(seed, relation.id);
        for i in (1..questions.len()).rev() {
            questions.swap(i, below(&mut rng, i as u32 + 1) as usize);
        }
        let mut states = States {
            texts: Vec::new(),
            at: 0,
            subjects: Vec::new(),
            truths: Vec::new(),
            says: Vec::new(),
            streams: Vec::new(),
            ends: Vec::new(),
        };
        for q in &questions {
            let text = tokens(words, &q.prompt).map_err(|_| unknown(&q.prompt))?;
            let subject = id(q.subject).ok_or_else(|| unknown(q.subject))?;
            let at = text.iter().position(|token| *token == subject);
            states.at = at.ok_or_else(|| unknown(q.subject))?;
            states.subjects.push(subject);
            states
                .truths
                .push(id(q.answer).ok_or_else(|| unknown(q.answer))?);
            states.texts.push(text);
        }
        let layers = forward.model().layers;
        for rows in states.texts.chunks(TOGETHER) {
            let seen = forward.run(params, rows, &[])?;
            for row in 0..rows.len() {
                let stream = |l: usize| Ok(seen.vector(&site(l), row, states.at)?.to_vec());
                states.streams.push(
                    (0..=layers)
                        .map(stream)
                        .collect::<Result<_, BackendError>>()?,
                );
                states
                    .ends
                    .push(seen.vector(&site(layers), row, seen.time() - 1)?.to_vec());
                states.says.push(most_likely(seen.last(row)?));
            }
        }
        Ok(states)
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// For each subject from `from` on, another one of these of which the model says something else: the next such one. `None`
    /// where it says the same of all.
    pub fn others(&self, from: usize) -> Vec<Option<usize>> {
        let rest = self.len() - from.min(self.len());
        let next = |i: usize| {
            let there = (1..rest).map(|step| from + (i + step) % rest);
            there
                .into_iter()
                .find(|j| self.says[*j] != self.says[from + i])
        };
        (0..rest).map(next).collect()
    }
}

/// The name of the stream before block `layer`.
pub fn site(layer: usize) -> String {
    ["pre.", &layer.to_string()].concat()
}
