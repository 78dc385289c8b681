//! Kernels along time: the axis before the last.

use crate::backend::Real;
use crate::tensor::Shape;

/// Rows and columns of the last two axes.
fn last_two(shape: Shape) -> (usize, usize) {
    (shape.from_end(1), shape.last())
}

/// h_t = a_t h_(t-1) + b_t; without `a` the running sum.
#[inline(always)]
pub(super) fn scan<F: Real>(out: &mut [F], b: &[F], a: Option<&[F]>, shape: Shape, reverse: bool) {
    let (t, n) = last_two(shape);
    out.copy_from_slice(b);
    for (block, out) in out.chunks_exact_mut(t * n).enumerate() {
        for i in 1..t {
            // Row `at` from the row that was done before it.
            let (at, done, row) = if reverse {
                let (left, right) = out.split_at_mut((t - i) * n);
                (t - 1 - i, &right[..n], &mut left[(t - 1 - i) * n..])
            } else {
                let (left, right) = out.split_at_mut(i * n);
                (i, &left[(i - 1) * n..], &mut right[..n])
            };
            match a {
                Some(a) => {
                    let a = &a[(block * t + at) * n..][..n];
                    for ((o, a), h) in row.iter_mut().zip(a).zip(done) {
                        *o += *a * *h;
                    }
                }
                None => {
                    for (o, h) in row.iter_mut().zip(done) {
                        *o += *h;
                    }
                }
            }
        }
    }
}

/// (I + L) x = b by substitution, L being `a` below its diagonal; transposed: (I + L)' x = b from the last row up.
#[inline(always)]
pub(super) fn solve_lower<F: Real>(
    out: &mut [F],
    a: &[F],
    b: &[F],
    shape: Shape,
    transposed: bool,
) {
    let (t, n) = last_two(shape);
    out.copy_from_slice(b);
    for (a, out) in a.chunks_exact(t * t).zip(out.chunks_exact_mut(t * n)) {
        for k in 0..t {
            let i = if transposed { t - 1 - k } else { k };
            let (above, row) = out.split_at_mut(i * n);
            let row = &mut row[..n];
            for (other, a) in above.chunks_exact_mut(n).zip(&a[i * t..]) {
                if transposed {
                    for (o, x) in other.iter_mut().zip(&*row) {
                        *o = *o - *a * *x;
                    }
                } else {
                    for (o, x) in row.iter_mut().zip(&*other) {
                        *o = *o - *a * *x;
                    }
                }
            }
        }
    }
}

/// Zeros right of the diagonal that is `offset` columns to the right of the main one.
#[inline(always)]
pub(super) fn lower<F: Real>(out: &mut [F], x: Option<&[F]>, shape: Shape, offset: i32) {
    let (t, s) = last_two(shape);
    if let Some(x) = x {
        out.copy_from_slice(x);
    }
    for (i, row) in out.chunks_exact_mut(s).enumerate() {
        let kept = ((i % t) as i64 + 1 + i64::from(offset)).clamp(0, s as i64) as usize;
        row[kept..].fill(F::zero());
    }
}
