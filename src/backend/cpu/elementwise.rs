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

/// x/2 (1 + tanh(C0 (x + C1 x^3))), written with (1 + tanh(u))/2 = sigmoid(2 u).
#[inline(always)]
pub fn gelu<F: Real>(x: F) -> F {
    x * gate(x, x * x)
}

#[inline(always)]
fn gate<F: Real>(x: F, square: F) -> F {
    (x * (F::of(2.0 * C0) + F::of(2.0 * C0 * C1) * square)).sigmoid()
}

#[inline(always)]
pub(super) fn gelu_grad<F: Real>(x: F, dy: F) -> F {
    let square = x * x;
    let s = gate(x, square);
    let slope = F::of(2.0 * C0) + F::of(6.0 * C0 * C1) * square;
    dy * (s + x * slope * (s * (F::one() - s)))
}
