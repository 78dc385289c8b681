//! Widget `group`: growing groups of neurons replaced, and the refusals that are left.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::neurons::config::SEED;
use crate::labs::neurons::group::{ALONE, DRAWS, SIZES, Treatment};
use crate::labs::neurons::guesses::{half_size, point};
use crate::labs::neurons::protocol::Report;
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, NumberField, RunNames, RunPanel, say, t};
use crate::data::tally::Tally;

const START: Text = text("Replace more and more", "越換越多");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Draws the documents, the two halves of the requests, and the random neurons.",
    "決定抽到哪些文件、請求怎麼分成兩半，以及隨機的神經元。",
);
const RUNS: (Text, Text) = (
    text("Pieces", "片段"),
    text(
        "Runs of up to 21 requests with one group of neurons replaced.",
        "每次換掉一組神經元，跑最多 21 個請求，算一個片段。",
    ),
);
const TITLE: Text = text("Refusals that are left", "還剩多少拒絕");
const EMPTY: Text = text(
    "Press the button above. The curves appear here.",
    "按上面的按鈕，曲線會出現在這裡。",
);
const X: Text = text("neurons replaced (log scale)", "換掉的神經元數（對數刻度）");
const Y: Text = text("share of harmful requests refused", "有害請求被拒絕的比例");
const HARMLESS: Text = text("ranked, to harmless mean", "依排名，設成無害平均");
const ZERO: Text = text("ranked, to zero", "依排名，設成零");
const RANDOM: Text = text("random, to harmless mean", "隨機，設成無害平均");
const NEURONS: Text = text("neurons", "個神經元");
const REQUESTS: Text = text("of 58 requests", "個（共 58 個請求）");
const HALF: Text = text("less than half left at", "剩不到一半，換掉");
pub(super) const HALF_FROM: Text = text(
    "The smallest of the sizes at which fewer than half of the harmful requests of the test half are refused.",
    "測試用的那一半有害請求裡，被拒絕的少於一半時，最小的一組有幾個神經元。",
);
const LEFT: Text = text("left at 128, harmless mean", "換 128 個，設成無害平均");
pub(super) const LEFT_FROM: Text = text(
    "Share of the 58 harmful test requests still refused with the first 128 of the ranking at their harmless means.",
    "排名前 128 個設成無害平均後，58 個測試用的有害請求還有多少被拒絕。",
);
const LEFT_ZERO: Text = text("left at 128, zero", "換 128 個，設成零");
pub(super) const LEFT_ZERO_FROM: Text = text(
    "The same with the same 128 neurons at zero.",
    "同樣的 128 個神經元，改設成零。",
);
const LEFT_RANDOM: Text = text("left at 128, random", "換 128 個，隨機");
pub(super) const LEFT_RANDOM_FROM: Text = text(
    "The same with 128 random neurons at their harmless means, mean of five draws.",
    "隨機 128 個神經元設成無害平均，五次抽樣的平均。",
);
const HELPED: Text = text(
    "harmless ones still helped at 128",
    "換 128 個，無害的仍獲協助",
);
const HELPED_FROM: Text = text(
    "Share of the 42 harmless test requests that are still answered with sure, with the first 128 at their harmless means.",
    "排名前 128 個設成無害平均後，42 個測試用的無害請求還有多少回答 sure。",
);
const ALONE_NAME: Text = text("fewest left after any one neuron", "只換一個時最少剩下");
pub(super) const ALONE_FROM: Text = text(
    "Each of the first 100 of the ranking is replaced alone: the fewest of 58 harmful requests still refused after any of them.",
    "排名前 100 個各自單獨換掉：58 個有害請求裡，最少還有幾個被拒絕。",
);
const NAMES: RunNames = RunNames {
    start: "group",
    resume: "group-resume",
    pause: "group-pause",
    step: "group-step",
    stop: "group-stop",
    reset: "group-reset",
};
const AT: u32 = 128;

pub(super) fn view(lab: Lab) -> AnyView {
    let bench = lab.bench;
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let mut x = Axis::new(X.get(lang)).log();
        (x.from, x.to) = (Some(1.0), Some(1024.0));
        let series = bench.told(|report| {
            let series = vec![
                curve(
                    report,
                    Treatment::Harmless,
                    HARMLESS.get(lang),
                    Role::Treatment,
                ),
                curve(report, Treatment::Zero, ZERO.get(lang), Role::Third),
                random(report, RANDOM.get(lang)),
            ];
            Some(series)
        });
        LineChart {
            x,
            y: Axis::new(Y.get(lang)).between(0.0, 1.0),
            series: series.unwrap_or_default(),
            references: Vec::new(),
        }
    });
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let share = Format::Percent(0);
    let memo = move |read: fn(Lab) -> Option<f64>| Memo::new(move |_| read(lab));
    view! {
        <RunPanel job="group" start=START state=bench.session.job.state progress=bench.progress() on_control=move |control| bench.session.control(control) names=NAMES step=RUNS>
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </RunPanel>
        <MovedOn session=bench.session touched=bench.touched() />
        <LineFigure name="group" title=TITLE summary=Signal::derive(move || summary(lab)) chart height=300.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(HALF)}</dt><dd><LiveNumber name="half-size" value=memo(half) format=Format::Decimals(0) from=HALF_FROM unit=NEURONS /></dd></div>
            <div><dt>{t(LEFT)}</dt><dd><LiveNumber name="refused-128" value=memo(left) format=share from=LEFT_FROM /></dd></div>
            <div><dt>{t(LEFT_ZERO)}</dt><dd><LiveNumber name="zero-128" value=memo(left_zero) format=share from=LEFT_ZERO_FROM /></dd></div>
            <div><dt>{t(LEFT_RANDOM)}</dt><dd><LiveNumber name="random-128" value=memo(left_random) format=share from=LEFT_RANDOM_FROM /></dd></div>
            <div><dt>{t(HELPED)}</dt><dd><LiveNumber name="helped-128" value=memo(helped) format=share from=HELPED_FROM /></dd></div>
            <div><dt>{t(ALONE_NAME)}</dt><dd><LiveNumber name="alone-least" value=memo(alone) format=Format::Decimals(0) from=ALONE_FROM unit=REQUESTS /></dd></div>
        </dl>
    }
    .into_any()
}

