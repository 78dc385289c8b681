//! The tool `calc`: exact fractions while they fit, else 12 digits.
//!
//! A huge power or a deep nest of brackets ends in a failure at once: each operation costs one of the call's budget, exact numbers
//! are bounded by 128 bits, and no power is taken by counting.

use serde_json::{Value, json};

use crate::agent::{Budget, Failure};
use crate::lesson::{Lang, text};
use crate::worlds::manual::failed;

/// How deep brackets, signs and powers may nest.
const DEPTH: u32 = 40;

/// A number: exact while numerator and denominator fit.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Number {
    /// In lowest terms, the denominator above 0.
    Exact(i128, i128),
    Near(f64),
}
use Number::{Exact, Near};

/// The value of an expression of digits and `+ - * / ^ ( ) . %`; `%` is the remainder of a division, `^` binds to the right.
///
/// `{"value": "0.333333333333", "exact": "1/3"}`; no `exact` where the number outgrew 128 bits.
///
/// # Errors
/// `tool_failed` for what is no expression, a division by zero or a number above 1e308, `timeout` where the budget ends.
pub(super) fn calc(expression: &str, budget: &mut Budget, lang: Lang) -> Result<Value, Failure> {
    let characters = expression
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '×' => '*',
            '÷' => '/',
            '−' => '-',
            c => c,
        });
    let mut reader = Reader {
        characters: characters.collect(),
        at: 0,
        budget,
        lang,
    };
    let number = reader.sum(0)?;
    if reader.at < reader.characters.len() {
        return Err(reader.unreadable());
    }
    let value = decimal(number.near());
    Ok(match number {
        Exact(n, 1) => json!({"value": n.to_string(), "exact": n.to_string()}),
        Exact(n, d) => json!({"value": value, "exact": format!("{n}/{d}")}),
        Near(_) => json!({"value": value}),
    })
}

struct Reader<'a> {
    characters: Vec<char>,
    at: usize,
    budget: &'a mut Budget,
    lang: Lang,
}

impl Reader<'_> {
    fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let c = *self.characters.get(self.at)?;
        wanted.contains(&c).then(|| {
            self.at += 1;
            c
        })
    }

    fn sum(&mut self, depth: u32) -> Result<Number, Failure> {
        let mut left = self.product(depth)?;
        while let Some(sign) = self.eat(&['+', '-']) {
            let right = self.product(depth)?;
            left = self.take(left, sign, right)?;
        }
        Ok(left)
    }

    fn product(&mut self, depth: u32) -> Result<Number, Failure> {
        let mut left = self.signed(depth)?;
        while let Some(sign) = self.eat(&['*', '/', '%']) {
            let right = self.signed(depth)?;
            left = self.take(left, sign, right)?;
        }
        Ok(left)
    }

    fn signed(&mut self, depth: u32) -> Result<Number, Failure> {
        self.budget.spend()?;
        if depth > DEPTH {
            return Err(failed(
                self.lang,
                text("nested too deep", "括號或符號套得太深"),
            ));
        }
        match self.eat(&['-', '+']) {
            Some('-') => {
                let number = self.signed(depth + 1)?;
                self.take(Exact(0, 1), '-', number)
            }
            Some(_) => self.signed(depth + 1),
            None => self.power(depth),
        }
    }

    fn power(&mut self, depth: u32) -> Result<Number, Failure> {
        let base = self.atom(depth)?;
        if self.eat(&['^']).is_none() {
            return Ok(base);
        }
        let exponent = self.signed(depth + 1)?;
        self.take(base, '^', exponent)
    }

    fn atom(&mut self, depth: u32) -> Result<Number, Failure> {
        if self.eat(&['(']).is_some() {
            let inner = self.sum(depth + 1)?;
            self.eat(&[')']).ok_or_else(|| self.unreadable())?;
            return Ok(inner);
        }
        let start = self.at;
        while matches!(self.characters.get(self.at), Some(c) if c.is_ascii_digit() || *c == '.') {
            self.at += 1;
        }
        let digits: String = self.characters[start..self.at].iter().collect();
        literal(&digits).ok_or_else(|| {
            self.at = start;
            self.unreadable()
        })
    }

    /// One operation.
    fn take(&mut self, left: Number, sign: char, right: Number) -> Result<Number, Failure> {
        self.budget.spend()?;
        let zero = right.near() == 0.0;
        if matches!(sign, '/' | '%') && zero
            || sign == '^' && left.near() == 0.0 && right.near() < 0.0
        {
            return Err(failed(self.lang, text("division by zero", "除數為零")));
        }
        let exact = match (left, right) {
            (Exact(a, b), Exact(c, d)) => exactly(a, b, sign, c, d),
            _ => None,
        };
        let number = exact.unwrap_or_else(|| Near(nearly(left.near(), sign, right.near())));
        match number.near() {
            x if x.is_nan() => Err(failed(self.lang, text("no real number", "結果不是實數"))),
            x if x.is_infinite() => Err(failed(
                self.lang,
                text("too large: above 1e308", "太大：超過 1e308"),
            )),
            _ => Ok(number),
        }
    }

    fn unreadable(&self) -> Failure {
        let failure = failed(
            self.lang,
            text(
                "not an expression of digits and + - * / ^ ( ) . %",
                "不是由數字與 + - * / ^ ( ) . % 組成的算式",
            ),
        );
        failure.with_hint(json!({"at_character": self.at}))
    }
}

