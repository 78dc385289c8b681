//! Symbols of a formula with their present numbers under them.

use leptos::prelude::*;

use crate::plot::{Role, grouped};

/// A number as the board writes it: two decimals, no more than needed.
pub(super) fn number(value: f64) -> String {
    if value.abs() < 0.005 {
        return "0".into();
    }
    let written = grouped(value, 2);
    match written.split_once('.') {
        Some((whole, part)) => match part.trim_end_matches('0') {
            "" => whole.to_string(),
            part => [whole, ".", part].concat(),
        },
        None => written,
    }
}

/// A piece of a formula.
pub(super) enum Piece {
    /// "+", "=", "(": between symbols.
    Sign(&'static str),
    /// A symbol: letter, index below, mark above, and its rows.
    Symbol {
        letter: &'static str,
        index: String,
        mark: &'static str,
        role: Option<Role>,
        rows: Vec<Vec<f64>>,
    },
}

impl Piece {
    pub(super) fn new(
        letter: &'static str,
        index: impl ToString,
        role: Option<Role>,
        rows: Vec<Vec<f64>>,
    ) -> Piece {
        Piece::Symbol {
            letter,
            index: index.to_string(),
            mark: "",
            role,
            rows,
        }
    }

    /// A vector standing.
    pub(super) fn column(
        letter: &'static str,
        index: impl ToString,
        role: Option<Role>,
        numbers: &[f64],
    ) -> Piece {
        let rows = numbers.iter().map(|n| vec![*n]).collect();
        Piece::new(letter, index, role, rows)
    }

    /// A vector lying: transposed.
    pub(super) fn row(
        letter: &'static str,
        index: impl ToString,
        role: Option<Role>,
        numbers: &[f64],
    ) -> Piece {
        match Piece::new(letter, index, role, vec![numbers.to_vec()]) {
            Piece::Symbol {
                letter,
                index,
                role,
                rows,
                ..
            } => Piece::Symbol {
                letter,
                index,
                mark: "T",
                role,
                rows,
            },
            sign => sign,
        }
    }

    fn show(self) -> AnyView {
        match self {
            Piece::Sign(sign) => view! { <span class="la-sign">{sign}" "</span> }.into_any(),
            Piece::Symbol {
                letter,
                index,
                mark,
                role,
                rows,
            } => {
                let columns = rows.first().map_or(1, Vec::len).max(1);
                let class = ["la-symbol ", role.map(Role::class).unwrap_or_default()].concat();
                let cells = rows.into_iter().flatten();
                let cells = cells
                    .map(|n| view! { <span>{number(n)}" "</span> })
                    .collect_view();
                view! {
                    <span class=class>
                        <span class="la-name"><i>{letter}</i><sub>{index}</sub>{(!mark.is_empty()).then(|| view! { <sup>{mark}</sup> })}" "</span>
                        <span class="la-matrix" style:--columns=columns.to_string()>{cells}</span>
                    </span>
                }
                .into_any()
            }
        }
    }
}

/// A formula, pieces in order.
pub(super) fn formula(pieces: Vec<Piece>) -> AnyView {
    let pieces = pieces.into_iter().map(Piece::show).collect_view();
    view! { <div class="la-formula">{pieces}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_no_zeros_that_say_nothing() {
        let written = [1.5, -0.25, 2.0, 0.001, -0.0, 12.345].map(number);
        assert_eq!(written[..5], ["1.5", "\u{2212}0.25", "2", "0", "0"].map(String::from), "{written:?}");
    }
}
