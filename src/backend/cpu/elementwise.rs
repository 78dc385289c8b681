//! One number from one or two: loops that the compiler turns into SIMD.

use crate::backend::Real;
use crate::tensor::{Fit, Shape};

/// `x` is `None` where the step is in place: the source is `out` itself.
#[inline(always)]
pub(super) fn unary<F: Real>(out: &mut [F], x: Option<&[F]>, f: impl Fn(F) -> F) {
    match x {
        Some(x) => {
            for (o, x) in out.iter_mut().zip(x) {
                *o = f(*x);
            }
        }
        None => {
            for o in out.iter_mut() {
                *o = f(*o);
            }
        }
    }
}

/// `a` is `None` where the step is in place.
#[inline(always)]
pub(super) fn binary<F: Real>(
    out: &mut [F],
    a: Option<&[F]>,
    b: &[F],
    fit: Fit,
    shape: Shape,
    f: impl Fn(F, F) -> F + Copy,
) {
    match fit {
        Fit::Same => match a {
            Some(a) => {
                for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
                    *o = f(*a, *b);
                }
            }
            None => {
                for (o, b) in out.iter_mut().zip(b) {
                    *o = f(*o, *b);
                }
            }
        },
        Fit::Suffix if b.len() == 1 => {
            let b = b[0];
            unary(out, a, move |a| f(a, b));
        }
        Fit::Suffix => {
            let m = b.len();
            for (i, o) in out.chunks_exact_mut(m).enumerate() {
                let a = a.map(|a| &a[i * m..][..m]);
                binary(o, a, b, Fit::Same, shape, f);
            }
        }
        Fit::Column => {
            let m = shape.last();
            for (i, o) in out.chunks_exact_mut(m).enumerate() {
                let b = b[i];
                unary(o, a.map(|a| &a[i * m..][..m]), move |a| f(a, b));
            }
        }
    }
}

const C0: f64 = 0.797_884_560_802_865_4; // sqrt(2 / pi)
const C1: f64 = 0.044_715;

/// x/2 (1 + tanh(C0 (x + C1 x^3)))
#[inline(always)]
pub fn gelu<F: Real>(x: F) -> F {
    let u = F::of(C0) * (x + F::of(C1) * x * x * x);
    F::of(0.5) * x * (F::one() + u.tanh())
}

#[inline(always)]
pub(super) fn gelu_grad<F: Real>(x: F, dy: F) -> F {
    let half = F::of(0.5);
    let th = (F::of(C0) * (x + F::of(C1) * x * x * x)).tanh();
    let du = F::of(C0) * (F::one() + F::of(3.0 * C1) * x * x);
    dy * (half * (F::one() + th) + half * x * (F::one() - th * th) * du)
}
