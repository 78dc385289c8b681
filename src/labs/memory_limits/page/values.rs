//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{bridge, hull, laws, memory, results};
use crate::labs::memory_limits::laws::hull as corners;
use crate::labs::memory_limits::protocol::LayerReport;
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::ui::{Format, Live, Words};

const STEP: Text = text("Steps that every layer has done.", "每一種層都走完的步數。");
const FINGERPRINT: Text = text("A hash over every training loss so far.", "由目前為止每一步的訓練損失算出的雜湊值。");
const NEWEST: Text = text(
    "RetNet, newest examination, longest sequence: questions about the last pair.",
    "RetNet 最近一次測驗、最長的序列：問最後一對。",
);
const OLDEST: Text = text(
    "RetNet, newest examination, longest sequence: questions about the first pair.",
    "RetNet 最近一次測驗、最長的序列：問第一對。",
);

type Read = fn(Lab) -> Option<f64>;

fn accuracy(lab: Lab, kind: Kind) -> Option<f64> {
    lab.layer(kind, LayerReport::accuracy)
}

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let run = |from: Text, format: Format, read: Read| (from, format, read);
    let (three, share, whole) = (Format::Decimals(3), Format::Percent(1), Format::Decimals(0));
    let (from, format, read) = match name {
        "pairs-written" => run(memory::PAIRS_FROM, whole, |lab| Some(lab.written.get() as f64)),
        "read-error" => run(memory::ERROR_FROM, three, |lab| lab.reading().map(|r| r.error)),
        "cross-talk" => run(memory::CROSS_FROM, three, |lab| {
            let asked = lab.asked.get();
            lab.reading().map(|r| r.cross_talk(asked))
        }),
        "error-half" => run(laws::HALF_FROM, three, |lab| laws::measured_half(lab).map(|(_, e)| e)),
        "law-half" => run(laws::LAW_HALF_FROM, three, laws::law_half),
        "winners" => run(hull::WINNERS_FROM, whole, |lab| Some(lab.points.with(|p| corners(p).len()) as f64)),
        "scale-to-win" => run(hull::NEEDED_FROM, Format::Significant(3), hull::needed),
        "linear-accuracy" => run(results::ACCURACY_FROM, share, |lab| accuracy(lab, Kind::Linear)),
        "softmax-accuracy" => run(results::ACCURACY_FROM, share, |lab| accuracy(lab, Kind::Softmax)),
        "delta-accuracy" => run(results::ACCURACY_FROM, share, |lab| accuracy(lab, Kind::DeltaNet)),
        "retnet-newest" => run(NEWEST, share, |lab| {
            lab.layer(Kind::RetNet, |l| l.examined.as_ref()?.1.by_age.first().map(|(_, s)| s.share()))
        }),
        "retnet-oldest" => run(OLDEST, share, |lab| {
            lab.layer(Kind::RetNet, |l| l.examined.as_ref()?.1.by_age.last().map(|(_, s)| s.share()))
        }),
        "step" => run(STEP, whole, |lab| Some(lab.report.with(|r| f64::from(r.step)))),
        "fingerprint" => run(FINGERPRINT, Format::Hex, |lab| {
            lab.report.with(|r| (r.step > 0).then(|| f64::from(r.fingerprint)))
        }),
        "forget-gate" => run(bridge::FORGET_FROM, three, |lab| bridge::now(lab).map(|s| s.forget)),
        "input-gate" => run(bridge::INPUT_FROM, three, |lab| bridge::now(lab).map(|s| s.input)),
        "output-gate" => run(bridge::OUTPUT_FROM, three, |lab| bridge::now(lab).map(|s| s.output)),
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
    use crate::labs::memory_limits::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
