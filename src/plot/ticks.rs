//! Round numbers along an axis.

use super::number::grouped;
use super::scale::Scale;

/// About `target` (at most twice as many and one) round values inside the scale: steps of 1, 2 or 5 times a power of ten; on a log scale powers of ten
/// (with 2 and 5 where they are few).
pub fn ticks(scale: &Scale, target: usize) -> Vec<f64> {
    let target = target.max(2);
    if scale.log {
        log_ticks(scale, target)
    } else {
        linear_ticks(scale, target)
    }
}

fn linear_ticks(scale: &Scale, target: usize) -> Vec<f64> {
    // A coarse step may miss the range altogether: then a finer one.
    let mut found = Vec::new();
    for finer in [1, 2, 4] {
        let step = nice_step((scale.hi - scale.lo) / (target * finer) as f64);
        let first = (scale.lo / step - 1e-9).ceil() as i64;
        let last = (scale.hi / step + 1e-9).floor() as i64;
        // Multiples, not sums: no error grows along the axis. `+ 0.0` takes the sign off a negative zero.
        found = (first..=last.min(first.saturating_add(100)))
            .map(|i| i as f64 * step + 0.0)
            .collect();
        if found.len() > 1 {
            break;
        }
    }
    found
}

fn log_ticks(scale: &Scale, target: usize) -> Vec<f64> {
    let (low, high) = (scale.lo.log10(), scale.hi.log10());
    let decades = (low - 1e-9).ceil() as i32..=(high + 1e-9).floor() as i32;
    let whole = decades.clone().count();
    let every = whole.div_ceil(target).max(1) as i32;
    let mut out: Vec<f64> = decades
        .clone()
        .filter(|d| d.rem_euclid(every) == 0)
        .map(|d| 10f64.powi(d))
        .collect();
    if whole <= 2 {
        let from = low.floor() as i32;
        let to = high.ceil() as i32;
        let between = (from..=to).flat_map(|d| [2.0, 5.0].map(|m| m * 10f64.powi(d)));
        out.extend(between.filter(|v| *v >= scale.lo * 0.999_999 && *v <= scale.hi * 1.000_001));
        super::number::ascending(&mut out);
    }
    out
}

/// The smallest of 1, 2, 5 times a power of ten that is at least `rough`.
fn nice_step(rough: f64) -> f64 {
    if !(rough.is_finite() && rough > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(rough.log10().floor());
    let lead = rough / power;
    let nice = if lead <= 1.0 + 1e-9 {
        1.0
    } else if lead <= 2.0 + 1e-9 {
        2.0
    } else if lead <= 5.0 + 1e-9 {
        5.0
    } else {
        10.0
    };
    nice * power
}

/// A tick as text: as many decimals as the steps between the ticks need; far powers of ten as such.
pub fn tick_text(value: f64, all: &[f64], log: bool) -> String {
    if log || value.abs() >= 1e7 {
        return log_text(value);
    }
    let step = all
        .windows(2)
        .map(|w| (w[1] - w[0]).abs())
        .fold(f64::INFINITY, f64::min);
    let step = if step.is_finite() && step > 0.0 {
        step
    } else {
        value.abs().max(1.0)
    };
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 9.0) as usize;
    grouped(value, decimals)
}

fn log_text(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let power = (value.abs().log10() + 1e-9).floor() as i32;
    if (-3..=5).contains(&power) {
        return grouped(value, (-power).max(0) as usize);
    }
    let lead = value / 10f64.powi(power);
    let mut out = String::new();
    if (lead - 1.0).abs() > 1e-6 {
        out.push_str(&grouped(lead, usize::from(lead.fract().abs() > 1e-6)));
        out.push('\u{d7}');
    }
    out.push_str("10");
    for c in power.to_string().chars() {
        out.push(match c {
            '-' => '\u{207b}',
            '1' => '\u{b9}',
            '2' => '\u{b2}',
            '3' => '\u{b3}',
            digit => char::from_u32(0x2070 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(scale: Scale, target: usize) -> Vec<String> {
        let all = ticks(&scale, target);
        all.iter().map(|v| tick_text(*v, &all, scale.log)).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            texts(Scale::linear(0.0, 1.0), 5),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            texts(Scale::linear(0.0, 4321.0), 4),
            ["0", "2,000", "4,000"]
        );
        assert_eq!(
            texts(Scale::linear(-0.3, 0.3), 4),
            ["\u{2212}0.2", "0.0", "0.2"]
        );
        assert_eq!(
            texts(Scale::log(1.0, 1000.0), 5),
            ["1", "10", "100", "1,000"]
        );
        assert_eq!(
            texts(Scale::log(1e-6, 1e-5), 5),
            [
                "10\u{207b}\u{2076}",
                "2\u{d7}10\u{207b}\u{2076}",
                "5\u{d7}10\u{207b}\u{2076}",
                "10\u{207b}\u{2075}"
            ]
        );
    }

    #[test]
    fn a_range_between_two_coarse_steps_still_has_ticks() {
        assert_eq!(
            texts(Scale::linear(-932_258.0, -512_624.0), 2),
            ["\u{2212}800,000", "\u{2212}600,000"]
        );
    }

    proptest! {
        #[test]
        fn ticks_lie_inside_in_order_and_never_too_many(lo in -1e6f64..1e6, span in 1e-3f64..1e6, target in 2usize..12) {
            let scale = Scale::linear(lo, lo + span);
            let all = ticks(&scale, target);
            prop_assert!(all.len() <= 2 * target + 1, "{all:?}");
            prop_assert!(all.windows(2).all(|w| w[0] < w[1]));
            prop_assert!(all.iter().all(|v| *v >= lo - span * 1e-6 && *v <= lo + span * (1.0 + 1e-6)));
        }

        #[test]
        fn neighbouring_ticks_never_read_the_same(lo in -1e3f64..1e3, span in 1e-3f64..1e5, target in 2usize..12) {
            let texts = texts(Scale::linear(lo, lo + span), target);
            prop_assert!(texts.windows(2).all(|w| w[0] != w[1]), "{texts:?}");
        }
    }
}
