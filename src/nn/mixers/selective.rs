//! The selective scan: every number of the memory fades at a rate of its own, times a step that the token chooses.

use super::decay::{last, softplus};
use super::{Kind, Mixer, Rows, Scope, written};
use crate::tensor::{Init, T};

/// h_t[v, n] = exp(dt_tv A_vn) h_(t-1)[v, n] + dt_tv x_tv B_tn, y_t = h_t C_t, with A < 0 learned and dt_t =
/// softplus(W x_t + c - 3) chosen by the token. B is the key, C the query, x the value. The decay depends on v and n both,
/// so there is no matrix of weights between tokens as in attention: all at once means a scan over pairs (a, b), where
/// (a, b) and then (a', b') is (a a', a' b + b'): `log2 T` rounds on a parallel machine ([`rounds`]), one loop on a thread.
/// Only the scan of the paper's block: no convolution, no output gate, no skip. h: (B, d_v, d_k).
///
/// Gu and Dao 2023, "Mamba", arXiv 2312.00752, equations 2a and 2b, algorithm 2 (B discretised as dt B).
pub(super) struct Selective;

/// softplus(-3) = 0.05: at first nearly everything is kept.
const SLOW: f64 = -3.0;

impl Mixer for Selective {
    fn kind(&self) -> Kind {
        Kind::Selective
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        let [keys, values] = [scope.size.keys, scope.size.values];
        let rate = scope.table("rate", &[values, keys], Init::Zeros);
        Rows {
            gate: Some(softplus(scope.linear(x, "step", values).shift(SLOW))),
            table: Some(-rate.exp()),
            ..scope.rows(x)
        }
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let added = written(row.gate() * row.v, row.k);
        let h = match state {
            None => added,
            Some(h) => {
                let [b, values, keys] = *h.shape().dims() else {
                    unreachable!("a batch of matrices")
                };
                let dt = row.gate().reshape(&[b, values, 1]);
                let kept = (dt.expand(h.shape()) * row.table()).exp();
                debug_assert_eq!(kept.shape().last(), keys);
                kept * h + added
            }
        };
        (self.read(row, h), h)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let [b, t, values] = *rows.v.shape().dims() else {
            unreachable!("a batch of rows")
        };
        let n = rows.k.shape().last();
        let (kept, added) = pairs(rows);
        // A memory that is found is one more row before the first.
        let h = match state {
            None => added.scan(kept, false),
            Some(s) => {
                let g = s.graph();
                let s = s.reshape(&[b, 1, values * n]);
                let kept = g.concat(&[g.fill(1.0, s.shape().dims()), kept], 1);
                let added = g.concat(&[s, added], 1);
                added.scan(kept, false).slice(1, 1, t)
            }
        };
        let asked = h * across(rows.q, values);
        let y = asked
            .reshape(&[b, t, values, n])
            .sum_last()
            .reshape(&[b, t, values]);
        (y, last(h).reshape(&[b, values, n]))
    }
}

/// What each token keeps and adds, each (B, T, d_v d_k).
fn pairs<'g>(rows: &Rows<'g>) -> (T<'g>, T<'g>) {
    let [b, t, values] = *rows.v.shape().dims() else {
        unreachable!("a batch of rows")
    };
    let n = rows.k.shape().last();
    let wide = |x: T<'g>| {
        let column = x.reshape(&[b, t, values, 1]);
        column.expand(column.shape().with_last(n))
    };
    let kept = (wide(rows.gate()) * rows.table()).exp();
    let added = wide(rows.gate() * rows.v).reshape(&[b, t, values * n]) * across(rows.k, values);
    (kept.reshape(&[b, t, values * n]), added)
}

/// Each row (B, T, N) `times` times behind itself: (B, T, times N).
fn across(x: T<'_>, times: usize) -> T<'_> {
    x.graph().concat(&vec![x; times], 2)
}

/// The same scan, h_t = a_t h_(t-1) + b_t, as rounds over pairs: after round r each row holds the pair of the 2^r rows that
/// end with it. Hillis and Steele 1986, "Data parallel algorithms". a, b (B, T, N) -> h (B, T, N).
pub fn rounds<'g>(mut a: T<'g>, mut b: T<'g>) -> T<'g> {
    let time = a.shape().dims()[1];
    let mut reach = 1;
    while reach < time {
        // Rows without a partner are complete: their b gets nothing and their a is not asked again.
        let before = |x: T<'g>| x.slice(1, 0, time - reach).pad(1, reach, 0);
        b = a * before(b) + b;
        a = a * before(a);
        reach *= 2;
    }
    b
}
