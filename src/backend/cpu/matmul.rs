//! Matrix products: ndarray views over the plan's buffers, so transposes and heads are strides and never copies.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

use crate::backend::Real;
use crate::tensor::Shape;

/// A matrix inside a slice: rows, columns, and the distances between neighbours.
#[derive(Clone, Copy)]
struct View {
    rows: usize,
    cols: usize,
    row_stride: usize,
    col_stride: usize,
}

impl View {
    fn row_major(rows: usize, cols: usize, row_stride: usize) -> View {
        View {
            rows,
            cols,
            row_stride,
            col_stride: 1,
        }
    }

    fn t(self) -> View {
        View {
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
        }
    }
}

/// out = a b + beta out
fn gemm<F: Real>(
    (a, va): (&[F], View),
    (b, vb): (&[F], View),
    beta: F,
    (out, vo): (&mut [F], View),
) {
    debug_assert!(va.cols == vb.rows && va.rows == vo.rows && vb.cols == vo.cols);
    if va.rows == 1 && vb.col_stride == 1 && va.col_stride == 1 {
        if beta == F::zero() {
            out[..vo.cols].fill(F::zero());
        }
        return axpy_rows(&mut out[..vo.cols], &a[..va.cols], b, vb.row_stride);
    }
    let a = ArrayView2::from_shape(
        (va.rows, va.cols).strides((va.row_stride, va.col_stride)),
        a,
    )
    .expect("the view lies inside its buffer");
    let b = ArrayView2::from_shape(
        (vb.rows, vb.cols).strides((vb.row_stride, vb.col_stride)),
        b,
    )
    .expect("the view lies inside its buffer");
    let mut o = ArrayViewMut2::from_shape(
        (vo.rows, vo.cols).strides((vo.row_stride, vo.col_stride)),
        out,
    )
    .expect("the view lies inside its buffer");
    general_mat_mul(F::one(), &a, &b, beta, &mut o);
}

/// out += x W for one row x (K) and W (K, N) with rows `stride` apart: the whole of decoding one token.
#[inline(always)]
fn axpy_rows<F: Real>(out: &mut [F], x: &[F], w: &[F], stride: usize) {
    let n = out.len();
    let mut k = 0;
    // Four rows at a time, so that `out` is loaded and stored a quarter as often.
    while k + 4 <= x.len() {
        let (w0, w1, w2, w3) = (
            &w[k * stride..][..n],
            &w[(k + 1) * stride..][..n],
            &w[(k + 2) * stride..][..n],
            &w[(k + 3) * stride..][..n],
        );
        let (x0, x1, x2, x3) = (x[k], x[k + 1], x[k + 2], x[k + 3]);
        for i in 0..n {
            out[i] += (x0 * w0[i] + x1 * w1[i]) + (x2 * w2[i] + x3 * w3[i]);
        }
        k += 4;
    }
    for k in k..x.len() {
        let row = &w[k * stride..][..n];
        for i in 0..n {
            out[i] += x[k] * row[i];
        }
    }
}

/// out = x W (+ bias): x (K), W (K, N) row-major.
pub fn vector_matrix<F: Real>(out: &mut [F], x: &[F], w: &[F], bias: Option<&[F]>) {
    match bias {
        Some(b) => out.copy_from_slice(b),
        None => out.fill(F::zero()),
    }
    let n = out.len();
    axpy_rows(out, x, w, n);
}

pub(super) fn matmul<F: Real>(
    out: &mut [F],
    shape: Shape,
    (a, sa, ta): (&[F], Shape, bool),
    (b, sb, tb): (&[F], Shape, bool),
    bias: Option<&[F]>,
) {
    let beta = match bias {
        Some(bias) => {
            for row in out.chunks_exact_mut(bias.len()) {
                row.copy_from_slice(bias);
            }
            F::one()
        }
        None => F::zero(),
    };
    let last = |s: Shape| {
        View::row_major(
            if s.rank() < 2 { 1 } else { s.from_end(1) },
            s.last(),
            s.last(),
        )
    };
    let turned = |v: View, t: bool| if t { v.t() } else { v };
    let vb = turned(last(sb), tb);
    if sb.rank() == 2 && !ta {
        // Leading axes of the left side are rows.
        let va = View::row_major(sa.rows(), sa.last(), sa.last());
        return gemm(
            (a, va),
            (b, vb),
            beta,
            (out, View::row_major(sa.rows(), shape.last(), shape.last())),
        );
    }
    let va = turned(last(sa), ta);
    let vo = View::row_major(va.rows, vb.cols, vb.cols);
    let (na, nb, no) = (va.rows * va.cols, vb.rows * vb.cols, vo.rows * vo.cols);
    for ((a, b), o) in a
        .chunks_exact(na)
        .zip(b.chunks_exact(nb))
        .zip(out.chunks_exact_mut(no))
    {
        gemm((a, va), (b, vb), beta, (o, vo));
    }
}

