//! Linear attention: attention without the softmax is a memory to which every token adds.

use super::{Kind, Mixer, Rows, Scope, plus, written};
use crate::tensor::T;

/// H_t = H_(t-1) + v_t k_t', y_t = H_t q_t; all at once: Y = (Q K' . M) V with M the lower triangle of ones, on top of
/// Q S' where a memory S is found. H: (B, d_v, d_k).
///
/// Katharopoulos, Vyas, Pappas and Fleuret 2020, "Transformers are RNNs", arXiv 2006.16236, equations 16 to 20 with the
/// identity as feature map and without the denominator (Schlag, Irie and Schmidhuber 2021, arXiv 2102.11174, section 3).
pub(super) struct Linear;

impl Mixer for Linear {
    fn kind(&self) -> Kind {
        Kind::Linear
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        scope.rows(x)
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let h = plus(state, written(row.v, row.k));
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let scores = rows.q.matmul_t(rows.k, false, true, None).lower(0);
        let y = plus(state.map(|s| self.read(rows, s)), scores.matmul(rows.v));
        (y, plus(state, written(rows.v, rows.k)))
    }
}
