//! What a model of the world knows: the most probable next word against the answer key.

use super::forward::{Forward, TOGETHER, groups};
use crate::backend::{BackendError, Params};
use crate::data::tally::Tally;
use crate::data::world::{Question, START, World};
use crate::nn::rope_gpt::RopeGpt;

/// Answers of a model, for prompts of any length.
pub struct Examiner<'p> {
    params: &'p Params<f32>,
    forward: Forward,
}

impl<'p> Examiner<'p> {
    pub fn new(model: RopeGpt, params: &'p Params<f32>) -> Examiner<'p> {
        Examiner {
            params,
            forward: Forward::new::<&str>(model, &[]),
        }
    }

    /// Logits (rows, V) of what follows each of these prompts, all of one length.
    pub fn logits(&mut self, rows: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, BackendError> {
        if rows.first().is_none_or(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let seen = self.forward.run(self.params, rows, &[])?;
        (0..rows.len())
            .map(|row| Ok(seen.last(row)?.to_vec()))
            .collect()
    }

    /// For each question, whether its answer is the most probable next word.
    pub fn right(
        &mut self,
        world: &World,
        questions: &[Question],
    ) -> Result<Vec<bool>, BackendError> {
        let prompt = |q: &Question| -> Vec<u32> {
            let words = world.vocabulary.encode(&q.prompt).unwrap_or_default();
            std::iter::once(START).chain(words).collect()
        };
        let prompts: Vec<Vec<u32>> = questions.iter().map(prompt).collect();
        let mut right = vec![false; questions.len()];
        for group in groups(&prompts, TOGETHER) {
            let rows: Vec<Vec<u32>> = group.iter().map(|&i| prompts[i].clone()).collect();
            for (&i, logits) in group.iter().zip(self.logits(&rows)?) {
                let best = most_likely(&logits);
                right[i] = world.vocabulary.word(best) == questions[i].answer;
            }
        }
        Ok(right)
    }

    /// Right answers among the questions that training told, and among those it held out.
    pub fn tally(
        &mut self,
        world: &World,
        questions: &[Question],
    ) -> Result<[Tally; 2], BackendError> {
        let mut tallies = [Tally::default(); 2];
        for (q, right) in questions.iter().zip(self.right(world, questions)?) {
            tallies[usize::from(q.held_out)].add(right);
        }
        Ok(tallies)
    }
}

/// The id of the largest logit, the lower of two equal ones.
pub fn most_likely(logits: &[f32]) -> u32 {
    let mut best = 0;
    for (i, &z) in logits.iter().enumerate() {
        if z > logits[best] {
            best = i;
        }
    }
    best as u32
}
