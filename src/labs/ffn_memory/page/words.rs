//! Methods, controls, measures and counts in words.

use leptos::prelude::*;

use crate::labs::ffn_memory::method::{Arm, Control, Measure, Method};
use crate::lesson::{Lang, Text, text};
use crate::plot::percent;
use crate::ui::say;
use crate::data::tally::Tally;

/// "rank-one, layer 1".
pub(super) fn method(method: Method, lang: Lang) -> String {
    match method {
        Method::Values { neurons, strength } => {
            say(
                lang,
                || format!("values, k = {neurons}, \u{3bb} = {strength}"),
                || format!("改 value，k = {neurons}，\u{3bb} = {strength}"),
            )
        }
        Method::RankOne { block } => {
            let layer = block + 1;
            say(lang, || format!("rank-one, layer {layer}"), || format!("秩一編輯，第 {layer} 層"))
        }
        Method::TuneAll => say(lang, || "fine-tuning, all weights".into(), || "微調，全部權重".into()),
        Method::TuneLast => say(lang, || "fine-tuning, last values".into(), || "微調，最後一層的 value".into()),
    }
}

pub(super) const fn control(control: Control) -> Text {
    match control {
        Control::Direction => text("random direction", "隨機方向"),
        Control::Neurons => text("other neurons", "別的神經元"),
    }
}

/// A row of the experiment.
pub(super) fn arm(arm: &Arm, lang: Lang) -> String {
    let method = method(arm.method, lang);
    match arm.control {
        None => method,
        Some(kind) => {
            let kind = control(kind).get(lang);
            say(lang, || format!("{method}: control, {kind}"), || format!("{method}：對照，{kind}"))
        }
    }
}

/// The same in at most some fifteen letters, for a figure: a control stands under its treatment.
pub(super) fn short_arm(arm: &Arm, lang: Lang) -> String {
    match (arm.control, arm.method) {
        (Some(Control::Direction), _) => say(lang, || "\u{2192} random".into(), || "\u{2192} 隨機方向".into()),
        (Some(Control::Neurons), _) => say(lang, || "\u{2192} others".into(), || "\u{2192} 別的".into()),
        (None, Method::Values { neurons, strength }) => {
            format!("value {neurons} \u{d7} {strength}")
        }
        (None, Method::RankOne { block }) => {
            let layer = block + 1;
            say(lang, || format!("rank-one {layer}"), || format!("秩一 {layer}"))
        }
        (None, Method::TuneAll) => say(lang, || "tune all".into(), || "微調全部".into()),
        (None, Method::TuneLast) => say(lang, || "tune last".into(), || "微調末層".into()),
    }
}

/// The same in one or two words.
pub(super) const fn short_measure(measure: Measure) -> Text {
    match measure {
        Measure::Changed => text("changed", "變了"),
        Measure::Wanted => text("wanted", "指定"),
        Measure::Paraphrase => text("reworded", "換句話"),
        Measure::TwoHop => text("country", "國家"),
        Measure::Homes => text("homes kept", "住處"),
        Measure::SameCity => text("city kept", "同城"),
        Measure::Jobs => text("jobs kept", "工作"),
        Measure::Places => text("places kept", "地理"),
    }
}

pub(super) const fn measure(measure: Measure) -> Text {
    match measure {
        Measure::Changed => text("changed", "答案變了"),
        Measure::Wanted => text("to the wanted city", "變成指定的城市"),
        Measure::Paraphrase => text("in other wordings", "換句話問也是"),
        Measure::TwoHop => text("country follows", "國家跟著變"),
        Measure::Homes => text("others\u{2019} homes kept", "別人的住處沒變"),
        Measure::SameCity => text("same city kept", "同城的人沒變"),
        Measure::Jobs => text("jobs kept", "工作沒變"),
        Measure::Places => text("places kept", "地理沒變"),
    }
}

/// "12 of 14".
pub(super) fn count(tally: Tally, lang: Lang) -> String {
    let Tally { right, of } = tally;
    if of == 0 {
        return "\u{2013}".into();
    }
    say(lang, || format!("{right} of {of}"), || format!("{right} / {of}"))
}

/// The share, its 95 % interval in per cent and the number of questions, under each other.
pub(super) fn cell(tally: Tally) -> AnyView {
    if tally.of == 0 {
        return "\u{2013}".into_any();
    }
    let (low, high) = tally.interval();
    let interval = [&bare(low), "\u{2013}", &bare(high)].concat();
    let n = ["n\u{a0}", &tally.of.to_string()].concat();
    view! { {percent(tally.share(), 0)}<small>{interval}</small><small>{n}</small> }.into_any()
}

/// Per cent without the sign.
fn bare(share: f64) -> String {
    percent(share, 0).trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).to_string()
}
