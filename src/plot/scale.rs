//! From values to pixels, linear or logarithmic: the coordinate that plotters maps with.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::ticks;

/// A range of values. `lo < hi`, and both positive where `log`: the constructors see to it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    pub lo: f64,
    pub hi: f64,
    pub log: bool,
}

impl Scale {
    /// Any two numbers; equal or impossible ones are widened.
    pub fn linear(lo: f64, hi: f64) -> Scale {
        let (lo, hi) = if lo.is_finite() && hi.is_finite() {
            (lo.min(hi), lo.max(hi))
        } else {
            (0.0, 1.0)
        };
        // Too thin to draw: one per cent around the value, or one around zero.
        let thin = (hi - lo) <= f64::EPSILON * lo.abs().max(hi.abs()) * 4.0;
        let pad = if thin {
            if lo == 0.0 { 1.0 } else { lo.abs() * 0.01 }
        } else {
            0.0
        };
        Scale {
            lo: lo - pad,
            hi: hi + pad,
            log: false,
        }
    }

    /// Positive numbers; what is not positive is replaced.
    pub fn log(lo: f64, hi: f64) -> Scale {
        let (lo, hi) = (lo.min(hi), lo.max(hi));
        let hi = if hi.is_finite() && hi > 0.0 { hi } else { 1.0 };
        let lo = if lo.is_finite() && lo > 0.0 {
            lo
        } else {
            hi / 1000.0
        };
        if hi / lo > 1.0 + 1e-9 {
            Scale { lo, hi, log: true }
        } else {
            Scale {
                lo: lo / 2.0,
                hi: hi * 2.0,
                log: true,
            }
        }
    }

    /// Where the value lies, 0 at `lo` to 1 at `hi`; `None` where it cannot be shown (not finite, or not positive on a log scale).
    pub fn share(&self, value: f64) -> Option<f64> {
        let share = if self.log {
            if value <= 0.0 {
                return None;
            }
            (value / self.lo).ln() / (self.hi / self.lo).ln()
        } else {
            (value - self.lo) / (self.hi - self.lo)
        };
        share.is_finite().then_some(share)
    }

    /// The value at a share.
    pub fn at(&self, share: f64) -> f64 {
        if self.log {
            self.lo * (self.hi / self.lo).powf(share)
        } else {
            self.lo + share * (self.hi - self.lo)
        }
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        // A point far outside is brought to just outside, so that no pixel coordinate overflows.
        let share = self.share(*value).unwrap_or(0.0).clamp(-2.0, 3.0);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<H: KeyPointHint>(&self, hint: H) -> Vec<f64> {
        ticks::ticks(self, hint.max_num_points().min(20))
    }

    fn range(&self) -> Range<f64> {
        self.lo..self.hi
    }
}

impl ValueFormatter<f64> for Scale {
    fn format(value: &f64) -> String {
        ticks::tick_text(*value, &[], false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn at_undoes_share(lo in 1e-3f64..10.0, span in 1e-2f64..1e3, share in 0.0f64..1.0, log: bool) {
            let scale = if log { Scale::log(lo, lo + span) } else { Scale::linear(lo, lo + span) };
            let back = scale.share(scale.at(share)).expect("inside");
            prop_assert!((back - share).abs() < 1e-6);
        }

        #[test]
        fn any_two_numbers_make_a_scale(lo: f64, hi: f64, log: bool) {
            let scale = if log { Scale::log(lo, hi) } else { Scale::linear(lo, hi) };
            prop_assert!(scale.lo < scale.hi, "{scale:?}");
            prop_assert!(!log || scale.lo > 0.0);
        }
    }

    #[test]
    fn what_cannot_be_shown_has_no_place() {
        assert_eq!(Scale::log(1.0, 10.0).share(0.0), None);
        assert_eq!(Scale::linear(0.0, 1.0).share(f64::NAN), None);
    }
}
