//! Linear attention whose weights sum to one.

use super::linear::Linear;
use super::{Kind, Mixer, Rows, Scope};
use crate::tensor::T;

/// Linear attention on positive features f(x) = elu(x) + 1 of queries and keys, divided by the sum of its weights:
/// y_t = H_t q_t / (z_t . q_t), z_t = z_(t-1) + k_t. The denominator is one more value, always 1, so z is the last row of
/// the memory: (B, d_v + 1, d_k).
///
/// Katharopoulos et al. 2020, arXiv 2006.16236, equations 7 (the map) and 9 to 12.
pub(super) struct Normalised;

/// Keeps the quotient finite where all features vanish.
const EPS: f64 = 1e-6;

impl Mixer for Normalised {
    fn kind(&self) -> Kind {
        Kind::Normalised
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        let rows = scope.rows(x);
        Rows {
            q: features(rows.q),
            k: features(rows.k),
            ..rows
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let (y, h) = Linear.step(&counted(row), state);
        (quotient(y), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let (y, h) = Linear.chunk(&counted(rows), state);
        (quotient(y), h)
    }

    fn read<'g>(&self, rows: &Rows<'g>, state: T<'g>) -> T<'g> {
        quotient(Linear.read(rows, state))
    }
}

/// elu(x) + 1: x + 1 above 0, e^x below.
fn features(x: T<'_>) -> T<'_> {
    x.relu() + (-(-x).relu()).exp()
}

/// One more value, always 1.
fn counted<'g>(rows: &Rows<'g>) -> Rows<'g> {
    let g = rows.v.graph();
    let one = g.fill(1.0, &[rows.batch(), rows.time(), 1]);
    Rows {
        v: g.concat(&[rows.v, one], 2),
        ..*rows
    }
}

/// All but the last channel over the last one.
fn quotient(y: T<'_>) -> T<'_> {
    let values = y.shape().last() - 1;
    y.slice(2, 0, values) / y.slice(2, values, 1).shift(EPS)
}
