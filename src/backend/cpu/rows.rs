//! Kernels over rows (the last axis): sums, softmax, normalisation, tables, cross-entropy.

use super::matmul::seen;
use crate::backend::{Real, max_of, sum_of, sum_of_two};
use crate::tensor::Shape;

#[inline(always)]
pub(super) fn sum_last<F: Real>(out: &mut [F], x: &[F], m: usize) {
    for (o, row) in out.iter_mut().zip(x.chunks_exact(m)) {
        *o = sum_of(row, |v| v);
    }
}

#[inline(always)]
pub(super) fn max_last<F: Real>(out: &mut [F], x: &[F], m: usize) {
    for (o, row) in out.iter_mut().zip(x.chunks_exact(m)) {
        *o = max_of(row);
    }
}

/// Sum over the leading axes; one element: everything.
#[inline(always)]
pub(super) fn sum_leading<F: Real>(out: &mut [F], x: &[F]) {
    if let [o] = out {
        *o = sum_of(x, |v| v);
        return;
    }
    out.fill(F::zero());
    for row in x.chunks_exact(out.len()) {
        for (o, v) in out.iter_mut().zip(row) {
            *o += *v;
        }
    }
}

#[inline(always)]
pub(super) fn gather<F: Real>(out: &mut [F], table: &[F], ids: &[F], c: usize) {
    for (o, id) in out.chunks_exact_mut(c).zip(ids) {
        o.copy_from_slice(&table[id.index() * c..][..c]);
    }
}

#[inline(always)]
pub(super) fn scatter_add<F: Real>(out: &mut [F], ids: &[F], dy: &[F], c: usize) {
    out.fill(F::zero());
    for (dy, id) in dy.chunks_exact(c).zip(ids) {
        for (o, d) in out[id.index() * c..][..c].iter_mut().zip(dy) {
            *o += *d;
        }
    }
}

#[inline(always)]
pub(super) fn pick<F: Real>(out: &mut [F], x: &[F], ids: &[F], m: usize) {
    for ((o, row), id) in out.iter_mut().zip(x.chunks_exact(m)).zip(ids) {
        *o = row[id.index()];
    }
}

#[inline(always)]
pub(super) fn spread<F: Real>(out: &mut [F], ids: &[F], dy: &[F], m: usize) {
    out.fill(F::zero());
    for ((row, id), d) in out.chunks_exact_mut(m).zip(ids).zip(dy) {
        row[id.index()] = *d;
    }
}

/// exp(x - top) of a row in place, and the sum. Two loops: the compiler turns each into SIMD, and not the two in one.
#[inline(always)]
fn exp_row<F: Real>(row: &mut [F], top: F) -> F {
    for v in row.iter_mut() {
        *v = (*v - top).exp();
    }
    sum_of(row, |v| v)
}

/// Softmax of one row in place, safe against large numbers.
#[inline(always)]
fn softmax_row<F: Real>(row: &mut [F]) {
    let top = max_of(row);
    let share = F::one() / exp_row(row, top);
    for v in row.iter_mut() {
        *v *= share;
    }
}

/// `x` is `None` where the step is in place.
#[inline(always)]
pub(super) fn softmax<F: Real>(
    out: &mut [F],
    x: Option<&[F]>,
    shape: Shape,
    scale: F,
    causal: bool,
) {
    let s = shape.last();
    let t = if shape.rank() > 1 {
        shape.from_end(1)
    } else {
        1
    };
    for (i, row) in out.chunks_exact_mut(s).enumerate() {
        let n = if causal { seen(i % t, t, s) } else { s };
        // Up to a multiple of eight, so that no loop has a tail: -infinity becomes exactly 0.
        let whole = n.next_multiple_of(8).min(s);
        match x {
            Some(x) => {
                for (o, x) in row[..n].iter_mut().zip(&x[i * s..]) {
                    *o = *x * scale;
                }
            }
            None => {
                for o in &mut row[..n] {
                    *o *= scale;
                }
            }
        }
        row[whole..].fill(F::zero());
        if n > 0 {
            row[n..whole].fill(-F::one() / F::zero());
            softmax_row(&mut row[..whole]);
        } else {
            row.fill(F::zero());
        }
    }
}

