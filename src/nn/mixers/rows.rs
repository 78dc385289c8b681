//! What a layer makes of its input, and where its parameters live.

use super::Size;
use crate::tensor::{Graph, Init, T};

/// A layer's place in a graph: parameters are called `{name}.{part}.weight` and `.bias`.
#[derive(Clone)]
pub struct Scope<'g> {
    pub graph: &'g Graph,
    pub name: String,
    pub size: Size,
    /// RetNet's constant, between 0 and 1; the others learn theirs or have none.
    pub gamma: f64,
}

impl<'g> Scope<'g> {
    /// x W, (.., width) -> (.., n).
    pub(super) fn weigh(&self, x: T<'g>, part: &str, n: usize) -> T<'g> {
        let rows = x.shape().last();
        let init = Init::Normal(1.0 / (rows as f32).sqrt());
        let name = format!("{}.{part}.weight", self.name);
        x.matmul(self.graph.param(&name, &[rows, n], init))
    }

    /// x W + c, (.., width) -> (.., n).
    pub(super) fn linear(&self, x: T<'g>, part: &str, n: usize) -> T<'g> {
        let name = format!("{}.{part}.bias", self.name);
        self.weigh(x, part, n) + self.graph.param(&name, &[n], Init::Zeros)
    }

    /// A table of the layer's own.
    pub(super) fn table(&self, part: &str, dims: &[usize], init: Init) -> T<'g> {
        self.graph
            .param(&format!("{}.{part}", self.name), dims, init)
    }

    /// Queries, keys and values of x (B, T, width), each by a matrix of its own.
    pub(super) fn rows(&self, x: T<'g>) -> Rows<'g> {
        let Size { keys, values, .. } = self.size;
        Rows {
            q: self.weigh(x, "q", keys),
            k: self.weigh(x, "k", keys),
            v: self.weigh(x, "v", values),
            gate: None,
            beta: None,
            table: None,
        }
    }

    /// The parameters of the queries and of the keys, where the layer has both: a memory that is asked with the key it was
    /// written under works from the start when the first begins as a copy of the second.
    pub fn query_and_key(&self) -> [String; 2] {
        ["q", "k"].map(|part| format!("{}.{part}.weight", self.name))
    }
}

/// One row per token: what is read, where, and what is written.
#[derive(Clone, Copy)]
pub struct Rows<'g> {
    /// What the memory is asked with, (B, T, d_k).
    pub q: T<'g>,
    /// Where is written, (B, T, d_k).
    pub k: T<'g>,
    /// What is written, (B, T, d_v).
    pub v: T<'g>,
    /// Logarithm of what remains of the memory, (B, T, 1), or (B, T, d_k) per column; the selective scan: its step dt > 0,
    /// (B, T, d_v).
    pub gate: Option<T<'g>>,
    /// How much of the correction is written, (B, T, 1).
    pub beta: Option<T<'g>>,
    /// Weights inside the recurrence: U of RNN and LSTM, A < 0 (d_v, d_k) of the selective scan.
    pub table: Option<T<'g>>,
}

impl<'g> Rows<'g> {
    pub fn batch(&self) -> usize {
        self.q.shape().dims()[0]
    }

    pub fn time(&self) -> usize {
        self.q.shape().dims()[1]
    }

    /// `len` tokens from `start` on.
    pub fn part(&self, start: usize, len: usize) -> Rows<'g> {
        let cut = |x: T<'g>| {
            if start == 0 && len == x.shape().dims()[1] {
                x
            } else {
                x.slice(1, start, len)
            }
        };
        Rows {
            q: cut(self.q),
            k: cut(self.k),
            v: cut(self.v),
            gate: self.gate.map(cut),
            beta: self.beta.map(cut),
            table: self.table,
        }
    }

    /// The layer's own projection makes one.
    pub(super) fn gate(&self) -> T<'g> {
        self.gate.expect("rows of a layer with a gate")
    }

    pub(super) fn beta(&self) -> T<'g> {
        self.beta.expect("rows of a layer with a beta")
    }

    pub(super) fn table(&self) -> T<'g> {
        self.table.expect("rows of a layer with a table")
    }
}
