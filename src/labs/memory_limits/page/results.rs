//! Widget `results`: what the trained layers recall, by the number of pairs and by age, and what each costs.

use std::sync::Arc;

use leptos::prelude::*;

use super::looks;
use super::state::Lab;
use crate::data::recall::{Task, VALUES};
use crate::labs::memory_limits::protocol::LayerReport;
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped, percent};
use crate::recall::score::Score;
use crate::ui::{Format, LineFigure, live, say, t};

const BY_LENGTH: Text = text("Right answers against the number of pairs", "答對率隨寫入對數的變化");
const BY_AGE: Text = text("Right answers against age", "答對率隨新舊的變化");
const EMPTY: Text = text("Press Train. The curves appear as the layers learn.", "按下「訓練」，曲線會邊學邊出現。");
const PAIRS: Text = text("pairs written, T", "寫入的對數 T");
const AGE: Text = text("writes since (0 is the newest)", "之後又寫了幾次（0 是最新的）");
const RIGHT: Text = text("share of right answers", "答對的比例");
const GUESSING: Text = text("guessing", "亂猜");
const TABLE: Text = text("Every layer in numbers", "各層的數字");
const ABOUT: Text = text(
    "Memory: numbers that one sequence is remembered by. Only softmax attention\u{2019}s grows with T. FLOPs: counted from the graph, forward and backward.",
    "記憶：一個序列用多少數字來記，只有 softmax 注意力會隨 T 變多。FLOPs：由計算圖數出來，含前向與反向。",
);
const LAYER: Text = text("layer", "層");
const SHARE: Text = text("right at T", "T 對時答對");
const BALANCED: Text = text("right (mean of value and \u{201c}nothing\u{201d})", "答對（value 與「沒有」的平均）");
const PARAMETERS: Text = text("parameters", "參數");
const STATE: Text = text("memory after T", "T 對之後的記憶");
const FLOPS: Text = text("training FLOPs", "訓練 FLOPs");
const TIME: Text = text("time here", "在這裡花的時間");
pub(super) const ACCURACY_FROM: Text = text(
    "Newest examination: 256 sequences that were never trained on, with the most pairs. On the task with clearing, the mean of both kinds of questions.",
    "最近一次測驗：256 個沒拿來訓練的序列，寫入最多對。「清除」任務取兩種問題的平均。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let by_length = Memo::new(move |_| by_length(lab));
    let by_age = Memo::new(move |_| by_age(lab));
    let kinds = Memo::new(move |_| lab.report.with(|r| r.layers.iter().map(|l| l.kind).collect::<Vec<Kind>>()));
    // The other tasks have sequences of one length.
    let plain = Memo::new(move |_| task(lab) == Task::Plain);
    let clear = Memo::new(move |_| task(lab) == Task::Clear);
    let share = live(move || if clear.get() { BALANCED } else { SHARE }.get(lab.lang()));
    view! {
        {move || plain.get().then(|| view! {
        <LineFigure name="by-length" title=BY_LENGTH summary=live(move || length_summary(lab)) chart=by_length empty=EMPTY height=340.0 />
        })}
        <LineFigure name="by-age" title=BY_AGE summary=live(move || age_summary(lab)) chart=by_age empty=EMPTY height=340.0 />
        <p class="control-name">{t(TABLE)}</p>
        <p class="control-about">{t(ABOUT)}</p>
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="layers">
                <thead><tr>
                    <th scope="col">{t(LAYER)}</th><th scope="col">{share}</th><th scope="col">{t(PARAMETERS)}</th>
                    <th scope="col">{t(STATE)}</th><th scope="col">{t(FLOPS)}</th><th scope="col">{t(TIME)}</th>
                </tr></thead>
                <tbody><For each=move || kinds.get() key=|kind| *kind children=move |kind| row(lab, kind) /></tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, kind: Kind) -> AnyView {
    let cell = move |name: &'static str, format: Format, of: fn(&LayerReport) -> Option<f64>| {
        let value = Memo::new(move |_| lab.layer(kind, of));
        let raw = live(move || value.get().map(crate::plot::raw).unwrap_or_default());
        let words = live(move || match value.get() {
            Some(value) => format.write(value, lab.lang()),
            None => "\u{2013}".into(),
        });
        view! { <td class="is-number" data-value=name data-raw=raw>{words}</td> }
    };
    view! {
        <tr data-layer=kind.id()>
            <th scope="row">{t(kind.name())}</th>
            {cell(looks::of(kind).accuracy, Format::Percent(1), LayerReport::accuracy)}
            {cell("parameters", Format::Decimals(0), |l| Some(f64::from(l.parameters)))}
            {cell("state-numbers", Format::Decimals(0), |l| Some(l.state_numbers as f64))}
            {cell("training-flops", Format::Significant(3), |l| positive(l.flops as f64))}
            {cell("layer-seconds", Format::Seconds, |l| positive(f64::from(l.seconds)))}
        </tr>
    }
    .into_any()
}

