//! Widget `experiment`: all held-out texts at every layer and strength, with 95 % intervals, beside 20 random vectors.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use super::words;
use crate::labs::steering::config::{EXAMPLES, SEED};
use crate::labs::steering::guesses::{random, turned};
use crate::labs::steering::protocol::{CONTROLLED, LAYERS, Operation, STEERED, STRENGTHS, Steered, together};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, NumberField, RunNames, RunPanel, Slider, say, t};
use crate::data::tally::Tally;

const START: Text = text("Try all held-out texts", "試所有沒訓練過的文字");
const UNITS: (Text, Text) = (
    text("Pieces done", "進度"),
    text(
        "The experiment is cut into pieces of a few texts each; together they are every cell of the figures.",
        "實驗切成許多小步，每步試幾段文字；全部合起來，就是圖上的每一個點、每一格。",
    ),
);
const NAMES: RunNames = RunNames {
    start: "experiment",
    resume: "experiment-resume",
    pause: "experiment-pause",
    step: "experiment-step",
    stop: "experiment-stop",
    reset: "experiment-reset",
};
const EXAMPLES_NAME: Text = text("Examples of each class", "每一類的例子數");
const EXAMPLES_ABOUT: Text = text(
    "Whose means make a vector. They are never among the texts that are tried.",
    "用它們的平均做出向量。它們都不在拿來試的文字裡。",
);
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Which examples are taken, and the random vectors.",
    "決定取哪些例子，以及隨機向量。",
);
const EMPTY: Text = text(
    "Press the button above: some seconds.",
    "按上面的按鈕，要等幾秒。",
);
const BY_STRENGTH: Text = text("How strong it has to be", "要多強才夠");
const BY_LAYER: Text = text("Which layer it has to be", "要放在哪一層");
const STRENGTH: Text = text("strength", "強度");
const LAYER: Text = text("layer", "層");
const SHARE: Text = text("share of texts turned", "被扭轉的比例");
const RANDOM: Text = text("random, mean of 20", "隨機，20 次平均");
const FIRST: Text = text("turned by adding", "加上之後扭轉的");
const SECOND: Text = text("turned by subtracting", "減去之後扭轉的");
pub(super) const FIRST_FROM: Text = text(
    "Share of the second class\u{2019}s held-out texts whose first word becomes the first class\u{2019}s when the vector is added, at your layer and the nearest measured strength.",
    "第二類沒訓練過的文字裡，加上向量後第一個詞變成第一類的比例；用你選的層，和最接近的實測強度。",
);
pub(super) const SECOND_FROM: Text = text(
    "Share of the first class\u{2019}s held-out texts whose first word becomes the second class\u{2019}s when the vector is subtracted, likewise.",
    "第一類沒訓練過的文字裡，減去向量後第一個詞變成第二類的比例；層和強度同上。",
);
const RANDOM_MEAN: Text = text("by random vectors, mean", "隨機向量，平均");
pub(super) const RANDOM_MEAN_FROM: Text = text(
    "The same with random vectors of the same length: mean over 20 draws and both ways, at your layer, strength 1 or 2, ten texts of each class.",
    "同樣的做法，換成同樣長度的隨機向量：20 次抽樣、兩個方向的平均；用你選的層，強度 1 或 2，每類十段文字。",
);
const RANDOM_MOST: Text = text("by the luckiest random vector", "運氣最好的隨機向量");
pub(super) const RANDOM_MOST_FROM: Text = text(
    "The largest share that a single one of these draws turned. One draw alone can mislead.",
    "這些抽樣裡，單獨一次扭轉最多的比例。只看一次抽樣會被誤導。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let bench = lab.bench;
    let examples = lab.chosen.pick(|c| f64::from(c.examples));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let strength = Memo::new(move |_| by_strength(lab));
    let layer = Memo::new(move |_| by_layer(lab));
    let share = Format::Percent(0);
    view! {
        <RunPanel job="experiment" start=START names=NAMES step=UNITS state=bench.session.job.state progress=bench.progress() on_control=move |c| bench.session.control(c)>
            <Slider control="examples" name=EXAMPLES_NAME about=EXAMPLES_ABOUT limits=EXAMPLES.into() value=examples
                on_change=move |value: f64| lab.chosen.change(|c| c.examples = value as u8) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed
                on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </RunPanel>
        <MovedOn session=bench.session touched=bench.touched() />
        <LineFigure name="by-strength" title=BY_STRENGTH summary=Signal::derive(move || summary(lab)) chart=strength height=260.0 empty=EMPTY />
        <LineFigure name="by-layer" title=BY_LAYER summary=Signal::derive(move || layers_summary(lab)) chart=layer height=260.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(FIRST)}</dt><dd><LiveNumber name="turned-first" value=Memo::new(move |_| turned_share(lab, 0)) format=share from=FIRST_FROM /></dd></div>
            <div><dt>{t(SECOND)}</dt><dd><LiveNumber name="turned-second" value=Memo::new(move |_| turned_share(lab, 1)) format=share from=SECOND_FROM /></dd></div>
            <div><dt>{t(RANDOM_MEAN)}</dt><dd><LiveNumber name="random-mean" value=Memo::new(move |_| random_mean(lab)) format=Format::Percent(1) from=RANDOM_MEAN_FROM /></dd></div>
            <div><dt>{t(RANDOM_MOST)}</dt><dd><LiveNumber name="random-most" value=Memo::new(move |_| random_most(lab)) format=share from=RANDOM_MOST_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn turned_share(lab: Lab, to: usize) -> Option<f64> {
    lab.told(|report, place| turned(report, place, to).map(Tally::share))
}

pub(super) fn random_mean(lab: Lab) -> Option<f64> {
    lab.told(|report, place| random(report, place).map(|r| r.0))
}

pub(super) fn random_most(lab: Lab) -> Option<f64> {
    lab.told(|report, place| random(report, place).map(|r| r.1))
}

/// Tallies along an axis, with their 95 % intervals.
fn measured(name: String, role: Role, cells: impl Iterator<Item = (f64, Tally)> + Clone) -> Option<Series> {
    let tried = cells.filter(|(_, tally)| tally.of > 0);
    let points: Vec<(f64, f64)> = tried.clone().map(|(x, tally)| (x, tally.share())).collect();
    let band: Vec<(f64, f64, f64)> = tried
        .map(|(x, tally)| {
            let (low, high) = tally.interval();
            (x, low, high)
        })
        .collect();
    (!points.is_empty()).then(|| Series::new(name, role, Arc::new(points)).marked().with_band(Arc::new(band)))
}

/// Draws along an axis: their mean, and a band from the smallest to the largest.
fn control<'r>(name: String, cells: impl Iterator<Item = (f64, &'r [Tally])>) -> Option<Series> {
    let mut points = Vec::new();
    let mut band = Vec::new();
    for (x, draws) in cells {
        let shares: Vec<f64> = draws.iter().filter(|t| t.of > 0).map(|t| t.share()).collect();
        if shares.is_empty() {
            continue;
        }
        points.push((x, together(draws).share()));
        let (low, high) = shares.iter().fold((1.0_f64, 0.0_f64), |(low, high), s| (low.min(*s), high.max(*s)));
        band.push((x, low, high));
    }
    (!points.is_empty()).then(|| Series::new(name, Role::Control, Arc::new(points)).marked().with_band(Arc::new(band)))
}

