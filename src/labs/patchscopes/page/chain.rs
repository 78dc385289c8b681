//! Widget `chain`: the same idea over two prompts, by layer, beside its control and beside the word itself.

use std::sync::Arc;

use leptos::prelude::*;

use super::count::charted;
use super::shares::{chart, control, counted, curve, row, treated};
use super::state::{EMPTY, Lab};
use crate::labs::patchscopes::protocol::{Pair, Report};
use crate::lesson::{Lang, Text, text};
use crate::plot::{LineChart, Role};
use crate::ui::{CountFigure, LineFigure, say};
use crate::data::tally::Tally;

const TITLE: Text = text(
    "First step\u{2019}s last state, put into layer 0 of the second step",
    "第一步最後的狀態，放進第二步的第 0 層",
);
const LAYER: Text = text("layer of the source", "來源的層");
const OWN: Text = text("its own first step", "自己的第一步");
const OTHER: Text = text("another question\u{2019}s first step", "別題的第一步");
const COUNTS_TITLE: Text = text(
    "Wrong answers that turn right, from the last layer",
    "從最後一層取，答錯變答對",
);
const SPELLED: Text = text("the first answer as a word", "直接寫出第一步的答案");

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| charted(lab, drawn));
    let counts = Memo::new(move |_| {
        let lang = lab.lang();
        let (end, spelled) = ends(lab).unwrap_or_default();
        let rows = vec![
            row(OWN.get(lang), Role::Treatment, end.treated),
            row(OTHER.get(lang), Role::Control, end.control),
            row(SPELLED.get(lang), Role::Truth, spelled),
        ];
        Arc::new(rows)
    });
    let summary = Signal::derive(move || summary(lab));
    let by_layer = Signal::derive(move || layers(lab));
    view! {
        <LineFigure name="chain" title=TITLE summary=by_layer chart height=240.0 empty=EMPTY />
        <CountFigure name="chain-end" title=COUNTS_TITLE summary counts />
    }
    .into_any()
}

fn drawn(report: &Report, lang: Lang) -> LineChart {
    let chain = report.chain();
    let series = vec![
        curve(OWN.get(lang), Role::Treatment, treated(&chain)),
        curve(OTHER.get(lang), Role::Control, control(&chain)),
    ];
    chart(LAYER, lang, series)
}

/// From the last layer; and with the word.
pub(super) fn ends(lab: Lab) -> Option<(Pair, Tally)> {
    lab.bench.told(|r| {
        let end = *r.chain().get(6)?;
        Some((end, r.spelled()))
    })
}

/// Where the chain begins to work, beside its end.
fn layers(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.bench.told(|r| {
        let chain = r.chain();
        let (middle, end) = (chain.get(3)?.treated, chain.get(6)?.treated);
        (end.of > 0).then_some([middle, end])
    });
    let Some(found) = found else {
        return EMPTY.get(lang).into();
    };
    let [middle, end] = found.map(|tally| counted(tally, lang));
    say(
        lang,
        || format!("Taken after layer 3 the state turns {middle} right, after layer 6 {end}."),
        || format!("取第 3 層之後的狀態，救回 {middle}；取第 6 層之後的，救回 {end}。"),
    )
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some((end, spelled)) = ends(lab) else {
        return EMPTY.get(lang).into();
    };
    let [own, other, spelled] =
        [end.treated, end.control, spelled].map(|tally| counted(tally, lang));
    say(
        lang,
        || {
            format!(
                "The chain turns {own} right, with another question\u{2019}s state {other}; with the word itself {spelled}."
            )
        },
        || {
            format!(
                "兩段相接救回 {own}；用別題的狀態，救回 {other}；直接寫出那個詞，救回 {spelled}。"
            )
        },
    )
}
