//! Steps that look like the right ones. Each is computed as it says, and its number shows that it is another layer.

use serde::{Deserialize, Serialize};

use super::derivation::{Line, Sequence, summed};
use crate::nn::mixers::matrix::{Matrix, dot, softmax_weights};

/// A wrong step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wrong {
    /// f_A is dropped although the RNN has one: compared with H_t = H_(t-1) / 2 + D_t, what was unrolled is not it.
    DropAnything,
    /// D_i = k_i v_i': key and value change places. No result where their lengths differ.
    Swapped,
    /// Each summand keeps the query of its own token, v_i (k_i' q_i).
    OwnQuery,
    /// The sum runs over all tokens, later ones too.
    NoMask,
    /// The numbers go through a softmax, as in attention.
    Softmax,
    /// (v_i' q_t) k_i: the number is made with the value and the key comes out. No result where their lengths differ.
    ValueFirst,
}

impl Wrong {
    pub const ALL: [Wrong; 6] = [
        Wrong::DropAnything,
        Wrong::Swapped,
        Wrong::OwnQuery,
        Wrong::NoMask,
        Wrong::Softmax,
        Wrong::ValueFirst,
    ];

    /// In links' controls and `data-` names.
    pub const fn id(self) -> &'static str {
        match self {
            Wrong::DropAnything => "drop-anything",
            Wrong::Swapped => "swapped",
            Wrong::OwnQuery => "own-query",
            Wrong::NoMask => "no-mask",
            Wrong::Softmax => "softmax",
            Wrong::ValueFirst => "value-first",
        }
    }

    /// The right line in whose place the step tempts.
    pub const fn in_place_of(self) -> Line {
        match self {
            Wrong::DropAnything => Line::Recurrent,
            Wrong::NoMask => Line::Unrolled,
            Wrong::Swapped => Line::Outer,
            Wrong::OwnQuery => Line::Inside,
            Wrong::ValueFirst => Line::Inner,
            Wrong::Softmax => Line::Attention,
        }
    }
}

/// What the wrong step gives on a checked sequence, (T, ..); `None` where its lengths do not fit at all.
pub fn outcome(s: &Sequence, wrong: Wrong) -> Option<Vec<Vec<f64>>> {
    let (time, keys, values) = (s.time(), s.keys(), s.values());
    // The sum over i < `end` of number(t, i) times row i.
    let sum =
        |rows: &[Vec<f64>], number: &dyn Fn(usize, usize) -> f64, end: &dyn Fn(usize) -> usize| {
            let y = |t: usize| {
                let term = |i: usize| rows[i].iter().map(|x| number(t, i) * x).collect();
                let terms: Vec<Vec<f64>> = (0..end(t)).map(term).collect();
                summed(&terms, rows[0].len())
            };
            (0..time).map(y).collect::<Vec<_>>()
        };
    let seen = |t: usize| t + 1;
    let score = |t: usize, i: usize| dot(&s.k[i], &s.q[t]);
    match wrong {
        Wrong::DropAnything => {
            let mut h = Matrix::new(values, keys);
            let step = |t: usize| {
                h.fade(|_, _| 0.5);
                h.add(&s.k[t], &s.v[t]);
                h.read(&s.q[t])
            };
            Some((0..time).map(step).collect())
        }
        Wrong::Swapped | Wrong::ValueFirst if keys != values => None,
        // (k_i v_i') q_t and (v_i' q_t) k_i are the same thing said in two ways.
        Wrong::Swapped | Wrong::ValueFirst => Some(sum(&s.k, &|t, i| dot(&s.v[i], &s.q[t]), &seen)),
        Wrong::OwnQuery => Some(sum(&s.v, &|_, i| score(i, i), &seen)),
        Wrong::NoMask => Some(sum(&s.v, &score, &|_| time)),
        Wrong::Softmax => {
            let weights: Vec<Vec<f64>> = (0..time)
                .map(|t| softmax_weights(&s.k[..=t], &s.q[t], 1.0))
                .collect();
            Some(sum(&s.v, &|t, i| weights[t][i], &seen))
        }
    }
}
