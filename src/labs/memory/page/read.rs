//! Widget `read`: one line among n is asked for; three readers, and what each reads in a whole life.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::data::tally::Tally;
use crate::labs::memory::config::{KEPT, NOISE, QUESTIONS, SEARCH_NOISE, SEED, SHARPNESS};
use crate::labs::memory::read::{LINES, Reader, TOKENS, VALUES};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped, percent};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, NumberField, Progress, RunNames, RunPanel, say, t};

const START: Text = text("Ask many memories", "問很多份記憶");
const NOISE_ROW: Row = Row {
    control: "noise",
    name: text("Noise of the reader\u{2019}s key", "讀取時 key 的雜訊"),
    about: text("How far the question lies from the key that was written. 0: the same words.", "問題和當初寫下的 key 差多遠。0 表示一模一樣。"),
    range: NOISE,
    read: |c| f64::from(c.noise),
    write: |c, v| c.noise = v as f32,
};
const SEARCH_ROW: Row = Row {
    control: "search-noise",
    name: text("Noise of the look-up\u{2019}s key", "檢索時 key 的雜訊"),
    about: text("The same at the start. Lower: the look-up understands the question better than the reader.", "一開始和讀取時相同。調低表示檢索比讀取更懂問題。"),
    range: SEARCH_NOISE,
    read: |c| f64::from(c.search_noise),
    write: |c, v| c.search_noise = v as f32,
};
const KEPT_ROW: Row = Row {
    control: "kept",
    name: text("Lines that are read, k", "讀幾行 k"),
    about: text("By \u{201c}the newest k\u{201d} and \u{201c}look up k\u{201d}.", "「最近 k 行」和「先檢索 k 行」都用這個數字。"),
    range: KEPT,
    read: |c| f64::from(c.kept),
    write: |c, v| c.kept = v as u16,
};
const SHARPNESS_ROW: Row = Row {
    control: "sharpness",
    name: text("Sharpness b", "銳利程度 b"),
    about: text("0: every line counts alike. Larger: the best line alone.", "0 表示每行一樣重要；越大越只看最像的那行。"),
    range: SHARPNESS,
    read: |c| f64::from(c.sharpness),
    write: |c, v| c.sharpness = v as f32,
};
const QUESTIONS_ROW: Row = Row {
    control: "questions",
    name: text("Questions of a point", "每個點的題數"),
    about: text("Each to a fresh memory.", "每一題都是一份新的記憶。"),
    range: QUESTIONS,
    read: |c| f64::from(c.questions),
    write: |c, v| c.questions = v as u16,
};
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text("Of all experiments of this page.", "這一頁的實驗都用它。");
const NAMES: RunNames = RunNames {
    start: "read",
    resume: "read-resume",
    pause: "read-pause",
    step: "read-step",
    stop: "read-stop",
    reset: "read-reset",
};
const STEPS: (Text, Text) = (
    text("Batches", "批次"),
    text("Twenty questions to memories of one length.", "一批是二十題，記憶一樣長。"),
);
const EMPTY: Text = text("Guess first, then press the button.", "先猜，再按按鈕。");
const RIGHT: Text = text("Right answers against the length of the memory", "記憶越長，答對多少");
const AXIS: Text = text("lines in memory n (log scale)", "記憶的行數 n（對數刻度）");
const SHARE: Text = text("share of right answers", "答對的比例");
const GUESSING: Text = text("guessing", "亂猜");
const COST: Text = text("Tokens read in a whole life", "一輩子讀的 token 數");
const TOKENS_AXIS: Text = text("tokens read (log scale)", "讀的 token 數（對數刻度）");
const ALL: Text = text("tokens, reading everything", "全部都讀的 token 數");
const TOP: Text = text("tokens, reading k", "讀 k 行的 token 數");
pub(super) const READ_FROM: Text = text(
    "Share of right answers to memories of 256 lines so far.",
    "到目前為止，對 256 行的記憶答對的比例。",
);
pub(super) const TOKENS_FROM: Text = text(
    "One question after each of 256 lines that were written, 12 tokens a line.",
    "寫下 256 行，每寫一行就問一題，一行 12 個 token。",
);

pub(super) const fn reader(reader: Reader) -> (Text, Role) {
    match reader {
        Reader::All => (text("read all", "全部都讀"), Role::First),
        Reader::Last => (text("the newest k", "最近 k 行"), Role::Fourth),
        Reader::Top => (text("look up k", "先檢索 k 行"), Role::Second),
    }
}

/// The tally of a reader at the longest memory.
fn longest(lab: Lab, of: Reader) -> Tally {
    let at = Reader::ALL.iter().position(|r| *r == of).unwrap_or(0);
    lab.read.with(|r| r.tallies[LINES.len() - 1][at])
}

/// The share of right answers at the longest memory.
pub(super) fn share(lab: Lab, of: Reader) -> Option<f64> {
    let tally = longest(lab, of);
    (tally.of > 0).then(|| tally.share())
}

