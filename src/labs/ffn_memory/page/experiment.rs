//! Widget `experiment`: everybody's home edited in every way, counted with intervals, controls beside each.

use std::sync::Arc;

use leptos::prelude::*;

use super::edit::name;
use super::state::Lab;
use super::words;
use crate::labs::ffn_memory::config::SEED;
use crate::labs::ffn_memory::guesses::Of;
use crate::labs::ffn_memory::method::{Arm, Control, Measure, Method};
use crate::labs::ffn_memory::protocol::Report;
use crate::lesson::{Text, text};
use crate::plot::{Axis, HeatMap, HeatScale, LineChart, Ramp, Role, Series, percent};
use crate::ui::{HeatFigure, LineFigure, MovedOn, NumberField, RunNames, RunPanel, live, say, t};
use crate::data::tally::Tally;

const START: Text = text("Edit everybody, in every way", "用每種方法編輯每個人");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Draws the order of the people, their new cities (always in another country) and the controls.",
    "決定編輯的順序、每個人的新城市（一定在別的國家），以及對照組。",
);
const METHODS: Text = text("Every way of editing, by what came of it", "每種編輯方法的結果");
const METHOD: Text = text("way", "方法");
const RESULT: Text = text("share of questions", "問題的比例");
const EMPTY: Text = text("Press the button above. The counts grow person by person.", "按上面的按鈕，會一個人一個人地累計。");
const BY_LAYER: Text = text("A rank-one edit, by layer", "秩一編輯，逐層比較");
const LAYER: Text = text("layer of the edit", "在哪一層編輯");
const SHARE: Text = text("share", "比例");
const RANDOM: Text = text("wanted city, random direction", "變成指定的城市，隨機方向");
const TABLE: Text = text("Counts with 95 % intervals", "計數與 95 % 區間");
const ABOUT: Text = text(
    "Each entry: share, 95 % interval (Wilson) and n. The questions of one edit are not independent of each other, so the intervals of the last four columns are, if anything, too narrow.",
    "每格由上到下：比例、95 % 區間（Wilson）、題數 n。同一次編輯問的問題彼此並不獨立，所以最後四行的區間只會偏窄。",
);
const PAPER: Text = text("a paper, another model", "論文，另一個模型");
const PAPER_ABOUT: Text = text(
    "Last row: Knowledge Neurons (Dai et al. 2022) on a large model and its facts, as the lecture quotes it. Not measured here.",
    "最後一列：Knowledge Neurons（Dai et al. 2022）在大模型與它的事實上的結果，由課堂引用，不是在這裡量的。",
);
const HEAT_ABOUT: Text = text(
    "\u{201c}value 3 \u{d7} 2\u{201d}: the values of k = 3 neurons, strength \u{3bb} = 2. Under an arrow: a control of the way above it. The number at \u{201c}rank-one\u{201d} is the layer.",
    "「value 3 \u{d7} 2」：改 k = 3 個神經元的 value，強度 \u{3bb} = 2。箭頭後面是上一列的對照組。「秩一」後面的數字是層。",
);
pub(super) const FACTS_FROM: Text = text(
    "People whose home has been edited in every way so far, of 40.",
    "目前為止，住處被每種方法都編輯過的人數，共 40 人。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let bench = lab.bench;
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let methods = Memo::new(move |_| methods(lab));
    let by_layer = Memo::new(move |_| by_layer(lab));
    let arms = Memo::new(move |_| bench.told(|r| (r.arms.len() == r.scores.len()).then(|| r.arms.clone())).unwrap_or_default());
    let head = Measure::ALL.map(|m| view! { <th scope="col" class="is-number">{t(words::measure(m))}</th> }).into_iter().collect_view();
    let rows = move || (0..arms.with(Vec::len)).map(|at| row(lab, at)).collect_view();
    view! {
        <RunPanel job="count" start=START state=bench.session.job.state progress=bench.progress() on_control=move |control| bench.session.control(control) names=NAMES>
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </RunPanel>
        <MovedOn session=bench.session touched=bench.touched() />
        <p class="control-about">{t(HEAT_ABOUT)}</p>
        <HeatFigure name="methods" title=METHODS summary=live(move || methods_summary(lab)) map=methods row_name=METHOD column_name=RESULT />
        <LineFigure name="by-layer" title=BY_LAYER summary=live(move || layer_summary(lab)) chart=by_layer height=320.0 empty=EMPTY />
        <p class="control-name">{t(TABLE)}</p>
        <p class="control-about">{t(ABOUT)}</p>
        <p class="control-about">{t(PAPER_ABOUT)}</p>
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="counts">
                <thead><tr><th scope="col">{t(METHOD)}</th>{head}</tr></thead>
                <tbody>{rows}
                    <tr data-arm="paper"><th scope="row">{t(PAPER)}</th><td class="is-number">"48\u{a0}%"</td><td class="is-number">"34\u{a0}%"</td><td colspan="6"></td></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

const NAMES: RunNames = RunNames {
    start: "count",
    resume: "resume",
    pause: "pause",
    step: "count-step",
    stop: "stop",
    reset: "reset",
};

/// `data-arm`.
fn arm_name(arm: &Arm) -> String {
    let method = match arm.method {
        Method::Values { neurons, strength } => format!("values-{neurons}-{strength}"),
        Method::RankOne { block } => format!("rank-one-{}", block + 1),
        Method::TuneAll => "tune-all".into(),
        Method::TuneLast => "tune-last".into(),
    };
    match arm.control {
        None => method,
        Some(Control::Direction) => method + "-random",
        Some(Control::Neurons) => method + "-neurons",
    }
}

fn row(lab: Lab, at: usize) -> AnyView {
    let arm = lab.bench.report.with_untracked(|r| r.as_ref().and_then(|r| r.lab.arms.get(at).copied()));
    let head = live(move || arm.map(|arm| words::arm(&arm, lab.lang())).unwrap_or_default());
    let cell = move |measure: Measure| {
        let tally = Memo::new(move |_| lab.bench.told(|r: &Report| r.scores.get(at).map(|s| s.of(measure))).unwrap_or_default());
        let words = move || words::cell(tally.get());
        let raw = live(move || {
            let tally = tally.get();
            if tally.of > 0 { tally.share().to_string() } else { String::new() }
        });
        view! { <td class="is-number" data-measure=name(measure) data-value="count" data-raw=raw>{words}</td> }
    };
    let cells = Measure::ALL.map(cell).into_iter().collect_view();
    view! { <tr data-arm=arm.map(|arm| arm_name(&arm))><th scope="row">{head}</th>{cells}</tr> }.into_any()
}

/// Ways from top to bottom, measures from left to right.
fn methods(lab: Lab) -> HeatMap {
    let lang = lab.lang();
    let found = lab.bench.told(|r| (r.scores.first()?.of(Measure::Wanted).of > 0).then(|| r.clone()));
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    for (arm, score) in found.iter().flat_map(|r| r.arms.iter().zip(&r.scores)) {
        // The other layers have a figure of their own.
        if matches!(arm.method, Method::RankOne { block } if block > 0) {
            continue;
        }
        rows.push(words::short_arm(arm, lang));
        for measure in Measure::ALL {
            let tally = score.of(measure);
            values.push(if tally.of > 0 { tally.share() as f32 } else { f32::NAN });
        }
    }
    HeatMap {
        columns: if rows.is_empty() { Vec::new() } else { Measure::ALL.map(|m| words::short_measure(m).get(lang).to_string()).to_vec() },
        rows,
        values: Arc::new(values),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    }
}

fn percents(tally: Option<Tally>) -> Option<String> {
    tally.map(|tally| percent(tally.share(), 0))
}

fn methods_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let of = |of: Of, measure: Measure| percents(lab.tally(of, None, measure));
    let early = Of::RankOne(0);
    let found = (|| {
        let rank = (of(early, Measure::Wanted)?, of(early, Measure::Homes)?);
        let tune = (of(Of::TuneAll, Measure::Wanted)?, of(Of::TuneAll, Measure::Homes)?);
        Some((of(Of::Values, Measure::Changed)?, of(Of::Values, Measure::Wanted)?, rank, tune))
    })();
    let Some((changed, wanted, rank, tune)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Your values changed {changed} of the facts, {wanted} to the wanted city. Rank-one in layer 1: {} wanted, {} of the others\u{2019} homes kept. Fine-tuning all weights: {} and {}.", rank.0, rank.1, tune.0, tune.1),
        || format!("你的 value 編輯改變了 {changed} 的事實，{wanted} 變成指定的城市。第 1 層的秩一編輯：{} 成功，別人的住處保住 {}。微調全部權重：{} 與 {}。", rank.0, rank.1, tune.0, tune.1),
    )
}

fn blocks(lab: Lab) -> u8 {
    let last = |r: &Report| {
        let block = |arm: &Arm| match arm.method {
            Method::RankOne { block } => Some(block + 1),
            _ => None,
        };
        r.arms.iter().filter_map(block).max()
    };
    lab.bench.told(last).unwrap_or(0)
}

fn by_layer(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let blocks = blocks(lab);
    let line = |label: &str, role: Role, control: Option<Control>, measure: Measure, banded: bool| {
        let tallies: Vec<(f64, Tally)> = (0..blocks)
            .filter_map(|block| Some((f64::from(block + 1), lab.tally(Of::RankOne(block), control, measure)?)))
            .collect();
        let points = tallies.iter().map(|(x, tally)| (*x, tally.share())).collect();
        let series = Series::new(label, role, Arc::new(points)).marked();
        let band = tallies.iter().map(|(x, tally)| {
            let (low, high) = tally.interval();
            (*x, low, high)
        });
        if banded && !tallies.is_empty() { series.with_band(Arc::new(band.collect())) } else { series }
    };
    let label = |measure: Measure| words::measure(measure).get(lang);
    LineChart {
        x: Axis::new(LAYER.get(lang)).between(1.0, 6.0),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.0),
        series: vec![
            line(label(Measure::Wanted), Role::Treatment, None, Measure::Wanted, true),
            line(label(Measure::Paraphrase), Role::First, None, Measure::Paraphrase, false),
            line(label(Measure::TwoHop), Role::Second, None, Measure::TwoHop, false),
            line(label(Measure::Homes), Role::Truth, None, Measure::Homes, false),
            line(RANDOM.get(lang), Role::Control, Some(Control::Direction), Measure::Wanted, true),
        ],
        references: Vec::new(),
    }
}

fn layer_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let last = blocks(lab).saturating_sub(1);
    let wanted = |block: u8| percents(lab.tally(Of::RankOne(block), None, Measure::Wanted));
    let (Some(early), Some(late)) = (wanted(0), wanted(last)) else {
        return EMPTY.get(lang).into();
    };
    let layer = last + 1;
    say(
        lang,
        || format!("In layer 1 the edit brings the wanted city for {early} of the people, in layer {layer} for {late}. Bands: 95 % intervals."),
        || format!("在第 1 層編輯，{early} 的人變成指定的城市；在第 {layer} 層，{late}。色帶是 95 % 區間。"),
    )
}
