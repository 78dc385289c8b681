//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{decay, descent, gates, memory, rungs, training, weights};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const OLD: Text = text(
    "Weight of the oldest item under the key asked for, in what is read now.",
    "查詢的 key 最早寫入的那筆，在目前讀出結果中的權重。",
);
const NEW: Text = text(
    "Weight of the newest item under the key asked for, in what is read now.",
    "查詢的 key 最新寫入的那筆，在目前讀出結果中的權重。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (from, format, read) = match name {
        "old-weight" => of(OLD, Format::Significant(3), |lab| lab.look(|s| s.weight(s.old?))),
        "new-weight" => of(NEW, Format::Significant(3), |lab| lab.look(|s| s.weight(s.new?))),
        "read-error" => of(memory::ERROR_FROM, Format::Decimals(3), |lab| lab.look(|s| s.error())),
        "gamma-half-life" => of(rungs::HALF_FROM, Format::Significant(3), rungs::half_life),
        "rung-factor" => of(weights::RUNG_FROM, Format::Significant(6), |lab| {
            lab.look(|s| s.rung_factor())
        }),
        "softmax-factor" => of(weights::SOFTMAX_FROM, Format::Significant(6), |lab| {
            lab.look(|s| s.softmax_factor())
        }),
        "form-difference" => of(decay::DIFFERENCE_FROM, Format::Significant(2), |lab| {
            Some(lab.look(|s| s.difference()))
        }),
        "error-factor" => of(descent::FACTOR_FROM, Format::Significant(4), |lab| {
            lab.valley.with(|v| v.measured())
        }),
        "law-factor" => of(descent::LAW_FROM, Format::Significant(4), |lab| {
            Some(lab.valley.with(|v| v.law.abs()))
        }),
        "gate-at-clear" => of(gates::AT_FROM, Format::Decimals(3), gates::at_clear),
        "gate-elsewhere" => of(gates::ELSEWHERE_FROM, Format::Decimals(3), gates::at_rest),
        "beta-mean" => of(gates::BETA_FROM, Format::Decimals(3), gates::mean_beta),
        "balanced" => of(training::RIGHT_FROM, Format::Percent(1), training::balanced),
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
    use crate::labs::retention::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
