//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{edit, fit, sweep};
use crate::lesson::Text;
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let share = Format::Percent(0);
    let (from, format, read) = match name {
        "held-out" => of(fit::HELD_OUT_FROM, Format::Decimals(0), fit::held_out),
        "line-faithful" => of(fit::LINE_FROM, share, fit::line),
        "squares-faithful" => of(fit::SQUARES_FROM, share, fit::squares),
        "other-faithful" => of(fit::OTHER_FROM, share, fit::other),
        "random-faithful" => of(fit::RANDOM_FROM, share, fit::random),
        "edit-success" => of(edit::EDIT_FROM, share, edit::edit),
        "edit-random" => of(edit::RANDOM_FROM, share, edit::random),
        "swap-success" => of(edit::SWAP_FROM, share, edit::swap),
        "early-faithful" => of(sweep::EARLY_FROM, share, sweep::early),
        "late-faithful" => of(sweep::LATE_FROM, share, sweep::late),
        "late-squares" => of(sweep::LATE_SQUARES_FROM, share, sweep::late_squares),
        "late-swap" => of(sweep::LATE_SWAP_FROM, share, sweep::late_swap),
        _ => return None,
    };
    Some(Live {
        value: Memo::new(move |_| read(lab)).into(),
        format,
        from: Words::Fixed(from),
        unit: None,
    })
}

#[cfg(test)]
mod tests {
    use crate::labs::relations::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