const ROLES: [Role; 2] = [Role::First, Role::Second];

/// The side that the chosen operation is about.
fn side(operation: Operation) -> usize {
    usize::from(operation != Operation::Add)
}

fn chart(x: Axis, lab: Lab, read: impl FnOnce(&Steered) -> Vec<Option<Series>>) -> LineChart {
    let lang = lab.lang();
    let series = lab.told(|report, place| Some(read(report.of(place.direction))));
    LineChart {
        x,
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.0),
        series: series.unwrap_or_default().into_iter().flatten().collect(),
        references: vec![],
    }
}

fn by_strength(lab: Lab) -> LineChart {
    let (lang, place) = (lab.lang(), lab.place.get());
    let way = lab.chosen.config.with(|c| side(c.operation));
    let names = words::turned(place.direction).map(|name| name.get(lang).to_string());
    let x = Axis::new(STRENGTH.get(lang)).between(0.0, STRENGTHS[STRENGTHS.len() - 1].into());
    chart(x, lab, |steered| {
        let row = |to: usize| steered.sides[to].get(place.layer - 1).copied().unwrap_or_default();
        let mut series: Vec<Option<Series>> = (0..2)
            .map(|to| {
                let row = row(to);
                let cells = STRENGTHS.iter().zip(row).map(|(s, outcome)| (f64::from(*s), outcome.turned));
                measured(names[to].clone(), ROLES[to], cells)
            })
            .collect();
        let draws = steered.random[way].get(place.layer - 1);
        let cells = draws.into_iter().flatten().zip(CONTROLLED);
        let cells = cells.map(|(draws, at)| (f64::from(STRENGTHS[at]), &draws[..]));
        series.push(control(RANDOM.get(lang).into(), cells));
        series
    })
}

