//! What a model of the world knows: the most probable next word against the answer key.

use std::collections::BTreeMap;

use crate::backend::{BackendError, Cpu, Params};
use crate::data::world::{Question, START, World};
use crate::nn::rope_gpt::RopeGpt;
use crate::tensor::{Graph, Id, Plan};

/// Questions of one length are answered together, at most so many at a time.
const TOGETHER: usize = 64;

/// How many questions were answered right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub right: u32,
    pub of: u32,
}

impl Tally {
    /// 0 to 1; 0 for no question.
    pub fn share(self) -> f64 {
        f64::from(self.right) / f64::from(self.of.max(1))
    }

    pub fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }
}

/// Answers of a model, for prompts of any length.
pub struct Examiner<'p> {
    model: RopeGpt,
    params: &'p Params<f32>,
    plans: BTreeMap<(usize, usize), (Cpu<f32>, Id, Id)>,
}

impl<'p> Examiner<'p> {
    pub fn new(model: RopeGpt, params: &'p Params<f32>) -> Examiner<'p> {
        Examiner {
            model,
            params,
            plans: BTreeMap::new(),
        }
    }

    /// Logits (rows, V) of what follows each of these prompts, all of one length.
    pub fn logits(&mut self, rows: &[Vec<u32>]) -> Result<Vec<Vec<f32>>, BackendError> {
        let (batch, time) = (rows.len(), rows.first().map_or(0, Vec::len));
        if batch * time == 0 {
            return Ok(Vec::new());
        }
        let model = self.model;
        let (cpu, ids, logits) = self.plans.entry((batch, time)).or_insert_with(|| {
            let g = Graph::new();
            let ids = g.input("ids", &[batch, time]);
            let logits = model.forward(&g, ids);
            let last = logits.slice(1, time - 1, 1);
            let mut cpu = Cpu::new(Plan::new(&g, &[last.id]));
            for (name, table) in ["rope.cos", "rope.sin"].iter().zip(model.rotations(time)) {
                let table_id = g.find(name).expect("an input of the model");
                cpu.write(table_id, &table)
                    .expect("of the model's own size");
            }
            (cpu, ids.id, last.id)
        });
        cpu.write_ids(*ids, &rows.concat())?;
        cpu.run(self.params, &[])?;
        let all = cpu.read(*logits)?;
        Ok(all
            .chunks(self.model.vocabulary)
            .map(<[f32]>::to_vec)
            .collect())
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
        let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let prompts: Vec<Vec<u32>> = questions.iter().map(prompt).collect();
        for (i, p) in prompts.iter().enumerate() {
            by_length.entry(p.len()).or_default().push(i);
        }
        let mut right = vec![false; questions.len()];
        for group in by_length.values() {
            for part in group.chunks(TOGETHER) {
                let rows: Vec<Vec<u32>> = part.iter().map(|&i| prompts[i].clone()).collect();
                for (&i, logits) in part.iter().zip(self.logits(&rows)?) {
                    let best = most_likely(&logits);
                    right[i] = world.vocabulary.word(best) == questions[i].answer;
                }
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