/// dx = scale * y * (dy - sum(y dy))
#[inline(always)]
pub(super) fn softmax_grad<F: Real>(out: &mut [F], y: Option<&[F]>, dy: &[F], m: usize, scale: F) {
    if let Some(y) = y {
        out.copy_from_slice(y);
    }
    for (row, dy) in out.chunks_exact_mut(m).zip(dy.chunks_exact(m)) {
        let dot = sum_of_two(row, dy, |y, d| y * d);
        for (o, d) in row.iter_mut().zip(dy) {
            *o = scale * *o * (*d - dot);
        }
    }
}

/// (mean, 1 / sqrt(variance + eps)) of a row; mean 0 when not centred.
#[inline(always)]
fn moments<F: Real>(row: &[F], centred: bool, eps: F) -> (F, F) {
    let n = F::of(row.len() as f64);
    let mean = if centred {
        sum_of(row, |v| v) / n
    } else {
        F::zero()
    };
    let variance = sum_of(row, |v| (v - mean) * (v - mean)) / n;
    (mean, F::one() / (variance + eps).sqrt())
}

#[inline(always)]
pub(super) fn normalize<F: Real>(out: &mut [F], x: &[F], m: usize, centred: bool, eps: F) {
    for (o, row) in out.chunks_exact_mut(m).zip(x.chunks_exact(m)) {
        let (mean, r) = moments(row, centred, eps);
        for (o, v) in o.iter_mut().zip(row) {
            *o = (*v - mean) * r;
        }
    }
}

/// dx = r (dy - mean(dy) - y mean(dy y)); without the middle term when not centred.
#[inline(always)]
pub(super) fn normalize_grad<F: Real>(
    out: &mut [F],
    x: &[F],
    dy: &[F],
    m: usize,
    centred: bool,
    eps: F,
) {
    let n = F::of(m as f64);
    for ((o, row), dy) in out
        .chunks_exact_mut(m)
        .zip(x.chunks_exact(m))
        .zip(dy.chunks_exact(m))
    {
        let (mean, r) = moments(row, centred, eps);
        let along = sum_of_two(row, dy, |v, d| (v - mean) * d) * r / n;
        let middle = if centred {
            sum_of(dy, |d| d) / n
        } else {
            F::zero()
        };
        let slope = along * r;
        for ((o, v), d) in o.iter_mut().zip(row).zip(dy) {
            *o = r * (*d - middle - (*v - mean) * slope);
        }
    }
}

/// -ln softmax(x)[id] = ln(sum exp(x - max)) - (x[id] - max)
#[inline(always)]
pub(super) fn cross_entropy<F: Real>(out: &mut [F], x: &[F], ids: &[F], m: usize) {
    let mut row = vec![F::zero(); m];
    for ((o, x), id) in out.iter_mut().zip(x.chunks_exact(m)).zip(ids) {
        let top = max_of(x);
        row.copy_from_slice(x);
        *o = exp_row(&mut row, top).ln() - (x[id.index()] - top);
    }
}

/// (softmax(x) - onehot(id)) dy
#[inline(always)]
pub(super) fn cross_entropy_grad<F: Real>(
    out: &mut [F],
    x: Option<&[F]>,
    ids: &[F],
    dy: &[F],
    m: usize,
) {
    if let Some(x) = x {
        out.copy_from_slice(x);
    }
    for ((row, id), dy) in out.chunks_exact_mut(m).zip(ids).zip(dy) {
        softmax_row(row);
        row[id.index()] = row[id.index()] - F::one();
        for v in row.iter_mut() {
            *v *= *dy;
        }
    }
}
