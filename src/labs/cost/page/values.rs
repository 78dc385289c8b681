//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::{Lab, TOKENS};
use super::{block, hybrid, measure, mixing, recall, ten_million};
use crate::labs::cost::guesses::{Crossing, LONG};
use crate::labs::cost::protocol::{Task, Way};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::ui::{Format, Live, Words};

pub(super) const MS: Text = text("ms", "毫秒");

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, unit: Option<Text>, read: Read| (from, format, unit, read);
    let tokens = Format::Decimals(0);
    let (from, format, unit, read) = match name {
        "crossover-operations" => of(mixing::SAME_OPERATIONS_FROM, tokens, Some(TOKENS), |lab| {
            Some(mixing::operations_cross(lab))
        }),
        "crossover-memory" => of(mixing::SAME_MEMORY_FROM, tokens, Some(TOKENS), |lab| {
            Some(mixing::memory_crosses(lab))
        }),
        "crossover-block" => of(block::CROSSOVER_FROM, tokens, Some(TOKENS), |lab| {
            Some(block::crosses(lab))
        }),
        "attention-share" => of(block::SHARE_FROM, Format::Percent(1), None, |lab| {
            Some(block::share(lab))
        }),
        "hybrid-operations" => of(hybrid::OPERATIONS_FROM, Format::Percent(1), None, |lab| {
            Some(hybrid::now(lab).0)
        }),
        "hybrid-memory" => of(hybrid::MEMORY_FROM, Format::Percent(1), None, |lab| {
            Some(hybrid::now(lab).1)
        }),
        "all-bytes" => of(ten_million::ALL_CACHE_FROM, Format::Bytes, None, |lab| {
            Some(ten_million::bytes(lab).0)
        }),
        "hybrid-bytes" => of(ten_million::CACHE_FROM, Format::Bytes, None, |lab| {
            Some(ten_million::bytes(lab).1)
        }),
        "measured-crossing" => of(measure::CROSSING_FROM, tokens, Some(TOKENS), |lab| {
            match lab.seen.with(|seen| seen.crossing())? {
                Crossing::At(t) => Some(t),
                Crossing::Before(_) | Crossing::After(_) => None,
            }
        }),
        "measured-half" => of(measure::HALF_FROM, tokens, Some(TOKENS), measure::half),
        "softmax-slope" => of(measure::SLOPE_FROM, Format::Decimals(2), None, |lab| {
            measure::slope(lab, Kind::Softmax)
        }),
        "linear-slope" => of(measure::SLOPE_FROM, Format::Decimals(2), None, |lab| {
            measure::slope(lab, Kind::Linear)
        }),
        "softmax-prompt" => of(measure::PROMPT_FROM, Format::Significant(3), Some(MS), |lab| {
            prompt(lab, Way::Softmax)
        }),
        "recurrent-prompt" => of(measure::PROMPT_FROM, Format::Significant(3), Some(MS), |lab| {
            prompt(lab, Way::Recurrent)
        }),
        "chunkwise-prompt" => of(measure::PROMPT_FROM, Format::Significant(3), Some(MS), |lab| {
            prompt(lab, Way::Chunkwise)
        }),
        "recall-attention-attention" => of(recall::SHARE_FROM, Format::Percent(1), None, |lab| {
            recall::share(lab, 0)
        }),
        "recall-attention-linear" => of(recall::SHARE_FROM, Format::Percent(1), None, |lab| {
            recall::share(lab, 1)
        }),
        "recall-linear-attention" => of(recall::SHARE_FROM, Format::Percent(1), None, |lab| {
            recall::share(lab, 2)
        }),
        "recall-linear-linear" => of(recall::SHARE_FROM, Format::Percent(1), None, |lab| {
            recall::share(lab, 3)
        }),
        _ => return None,
    };
    Some(Live {
        value: Memo::new(move |_| read(lab)).into(),
        format,
        from: Words::Fixed(from),
        unit: unit.map(Words::Fixed),
    })
}

fn prompt(lab: Lab, way: Way) -> Option<f64> {
    lab.seen.with(|seen| seen.ms(Task::Prompt(way), LONG))
}

#[cfg(test)]
mod tests {
    use crate::labs::cost::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
