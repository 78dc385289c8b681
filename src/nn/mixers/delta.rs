//! The delta rule: write what is missing, not what is given.

use super::{Kind, Mixer, Rows, Scope, plus, written};
use crate::tensor::T;

/// u_t = b_t (v_t - H_(t-1) k_t), H_t = H_(t-1) + u_t k_t', y_t = H_t q_t, with keys of length one and b_t =
/// sigmoid(w . x_t + c). It is a step of gradient descent on |H k_t - v_t|^2 / 2 with learning rate b_t.
/// All at once, from a memory S: u_t also misses what the u before it have written, so (I + L) U = b (V - K S') with
/// L_ij = b_i k_i . k_j for i > j: a triangular solve; then Y = Q S' + (Q K' . M) U and S becomes S + U' K.
/// H: (B, d_v, d_k).
///
/// Schlag, Irie and Schmidhuber 2021, "Linear Transformers Are Secretly Fast Weight Programmers", arXiv 2102.11174,
/// section 4.2; in parallel Yang, Wang, Zhang, Shen and Kim 2024, arXiv 2406.06484, section 3. The rule is Widrow and
/// Hoff's (1960).
pub(super) struct DeltaNet;

/// Rows of length one; beta between 0 and 1.
pub(super) fn delta_rows<'g>(scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
    let rows = scope.rows(x);
    Rows {
        q: unit(rows.q),
        k: unit(rows.k),
        beta: Some(scope.linear(x, "beta", 1).sigmoid()),
        ..rows
    }
}

/// Each row over its length.
fn unit(x: T<'_>) -> T<'_> {
    x.normalize(false)
        .scale(1.0 / (x.shape().last() as f64).sqrt())
}

/// What is written, (B, T, d_v), and the memory after it.
pub(super) fn correction<'g>(row: &Rows<'g>, found: Option<T<'g>>) -> (T<'g>, T<'g>) {
    let missing = match found {
        Some(h) => row.v - row.k.matmul_t(h, false, true, None),
        None => row.v,
    };
    let u = missing * row.beta();
    (u, plus(found, written(u, row.k)))
}

impl Mixer for DeltaNet {
    fn kind(&self) -> Kind {
        Kind::DeltaNet
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        delta_rows(scope, x)
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let (_, h) = correction(row, state);
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let Rows { q, k, v, .. } = *rows;
        let alike = k.matmul_t(k, false, true, None) * rows.beta();
        let missing = match state {
            Some(s) => v - k.matmul_t(s, false, true, None),
            None => v,
        };
        let u = (missing * rows.beta()).solve_lower(alike, false);
        let seen = q.matmul_t(k, false, true, None).lower(0).matmul(u);
        let y = plus(state.map(|s| self.read(rows, s)), seen);
        (y, plus(state, written(u, k)))
    }
}
