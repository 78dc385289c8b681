//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{belief, check, people};
use crate::labs::trust::check::Way;
use crate::labs::trust::guesses::DOUBT;
use crate::lesson::Text;
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let digits = Format::Significant(3);
    let (from, format, read) = match name {
        "weight" => of(belief::WEIGHT_FROM, Format::Decimals(3), |lab| {
            Some(lab.chosen.config.with(|c| c.weighed().weight))
        }),
        "mixed" => of(belief::MIXED_FROM, Format::Decimals(1), |lab| {
            Some(lab.chosen.config.with(|c| c.weighed().mixed))
        }),
        "answer" => of(belief::ANSWER_FROM, Format::Decimals(1), |lab| {
            Some(lab.chosen.config.with(|c| c.weighed().answer))
        }),
        "reliability-now" => of(belief::NOW_FROM, Format::Decimals(3), |lab| {
            Some(lab.chosen.config.with(|c| c.tool().reliability))
        }),
        "turning-point" => of(belief::TURN_FROM, Format::Decimals(1), belief::turn),
        "error-formula" => of(check::ERROR_FROM, digits, |lab| check::error(lab, Way::Formula)),
        "error-tool" => of(check::ERROR_FROM, digits, |lab| check::error(lab, Way::Tool)),
        "error-own" => of(check::ERROR_FROM, digits, |lab| check::error(lab, Way::Own)),
        "error-either" => of(check::ERROR_FROM, digits, |lab| check::error(lab, Way::Either)),
        "ratio-doubting" => of(check::DOUBT_FROM, digits, |lab| check::wrong(lab, DOUBT)),
        "ratio-blind" => of(check::BLIND_FROM, digits, |lab| check::wrong(lab, 1.0)),
        "people-right" => of(people::RIGHT_FROM, Format::Decimals(0), |lab| Some(people::right(lab))),
        "seeds-done" => of(check::SEEDS_FROM, Format::Decimals(0), check::done),
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
    use crate::labs::trust::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
