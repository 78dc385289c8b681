//! The recurrent network of old: the new state is a nonlinear function of the old one.

use super::{Kind, Mixer, Rows, Scope};
use crate::tensor::{Init, T};

/// h_t = tanh(W x_t + c + U h_(t-1)), y_t = h_t. The tanh stands between one step and the next, so there is no form in which
/// they are done at once. h: (B, 1, D) with D = d_k d_v, as many numbers as the matrix memories have.
///
/// Elman 1990, "Finding Structure in Time", Cognitive Science 14.
pub(super) struct Rnn;

/// U starts small enough that the state does not blow up, large enough that it lasts a while.
pub(super) fn inner<'g>(scope: &Scope<'g>, units: usize, gates: usize) -> T<'g> {
    let init = Init::Normal(1.0 / (units as f32).sqrt());
    scope.table("u", &[units, gates * units], init)
}

/// One step of its own for each of R queries, from the same state: x (B, R, N) with `state` (B, 1, N), read as (R, B, ..).
pub(super) fn at_once<'g>(x: T<'g>, state: T<'g>, step: impl Fn(T<'g>, T<'g>) -> T<'g>) -> T<'g> {
    let [b, _, n] = *state.shape().dims() else {
        unreachable!("a batch of states")
    };
    let by_read = x.permute(&[1, 0, 2]);
    step(by_read, state.reshape(&[b, n])).permute(&[1, 0, 2])
}

impl Mixer for Rnn {
    fn kind(&self) -> Kind {
        Kind::Rnn
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        let units = Kind::Rnn.output(scope.size);
        let x = scope.linear(x, "x", units);
        Rows {
            q: x,
            k: x,
            v: x,
            gate: None,
            beta: None,
            table: Some(inner(scope, units, 1)),
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let h = match state {
            None => row.v.tanh(),
            Some(h) => (row.v + h.matmul(row.table())).tanh(),
        };
        (h, h)
    }

    fn read<'g>(&self, rows: &Rows<'g>, state: T<'g>) -> T<'g> {
        at_once(rows.q, state, |x, h| (x + h.matmul(rows.table())).tanh())
    }
}
