//! The brain run on prompts of any length.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::recipe::MODEL;
use super::task::CALL;
use super::words::{END, WORDS};
use crate::backend::{BackendError, Cpu, Params};
use crate::tensor::{Graph, Id, Plan};

/// Rows that run together, at most.
pub const TOGETHER: usize = 16;
/// Lengths are rounded up to a multiple of this, so that few plans are made: later tokens change nothing before them.
const ROUND: usize = 16;
/// Plans kept: each holds buffers of a few megabytes.
const PLANS: usize = 4;

/// The trained transformer made ready for prompts.
pub struct Reader {
    params: Rc<Params<f32>>,
    plans: BTreeMap<(usize, usize), Planned>,
}

struct Planned {
    cpu: Cpu<f32>,
    ids: Id,
    logits: Id,
}

impl Reader {
    pub fn new(params: Rc<Params<f32>>) -> Reader {
        Reader {
            params,
            plans: BTreeMap::new(),
        }
    }

    /// Logits (V) of what follows this text.
    ///
    /// # Errors
    /// An empty text, or an id beyond the vocabulary.
    pub fn next(&mut self, text: &[u32]) -> Result<Vec<f32>, BackendError> {
        let last = text.len().checked_sub(1);
        let last = last.ok_or_else(|| BackendError::NoParam("a text".into()))?;
        Ok(self.run(&[text])?.logits(0, last).to_vec())
    }

    /// Lets `pick` (row, place in the call, logits (V)) choose each token of a call after each prompt, and returns the calls.
    ///
    /// `guesses` are what the calls are expected to be: where they come true all tokens are read in one pass, since what was
    /// picked is what was read. A wrong guess costs passes and changes nothing.
    ///
    /// # Errors
    /// An empty prompt, or an id beyond the vocabulary.
    pub fn write(
        &mut self,
        prompts: &[Vec<u32>],
        guesses: &[[u32; CALL]],
        pick: &mut dyn FnMut(usize, usize, &[f32]) -> u32,
    ) -> Result<Vec<[u32; CALL]>, BackendError> {
        let mut calls = guesses.to_vec();
        // (row, tokens of its call that are picked)
        let mut open: Vec<(usize, usize)> = (0..prompts.len()).map(|row| (row, 0)).collect();
        while !open.is_empty() {
            let mut left = Vec::new();
            for group in open.chunks(TOGETHER) {
                let texts: Vec<Vec<u32>> = group
                    .iter()
                    .map(|&(row, _)| [&prompts[row][..], &calls[row][..CALL - 1]].concat())
                    .collect();
                let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
                let seen = self.run(&texts)?;
                for (i, &(row, mut done)) in group.iter().enumerate() {
                    while done < CALL {
                        let token = pick(row, done, seen.logits(i, prompts[row].len() - 1 + done));
                        done += 1;
                        if std::mem::replace(&mut calls[row][done - 1], token) != token {
                            break;
                        }
                    }
                    if done < CALL {
                        left.push((row, done));
                    }
                }
            }
            open = left;
        }
        Ok(calls)
    }

    /// Runs texts, at most [`TOGETHER`].
    fn run(&mut self, texts: &[&[u32]]) -> Result<Seen<'_>, BackendError> {
        if texts.iter().any(|text| text.is_empty()) {
            return Err(BackendError::NoParam("a text".into()));
        }
        let longest = texts.iter().map(|text| text.len()).max().unwrap_or(1);
        let (batch, time) = (
            texts.len().next_power_of_two(),
            longest.next_multiple_of(ROUND),
        );
        if self.plans.len() >= PLANS && !self.plans.contains_key(&(batch, time)) {
            self.plans.clear();
        }
        let planned = self
            .plans
            .entry((batch, time))
            .or_insert_with(|| Planned::new(batch, time));
        let mut ids = vec![END; batch * time];
        for (to, text) in ids.chunks_mut(time).zip(texts) {
            to[..text.len()].copy_from_slice(text);
        }
        planned.cpu.write_ids(planned.ids, &ids)?;
        planned.cpu.run(&self.params, &[])?;
        let logits = planned.cpu.read(planned.logits)?;
        Ok(Seen { logits, time })
    }

    /// Bytes of all plans' buffers.
    pub fn bytes(&self) -> usize {
        self.plans.values().map(|p| p.cpu.bytes()).sum()
    }
}

impl Planned {
    fn new(batch: usize, time: usize) -> Planned {
        let g = Graph::new();
        let ids = g.input("ids", &[batch, time]);
        let logits = MODEL.forward(&g, ids);
        let mut cpu = Cpu::new(Plan::new(&g, &[logits.id]));
        let positions: Vec<u32> = (0..batch).flat_map(|_| 0..time as u32).collect();
        for (name, table) in ["rope.cos", "rope.sin"]
            .iter()
            .zip(MODEL.rotations(&positions))
        {
            let id = g.find(name).expect("an input of the model");
            cpu.write(id, &table)
                .expect("a table of the model's own size");
        }
        Planned {
            cpu,
            ids: ids.id,
            logits: logits.id,
        }
    }
}

/// What a run left behind: logits (B, T, V).
struct Seen<'r> {
    logits: &'r [f32],
    time: usize,
}

impl Seen<'_> {
    /// Of what follows a position, (V).
    fn logits(&self, row: usize, position: usize) -> &[f32] {
        &self.logits[(row * self.time + position) * WORDS..][..WORDS]
    }
}