fn by_layer(lab: Lab) -> LineChart {
    let (lang, place) = (lab.lang(), lab.place.get());
    let way = lab.chosen.config.with(|c| side(c.operation));
    let names = words::turned(place.direction).map(|name| name.get(lang).to_string());
    let x = Axis::new(LAYER.get(lang)).between((*LAYERS.start()).into(), (*LAYERS.end()).into());
    chart(x, lab, |steered| {
        let mut series: Vec<Option<Series>> = (0..2)
            .map(|to| {
                let rows = LAYERS.zip(&steered.sides[to]);
                let cells = rows.map(|(layer, row)| (f64::from(layer), row[place.strength].turned));
                measured(names[to].clone(), ROLES[to], cells)
            })
            .collect();
        let cells = LAYERS.zip(&steered.random[way]);
        let cells = cells.map(|(layer, row)| (f64::from(layer), &row[place.controlled()][..]));
        series.push(control(RANDOM.get(lang).into(), cells));
        series
    })
}

/// A tally as "39 of 40 (87 % to 100 %)"; the summary that quotes it says once that this is the 95 % interval.
pub(super) fn counted(tally: Tally, lab: Lab) -> String {
    let (low, high) = tally.interval();
    let (low, high) = (percent(low, 0), percent(high, 0));
    let (right, of) = (tally.right, tally.of);
    say(
        lab.lang(),
        || format!("{right} of {of} ({low} to {high})"),
        || format!("{of} 題中 {right} 題（{low} 到 {high}）"),
    )
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.told(|report, place| {
        let both = [turned(report, place, 0)?, turned(report, place, 1)?];
        Some((place, both))
    });
    let Some((place, both)) = found else {
        return EMPTY.get(lang).into();
    };
    let [first, second] = both.map(|tally| counted(tally, lab));
    let names = words::turned(place.direction.min(STEERED.len() - 1));
    let (layer, strength) = (place.layer, STRENGTHS[place.strength]);
    say(
        lang,
        || format!("Layer {layer}, strength {strength}. {}: {first}; {}: {second}. Brackets and bands are 95 % intervals; the band of the random vectors goes from the least to the most of 20 draws.", upper(names[0].en), names[1].en),
        || format!("第 {layer} 層，強度 {strength}。{}：{first}；{}：{second}。括號和色帶是 95 % 區間；隨機向量的色帶是 20 次抽樣的最小到最大。", names[0].zh, names[1].zh),
    )
}

/// With a capital at its beginning, as a sentence has.
pub(super) fn upper(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + letters.as_str()
}

fn layers_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some((mean, most)) = lab.told(random) else {
        return EMPTY.get(lang).into();
    };
    let (mean, most) = (percent(mean, 1), percent(most, 0));
    let strength = STRENGTHS[lab.place.get().strength];
    say(
        lang,
        || format!("Strength {strength} in each layer. In your layer random vectors turn {mean} on average, the luckiest of 20 turns {most}."),
        || format!("每一層都用強度 {strength}。在你選的層，隨機向量平均扭轉 {mean}，20 次抽樣裡最多的一次扭轉 {most}。"),
    )
}
