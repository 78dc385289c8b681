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

/// out (B, H, T, S) = q (B, T, C) by k (B, S, C), head by head.
pub(super) fn head_scores<F: Real>(
    out: &mut [F],
    (q, sq): (&[F], Shape),
    (k, sk): (&[F], Shape),
    heads: usize,
) {
    let (t, s, c) = (sq.dims()[1], sk.dims()[1], sq.last());
    let d = c / heads;
    for (i, o) in out.chunks_exact_mut(t * s).enumerate() {
        let (batch, h) = (i / heads, i % heads);
        let q = &q[batch * t * c + h * d..];
        let k = &k[batch * s * c + h * d..];
        gemm(
            (q, View::row_major(t, d, c)),
            (k, View::row_major(s, d, c).t()),
            F::zero(),
            (o, View::row_major(t, s, s)),
        );
    }
}

/// out (B, T, C) = pattern (B, H, T, S) by v (B, S, C); transposed: out (B, S, C) = pattern' by x (B, T, C).
pub(super) fn head_mix<F: Real>(
    out: &mut [F],
    (p, sp): (&[F], Shape),
    (x, sx): (&[F], Shape),
    transposed: bool,
) {
    let (heads, t, s) = (sp.dims()[1], sp.dims()[2], sp.dims()[3]);
    let c = sx.last();
    let d = c / heads;
    let (rows_in, rows_out) = if transposed { (t, s) } else { (s, t) };
    for (i, p) in p.chunks_exact(t * s).enumerate() {
        let (batch, h) = (i / heads, i % heads);
        let x = &x[batch * rows_in * c + h * d..];
        let o = &mut out[batch * rows_out * c + h * d..];
        let vp = View::row_major(t, s, s);
        let vp = if transposed { vp.t() } else { vp };
        gemm(
            (p, vp),
            (x, View::row_major(rows_in, d, c)),
            F::zero(),
            (o, View::row_major(rows_out, d, c)),
        );
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
