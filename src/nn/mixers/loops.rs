//! Some layers of the list as plain loops over one head, for measurements: no graph, nothing computed twice, nothing copied
//! that a decoder would not copy. Tests hold them to the layers themselves.

use super::Kind;
use crate::backend::{Real, max_of, product, sum_of, sum_of_two, vector_matrix};

/// Rows of one head: what is asked, where is written, what is written, what is kept, how much of a correction is written.
pub struct Tokens {
    /// d
    pub d: usize,
    /// (n, d) each; keys have length one.
    pub q: Vec<f32>,
    pub k: Vec<f32>,
    pub v: Vec<f32>,
    /// (n): the share of the memory that each token keeps, between 0 and 1.
    pub kept: Vec<f32>,
    /// (n)
    pub beta: Vec<f32>,
}

impl Tokens {
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    fn row<'a>(&self, of: &'a [f32], i: usize) -> &'a [f32] {
        &of[i * self.d..][..self.d]
    }

    /// The `n` first rows of an array.
    fn first<'a>(&self, of: &'a [f32], n: usize) -> &'a [f32] {
        &of[..n * self.d]
    }
}

/// One head that reads token after token: softmax attention with its KV cache, or a matrix that stays as large as it is.
pub struct Head {
    kind: Kind,
    d: usize,
    /// Softmax: keys, (t, d). Others: the memory H', (d_k, d_v).
    first: Vec<f32>,
    /// Softmax: values, (t, d).
    second: Vec<f32>,
    /// One number for each token seen (softmax), or one row.
    scratch: Vec<f32>,
    out: Vec<f32>,
}

impl Head {
    /// `None` where the layer has no loop here.
    pub fn new(kind: Kind, d: usize) -> Option<Head> {
        let matrix = match kind {
            Kind::Softmax => vec![],
            Kind::Linear | Kind::RetNet | Kind::ScalarGate | Kind::DeltaNet | Kind::GatedDelta => {
                vec![0.0; d * d]
            }
            _ => return None,
        };
        Some(Head {
            kind,
            d,
            first: matrix,
            second: vec![],
            scratch: vec![0.0; d],
            out: vec![0.0; d],
        })
    }

    /// Token `i`: writes it into the memory and gives the output row (d).
    pub fn step(&mut self, tokens: &Tokens, i: usize) -> &[f32] {
        self.write(tokens, i);
        self.read(tokens, i)
    }

    /// Writes token `i` into the memory.
    pub fn write(&mut self, tokens: &Tokens, i: usize) {
        let (k, v) = (tokens.row(&tokens.k, i), tokens.row(&tokens.v, i));
        if self.kind == Kind::Softmax {
            self.first.extend_from_slice(k);
            self.second.extend_from_slice(v);
            return;
        }
        if matches!(
            self.kind,
            Kind::RetNet | Kind::ScalarGate | Kind::GatedDelta
        ) {
            let kept = tokens.kept[i];
            self.first.iter_mut().for_each(|h| *h *= kept);
        }
        let written = match self.kind {
            Kind::DeltaNet | Kind::GatedDelta => {
                vector_matrix(&mut self.scratch, k, &self.first, None);
                let beta = tokens.beta[i];
                for (found, v) in self.scratch.iter_mut().zip(v) {
                    *found = beta * (v - *found);
                }
                &self.scratch
            }
            _ => v,
        };
        for (row, k) in self.first.chunks_exact_mut(self.d).zip(k) {
            for (h, v) in row.iter_mut().zip(written) {
                *h += k * v;
            }
        }
    }

    /// Reads the memory with the query of token `i`: (d).
    pub fn read(&mut self, tokens: &Tokens, i: usize) -> &[f32] {
        let q = tokens.row(&tokens.q, i);
        match self.kind {
            Kind::Softmax => self.look(q),
            _ => vector_matrix(&mut self.out, q, &self.first, None),
        }
        &self.out
    }

    /// Forgets the newest token of a cache, so that it can be read again at the same context. Nothing for the others: their
    /// cost does not depend on what they have read.
    pub fn back(&mut self) {
        if self.kind == Kind::Softmax {
            self.first.truncate(self.first.len().saturating_sub(self.d));
            self.second
                .truncate(self.second.len().saturating_sub(self.d));
        }
    }

    /// q over the whole cache.
    fn look(&mut self, q: &[f32]) {
        let scale = 1.0 / (self.d as f32).sqrt();
        self.scratch.clear();
        let keys = self.first.chunks_exact(self.d);
        self.scratch
            .extend(keys.map(|k| scale * sum_of_two(q, k, |a, b| a * b)));
        let sum = shares(&mut self.scratch);
        vector_matrix(&mut self.out, &self.scratch, &self.second, None);
        self.out.iter_mut().for_each(|y| *y /= sum);
    }

