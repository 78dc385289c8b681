//! The delta rule on a memory that fades.

use super::decay::{between, last, shrunk, until_end};
use super::delta::{correction, delta_rows};
use super::scalar_gate::learned;
use super::{Kind, Mixer, Rows, Scope, plus, written};
use crate::tensor::T;

/// H = g_t H_(t-1) first, then the delta rule: u_t = b_t (v_t - H k_t), H_t = H + u_t k_t', y_t = H_t q_t.
/// All at once, from a memory S: (I + L) U = b (V - exp(l) K S'), L_ij = b_i exp(l_i - l_j) k_i . k_j for i > j;
/// Y = exp(l) Q S' + (Q K' . D) U, D_ij = exp(l_i - l_j) for i >= j; S becomes exp(l_C) S + sum_j exp(l_C - l_j) u_j k_j'.
/// H: (B, d_v, d_k).
///
/// Yang, Kautz and Hatamizadeh 2024, "Gated Delta Networks", arXiv 2412.06464, equation 10; its chunkwise form there has
/// the same sums.
pub(super) struct GatedDelta;

impl Mixer for GatedDelta {
    fn kind(&self) -> Kind {
        Kind::GatedDelta
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        Rows {
            gate: Some(learned(scope, x, 1)),
            ..delta_rows(scope, x)
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let kept = state.map(|h| shrunk(h, row.gate().exp()));
        let (_, h) = correction(row, kept);
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let Rows { q, k, v, .. } = *rows;
        let l = rows.gate().cumulative(false);
        let left = between(l);
        let alike = k.matmul_t(k, false, true, None) * left * rows.beta();
        let missing = match state {
            Some(s) => v - k.matmul_t(s, false, true, None) * l.exp(),
            None => v,
        };
        let u = (missing * rows.beta()).solve_lower(alike, false);
        let seen = (q.matmul_t(k, false, true, None) * left).matmul(u);
        let y = plus(state.map(|s| self.read(rows, s) * l.exp()), seen);
        let kept = state.map(|s| shrunk(s, last(l).exp()));
        (y, plus(kept, written(u, k * until_end(rows.gate()))))
    }
}
