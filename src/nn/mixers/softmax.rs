//! Softmax attention: nothing is forgotten, and everything is looked through.

use super::{Kind, Mixer, Rows, Scope};
use crate::tensor::T;

/// y_t = sum_i a_ti v_i over i <= t, a_t = softmax(q_t . k_i / sqrt d_k). All at once: Y = softmax(Q K' / sqrt d_k + mask) V.
/// The memory is every key with its value, the KV cache: (B, t, d_k + d_v), growing.
///
/// Vaswani et al. 2017, "Attention Is All You Need", arXiv 1706.03762, equation 1.
pub(super) struct Softmax;

fn scale(keys: usize) -> f64 {
    1.0 / (keys as f64).sqrt()
}

/// Keys and values seen so far, these rows included.
fn cache<'g>(rows: &Rows<'g>, state: Option<T<'g>>) -> T<'g> {
    let g = rows.q.graph();
    let own = g.concat(&[rows.k, rows.v], 2);
    state.map_or(own, |s| g.concat(&[s, own], 1))
}

/// Keys and values of a cache.
fn parts<'g>(cache: T<'g>, keys: usize) -> (T<'g>, T<'g>) {
    let values = cache.shape().last() - keys;
    (cache.slice(2, 0, keys), cache.slice(2, keys, values))
}

fn attend<'g>(q: T<'g>, k: T<'g>, v: T<'g>, causal: bool) -> T<'g> {
    q.head_scores(k, 1, causal)
        .softmax(scale(q.shape().last()), causal)
        .head_mix(v)
}

impl Mixer for Softmax {
    fn kind(&self) -> Kind {
        Kind::Softmax
    }

    fn project<'g>(&self, scope: &Scope<'g>, x: T<'g>) -> Rows<'g> {
        scope.rows(x)
    }

    fn step<'g>(&self, row: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let cache = cache(row, state);
        (self.read(row, cache), cache)
    }

    fn chunk<'g>(&self, rows: &Rows<'g>, state: Option<T<'g>>) -> (T<'g>, T<'g>) {
        let all = cache(rows, state);
        let (k, v) = match state {
            None => (rows.k, rows.v),
            Some(_) => parts(all, rows.q.shape().last()),
        };
        (attend(rows.q, k, v, true), all)
    }

    fn read<'g>(&self, rows: &Rows<'g>, state: T<'g>) -> T<'g> {
        let (k, v) = parts(state, rows.q.shape().last());
        attend(rows.q, k, v, false)
    }
}

/// Softmax attention over the keys piece by piece: per query only the largest score so far, the sum and the mix relative to
/// it, never a row of T scores. rows (B, T, ..) -> (B, T, d_v). Milakov and Gimelshein 2018, arXiv 1805.02867; the loop of
/// FlashAttention (Dao et al. 2022, arXiv 2205.14135, algorithm 1).
pub fn online<'g>(rows: &Rows<'g>, piece: usize) -> T<'g> {
    let g = rows.q.graph();
    let (time, by) = (rows.time(), scale(rows.q.shape().last()));
    let mut done: Option<(T<'g>, T<'g>, T<'g>)> = None;
    for start in (0..time).step_by(piece) {
        let part = rows.part(start, piece.min(time - start));
        // 0 where the key is seen, far below every score elsewhere.
        let mask = g.fill(1.0, &[time, part.time()]).lower(-(start as i32));
        let scores =
            rows.q.matmul_t(part.k, false, true, None).scale(by) + mask.shift(-1.0).scale(1e9);
        let own = scores.max_last();
        let top = done.map_or(own, |(top, ..)| top + (own - top).relu());
        let weights = (scores - top).exp();
        let (sum, mix) = (weights.sum_last(), weights.matmul(part.v));
        done = Some(match done {
            None => (top, sum, mix),
            Some((before, s, m)) => {
                let shrink = (before - top).exp();
                (top, s * shrink + sum, m * shrink + mix)
            }
        });
    }
    let (_, sum, mix) = done.expect("at least one token");
    mix / sum
}