    /// Bytes of the memory that has to be kept for the next token.
    pub fn memory_bytes(&self) -> usize {
        size_of::<f32>() * (self.first.len() + self.second.len())
    }
}

/// e^(score - largest) in place of every score; gives their sum.
fn shares(scores: &mut [f32]) -> f32 {
    let top = max_of(scores);
    scores.iter_mut().for_each(|s| *s = Real::exp(*s - top));
    sum_of(scores, |s| s)
}

/// A way to read a whole prompt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Softmax attention: `TILE` queries at a time against every key up to them.
    Softmax,
    /// Linear attention, one token after the other.
    Recurrent,
    /// Linear attention in pieces of `TILE` tokens, each at once.
    Chunkwise,
}

/// Queries of a tile, tokens of a chunk.
pub const TILE: usize = 64;

/// Buffers for prompts of one head.
pub struct Prompt {
    /// Outputs, (T, d).
    pub out: Vec<f32>,
    scores: Vec<f32>,
    memory: Vec<f32>,
    own: Vec<f32>,
}

impl Prompt {
    pub fn new(d: usize) -> Prompt {
        Prompt {
            out: vec![],
            scores: vec![],
            memory: vec![0.0; d * d],
            own: vec![0.0; TILE.max(d) * d],
        }
    }

    /// Outputs of the first `n` tokens, into `out`.
    pub fn read(&mut self, tokens: &Tokens, n: usize, way: Reading) {
        self.out.resize(n * tokens.d, 0.0);
        match way {
            Reading::Softmax => self.softmax(tokens, n),
            Reading::Recurrent => self.recurrent(tokens, n),
            Reading::Chunkwise => self.chunkwise(tokens, n),
        }
    }

    fn softmax(&mut self, tokens: &Tokens, n: usize) {
        let d = tokens.d;
        let scale = 1.0 / (d as f32).sqrt();
        for start in (0..n).step_by(TILE) {
            let rows = TILE.min(n - start);
            let seen = start + rows;
            self.scores.resize(rows * seen, 0.0);
            let (q, k) = (
                &tokens.q[start * d..][..rows * d],
                tokens.first(&tokens.k, seen),
            );
            product(&mut self.scores, [rows, d, seen], (q, false), (k, true));
            for (i, row) in self.scores.chunks_exact_mut(seen).enumerate() {
                let (own, later) = row.split_at_mut(start + i + 1);
                own.iter_mut().for_each(|s| *s *= scale);
                let sum = shares(own);
                own.iter_mut().for_each(|s| *s /= sum);
                later.fill(0.0);
            }
            let out = &mut self.out[start * d..][..rows * d];
            let v = tokens.first(&tokens.v, seen);
            product(out, [rows, seen, d], (&self.scores, false), (v, false));
        }
    }

    fn recurrent(&mut self, tokens: &Tokens, n: usize) {
        let mut head = Head::new(Kind::Linear, tokens.d).expect("linear attention has a loop");
        for (i, out) in self.out.chunks_exact_mut(tokens.d).take(n).enumerate() {
            out.copy_from_slice(head.step(tokens, i));
        }
    }

    fn chunkwise(&mut self, tokens: &Tokens, n: usize) {
        let d = tokens.d;
        self.memory.fill(0.0);
        for start in (0..n).step_by(TILE) {
            let rows = TILE.min(n - start);
            let [q, k, v] =
                [&tokens.q, &tokens.k, &tokens.v].map(|of| &of[start * d..][..rows * d]);
            self.scores.resize(rows * rows, 0.0);
            product(&mut self.scores, [rows, d, rows], (q, false), (k, true));
            for (i, row) in self.scores.chunks_exact_mut(rows).enumerate() {
                row[i + 1..].fill(0.0);
            }
            let out = &mut self.out[start * d..][..rows * d];
            product(out, [rows, rows, d], (&self.scores, false), (v, false));
            let own = &mut self.own[..rows * d];
            product(own, [rows, d, d], (q, false), (&self.memory, false));
            out.iter_mut().zip(&*own).for_each(|(y, own)| *y += own);
            let own = &mut self.own[..d * d];
            product(own, [d, rows, d], (k, true), (v, false));
            self.memory
                .iter_mut()
                .zip(&*own)
                .for_each(|(h, own)| *h += own);
        }
    }

    /// Bytes of scores, memory and scratch: what the way needs beside its input and output.
    pub fn working_bytes(&self) -> usize {
        size_of::<f32>() * (self.scores.len() + self.memory.len() + self.own.len())
    }
}