/// Nothing to show before the first step.
fn positive(x: f64) -> Option<f64> {
    (x > 0.0).then_some(x)
}

/// The task of the run that is shown.
fn task(lab: Lab) -> Task {
    lab.session.opened().map_or_else(|| lab.config.with(|c| c.task), |setup| setup.task)
}

fn longest(lab: Lab) -> u8 {
    lab.session.opened().map_or_else(|| lab.config.with(|c| c.longest), |setup| setup.longest)
}

type Points = fn(&LayerReport) -> Option<&Vec<(u32, Score)>>;

/// `marked`: few points, measured apart.
fn series(lab: Lab, points: Points, marked: bool) -> Vec<Series> {
    let lang = lab.lang();
    lab.report.with(|r| {
        let line = |layer: &LayerReport| {
            let points = points(layer)?;
            let point = |(x, score): &(u32, Score)| (f64::from(*x), score.share());
            let points = Arc::new(points.iter().map(point).collect());
            let name = layer.kind.name().get(lang);
            let line = Series::new(name, looks::of(layer.kind).role, points);
            Some(if marked { line.marked() } else { line })
        };
        r.layers.iter().filter_map(line).collect()
    })
}

/// Uniform among the values, where every question has one.
fn guessing(lab: Lab) -> Vec<Reference> {
    let level = Reference {
        name: GUESSING.get(lab.lang()).into(),
        role: Role::Chance,
        y: 1.0 / f64::from(VALUES),
    };
    if task(lab) == Task::Clear { vec![] } else { vec![level] }
}

fn by_length(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let mut x = Axis::new(PAIRS.get(lang)).from(0.0);
    x.to = Some(f64::from(longest(lab)));
    LineChart {
        x,
        y: Axis::new(RIGHT.get(lang)).between(0.0, 1.0),
        series: series(lab, |l| l.examined.as_ref().map(|(_, e)| &e.by_length), true),
        references: guessing(lab),
    }
}

fn by_age(lab: Lab) -> LineChart {
    let lang = lab.lang();
    LineChart {
        x: Axis::new(AGE.get(lang)).from(0.0),
        y: Axis::new(RIGHT.get(lang)).between(0.0, 1.0),
        series: series(lab, |l| l.examined.as_ref().map(|(_, e)| &e.by_age), false),
        references: guessing(lab),
    }
}

/// "Softmax attention 100 %, Linear attention 42 %".
fn shares(lab: Lab, of: impl Fn(&LayerReport) -> Option<f64>) -> String {
    let lang = lab.lang();
    let one = |l: &LayerReport| Some([l.kind.name().get(lang), "\u{a0}", &percent(of(l)?, 0)].concat());
    let found: Vec<String> = lab.report.with(|r| r.layers.iter().filter_map(one).collect());
    found.join(match lang {
        Lang::En => ", ",
        Lang::ZhHant => "、",
    })
}

fn length_summary(lab: Lab) -> String {
    let (found, t) = (shares(lab, |l| l.examined.as_ref().and_then(|(_, e)| e.by_length.last()).map(|(_, s)| s.share())), longest(lab));
    if found.is_empty() {
        return EMPTY.get(lab.lang()).into();
    }
    let t = grouped(f64::from(t), 0);
    say(lab.lang(), || format!("With {t} pairs: {found}."), || format!("寫入 {t} 對時：{found}。"))
}

fn age_summary(lab: Lab) -> String {
    let end = |l: &LayerReport, newest: bool| {
        let (_, e) = l.examined.as_ref()?;
        let found = if newest { e.by_age.first() } else { e.by_age.last() };
        found.map(|(_, s)| s.share())
    };
    let (new, old) = (shares(lab, |l| end(l, true)), shares(lab, |l| end(l, false)));
    if new.is_empty() {
        return EMPTY.get(lab.lang()).into();
    }
    say(
        lab.lang(),
        || format!("The newest pair: {new}. The oldest: {old}."),
        || format!("最新的一對：{new}。最舊的：{old}。"),
    )
}
