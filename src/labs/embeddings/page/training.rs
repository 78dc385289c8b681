//! Widget `training`: what is in place at which moment of the shipped run, one point for each checkpoint that was visited.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::embeddings::guesses::{Visited, capitals, in_place, kinds, right};
use crate::labs::embeddings::protocol::Facts;
use crate::labs::embeddings::words::Pairing;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Role, Series};
use crate::ui::{Button, LineFigure, say};
use crate::data::tally::Tally;
use crate::world_model::recipe::{CHECKPOINTS, STEPS};

const TITLE: Text = text("The map while it forms", "地圖形成的過程");
const TOUR: Text = text("Visit all six checkpoints", "走過六個檢查點");
const EMPTY: Text = text("The first point appears with the model.", "模型送到後就會出現第一個點。");
const AXIS: Text = text("training step", "訓練步數");
const SHARE: Text = text("share", "比例");
const KINDS: Text = text("same class", "同類");
const CAPITALS: Text = text("capital\u{2013}country", "首都和國家");
const TRANSLATED: Text = text("French\u{2013}Chinese", "法文和中文");
pub(super) const KINDS_FROM: Text = text(
    "The first checkpoint at which at least 80 % of the words have a nearest neighbour of their own class. Known once all six were visited.",
    "最近的鄰居有 80 % 以上是同類的第一個檢查點；六個都走過才知道。",
);
pub(super) const CAPITALS_FROM: Text = text(
    "The first checkpoint at which at least 80 % of the capitals are nearest to their own country. Known once all six were visited.",
    "80 % 以上的首都離自己的國家最近的第一個檢查點；六個都走過才知道。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        lab.visited.with(|visited| chart(visited, lang))
    });
    let tour = move |()| {
        lab.touring.set(true);
        lab.go_on();
    };
    view! {
        <div class="run-buttons"><Button control="tour" words=TOUR on_press=tour /></div>
        <LineFigure name="training" title=TITLE summary=Signal::derive(move || summary(lab)) chart empty=EMPTY height=260.0 />
    }
    .into_any()
}

pub(super) fn kinds_step(lab: Lab) -> Option<f64> {
    lab.visited.with(|visited| in_place(visited, kinds).map(f64::from))
}

pub(super) fn capitals_step(lab: Lab) -> Option<f64> {
    lab.visited.with(|visited| in_place(visited, capitals).map(f64::from))
}

fn chart(visited: &Visited, lang: Lang) -> LineChart {
    let line = |name: Text, role: Role, read: fn(&Facts) -> Option<f64>| {
        let points = visited.iter().filter_map(|(step, facts)| Some((f64::from(*step), read(facts)?)));
        Series::new(name.get(lang), role, Arc::new(points.collect())).marked()
    };
    if visited.is_empty() {
        return LineChart::default();
    }
    LineChart {
        x: Axis::new(AXIS.get(lang)).between(0.0, f64::from(STEPS)),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
        series: vec![
            line(KINDS, Role::First, |f| Some(kinds(f))),
            line(CAPITALS, Role::Second, |f| Some(capitals(f))),
            line(TRANSLATED, Role::Third, |f| right(f, Pairing::Translation(1, 2)).map(Tally::share)),
        ],
        references: Vec::new(),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (count, all) = (lab.visited.with(|v| v.len()), CHECKPOINTS.len());
    if let (Some(kinds), Some(capitals)) = (kinds_step(lab), capitals_step(lab)) {
        return say(
            lang,
            || format!("Neighbours are of one kind from step {kinds} on, capitals are nearest to their countries from step {capitals} on (80 % or more)."),
            || format!("從第 {kinds} 步起，鄰居大多是同類；從第 {capitals} 步起，首都大多離自己的國家最近（80 % 以上）。"),
        );
    }
    say(
        lang,
        || format!("{count} of {all} checkpoints visited."),
        || format!("已走過 {all} 個檢查點中的 {count} 個。"),
    )
}