impl Number {
    fn near(self) -> f64 {
        match self {
            Exact(n, d) => n as f64 / d as f64,
            Near(x) => x,
        }
    }
}

/// Digits with at most one point.
fn literal(digits: &str) -> Option<Number> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() || part.contains('.') {
        return None;
    }
    let exact = format!("{whole}{part}").parse::<i128>().ok().and_then(|n| {
        let d = 10i128.checked_pow(u32::try_from(part.len()).ok()?)?;
        lowest(n, d)
    });
    let near = || digits.parse().ok().filter(|x: &f64| x.is_finite());
    exact.or_else(|| near().map(Near))
}

/// In lowest terms; None for a denominator of 0 and where a number does not fit.
fn lowest(n: i128, d: i128) -> Option<Number> {
    let (mut a, mut b) = (n.unsigned_abs(), d.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let divisor = i128::try_from(a).ok().filter(|&divisor| divisor > 0)?;
    let (n, d) = (n / divisor, d / divisor);
    if d < 0 {
        return Some(Exact(n.checked_neg()?, d.checked_neg()?));
    }
    (d > 0).then_some(Exact(n, d))
}

/// a/b (sign) c/d, where the result fits into 128 bits.
fn exactly(a: i128, b: i128, sign: char, c: i128, d: i128) -> Option<Number> {
    let cross = |x: i128, y: i128| x.checked_mul(y);
    match sign {
        '+' => lowest(cross(a, d)?.checked_add(cross(c, b)?)?, cross(b, d)?),
        '-' => lowest(cross(a, d)?.checked_sub(cross(c, b)?)?, cross(b, d)?),
        '*' => lowest(cross(a, c)?, cross(b, d)?),
        '/' => lowest(cross(a, d)?, cross(b, c)?),
        '%' => lowest(cross(a, d)?.checked_rem(cross(c, b)?)?, cross(b, d)?),
        _ if d == 1 => {
            // A base of 0, 1 or -1 would pass any exponent; every other one leaves 128 bits within 127 steps of squaring.
            let power = u32::try_from(c.unsigned_abs()).ok()?;
            let (n, m) = (a.checked_pow(power)?, b.checked_pow(power)?);
            if c < 0 { lowest(m, n) } else { lowest(n, m) }
        }
        _ => None,
    }
}

fn nearly(a: f64, sign: char, b: f64) -> f64 {
    match sign {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        '/' => a / b,
        '%' => libm::fmod(a, b),
        _ => libm::pow(a, b),
    }
}

/// 12 significant digits, without zeros at the end; with an exponent below 1e-6 and from 1e15.
fn decimal(x: f64) -> String {
    let scientific = format!("{x:.11e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let power: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text.to_string(),
    };
    if x == 0.0 {
        "0".into()
    } else if (-6..15).contains(&power) {
        let places = usize::try_from(11 - power).unwrap_or(0);
        let rounded: f64 = scientific.parse().unwrap_or(x);
        trim(&format!("{rounded:.places$}"))
    } else {
        format!("{}e{power}", trim(digits))
    }
}

#[cfg(test)]
#[path = "calc_tests.rs"]
mod tests;
