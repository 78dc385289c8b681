//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::feedback::laws;
use crate::labs::feedback::repair::Kind;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

pub(super) const RUNS: Text = text("runs", "次");
const MEAN_FROM: Text = text(
    "Measured: runs until the program passed, on average over all repairs of this point in your experiment.",
    "實測：你的實驗裡，這一點所有修理平均執行幾次才通過。",
);
pub(super) const LAW_FROM: Text = text(
    "Formula for the feedback and the number of open slots that are set now.",
    "公式：依目前選的回饋方式和空格數計算。",
);
const PASSED_FROM: Text = text(
    "Measured: share of the repairs with six open slots that passed within the runs allowed, told pass or fail.",
    "實測：六個空格、只回報通過或不通過時，在次數上限內修好的比例。",
);

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let mean = |kind: Kind, open: u8| -> Signal<Option<f64>> {
        Memo::new(move |_| lab.report.with(|report| report.mean(kind, open))).into()
    };
    let value = match name {
        "law" => Memo::new(move |_| lab.chosen.config.with(|c| Some(laws::runs(c.kind, c.open.into())))).into(),
        "runs-pass-fail-4" => mean(Kind::PassFail, 4),
        "runs-score-4" => mean(Kind::Score, 4),
        "runs-line-4" => mean(Kind::Line, 4),
        "runs-log-4" => mean(Kind::Log, 4),
        "runs-score-8" => mean(Kind::Score, 8),
        "runs-score-in-order-8" => mean(Kind::ScoreInOrder, 8),
        "runs-line-8" => mean(Kind::Line, 8),
        "runs-log-8" => mean(Kind::Log, 8),
        "passed-pass-fail-6" => {
            Memo::new(move |_| {
                lab.report.with(|report| {
                    let passed = report.point(Kind::PassFail, 6)?.passed;
                    (passed.of > 0 && passed.of == u32::from(report.repairs)).then(|| passed.share())
                })
            })
            .into()
        }
        _ => return None,
    };
    let share = name == "passed-pass-fail-6";
    Some(Live {
        value,
        format: if share { Format::Percent(1) } else { Format::Significant(3) },
        from: Words::Fixed(match name {
            "law" => LAW_FROM,
            "passed-pass-fail-6" => PASSED_FROM,
            _ => MEAN_FROM,
        }),
        unit: (!share).then_some(Words::Fixed(RUNS)),
    })
}

#[cfg(test)]
mod tests {
    use crate::labs::feedback::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
