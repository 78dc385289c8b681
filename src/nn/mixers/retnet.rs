//! Retention: the memory fades by the same factor at every step.

use super::scalar_gate::ScalarGate;
use super::{Kind, Mixer, Rows, Scope};
use crate::tensor::T;

/// H_t = gamma H_(t-1) + v_t k_t', y_t = H_t q_t. All at once: Y = (Q K' . D) V, D_ij = gamma^(i-j) for i >= j. The gated
/// layer with a gate that never moves, so gamma lives as its logarithm; gamma 1 is linear attention, gamma 0 keeps only
/// the newest item. Without the paper's rotation of queries and keys. H: (B, d_v, d_k).
///
/// Sun et al. 2023, "Retentive Network", arXiv 2307.08621, equations 5 (parallel), 6 (recurrent) and 7 (chunkwise).
pub(super) struct RetNet;

/// ln 0, near enough: its exponential is 0 in f32 and 4e-44 in f64, and sums of it stay finite.
const NOTHING: f64 = -100.0;

impl Mixer for RetNet {
    fn kind(&self) -> Kind {
        Kind::RetNet
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        let rows = scope.rows(x);
        let log = libm::log(scope.gamma.clamp(0.0, 1.0)).max(NOTHING);
        let gate = scope.graph.fill(log, &[rows.batch(), rows.time(), 1]);
        Rows {
            gate: Some(gate),
            ..rows
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        ScalarGate.step(row, state)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        ScalarGate.chunk(rows, state)
    }
}
