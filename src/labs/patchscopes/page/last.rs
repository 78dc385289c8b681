//! Widget `last`: the state of the last word of "amy lives in", read by a patchscope and by the logit lens.

use leptos::prelude::*;

use super::count::charted;
use super::shares::{chart, control, counted, curve, treated};
use super::state::{EMPTY, Lab};
use crate::labs::patchscopes::protocol::Report;
use crate::lesson::{Lang, Text, text};
use crate::plot::{LineChart, Role};
use crate::ui::{LineFigure, say};

const TITLE: Text = text(
    "Where somebody lives, out of the last word\u{2019}s state",
    "從最後一個詞的狀態讀出住處",
);
const LAYER: Text = text("layer of the source", "來源的層");
const PATCHSCOPE: Text = text("patchscope", "patchscope");
const LENS: Text = text("logit lens", "logit lens");
const OTHER: Text = text("another person\u{2019}s state", "別人的狀態");

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| charted(lab, drawn));
    view! { <LineFigure name="last" title=TITLE summary=Signal::derive(move || summary(lab)) chart height=240.0 empty=EMPTY /> }.into_any()
}

fn drawn(report: &Report, lang: Lang) -> LineChart {
    let series = vec![
        curve(PATCHSCOPE.get(lang), Role::Treatment, treated(&report.last)),
        curve(LENS.get(lang), Role::First, report.lens.iter().copied()),
        curve(OTHER.get(lang), Role::Control, control(&report.last)),
    ];
    chart(LAYER, lang, series)
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.bench.told(|r| {
        let (patch, lens) = (r.last.get(3)?.treated, *r.lens.get(3)?);
        (patch.of > 0).then_some((patch, lens, r.last.last()?.treated))
    });
    let Some((patch, lens, end)) = found else {
        return EMPTY.get(lang).into();
    };
    let [patch, lens, end] = [patch, lens, end].map(|tally| counted(tally, lang));
    say(
        lang,
        || {
            format!(
                "At layer 3 the patchscope names the home for {patch}, the lens for {lens}; at the end the patchscope for {end}."
            )
        },
        || {
            format!(
                "第 3 層：patchscope 說對 {patch}，lens 說對 {lens}；到最後 patchscope 說對 {end}。"
            )
        },
    )
}
