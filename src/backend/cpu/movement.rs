//! Copies: no arithmetic.

use crate::backend::Real;
use crate::tensor::{Fit, Shape};

#[inline(always)]
pub(super) fn expand<F: Real>(out: &mut [F], x: &[F], fit: Fit, shape: Shape) {
    match fit {
        Fit::Same => out.copy_from_slice(x),
        Fit::Suffix if x.len() == 1 => out.fill(x[0]),
        Fit::Suffix => {
            for o in out.chunks_exact_mut(x.len()) {
                o.copy_from_slice(x);
            }
        }
        Fit::Column => {
            for (o, v) in out.chunks_exact_mut(shape.last()).zip(x) {
                o.fill(*v);
            }
        }
    }
}

#[inline(always)]
pub(super) fn permute<F: Real>(out: &mut [F], x: &[F], from: Shape, axes: &[u8]) {
    let rank = from.rank();
    let mut strides = [0usize; 4];
    let mut step = 1;
    for axis in (0..rank).rev() {
        strides[axis] = step;
        step *= from.dims()[axis];
    }
    let mut dims = [1usize; 4];
    let mut steps = [0usize; 4];
    let pad = 4 - rank;
    for (i, &a) in axes.iter().enumerate() {
        dims[pad + i] = from.dims()[a as usize];
        steps[pad + i] = strides[a as usize];
    }
    let mut n = 0;
    for a in 0..dims[0] {
        for b in 0..dims[1] {
            for c in 0..dims[2] {
                let base = a * steps[0] + b * steps[1] + c * steps[2];
                for d in 0..dims[3] {
                    out[n] = x[base + d * steps[3]];
                    n += 1;
                }
            }
        }
    }
}

/// out = x[.., start..start + len, ..]
#[inline(always)]
pub(super) fn slice<F: Real>(
    out: &mut [F],
    to: Shape,
    x: &[F],
    from: Shape,
    axis: usize,
    start: usize,
) {
    let (_, len, inner) = to.around(axis);
    let stride = from.dims()[axis] * inner;
    for (o, x) in out
        .chunks_exact_mut(len * inner)
        .zip(x.chunks_exact(stride))
    {
        o.copy_from_slice(&x[start * inner..(start + len) * inner]);
    }
}

/// Zeros, with x placed at `before`.
#[inline(always)]
pub(super) fn pad<F: Real>(
    out: &mut [F],
    to: Shape,
    x: &[F],
    from: Shape,
    axis: usize,
    before: usize,
) {
    out.fill(F::zero());
    place(out, to, x, from, axis, before);
}

/// out[.., at..at + len, ..] = x; the rest is left as it is.
#[inline(always)]
pub(super) fn place<F: Real>(
    out: &mut [F],
    to: Shape,
    x: &[F],
    from: Shape,
    axis: usize,
    at: usize,
) {
    let (_, len, inner) = from.around(axis);
    let stride = to.dims()[axis] * inner;
    for (o, x) in out
        .chunks_exact_mut(stride)
        .zip(x.chunks_exact(len * inner))
    {
        o[at * inner..(at + len) * inner].copy_from_slice(x);
    }
}
