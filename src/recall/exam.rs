//! What a layer answers as it is now: on sequences that are never trained on, and on one of them in full view.

use super::model;
use super::run::{RecallRun, inputs};
use super::score::{Evaluation, Score};
use crate::backend::{BackendError, Cpu};
use crate::data::recall::{NONE, Pairs, Task};
use crate::data::rng::indexed;
use crate::nn::mixers::Kind;
use crate::tensor::{Graph, Id, Plan};

/// Stream of random numbers.
const TEST: &str = "recall test";
/// Numbers of pairs at which a layer trained on `Task::Plain` is examined, and sequences for each.
/// Sequences that can be looked at. Fewer than the least number of pairs, which numbers those of the examination.
pub const PROBES: u32 = 4;
const LENGTHS: [u32; 5] = [4, 8, 16, 24, 32];
const SEQUENCES: usize = 256;

/// What [`RecallRun::probe`] sees. Arrays are empty where the layer has no such thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Probe {
    /// One sequence.
    pub pairs: Pairs,
    /// What each token lets remain of the memory, (T, 1), or of each column, (T, d_k); the selective scan: its steps, (T, d_v).
    pub gates: Vec<f32>,
    /// How much of the correction each token writes, (T, 1).
    pub betas: Vec<f32>,
    /// The memory after all writes, row-major, (d_v, d_k) for the matrix memories.
    pub memory: Vec<f32>,
    /// The class that the layer gives to each question.
    pub answers: Vec<u32>,
}

impl RecallRun {
    /// Accuracy on sequences that are never trained on, the same for every layer of this seed. Changes nothing of the run.
    pub fn evaluate(&self) -> Evaluation {
        let longest = self.config().longest as u32;
        let mut lengths: Vec<u32> = match self.config().task {
            Task::Plain => LENGTHS.into_iter().filter(|&n| n < longest).collect(),
            Task::Overwrite | Task::Clear => vec![],
        };
        lengths.push(longest);
        let mut evaluation = Evaluation::default();
        for writes in lengths {
            self.examine(writes, &mut evaluation)
                .expect("pairs of this model's own alphabets");
        }
        evaluation
    }

    fn examine(&self, writes: u32, evaluation: &mut Evaluation) -> Result<(), BackendError> {
        let g = Graph::new();
        let mut rng = indexed(self.config().seed as u64, TEST, writes as u64);
        let pairs = self
            .config()
            .task
            .draw(&mut rng, SEQUENCES, writes as usize);
        let logits = model::logits(&g, self.config(), pairs.rows, pairs.writes);
        let mut cpu = Cpu::new(Plan::new(&g, &[logits.id]));
        for (field, id) in inputs(&g) {
            cpu.write_ids(id, field(&pairs))?;
        }
        cpu.run(self.params(), &[])?;
        let mut all = Score::default();
        let mut ages = vec![Score::default(); pairs.writes];
        let scores = cpu.read(logits.id)?.chunks(logits.shape().last());
        for (i, scores) in scores.enumerate() {
            let right = best(scores) == pairs.answers[i] as usize;
            all.add(right);
            ages[pairs.ages[i] as usize].add(right);
            if writes == self.config().longest as u32 {
                match pairs.answers[i] {
                    NONE => evaluation.none.add(right),
                    _ => evaluation.value.add(right),
                }
            }
        }
        evaluation.by_length.push((writes, all));
        if writes == self.config().longest as u32 {
            let asked = ages.into_iter().enumerate().filter(|(_, s)| s.of > 0);
            evaluation.by_age = asked.map(|(age, s)| (age as u32, s)).collect();
        }
        Ok(())
    }

    /// One test sequence seen through the layer as it is now: what it lets go, what it writes, what it ends up with.
    pub fn probe(&self) -> Probe {
        self.probe_of(0)
    }

    /// The same for another one of the [`PROBES`] test sequences of this seed; numbers beyond them start again at 0.
    pub fn probe_of(&self, sequence: u32) -> Probe {
        self.look(sequence % PROBES)
            .expect("pairs of this model's own alphabets")
    }

    fn look(&self, sequence: u32) -> Result<Probe, BackendError> {
        let g = Graph::new();
        let mut rng = indexed(self.config().seed as u64, TEST, sequence as u64);
        let longest = self.config().longest as usize;
        let pairs = self.config().task.draw(&mut rng, 1, longest);
        let logits = model::logits(&g, self.config(), 1, longest);
        let site = |name: &str| g.find(name).ok();
        let sites = [site("gate"), site("beta"), site("memory")];
        let mut keep: Vec<Id> = sites.into_iter().flatten().collect();
        keep.push(logits.id);
        let mut cpu = Cpu::new(Plan::new(&g, &keep));
        for (field, id) in inputs(&g) {
            cpu.write_ids(id, field(&pairs))?;
        }
        cpu.run(self.params(), &[])?;
        let read = |site: Option<Id>| -> Result<Vec<f32>, BackendError> {
            site.map_or(Ok(vec![]), |id| Ok(cpu.read(id)?.to_vec()))
        };
        let [gate, beta, memory] = sites;
        // Gates live as logarithms; the selective scan has steps instead, which are shown as they are.
        let mut gates = read(gate)?;
        if self.config().kind != Kind::Selective {
            gates.iter_mut().for_each(|g| *g = libm::expf(*g));
        }
        Ok(Probe {
            gates,
            betas: read(beta)?,
            memory: read(memory)?,
            answers: cpu
                .read(logits.id)?
                .chunks(logits.shape().last())
                .map(|scores| best(scores) as u32)
                .collect(),
            pairs,
        })
    }
}

/// The class of the largest score.
fn best(scores: &[f32]) -> usize {
    let classes = 0..scores.len();
    classes
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        .unwrap_or(0)
}
