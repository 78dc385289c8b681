//! The number type of a run: f32 to run, f64 to check.

use std::fmt::Debug;
use std::ops::{AddAssign, MulAssign, Neg};

use ndarray::LinalgScalar;

/// What kernels need of a number. Transcendental functions give the same bits on every machine: f32 ones are a fixed
/// polynomial in plain arithmetic (which the compiler may vectorise but not reorder), f64 ones come from `libm`.
pub trait Real:
    LinalgScalar
    + PartialOrd
    + Neg<Output = Self>
    + AddAssign
    + MulAssign
    + Debug
    + Default
    + Send
    + Sync
{
    fn of(value: f64) -> Self;
    fn to_f64(self) -> f64;
    fn exp(self) -> Self;
    fn ln(self) -> Self;
    fn sqrt(self) -> Self;
    fn tanh(self) -> Self;
    fn is_finite(self) -> bool;

    fn sigmoid(self) -> Self {
        Self::one() / (Self::one() + (-self).exp())
    }

    /// The larger one; NaN where the accumulator `self` is NaN.
    fn larger(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    /// An id held as a number. Negative, NaN and fractions end up at some index: callers check the range.
    fn index(self) -> usize {
        self.to_f64() as usize
    }
}

impl Real for f64 {
    fn of(value: f64) -> f64 {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn exp(self) -> f64 {
        libm::exp(self)
    }
    fn ln(self) -> f64 {
        libm::log(self)
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    fn tanh(self) -> f64 {
        libm::tanh(self)
    }
    fn is_finite(self) -> bool {
        f64::is_finite(self)
    }
}

impl Real for f32 {
    #[inline]
    fn of(value: f64) -> f32 {
        value as f32
    }
    #[inline]
    fn to_f64(self) -> f64 {
        self as f64
    }
    #[inline(always)]
    fn exp(self) -> f32 {
        exp_f32(self)
    }
    fn ln(self) -> f32 {
        libm::logf(self)
    }
    #[inline(always)]
    fn sqrt(self) -> f32 {
        f32::sqrt(self)
    }
    /// (e^2x - 1) / (e^2x + 1); |x| >= 9 is 1 in f32.
    #[inline(always)]
    fn tanh(self) -> f32 {
        let x = if self > 9.0 { 9.0 } else { self };
        let x = if x < -9.0 { -9.0 } else { x };
        let e = exp_held(2.0 * x);
        (e - 1.0) / (e + 1.0)
    }
    /// Never 0 and never below 1e-38: subnormal numbers are slow.
    #[inline(always)]
    fn sigmoid(self) -> f32 {
        1.0 / (1.0 + exp_held(-self))
    }
    #[inline]
    fn is_finite(self) -> bool {
        f32::is_finite(self)
    }
}

/// e^x; 0 below -87 (where f32 becomes subnormal) and infinity above 87 (f32 itself would reach 88.7). NaN stays NaN.
#[inline(always)]
fn exp_f32(x: f32) -> f32 {
    let y = exp_held(x);
    let y = if x > HOLD { f32::INFINITY } else { y };
    if x < -HOLD { 0.0 } else { y }
}

/// Where `exp_held` stops growing and falling.
const HOLD: f32 = 87.0;

/// e^x for x held between -87 and 87, by range reduction and a degree-6 polynomial (coefficients of Cephes' expf, Moshier):
/// 2 ulp, no branch.
#[inline(always)]
fn exp_held(x: f32) -> f32 {
    const LOG2_E: f32 = std::f32::consts::LOG2_E;
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    // Comparisons written so that NaN stays NaN.
    let x = if x > HOLD { HOLD } else { x };
    let x = if x < -HOLD { -HOLD } else { x };
    let t = x * LOG2_E + ROUND;
    let k = t - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut p = 1.987_569_1e-4_f32;
    p = p * r + 1.398_2e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 0.166_666_65;
    p = p * r + 0.5;
    let p = p * r * r + r + 1.0;
    p * f32::from_bits((t.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23)
}

/// Sum of `f` over the elements in eight fixed lanes: vectorised, and the same order everywhere.
#[inline(always)]
pub(crate) fn sum_of<F: Real>(x: &[F], f: impl Fn(F) -> F) -> F {
    let mut lanes = [F::zero(); 8];
    let (head, tail) = x.as_chunks::<8>();
    for chunk in head {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l += f(*v);
        }
    }
    for (l, v) in lanes.iter_mut().zip(tail) {
        *l += f(*v);
    }
    fold(lanes)
}

/// Sum of squares, added up in f64 over pieces so that long arrays keep their digits.
pub fn sum_of_squares<F: Real>(x: &[F]) -> f64 {
    x.chunks(4096)
        .map(|piece| sum_of(piece, |v| v * v).to_f64())
        .sum()
}

/// Sum of `f(x, y)` in eight fixed lanes.
#[inline(always)]
pub(crate) fn sum_of_two<F: Real>(x: &[F], y: &[F], f: impl Fn(F, F) -> F) -> F {
    let mut lanes = [F::zero(); 8];
    let (xs, x_tail) = x.as_chunks::<8>();
    let (ys, y_tail) = y.as_chunks::<8>();
    for (a, b) in xs.iter().zip(ys) {
        for i in 0..8 {
            lanes[i] += f(a[i], b[i]);
        }
    }
    for (l, (a, b)) in lanes.iter_mut().zip(x_tail.iter().zip(y_tail)) {
        *l += f(*a, *b);
    }
    fold(lanes)
}

/// The largest element in eight lanes. NaN may be lost: the sum that follows shows it.
#[inline(always)]
pub(crate) fn max_of<F: Real>(x: &[F]) -> F {
    let mut lanes = [x[0]; 8];
    let (head, tail) = x.as_chunks::<8>();
    for chunk in head {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l = l.larger(*v);
        }
    }
    for (l, v) in lanes.iter_mut().zip(tail) {
        *l = l.larger(*v);
    }
    lanes.into_iter().fold(lanes[0], F::larger)
}

/// The eight lanes in one fixed order.
#[inline(always)]
fn fold<F: Real>(l: [F; 8]) -> F {
    ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_within_two_ulp_of_f64_and_keeps_its_limits() {
        let mut worst = 0.0f64;
        for i in -8700..=8700 {
            let x = i as f32 * 0.01;
            let truth = (x as f64).exp();
            worst = worst.max(((Real::exp(x) as f64) - truth).abs() / truth);
        }
        assert!(worst < 2.4e-7, "{worst}");
        assert_eq!(Real::exp(-87.01f32), 0.0);
        assert_eq!(Real::exp(-200.0f32), 0.0);
        assert_eq!(Real::exp(87.01f32), f32::INFINITY);
        assert_eq!(Real::exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(Real::exp(200.0f32), f32::INFINITY);
        assert_eq!(Real::exp(0.0f32), 1.0);
        assert!(Real::exp(f32::NAN).is_nan());
    }

    #[test]
    fn tanh_is_within_two_ulp_of_one() {
        for i in -2000..2000 {
            let x = i as f32 * 0.01;
            assert!(
                (Real::tanh(x) as f64 - (x as f64).tanh()).abs() < 3e-7,
                "{x}"
            );
        }
        assert!(Real::tanh(f32::NAN).is_nan());
    }

    #[test]
    fn sigmoid_is_within_two_ulp_of_one() {
        for i in -12_000..12_000 {
            let x = i as f32 * 0.01;
            let truth = 1.0 / (1.0 + (-x as f64).exp());
            assert!((Real::sigmoid(x) as f64 - truth).abs() < 2.4e-7, "{x}");
        }
        assert!(Real::sigmoid(f32::NEG_INFINITY) < 1e-37);
        assert_eq!(Real::sigmoid(f32::INFINITY), 1.0);
        assert!(Real::sigmoid(f32::NAN).is_nan());
    }
}