/// Columns that row `t` of T sees among S: its own and all before, where both end at the same token.
pub(super) fn seen(row: usize, t: usize, s: usize) -> usize {
    (row + 1 + s).saturating_sub(t).min(s)
}

/// Rows of a causal head that are multiplied at once, over the columns that the last of them sees: a quarter of the rows, so
/// that 5/8 of the square is computed. Short heads are not worth the calls.
fn rows_at_once(t: usize, causal: bool) -> usize {
    if causal && t >= 32 {
        t.div_ceil(4).next_multiple_of(8)
    } else {
        t
    }
}

/// out (B, H, T, S) = q (B, T, C) by k (B, S, C), head by head.
pub(super) fn head_scores<F: Real>(
    out: &mut [F],
    (q, sq): (&[F], Shape),
    (k, sk): (&[F], Shape),
    heads: usize,
    causal: bool,
) {
    let (t, s, c) = (sq.dims()[1], sk.dims()[1], sq.last());
    let d = c / heads;
    let step = rows_at_once(t, causal);
    for (i, out) in out.chunks_exact_mut(t * s).enumerate() {
        let (batch, h) = (i / heads, i % heads);
        let q = &q[batch * t * c + h * d..];
        let k = &k[batch * s * c + h * d..];
        for (block, o) in out.chunks_mut(step * s).enumerate() {
            let (start, rows) = (block * step, o.len() / s);
            let cols = if causal {
                seen(start + rows - 1, t, s)
            } else {
                s
            };
            if cols > 0 {
                gemm(
                    (&q[start * c..], View::row_major(rows, d, c)),
                    (k, View::row_major(cols, d, c).t()),
                    F::zero(),
                    (o, View::row_major(rows, cols, s)),
                );
            }
            if causal {
                for (row, o) in o.chunks_exact_mut(s).enumerate() {
                    o[seen(start + row, t, s)..].fill(F::zero());
                }
            }
        }
    }
}

/// out (B, T, C) = pattern (B, H, T, S) by v (B, S, C); transposed: out (B, S, C) = pattern' by x (B, T, C).
pub(super) fn head_mix<F: Real>(
    out: &mut [F],
    (p, sp): (&[F], Shape),
    (x, sx): (&[F], Shape),
    causal: bool,
    transposed: bool,
) {
    let (heads, t, s) = (sp.dims()[1], sp.dims()[2], sp.dims()[3]);
    let c = sx.last();
    let d = c / heads;
    let (rows_in, rows_out) = if transposed { (t, s) } else { (s, t) };
    let step = rows_at_once(rows_out, causal);
    for (i, p) in p.chunks_exact(t * s).enumerate() {
        let (batch, h) = (i / heads, i % heads);
        let x = &x[batch * rows_in * c + h * d..];
        let o = &mut out[batch * rows_out * c + h * d..];
        for start in (0..rows_out).step_by(step) {
            let rows = step.min(rows_out - start);
            // The rows of x that these rows of the result are made of.
            let used = match (causal, transposed) {
                (false, _) => 0..rows_in,
                (true, false) => 0..seen(start + rows - 1, t, s),
                // The first row that sees column `start`.
                (true, true) => (start + t).saturating_sub(s).min(t)..t,
            };
            let o = &mut o[start * c..];
            if used.is_empty() {
                for o in o.chunks_mut(c).take(rows) {
                    o[..d].fill(F::zero());
                }
                continue;
            }
            let (p, vp) = if transposed {
                let from = &p[used.start * s + start..];
                (from, View::row_major(used.len(), rows, s).t())
            } else {
                (&p[start * s..], View::row_major(rows, used.len(), s))
            };
            gemm(
                (p, vp),
                (&x[used.start * c..], View::row_major(used.len(), d, c)),
                F::zero(),
                (o, View::row_major(rows, d, c)),
            );
        }
    }
}

/// A plain product of two f32 matrices, out (M, N): what a training step's speed is compared with. `ta`, `tb`: the side
/// is stored transposed, as in the backward pass.
pub fn product(
    out: &mut [f32],
    [m, k, n]: [usize; 3],
    (a, ta): (&[f32], bool),
    (b, tb): (&[f32], bool),
) {
    let view = |rows: usize, cols: usize, t: bool| {
        if t {
            View::row_major(cols, rows, rows).t()
        } else {
            View::row_major(rows, cols, cols)
        }
    };
    gemm(
        (a, view(m, k, ta)),
        (b, view(k, n, tb)),
        0.0,
        (out, View::row_major(m, n, n)),
    );
}
