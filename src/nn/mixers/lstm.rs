//! Long short-term memory: a state that is kept by a gate and not squashed on the way.

use super::rnn::{at_once, inner};
use super::{Kind, Mixer, Rows, Scope};
use crate::tensor::T;

/// i, f, o = sigmoid, z = tanh of W x_t + c + U h_(t-1); c_t = f c_(t-1) + i z, h_t = o tanh(c_t), y_t = h_t. The gates read
/// h_(t-1), so the steps cannot be done at once. State (B, 1, 2 D): h, then c; D = d_k d_v / 2, so that it has as many
/// numbers as the matrix memories. f starts open (+1).
///
/// Hochreiter and Schmidhuber 1997, Neural Computation 9(8); forget gate: Gers, Schmidhuber and Cummins 2000, Neural
/// Computation 12(10).
pub(super) struct Lstm;

impl Mixer for Lstm {
    fn kind(&self) -> Kind {
        Kind::Lstm
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        let units = Kind::Lstm.output(scope.size);
        let x = scope.linear(x, "x", 4 * units);
        Rows {
            q: x,
            k: x,
            v: x,
            gate: None,
            beta: None,
            table: Some(inner(scope, units, 4)),
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let units = row.v.shape().last() / 4;
        let (h, c) = match state {
            None => gates(row.v, None, units),
            Some(s) => {
                let (h, c) = (s.slice(2, 0, units), s.slice(2, units, units));
                gates(row.v + h.matmul(row.table()), Some(c), units)
            }
        };
        (h, h.graph().concat(&[h, c], 2))
    }

    fn read<'g>(&self, rows: &Rows<'g>, state: T<'g>) -> T<'g> {
        let units = rows.q.shape().last() / 4;
        at_once(rows.q, state, |x, s| {
            let (h, c) = (s.slice(1, 0, units), s.slice(1, units, units));
            gates(x + h.matmul(rows.table()), Some(c), units).0
        })
    }
}

/// (h, c) from what the four gates take in, (.., 4 D): i, f, o, z. `c` may be the same for all leading rows.
fn gates<'g>(x: T<'g>, c: Option<T<'g>>, units: usize) -> (T<'g>, T<'g>) {
    let axis = x.shape().rank() - 1;
    let part = |i: usize| x.slice(axis, i * units, units);
    let added = part(0).sigmoid() * part(3).tanh();
    let c = match c {
        Some(c) => part(1).shift(1.0).sigmoid() * c + added,
        None => added,
    };
    (part(2).sigmoid() * c.tanh(), c)
}
