//! A gate for every column of the memory.

use super::decay::{between, last, repeated, until_end};
use super::scalar_gate::learned;
use super::{Kind, Mixer, Rows, Scope, plus, written};
use crate::tensor::T;

/// H_t = G_t . H_(t-1) + v_t k_t' with G_t = 1 g_t', so column a fades by g_ta; y_t = H_t q_t. H: (B, d_v, d_k).
/// All at once: Y = A V, A_ij = sum_a q_ia k_ja exp(l_ia - l_ja) for i >= j; a memory S that is found adds (Q . exp l) S'
/// and becomes S . exp(l_C) + V' (K . exp(l_C - l)).
///
/// Yang, Wang, Shen, Panda and Kim 2023, "Gated Linear Attention Transformers with Hardware-Efficient Training",
/// arXiv 2312.06635, section 4. Theirs factors A into (Q . exp l)(K . exp -l)', one product instead of d_k; exp(-l)
/// overflows as soon as a piece forgets more than e^87, so it is summed column by column here, at d_k times the work.
pub(super) struct ElementGate;

impl Mixer for ElementGate {
    fn kind(&self) -> Kind {
        Kind::ElementGate
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        Rows {
            gate: Some(learned(scope, x, scope.size.keys)),
            ..scope.rows(x)
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let kept = state.map(|h| h * repeated(row.gate().exp(), h.shape().dims()[1]));
        let h = plus(kept, written(row.v, row.k));
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let l = rows.gate().cumulative(false);
        let column = |x: T<'g>, a: usize| x.slice(2, a, 1);
        let scores = (0..rows.k.shape().last())
            .map(|a| {
                let products = column(rows.q, a).matmul_t(column(rows.k, a), false, true, None);
                products * between(column(l, a))
            })
            .reduce(|a, b| a + b)
            .expect("a key has a column");
        let found = state.map(|s| (rows.q * l.exp()).matmul_t(s, false, true, None));
        let y = plus(found, scores.matmul(rows.v));
        let kept = state.map(|s| s * repeated(last(l).exp(), s.shape().dims()[1]));
        let faded = rows.k * until_end(rows.gate());
        (y, plus(kept, written(rows.v, faded)))
    }
}
