//! A number that is alive: set in tabular figures, readable by a program, and telling where it comes from.

use leptos::prelude::*;

use super::context::{Words, live, use_lang};
use super::dom::next_id;
use crate::lesson::{Lang, text};
use crate::plot::{grouped, percent, raw, significant};

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Format {
    /// Thousands grouped, this many decimals.
    Decimals(usize),
    /// About this many significant digits.
    Significant(usize),
    /// The same, with a power of ten below a thousandth: for differences that are rounding or not.
    Small(usize),
    /// A share of one as per cent, this many decimals.
    Percent(usize),
    /// A duration in seconds, in words.
    Seconds,
    /// A number of bytes, in kB to TB.
    Bytes,
    /// 32 bits as 8 hexadecimal digits.
    Hex,
}

impl Format {
    /// In the reader's language; a dash where there is no number.
    pub fn write(self, value: f64, lang: Lang) -> String {
        match self {
            Format::Decimals(decimals) => grouped(value, decimals),
            Format::Significant(digits) => significant(value, digits),
            Format::Small(digits) => small(value, digits),
            Format::Percent(decimals) => percent(value, decimals),
            Format::Seconds => seconds(value, lang),
            Format::Bytes => bytes(value),
            Format::Hex => hex(value),
        }
    }
}

/// A duration in words: `12 s`, `3 min 5 s`.
pub fn seconds(value: f64, lang: Lang) -> String {
    if !value.is_finite() || value < 0.0 {
        return "\u{2013}".into();
    }
    let (s, min, h) = match lang {
        Lang::En => ("\u{a0}s", "\u{a0}min", "\u{a0}h"),
        Lang::ZhHant => ("\u{a0}秒", "\u{a0}分", "\u{a0}小時"),
    };
    if value < 9.95 {
        return [&grouped(value, 1), s].concat();
    }
    let whole = value.round() as u64;
    let number = |n: u64| grouped(n as f64, 0);
    match whole {
        0..60 => [&number(whole), s].concat(),
        60..3600 => [&number(whole / 60), min, " ", &number(whole % 60), s].concat(),
        _ => [
            &number(whole / 3600),
            h,
            " ",
            &number(whole % 3600 / 60),
            min,
        ]
        .concat(),
    }
}

fn small(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() || value.abs() >= 1e-3 {
        return significant(value, digits);
    }
    let mut power = value.abs().log10().floor() as i32;
    // 9.96e-5 in two digits is 10e-5.
    let rounded = grouped(value / 10f64.powi(power), digits.saturating_sub(1));
    if rounded.trim_start_matches('\u{2212}').starts_with("10") {
        power += 1;
    }
    let front = grouped(value / 10f64.powi(power), digits.saturating_sub(1));
    let raised = power.unsigned_abs().to_string();
    let raised = raised.bytes().filter_map(|digit| {
        "\u{2070}\u{b9}\u{b2}\u{b3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}"
            .chars()
            .nth(usize::from(digit - b'0'))
    });
    [
        front.as_str(),
        "\u{a0}\u{d7}\u{a0}10\u{207b}",
        &raised.collect::<String>(),
    ]
    .concat()
}

fn bytes(value: f64) -> String {
    let (number, unit) = match value {
        v if v < 1e3 => (grouped(v, 0), "\u{a0}B"),
        v if v < 1e6 => (significant(v / 1e3, 3), "\u{a0}kB"),
        v if v < 1e9 => (significant(v / 1e6, 3), "\u{a0}MB"),
        v if v < 1e12 => (significant(v / 1e9, 3), "\u{a0}GB"),
        v => (significant(v / 1e12, 3), "\u{a0}TB"),
    };
    [&number, unit].concat()
}

fn hex(value: f64) -> String {
    if !(0.0..=f64::from(u32::MAX)).contains(&value) {
        return "\u{2013}".into();
    }
    let value = value as u32;
    (0..8)
        .rev()
        .map(|i| char::from_digit((value >> (4 * i)) & 15, 16).unwrap_or('0'))
        .collect()
}

/// A live value: `data-value`, `data-raw` (full precision), and on hover, focus or tap where it comes from.
#[component]
pub fn LiveNumber(
    /// Stable name for tests and links.
    name: &'static str,
    /// `None` until it has been measured.
    #[prop(into)]
    value: Signal<Option<f64>>,
    format: Format,
    /// What it is and how it was computed.
    #[prop(into)]
    from: Words,
    #[prop(optional, into)] unit: Option<Words>,
) -> impl IntoView {
    let lang = use_lang();
    let id = next_id("from");
    let shown = move || match value.get() {
        Some(value) => format.write(value, lang.get()),
        None => NOT_YET.get(lang.get()).into(),
    };
    view! {
        <span class="live" class:is-empty=live(move || value.get().is_none()) tabindex="0" data-value=name
            data-raw=live(move || value.get().map(|v| if format == Format::Hex { hex(v) } else { raw(v) }).unwrap_or_default()) aria-describedby=id.clone()>
            <span class="live-number">{live(shown)}</span>
            {unit.map(|unit| view! { <span class="live-unit" prop:hidden=live(move || value.get().is_none())>"\u{a0}"{unit.show()}</span> })}
            <span class="live-from" role="tooltip" id=id.clone()>{from.show()}</span>
        </span>
    }
    .into_any()
}

const NOT_YET: crate::lesson::Text = text("not measured yet", "尚未測得");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_the_largest_two_units() {
        assert_eq!(seconds(4.26, Lang::En), "4.3\u{a0}s");
        assert_eq!(seconds(59.6, Lang::En), "1\u{a0}min 0\u{a0}s");
        assert_eq!(seconds(185.0, Lang::ZhHant), "3\u{a0}分 5\u{a0}秒");
        assert_eq!(seconds(7300.0, Lang::En), "2\u{a0}h 1\u{a0}min");
        assert_eq!(seconds(f64::INFINITY, Lang::En), "–");
    }

    #[test]
    fn small_numbers_are_written_with_a_power_of_ten() {
        let written = [0.0, 0.25, 3.3306e-16, -9.96e-5, 5.48e-7].map(|v| small(v, 2));
        let expected = ["0", "0.25", "3.3 × 10⁻¹⁶", "−1.0 × 10⁻⁴", "5.5 × 10⁻⁷"];
        assert_eq!(written, expected.map(|s| s.replace(' ', "\u{a0}")));
    }

    #[test]
    fn a_fingerprint_has_eight_digits() {
        assert_eq!(Format::Hex.write(255.0, Lang::En), "000000ff");
        assert_eq!(Format::Hex.write(f64::from(u32::MAX), Lang::En), "ffffffff");
    }

    #[test]
    fn bytes_get_a_unit() {
        assert_eq!(
            [512.0, 10_600.0, 78e6, 5.24e12].map(bytes),
            ["512\u{a0}B", "10.6\u{a0}kB", "78.0\u{a0}MB", "5.24\u{a0}TB"]
        );
    }
}
