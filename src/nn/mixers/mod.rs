//! Layers that mix time: lecture 4 is the list of them, [`MIXERS`]. One file each: formula, shapes, paper.
//!
//! Letters: B batch, T time, C a chunk's length, R reads; q, k, v rows of a token (queries, keys, values), lengths d_k, d_k,
//! d_v; H the memory, d_v x d_k; g a gate, l its running sum of logarithms (decays live in log space); b (beta) how much of
//! a correction is written. All layers have one head.
//!
//! What a layer makes of its input is [`Rows`]; only [`Mixer::project`] touches parameters. From rows on there are three
//! ways to the same outputs (`tests` holds them together): [`Mixer::step`] one token at a time, [`Mixer::chunk`] on all
//! tokens at once (the training form), and the same piece by piece, from the state that the piece before has left.

/// Which layers there are, what they cost and remember. Without the graph, so that a page can show it.
pub mod kind;
/// Some of them as plain loops, for measurements.
pub mod loops;
/// A memory as plain numbers.
pub mod matrix;

mod decay;
mod delta;
mod element_gate;
mod gated_delta;
mod linear;
mod lstm;
mod normalised;
mod retnet;
mod rnn;
mod rows;
mod scalar_gate;
mod selective;
mod softmax;

pub use decay::log_sigmoid;
pub use kind::{Kind, Size, Way};
pub use rows::{Rows, Scope};
pub use selective::rounds;
pub use softmax::online;

use crate::tensor::T;

/// A layer that mixes time.
pub trait Mixer: Sync {
    fn kind(&self) -> Kind;

    /// x (B, T, width) to the rows that the layer works on. Parameters under the scope's name.
    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g>;

    /// The recurrence: one token (rows with T = 1) on the memory that it finds (`None`: nothing yet).
    /// Output (B, 1, output), and the memory it leaves, (B, ..).
    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>);

    /// All tokens of `rows` at once, from the memory that they find: outputs (B, T, output) and the memory they leave.
    /// From nothing and over a whole sequence it is the training form; over pieces, the chunkwise form. A layer that has
    /// neither takes the steps one after the other.
    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        unrolled(self, rows, state)
    }

    /// Reads a memory with each of the queries (B, R, ..), writing nothing: (B, R, output). A layer without a matrix to
    /// read from takes one step of its own for each query.
    fn read<'g>(&self, rows: &Rows<'g>, state: T<'g>) -> T<'g> {
        rows.q.matmul_t(state, false, true, None)
    }

    /// The training form on an input (B, T, width): (B, T, output).
    fn parallel<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> T<'g> {
        self.chunk(&self.project(scope, x), None).0
    }
}

/// Every layer, in the order of the lecture and of [`Kind::ALL`].
pub static MIXERS: &[&dyn Mixer] = &[
    &rnn::Rnn,
    &lstm::Lstm,
    &softmax::Softmax,
    &linear::Linear,
    &normalised::Normalised,
    &retnet::RetNet,
    &scalar_gate::ScalarGate,
    &element_gate::ElementGate,
    &delta::DeltaNet,
    &gated_delta::GatedDelta,
    &selective::Selective,
];

impl Kind {
    /// The layer of this kind.
    pub fn mixer(self) -> &'static dyn Mixer {
        MIXERS[self as usize]
    }
}

/// One step after the other: outputs (B, T, output) and the last memory.
pub fn unrolled<'g>(
    mixer: &(impl Mixer + ?Sized),
    rows: &Rows<'g>,
    state: Option<T<'g>>,
) -> (T<'g>, T<'g>) {
    let (first, mut state) = mixer.step(&rows.part(0, 1), state);
    let mut outputs = vec![first];
    for t in 1..rows.time() {
        let (y, next) = mixer.step(&rows.part(t, 1), Some(state));
        outputs.push(y);
        state = next;
    }
    (rows.q.graph().concat(&outputs, 1), state)
}

/// Pieces of at most `size` tokens, each from the memory that the piece before has left.
pub fn chunkwise<'g>(
    mixer: &(impl Mixer + ?Sized),
    rows: &Rows<'g>,
    state: Option<T<'g>>,
    size: usize,
) -> (T<'g>, T<'g>) {
    let time = rows.time();
    let (first, mut state) = mixer.chunk(&rows.part(0, size.min(time)), state);
    let mut outputs = vec![first];
    for start in (size..time).step_by(size) {
        let (y, next) = mixer.chunk(&rows.part(start, size.min(time - start)), Some(state));
        outputs.push(y);
        state = next;
    }
    (rows.q.graph().concat(&outputs, 1), state)
}

/// What all writes leave: the sum over time of v k', (B, d_v, d_k).
fn written<'g>(v: T<'g>, k: T<'g>) -> T<'g> {
    v.matmul_t(k, true, false, None)
}

/// a + b where there is an a.
fn plus<'g>(a: Option<T<'g>>, b: T<'g>) -> T<'g> {
    a.map_or(b, |a| a + b)
}

#[cfg(test)]
mod tests;
