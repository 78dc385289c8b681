//! Widget `count`: everything counted at the press of a button; how far the word itself, and facts about it, can be read.

use leptos::prelude::*;

use super::shares::{chart, control, counted, curve, treated};
use super::state::{EMPTY, Lab};
use crate::labs::patchscopes::protocol::{Pair, Report};
use crate::lesson::{Text, text};
use crate::plot::{LineChart, Role};
use crate::ui::{LineFigure, MovedOn, RunNames, RunPanel, say};
use crate::data::tally::Tally;

const COUNT: Text = text("Count", "開始計數");
const PIECES: (Text, Text) = (
    text("Pieces", "進度"),
    text(
        "Small groups of prompts that have been run.",
        "已經跑完的小組。一組是幾個 prompt。",
    ),
);
const NAMES: RunNames = RunNames {
    start: "count",
    resume: "count-resume",
    pause: "count-pause",
    step: "count-step",
    stop: "count-stop",
    reset: "count-reset",
};
const WORDS_TITLE: Text = text(
    "The word itself, repeated out of its own state",
    "從自己的狀態把詞唸出來",
);
const PLACES_TITLE: Text = text(
    "A landmark\u{2019}s state in another landmark\u{2019}s place",
    "把一個地標的狀態換到另一個地標的位置",
);
const SAME_LAYER: Text = text("layer of source and target", "來源與目標的層");
const OWN: Text = text("its own state", "自己的狀態");
const OTHER: Text = text("another word\u{2019}s state", "別的詞的狀態");
const CITY: Text = text("names its city", "說出它的城市");
const COUNTRY: Text = text("names its country", "說出它的國家");
const OTHER_PLACE: Text = text("another landmark\u{2019}s state", "別的地標的狀態");

pub(super) fn view(lab: Lab) -> AnyView {
    let bench = lab.bench;
    let session = bench.session;
    let words = Memo::new(move |_| charted(lab, words_chart));
    let places = Memo::new(move |_| charted(lab, places_chart));
    view! {
        <RunPanel job="count" start=COUNT state=session.job.state progress=bench.progress() on_control=move |c| session.control(c) names=NAMES step=PIECES />
        <MovedOn session touched=bench.touched() />
        <LineFigure name="words" title=WORDS_TITLE summary=Signal::derive(move || words_summary(lab)) chart=words height=240.0 empty=EMPTY />
        <LineFigure name="places" title=PLACES_TITLE summary=Signal::derive(move || places_summary(lab)) chart=places height=240.0 empty=EMPTY />
    }
    .into_any()
}

/// A chart of the counts so far.
pub(super) fn charted(lab: Lab, draw: fn(&Report, crate::lesson::Lang) -> LineChart) -> LineChart {
    let lang = lab.lang();
    lab.bench
        .told(|report| Some(draw(report, lang)))
        .unwrap_or_default()
}

fn words_chart(report: &Report, lang: crate::lesson::Lang) -> LineChart {
    let series = vec![
        curve(OWN.get(lang), Role::Treatment, treated(&report.words)),
        curve(OTHER.get(lang), Role::Control, control(&report.words)),
    ];
    chart(SAME_LAYER, lang, series)
}

fn places_chart(report: &Report, lang: crate::lesson::Lang) -> LineChart {
    let both = report.city.iter().zip(&report.country).map(|(a, b)| Tally {
        right: a.control.right + b.control.right,
        of: a.control.of + b.control.of,
    });
    let series = vec![
        curve(CITY.get(lang), Role::Treatment, treated(&report.city)),
        curve(COUNTRY.get(lang), Role::Second, treated(&report.country)),
        curve(OTHER_PLACE.get(lang), Role::Control, both),
    ];
    chart(SAME_LAYER, lang, series)
}

fn ends(pairs: &[Pair]) -> Option<(Tally, Tally)> {
    let (first, last) = (pairs.first()?.treated, pairs.last()?.treated);
    (first.of > 0 && last.of > 0).then_some((first, last))
}

fn words_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some((first, last)) = lab.bench.told(|r| ends(&r.words)) else {
        return EMPTY.get(lang).into();
    };
    let (first, last) = (counted(first, lang), counted(last, lang));
    say(
        lang,
        || format!("Names repeated, layer 0: {first}; layer 5: {last}."),
        || format!("唸得出來的詞：第 0 層 {first}，第 5 層 {last}。"),
    )
}

fn places_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab
        .bench
        .told(|r| Some((ends(&r.city)?, ends(&r.country)?)));
    let Some((city, country)) = found else {
        return EMPTY.get(lang).into();
    };
    let words = |(first, last): (Tally, Tally)| (counted(first, lang), counted(last, lang));
    let ((city, city_end), (country, country_end)) = (words(city), words(country));
    say(
        lang,
        || {
            format!(
                "Layer 0 names the city for {city}, the country for {country}; layer 5 the city for {city_end}, the country for {country_end}."
            )
        },
        || {
            format!(
                "第 0 層：說出城市，{city}；說出國家，{country}。第 5 層：說出城市，{city_end}；說出國家，{country_end}。"
            )
        },
    )
}