/// Tokens read in a life of the longest memory.
pub(super) fn life(lab: Lab, of: Reader) -> f64 {
    let k = lab.chosen.config.with(|c| u32::from(c.kept));
    of.life(u32::from(LINES[LINES.len() - 1]), k) as f64
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.reading;
    let progress = Memo::new(move |_| {
        lab.read.with(|r| Progress {
            step: r.done,
            steps: r.planned,
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.read.with(|r| (r.done > 0).then_some(r.fingerprint)));
    let touched = Signal::derive(move || lab.read.with(|r| r.done > 0));
    let right = Memo::new(move |_| right(lab));
    let cost = Memo::new(move |_| cost(lab));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let fact = |name: &'static str, of: Reader| {
        let value = Memo::new(move |_| share(lab, of));
        view! { <div><dt>{t(reader(of).0)}</dt><dd><LiveNumber name value format=Format::Percent(1) from=READ_FROM /></dd></div> }.into_any()
    };
    let tokens = |name: &'static str, words: Text, of: Reader| {
        let value = Memo::new(move |_| Some(life(lab, of)));
        view! { <div><dt>{t(words)}</dt><dd><LiveNumber name value format=Format::Decimals(0) from=TOKENS_FROM /></dd></div> }.into_any()
    };
    view! {
        <RunPanel job="read" start=START step=STEPS state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs([lab.learning, lab.testing])) on_control=move |control| session.control(control)>
            {KEPT_ROW.view(lab)}{NOISE_ROW.view(lab)}{SEARCH_ROW.view(lab)}{SHARPNESS_ROW.view(lab)}{QUESTIONS_ROW.view(lab)}
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |v: f64| lab.chosen.change(|c| c.seed = v as u32) />
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="read" title=RIGHT summary=Signal::derive(move || told(lab)) chart=right empty=EMPTY height=320.0 />
        <dl class="run-facts">{fact("read-all", Reader::All)}{fact("read-last", Reader::Last)}{fact("read-top", Reader::Top)}</dl>
        <LineFigure name="tokens" title=COST summary=Signal::derive(move || told_cost(lab)) chart=cost height=220.0 />
        <dl class="run-facts">{tokens("tokens-all", ALL, Reader::All)}{tokens("tokens-top", TOP, Reader::Top)}</dl>
    }
    .into_any()
}

fn right(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let tallies = lab.read.with(|r| r.tallies);
    let series = |(i, of): (usize, Reader)| {
        let (name, role) = reader(of);
        let all = LINES.into_iter().zip(&tallies).map(|(n, t)| (f64::from(n), t[i])).filter(|(_, t)| t.of > 0);
        let (mut points, mut band) = (vec![], vec![]);
        for (n, tally) in all {
            let (low, high) = tally.interval();
            points.push((n, tally.share()));
            band.push((n, low, high));
        }
        Series::new(name.get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(AXIS.get(lang)).log().between(1.0, 256.0),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
        series: Reader::ALL.into_iter().enumerate().rev().map(series).collect(),
        references: vec![Reference {
            name: GUESSING.get(lang).into(),
            role: Role::Chance,
            y: 1.0 / f64::from(VALUES),
        }],
    }
}

fn cost(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let k = lab.chosen.config.with(|c| u32::from(c.kept));
    let series = |of: Reader| {
        let (name, role) = reader(of);
        let points = LINES.map(|n| (f64::from(n), of.life(u32::from(n), k) as f64));
        Series::new(name.get(lang), role, Arc::new(points.to_vec()))
    };
    LineChart {
        x: Axis::new(AXIS.get(lang)).log().between(1.0, 256.0),
        y: Axis::new(TOKENS_AXIS.get(lang)).log(),
        series: vec![series(Reader::Top), series(Reader::All)],
        references: vec![],
    }
}

/// `187 of 400 (46.8 %, 41.9 to 51.7)`.
fn counted(lab: Lab, of: Reader) -> String {
    let tally = longest(lab, of);
    let (low, high) = tally.interval();
    let (share, low, high) = (percent(tally.share(), 1), percent(low, 1), percent(high, 1));
    let (right, all) = (tally.right, tally.of);
    say(
        lab.lang(),
        || format!("{right} of {all} ({share}; 95 %: {low} to {high})"),
        || format!("{all} 題對 {right} 題（{share}；95 % 區間 {low} 到 {high}）"),
    )
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    if longest(lab, Reader::All).of == 0 {
        return EMPTY.get(lang).into();
    }
    let [all, last, top] = Reader::ALL.map(|of| counted(lab, of));
    say(
        lang,
        || format!("At 256 lines: read all {all}; the newest k {last}; look up k {top}."),
        || format!("256 行時：全部都讀 {all}；最近 k 行 {last}；先檢索 k 行 {top}。"),
    )
}

fn told_cost(lab: Lab) -> String {
    let lang = lab.lang();
    let (all, top) = (life(lab, Reader::All), life(lab, Reader::Top));
    let times = grouped(all / top, 1);
    let (all, top) = (grouped(all, 0), grouped(top, 0));
    say(
        lang,
        || format!("By formula, {TOKENS} tokens a line: after 256 lines reading everything has cost {all} tokens, reading k {top}, {times} times fewer."),
        || format!("由公式算出，一行 {TOKENS} 個 token：寫到 256 行，全部都讀要 {all} 個 token，讀 k 行要 {top} 個，差 {times} 倍。"),
    )
}
