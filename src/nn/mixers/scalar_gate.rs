//! Gated retention: before each write the whole memory fades by a factor that the token chooses.

use super::decay::{between, last, log_sigmoid, shrunk, until_end};
use super::{Kind, Mixer, Rows, Scope, plus, written};
use crate::tensor::T;

/// H_t = g_t H_(t-1) + v_t k_t', y_t = H_t q_t, g_t = sigmoid(w . x_t + c + 3): one number per token, near 1 at the start.
/// All at once: Y = (Q K' . D) V, D_ij = exp(l_i - l_j) for i >= j; a memory S that is found adds row j of Q S' times
/// exp(l_j); S becomes exp(l_C) S + sum_j exp(l_C - l_j) v_j k_j'. H: (B, d_v, d_k).
///
/// Sun et al. 2024, "You Only Cache Once", arXiv 2405.05254, section on gated retention (their gate's temperature is left
/// out); the same decay as Mamba-2's (Dao and Gu 2024, arXiv 2405.21060).
pub(super) struct ScalarGate;

/// sigmoid(3) = 0.95: a gate that starts open.
const OPEN: f64 = 3.0;

/// The logarithm of a learned gate that starts open, (B, T, n).
pub(super) fn learned<'g>(scope: &Scope<'g>, x: T<'g>, n: usize) -> T<'g> {
    log_sigmoid(scope.linear(x, "gate", n).shift(OPEN))
}

impl Mixer for ScalarGate {
    fn kind(&self) -> Kind {
        Kind::ScalarGate
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        Rows {
            gate: Some(learned(scope, x, 1)),
            ..scope.rows(x)
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let kept = state.map(|h| shrunk(h, row.gate().exp()));
        let h = plus(kept, written(row.v, row.k));
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let l = rows.gate().cumulative(false);
        let scores = rows.q.matmul_t(rows.k, false, true, None) * between(l);
        let found = state.map(|s| self.read(rows, s) * l.exp());
        let y = plus(found, scores.matmul(rows.v));
        let kept = state.map(|s| shrunk(s, last(l).exp()));
        let faded = rows.k * until_end(rows.gate());
        (y, plus(kept, written(rows.v, faded)))
    }
}
