//! Each line of the derivation, computed in the order in which it is written, and how far it lies from the recurrence.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang};
use crate::nn::mixers::matrix::{Matrix, dot};

/// Most tokens.
pub const TOKENS: usize = 8;
/// Longest vector.
pub const LENGTH: usize = 6;
/// Largest absolute number.
pub const LARGEST: f64 = 100.0;

/// What three matrices have made of the tokens: rows q_t, k_t (length d_k) and v_t (length d_v).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sequence {
    pub q: Vec<Vec<f64>>,
    pub k: Vec<Vec<f64>>,
    pub v: Vec<Vec<f64>>,
}

/// Rows are missing or too many, of unequal length, or hold something that is not a number within the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unfit;

impl Describe for Unfit {
    fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::En => format!(
                "Give 1 to {TOKENS} tokens, each with a query, a key and a value of 1 to {LENGTH} numbers between -{LARGEST} and {LARGEST}."
            ),
            Lang::ZhHant => format!(
                "請給 1 到 {TOKENS} 個 token，每個都要有 query、key、value，各 1 到 {LENGTH} 個介於 -{LARGEST} 和 {LARGEST} 之間的數字。"
            ),
        }
    }
}

impl Sequence {
    /// Checks lengths and numbers: call it on whatever a reader has typed.
    pub fn checked(self) -> Result<Sequence, Unfit> {
        let t = self.q.len();
        let rows_fit = |rows: &[Vec<f64>], n: usize| {
            let sound = |x: &f64| x.abs() <= LARGEST; // NaN is not
            rows.len() == t
                && rows
                    .iter()
                    .all(|row| row.len() == n && row.iter().all(sound))
        };
        let first = |rows: &[Vec<f64>]| rows.first().map_or(0, Vec::len);
        let (keys, values) = (first(&self.k), first(&self.v));
        let fits = (1..=TOKENS).contains(&t)
            && (1..=LENGTH).contains(&keys)
            && (1..=LENGTH).contains(&values)
            && rows_fit(&self.q, keys)
            && rows_fit(&self.k, keys)
            && rows_fit(&self.v, values);
        if fits { Ok(self) } else { Err(Unfit) }
    }

    pub fn time(&self) -> usize {
        self.q.len()
    }

    pub(super) fn keys(&self) -> usize {
        self.k.first().map_or(0, Vec::len)
    }

    pub(super) fn values(&self) -> usize {
        self.v.first().map_or(0, Vec::len)
    }

    /// v_i k_i'
    pub(super) fn outer(&self, i: usize) -> Matrix {
        let mut d = Matrix::new(self.values(), self.keys());
        d.add(&self.k[i], &self.v[i]);
        d
    }
}

/// A line of the derivation, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Line {
    /// H_t = H_(t-1) + D_t, y_t = H_t q_t: the RNN whose f_A does nothing.
    Recurrent,
    /// H_t = D_1 + .. + D_t, y_t = H_t q_t.
    Unrolled,
    /// The same with D_i = v_i k_i' written out: entry (a, b) is v_ia k_ib.
    Outer,
    /// y_t = D_1 q_t + .. + D_t q_t: the query inside the sum.
    Inside,
    /// y_t = v_1 (k_1' q_t) + ..: the product of key and query first, a single number.
    Inner,
    /// y_t = (k_1' q_t) v_1 + .. = a_t1 v_1 + ..: the number comes forward.
    Forward,
    /// Y = (Q K' . M) V: all tokens at once. Attention, without the softmax.
    Attention,
}

impl Line {
    pub const ALL: [Line; 7] = [
        Line::Recurrent,
        Line::Unrolled,
        Line::Outer,
        Line::Inside,
        Line::Inner,
        Line::Forward,
        Line::Attention,
    ];

    /// In `data-` names.
    pub const fn id(self) -> &'static str {
        match self {
            Line::Recurrent => "recurrent",
            Line::Unrolled => "unrolled",
            Line::Outer => "outer",
            Line::Inside => "inside",
            Line::Inner => "inner",
            Line::Forward => "forward",
            Line::Attention => "attention",
        }
    }
}

