//! Numbers as the reader sees them (`1,234.5` in both languages) and as a program reads them.

/// Fixed decimals, thousands grouped: `grouped(1234.5, 1)` is `1,234.5`. Not finite: a dash.
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "\u{2013}".into();
    }
    let plain = format!("{value:.decimals$}");
    let (sign, plain) = match plain.strip_prefix('-') {
        // A value that rounds to zero has no sign.
        Some(rest) if rest.bytes().any(|b| (b'1'..=b'9').contains(&b)) => ("\u{2212}", rest),
        Some(rest) => ("", rest),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut out = String::with_capacity(plain.len() + 8);
    out.push_str(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(fraction);
    out
}

/// About `digits` significant digits, trailing zeros kept: 0.00123, 1.23, 123, 12,345.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return grouped(value, digits.saturating_sub(1));
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (digits as i32 - 1 - magnitude).clamp(0, 12) as usize;
    grouped(value, decimals)
}

/// A share of one as per cent: `percent(0.1234, 1)` is `12.3 %`; a positive share that would show as zero is `< 0.1 %`.
pub fn percent(share: f64, decimals: usize) -> String {
    let smallest = 10f64.powi(-(decimals as i32));
    let value = share * 100.0;
    let mut out = if value > 0.0 && value < smallest / 2.0 {
        let mut out = String::from("< ");
        out.push_str(&grouped(smallest, decimals));
        out
    } else {
        grouped(value, decimals)
    };
    out.push_str("\u{a0}%");
    out
}

/// The shortest text that reads back as the same number: for `data-raw` and CSV.
pub fn raw(value: f64) -> String {
    if value.is_finite() {
        value.to_string()
    } else {
        String::new()
    }
}

/// Sorts. One copy of the sorting code for all of `plot`: it is large.
#[inline(never)]
pub(super) fn ascending(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(1234.5, 1), "1,234.5");
        assert_eq!(grouped(-1234567.0, 0), "\u{2212}1,234,567");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(-0.0001, 2), "0.00");
        assert_eq!(grouped(f64::NAN, 2), "\u{2013}");
    }

    #[test]
    fn significant_digits_follow_the_size() {
        assert_eq!(
            [0.001234, 1.2345, 123.45, 12345.6].map(|v| significant(v, 3)),
            ["0.00123", "1.23", "123", "12,346"]
        );
    }

    #[test]
    fn a_small_share_is_not_shown_as_zero() {
        assert_eq!(percent(0.00001, 1), "< 0.1\u{a0}%");
        assert_eq!(percent(0.0, 1), "0.0\u{a0}%");
        assert_eq!(percent(0.1234, 1), "12.3\u{a0}%");
    }

    proptest! {
        #[test]
        fn raw_reads_back_bit_for_bit(value in proptest::num::f64::NORMAL) {
            prop_assert_eq!(raw(value).parse::<f64>().expect("a number").to_bits(), value.to_bits());
        }
    }
}
