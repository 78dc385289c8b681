//! The lines of the derivation written out for one token, with the present number under every symbol.

use leptos::prelude::*;

use super::state::Board;
use super::symbols::{Piece, formula};
use crate::labs::linear_attention::derivation::{Derived, Line, Sequence};
use crate::labs::linear_attention::wrong::Wrong;
use crate::nn::mixers::matrix::Matrix;
use crate::plot::Role;

fn y_of(t: usize, y: &[Vec<f64>]) -> [Piece; 2] {
    let numbers = y.get(t).map(Vec::as_slice).unwrap_or_default();
    [Piece::column("y", t + 1, None, numbers), Piece::Sign("=")]
}

fn query(s: &Sequence, t: usize) -> Piece {
    Piece::column("q", t + 1, Some(Role::Query), &s.q[t])
}

fn rows_of(matrix: &Matrix) -> Vec<Vec<f64>> {
    matrix.numbers.chunks(matrix.keys.max(1)).map(<[f64]>::to_vec).collect()
}

fn memory(index: impl ToString, matrix: &Matrix) -> Piece {
    Piece::new("H", index, Some(Role::Memory), rows_of(matrix))
}

/// Items joined with plus signs.
fn sum(items: impl Iterator<Item = Vec<Piece>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (i, item) in items.enumerate() {
        if i > 0 {
            pieces.push(Piece::Sign("+"));
        }
        pieces.extend(item);
    }
    pieces
}

fn bracketed(mut inner: Vec<Piece>) -> Vec<Piece> {
    inner.insert(0, Piece::Sign("("));
    inner.push(Piece::Sign(")"));
    inner
}

pub(super) fn rnn_formula(board: &Board, t: usize) -> AnyView {
    let s = &board.sequence;
    let mut h = Matrix::new(s.v[0].len(), s.k[0].len());
    let mut before = h.clone();
    for i in 0..=t {
        before = h.clone();
        before.fade(|_, _| 0.5);
        h.fade(|_, _| 0.5);
        h.add(&s.k[i], &s.v[i]);
    }
    let mut pieces: Vec<Piece> = y_of(t, &board.rnn).into();
    let inner = vec![
        Piece::new("½H", t, Some(Role::Gate), rows_of(&before)),
        Piece::Sign("+"),
        Piece::new("D", t + 1, Some(Role::Memory), rows_of(&outer(s, t))),
    ];
    pieces.extend(bracketed(inner));
    pieces.push(query(s, t));
    formula(pieces)
}

fn outer(s: &Sequence, i: usize) -> Matrix {
    let mut d = Matrix::new(s.v[i].len(), s.k[i].len());
    d.add(&s.k[i], &s.v[i]);
    d
}

pub(super) fn right_formula(s: &Sequence, line: Line, made: &Derived, t: usize) -> AnyView {
    let mut pieces: Vec<Piece> = y_of(t, &made.y).into();
    let value = |i: usize| Piece::column("v", i + 1, Some(Role::Value), &s.v[i]);
    let key = |i: usize| Piece::row("k", i + 1, Some(Role::Key), &s.k[i]);
    let score = |i: usize| {
        let a = made.scores.get(t).and_then(|row| row.get(i)).copied();
        vec![vec![a.unwrap_or(f64::NAN)]]
    };
    let written = |i: usize| match made.outers.get(i) {
        Some(d) => Piece::new("D", i + 1, Some(Role::Memory), rows_of(d)),
        None => Piece::Sign("?"),
    };
    match line {
        Line::Recurrent => {
            let zero = Matrix::new(s.v[0].len(), s.k[0].len());
            let before = t.checked_sub(1).and_then(|b| made.memories.get(b)).unwrap_or(&zero);
            let inner = vec![
                memory(t, before),
                Piece::Sign("+"),
                Piece::new("D", t + 1, Some(Role::Memory), rows_of(&outer(s, t))),
            ];
            pieces.extend(bracketed(inner));
            pieces.push(query(s, t));
        }
        Line::Unrolled => {
            pieces.extend(bracketed(sum((0..=t).map(|i| vec![written(i)]))));
            pieces.push(query(s, t));
        }
        Line::Outer => {
            pieces.extend(bracketed(sum((0..=t).map(|i| vec![value(i), key(i)]))));
            pieces.push(query(s, t));
        }
        Line::Inside => {
            pieces.extend(sum((0..=t).map(|i| vec![value(i), key(i), query(s, t)])));
        }
        Line::Inner => {
            let number = |i: usize| Piece::new("kᵀq", [(i + 1).to_string(), (t + 1).to_string()].join(","), Some(Role::Attention), score(i));
            pieces.extend(sum((0..=t).map(|i| vec![value(i), number(i)])));
        }
        Line::Forward => {
            let number = |i: usize| Piece::new("a", [(t + 1).to_string(), (i + 1).to_string()].join(","), Some(Role::Attention), score(i));
            pieces.extend(sum((0..=t).map(|i| vec![number(i), value(i)])));
        }
        Line::Attention => {
            pieces = vec![
                Piece::new("Y", "", None, made.y.clone()),
                Piece::Sign("="),
                Piece::new("A", "", Some(Role::Attention), made.scores.clone()),
                Piece::new("V", "", Some(Role::Value), s.v.clone()),
            ];
        }
    }
    formula(pieces)
}

pub(super) fn wrong_formula(s: &Sequence, wrong: Wrong, y: &[Vec<f64>], t: usize) -> AnyView {
    let mut pieces: Vec<Piece> = y_of(t, y).into();
    let value = |i: usize| Piece::column("v", i + 1, Some(Role::Value), &s.v[i]);
    let key = |i: usize| Piece::row("k", i + 1, Some(Role::Key), &s.k[i]);
    match wrong {
        Wrong::NoMask | Wrong::DropAnything => {
            let all = (0..s.time()).map(|i| vec![value(i), key(i)]);
            pieces.extend(bracketed(sum(all)));
            pieces.push(query(s, t));
        }
        Wrong::Swapped => {
            let swapped = |i: usize| {
                vec![
                    Piece::column("k", i + 1, Some(Role::Key), &s.k[i]),
                    Piece::row("v", i + 1, Some(Role::Value), &s.v[i]),
                ]
            };
            pieces.extend(bracketed(sum((0..=t).map(swapped))));
            pieces.push(query(s, t));
        }
        Wrong::OwnQuery => {
            pieces.extend(sum((0..=t).map(|i| vec![value(i), key(i), query(s, i)])));
        }
        Wrong::ValueFirst => {
            let swapped = |i: usize| {
                vec![
                    Piece::Sign("("),
                    Piece::row("v", i + 1, Some(Role::Value), &s.v[i]),
                    query(s, t),
                    Piece::Sign(")"),
                    Piece::column("k", i + 1, Some(Role::Key), &s.k[i]),
                ]
            };
            pieces.extend(sum((0..=t).map(swapped)));
        }
        Wrong::Softmax => {
            let weights = crate::nn::mixers::matrix::softmax_weights(&s.k[..=t], &s.q[t], 1.0);
            let weighted = |i: usize| {
                let index = [(t + 1).to_string(), (i + 1).to_string()].join(",");
                vec![
                    Piece::new("α", index, Some(Role::Attention), vec![vec![weights[i]]]),
                    value(i),
                ]
            };
            pieces.extend(sum((0..=t).map(weighted)));
        }
    }
    formula(pieces)
}