/// What a line makes of a sequence. Parts that the line does not speak of are empty.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Derived {
    /// y_t, (T, d_v)
    pub y: Vec<Vec<f64>>,
    /// H_t of each token.
    pub memories: Vec<Matrix>,
    /// D_i of each token.
    pub outers: Vec<Matrix>,
    /// The summands of y_t: `[t][i]`, i up to t, each (d_v).
    pub terms: Vec<Vec<Vec<f64>>>,
    /// a_ti = k_i . q_t: `[t][i]`; `Attention`: the whole square, zeros above the diagonal.
    pub scores: Vec<Vec<f64>>,
}

/// One line on a checked sequence.
pub fn derive(s: &Sequence, line: Line) -> Derived {
    let times = 0..s.time();
    let mut made = Derived::default();
    match line {
        Line::Recurrent => {
            let mut h = Matrix::new(s.values(), s.keys());
            for t in times {
                h.add(&s.k[t], &s.v[t]);
                made.y.push(h.read(&s.q[t]));
                made.memories.push(h.clone());
            }
        }
        Line::Unrolled | Line::Outer => {
            made.outers = times.clone().map(|i| s.outer(i)).collect();
            if line == Line::Outer {
                for (i, d) in made.outers.iter_mut().enumerate() {
                    let entry = |n: usize| s.v[i][n / s.keys()] * s.k[i][n % s.keys()];
                    d.numbers = (0..d.numbers.len()).map(entry).collect();
                }
            }
            for t in times {
                let mut h = Matrix::new(s.values(), s.keys());
                for d in &made.outers[..=t] {
                    h.numbers
                        .iter_mut()
                        .zip(&d.numbers)
                        .for_each(|(h, d)| *h += d);
                }
                made.y.push(h.read(&s.q[t]));
                made.memories.push(h);
            }
        }
        Line::Inside => {
            made.outers = times.clone().map(|i| s.outer(i)).collect();
            made.terms = times
                .map(|t| made.outers[..=t].iter().map(|d| d.read(&s.q[t])).collect())
                .collect();
        }
        Line::Inner | Line::Forward => {
            made.scores = times
                .clone()
                .map(|t| (0..=t).map(|i| dot(&s.k[i], &s.q[t])).collect())
                .collect();
            let term = |t: usize, i: usize| -> Vec<f64> {
                // v a and a v: the order is the whole step, and a number may stand on either side.
                s.v[i].iter().map(|v| made.scores[t][i] * v).collect()
            };
            made.terms = times
                .map(|t| (0..=t).map(|i| term(t, i)).collect())
                .collect();
        }
        Line::Attention => {
            let masked = |t: usize, i: usize| if i <= t { dot(&s.q[t], &s.k[i]) } else { 0.0 };
            made.scores = times
                .clone()
                .map(|t| times.clone().map(|i| masked(t, i)).collect())
                .collect();
            let mixed = |row: &Vec<f64>| -> Vec<f64> {
                let channel = |c: usize| row.iter().zip(&s.v).map(|(a, v)| a * v[c]).sum();
                (0..s.values()).map(channel).collect()
            };
            made.y = made.scores.iter().map(mixed).collect();
        }
    }
    if made.y.is_empty() {
        made.y = made
            .terms
            .iter()
            .map(|terms| summed(terms, s.values()))
            .collect();
    }
    made
}

/// The sum of vectors of length `n`.
pub(super) fn summed(terms: &[Vec<f64>], n: usize) -> Vec<f64> {
    let mut sum = vec![0.0; n];
    for term in terms {
        sum.iter_mut().zip(term).for_each(|(s, x)| *s += x);
    }
    sum
}

/// The largest difference between two outputs; infinite where their shapes differ or one is not a number.
pub fn difference(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let alike = a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.len() == b.len());
    if !alike {
        return f64::INFINITY;
    }
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    pairs.fold(0.0, |most: f64, (a, b)| {
        let apart = (a - b).abs();
        if apart.is_nan() {
            f64::INFINITY
        } else {
            most.max(apart)
        }
    })
}
