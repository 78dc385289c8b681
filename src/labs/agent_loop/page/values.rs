//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::experiment;
use super::state::{Lab, tokens};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

const STEPS_FROM: Text = text("Turns of the brain in the run above.", "上面那次執行裡，輪到模型的次數。");
const WRITTEN_FROM: Text = text(
    "Tokens on the tape after the user\u{2019}s words that the brain wrote.",
    "使用者提示之後，tape 上由模型寫出的 token 數。",
);
const INSERTED_FROM: Text = text(
    "Tokens on the tape after the user\u{2019}s words that the environment inserted.",
    "使用者提示之後，tape 上由環境插入的 token 數。",
);
const MARKS_FROM: Text = text("Pieces that you marked as the tape has them.", "標記和 tape 實際紀錄一致的段數。");

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let whole = Format::Decimals(0);
    let (from, format, read) = match name {
        "steps" => of(STEPS_FROM, whole, |lab| lab.watch.panel.with(|shown| f64::from(shown.counts.steps))),
        "written" => of(WRITTEN_FROM, whole, |lab| tokens(lab.watch).map(|(brain, _)| f64::from(brain))),
        "inserted" => of(INSERTED_FROM, whole, |lab| tokens(lab.watch).map(|(_, environment)| f64::from(environment))),
        "marks-right" => of(MARKS_FROM, whole, |lab| lab.marks.get().map(|(right, _)| f64::from(right))),
        "ratio-full" => of(experiment::RATIO_FROM, Format::Significant(3), |lab| experiment::mean(lab, false).map(|m| m.0)),
        "ratio-fog" => of(experiment::RATIO_FROM, Format::Significant(3), |lab| experiment::mean(lab, true).map(|m| m.0)),
        "arrived-fog" => of(experiment::ARRIVED_FROM, whole, |lab| {
            lab.report.with(|r| (r.done > 0).then(|| f64::from(r.lab.fog.arrived().right)))
        }),
        "maps-done" => of(experiment::DONE_FROM, whole, |lab| lab.report.with(|r| (r.done > 0).then(|| f64::from(r.done / 2)))),
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
    use crate::labs::agent_loop::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