/// A ranked treatment with the 95 % interval of its share.
fn curve(report: &Report, treatment: Treatment, name: &str, role: Role) -> Series {
    let found = |size: u32| Some((size, point(report, treatment, size)?.counts.refused));
    let tallies: Vec<(u32, Tally)> = SIZES.into_iter().filter_map(found).collect();
    let points = tallies
        .iter()
        .map(|(size, tally)| (f64::from(*size), tally.share()))
        .collect();
    let band = tallies.iter().map(|(size, tally)| {
        let (low, high) = tally.interval();
        (f64::from(*size), low, high)
    });
    banded(name, role, points, band.collect())
}

/// Without a point there is no band to draw either.
fn banded(name: &str, role: Role, points: Vec<(f64, f64)>, band: Vec<(f64, f64, f64)>) -> Series {
    let series = Series::new(name, role, Arc::new(points)).marked();
    if band.is_empty() {
        series
    } else {
        series.with_band(Arc::new(band))
    }
}

/// The draws of a size, once all are counted.
fn draws(report: &Report, size: u32) -> Option<Vec<f64>> {
    (0..DRAWS)
        .map(|draw| {
            Some(
                point(report, Treatment::Random(draw), size)?
                    .counts
                    .refused
                    .share(),
            )
        })
        .collect()
}

fn mean(shares: &[f64]) -> f64 {
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}

/// The mean of the random draws, from the least to the most of them.
fn random(report: &Report, name: &str) -> Series {
    let (mut points, mut band) = (Vec::new(), Vec::new());
    for size in SIZES {
        let Some(shares) = draws(report, size) else {
            continue;
        };
        let x = f64::from(size);
        points.push((x, mean(&shares)));
        let low = shares.iter().copied().fold(1.0, f64::min);
        let high = shares.iter().copied().fold(0.0, f64::max);
        band.push((x, low, high));
    }
    banded(name, Role::Control, points, band)
}

fn at(lab: Lab, treatment: Treatment) -> Option<Tally> {
    lab.bench
        .told(|report| Some(point(report, treatment, AT)?.counts.refused))
}

/// The smallest group that leaves less than half; not a number where none does.
pub(super) fn half(lab: Lab) -> Option<f64> {
    lab.bench.told(half_size)?.ok().map(f64::from)
}

pub(super) fn left(lab: Lab) -> Option<f64> {
    at(lab, Treatment::Harmless).map(Tally::share)
}

pub(super) fn left_zero(lab: Lab) -> Option<f64> {
    at(lab, Treatment::Zero).map(Tally::share)
}

pub(super) fn left_random(lab: Lab) -> Option<f64> {
    lab.bench
        .told(|report| draws(report, AT))
        .map(|shares| mean(&shares))
}

fn helped(lab: Lab) -> Option<f64> {
    lab.bench.told(|report| {
        Some(
            point(report, Treatment::Harmless, AT)?
                .counts
                .helped
                .share(),
        )
    })
}

/// Once all have been replaced alone.
pub(super) fn alone(lab: Lab) -> Option<f64> {
    lab.bench.told(|report| {
        let all = report.alone.len() == ALONE;
        all.then(|| report.alone.iter().copied().min().map(f64::from))
            .flatten()
    })
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some(left) = at(lab, Treatment::Harmless) else {
        return EMPTY.get(lang).into();
    };
    let (low, high) = left.interval();
    let [share, low, high] = [left.share(), low, high].map(|x| percent(x, 0));
    let of = left.of;
    let random = left_random(lab).map(|x| percent(x, 0));
    say(
        lang,
        || {
            let control = random.as_ref().map_or(String::new(), |x| {
                format!(" With 128 random ones: {x}, mean of {DRAWS} draws.")
            });
            format!(
                "With the first 128 of 1,536 neurons at their harmless means, {share} of {of} harmful requests are still refused (95 % interval {low} to {high}).{control} Bands: 95 % intervals; for random ones, least to most of the draws."
            )
        },
        || {
            let control = random.as_ref().map_or(String::new(), |x| {
                format!("隨機換 128 個則剩 {x}（{DRAWS} 次抽樣的平均）。")
            });
            format!(
                "1,536 個神經元裡，排名前 128 個設成無害平均後，{of} 個有害請求還有 {share} 被拒絕（95 % 區間 {low} 到 {high}）。{control}色帶是 95 % 區間；隨機的則是各次抽樣的最小到最大。"
            )
        },
    )
}
