//! Widget `experiment`: the same rules on 50 maps, seen whole and in fog.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::data::tally::Tally;
use crate::labs::agent_loop::experiment::{Walked, Walks};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, Count, LineChart, Role, Series, grouped, significant};
use crate::train::Control;
use crate::ui::{CountFigure, LineFigure, Progress, RunNames, RunPanel, say};

const START: Text = text("Walk on 50 maps", "在 50 張地圖上走");
const STEPS: (Text, Text) = (text("Walks", "走了幾趟"), text("Walks that have ended: each map twice.", "已經走完的趟數，每張地圖走兩趟。"));
const NAMES: RunNames = RunNames {
    start: "walks",
    resume: "walks-resume",
    pause: "walks-pause",
    step: "walks-step",
    stop: "walks-stop",
    reset: "walks-reset",
};
const EMPTY: Text = text("Guess first, then press the button.", "先猜，再按按鈕。");
const RATIO: Text = text("Steps against the shortest way", "步數和最短路相比");
const MAP: Text = text("map (its seed)", "地圖（亂數種子）");
const STEPS_OF: Text = text("steps / shortest way", "步數 / 最短路");
const FULL: Text = text("whole map", "看得到整張地圖");
const FOG: Text = text("fog", "有霧");
const COUNTS: Text = text("Arrived, and by a shortest way", "有沒有走到，是不是最短");
pub(super) const RATIO_FROM: Text = text(
    "Mean over the walks that arrived of steps divided by the steps of the shortest way (breadth-first search on the whole map).",
    "走到旗子的各趟，步數除以最短路步數（在整張地圖上做廣度優先搜尋）的平均。",
);
pub(super) const ARRIVED_FROM: Text = text("Walks in fog that ended at the flag.", "有霧時走到旗子的趟數。");
pub(super) const DONE_FROM: Text = text("Maps on which both walks have ended.", "兩趟都走完的地圖數。");

pub(super) fn view(lab: Lab) -> AnyView {
    let job = lab.session.job;
    // A job that begins again begins with another run too.
    let control = move |control| match control {
        Control::Reset => lab.reopen(Vec::new()),
        control => job.control(control),
    };
    let progress = Memo::new(move |_| {
        lab.report.with(|r| Progress { step: r.done, steps: r.units, remaining_seconds: r.remaining_seconds })
    });
    let chart = Memo::new(move |_| chart(lab));
    let counts = Memo::new(move |_| Arc::new(counts(lab)));
    view! {
        <RunPanel job="walks" start=START step=STEPS state=job.state progress names=NAMES on_control=control />
        <LineFigure name="ratios" title=RATIO summary=Signal::derive(move || told(lab)) chart empty=EMPTY height=280.0 />
        <CountFigure name="arrived" title=COUNTS summary=Signal::derive(move || told_counts(lab)) counts />
    }
    .into_any()
}

fn series(name: Text, role: Role, lang: Lang, walks: &Walks) -> Series {
    let ratio = |w: &Walked| f64::from(w.steps) / f64::from(w.optimum.max(1));
    let mut points: Vec<(f64, f64)> = walks.0.iter().filter(|w| w.arrived).map(|w| (f64::from(w.seed), ratio(w))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Series::new(name.get(lang), role, Arc::new(points)).marked()
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    LineChart {
        x: Axis::new(MAP.get(lang)),
        y: Axis::new(STEPS_OF.get(lang)).from(0.0),
        series: lab.report.with(|r| vec![series(FOG, Role::Fifth, lang, &r.lab.fog), series(FULL, Role::First, lang, &r.lab.full)]),
        references: vec![],
    }
}

fn counts(lab: Lab) -> Vec<Count> {
    let lang = lab.lang();
    let row = |name: Text, role, tally: Tally| Count {
        name: name.get(lang).into(),
        role,
        right: tally.right,
        of: tally.of,
        interval: tally.interval(),
    };
    lab.report.with(|r| {
        vec![
            row(text("whole map: arrived", "整張地圖：走到"), Role::First, r.lab.full.arrived()),
            row(text("whole map: shortest", "整張地圖：最短"), Role::First, r.lab.full.shortest()),
            row(text("fog: arrived", "有霧：走到"), Role::Fifth, r.lab.fog.arrived()),
            row(text("fog: shortest", "有霧：最短"), Role::Fifth, r.lab.fog.shortest()),
        ]
    })
}

/// Mean ratio with its interval.
pub(super) fn mean(lab: Lab, fog: bool) -> Option<(f64, f64, f64)> {
    lab.report.with(|r| if fog { r.lab.fog.mean() } else { r.lab.full.mean() })
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let (Some(full), Some(fog)) = (mean(lab, false), mean(lab, true)) else {
        return EMPTY.get(lang).into();
    };
    let said = |(mean, low, high): (f64, f64, f64)| [mean, low, high].map(|v| significant(v, 3));
    let ([a, al, ah], [b, bl, bh]) = (said(full), said(fog));
    let n = grouped(lab.report.with(|r| r.lab.fog.0.len()) as f64, 0);
    say(
        lang,
        || format!("Over {n} maps the walks take {a} times the shortest way with the whole map (95 % {al} to {ah}), and {b} times in fog ({bl} to {bh})."),
        || format!("{n} 張地圖平均下來，看得到整張地圖時是最短路的 {a} 倍（95 % 區間 {al} 到 {ah}），有霧時 {b} 倍（{bl} 到 {bh}）。"),
    )
}

fn told_counts(lab: Lab) -> String {
    let lang = lab.lang();
    let (full, fog) = lab.report.with(|r| (r.lab.full.arrived(), r.lab.fog.arrived()));
    if fog.of == 0 {
        return EMPTY.get(lang).into();
    }
    say(
        lang,
        || format!("Arrived: {} of {} with the whole map, {} of {} in fog.", full.right, full.of, fog.right, fog.of),
        || format!("走到旗子：整張地圖 {} / {}，有霧 {} / {}。", full.right, full.of, fog.right, fog.of),
    )
}
