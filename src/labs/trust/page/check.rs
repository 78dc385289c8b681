//! Widget `check`: many questions with a known truth, answered in four ways.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::data::tally::Tally;
use crate::labs::trust::check::{Errors, RELIABILITIES, Way};
use crate::labs::trust::config::{QUESTIONS, SEED, SEEDS};
use crate::labs::trust::guesses::ratio;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, Count, LineChart, Role, Series, grouped, significant};
use crate::ui::{CountFigure, Format, LineFigure, LiveNumber, MovedOn, NumberField, Progress, RunNames, RunPanel, say, t};

const CHECK: Text = text("Ask many questions", "出很多題來檢查");
const QUESTIONS_ROW: Row = Row {
    control: "questions",
    name: text("Questions of a seed", "每個種子的題數"),
    about: text("Each has a truth, a tool that is good or bad, and a claim.", "每一題都有真值、好或壞的工具，和一個說法。"),
    range: QUESTIONS,
    unit: None,
    read: |c| f64::from(c.questions),
    write: |c, v| c.questions = v as u16,
};
const SEEDS_ROW: Row = Row {
    control: "seeds",
    name: text("Seeds", "種子數"),
    about: text("Sets of questions, counted one by one.", "有幾組題目，一組一組算。"),
    range: SEEDS,
    unit: None,
    read: |c| f64::from(c.seeds),
    write: |c, v| c.seeds = v as u16,
};
const SEED_NAME: Text = text("First seed", "第一個亂數種子");
const SEED_ABOUT: Text = text("All dice of the questions come from it.", "題目的骰子都由它決定。");
const STEPS: (Text, Text) = (text("Seeds", "種子"), text("Seeds that have been examined.", "已經檢查完的種子數。"));
const NAMES: RunNames = RunNames {
    start: "check",
    resume: "check-resume",
    pause: "check-pause",
    step: "check-step",
    stop: "check-stop",
    reset: "check-reset",
};
const EMPTY: Text = text("Guess first, then press the button.", "先猜，再按按鈕。");
const ERRORS: Text = text("Error of four ways to answer", "四種回答方式的誤差");
const TRUE_R: Text = text("true reliability of the tool r", "工具真正的可靠度 r");
const ROOT: Text = text("root mean squared error (log scale)", "均方根誤差（對數刻度）");
const ASSUMED: Text = text("The formula with a wrong idea of the tool", "公式對工具的認識有誤時");
const ASSUMED_R: Text = text("reliability that the agent assumes", "agent 以為的可靠度");
const ASSUMED_LINE: Text = text("formula", "公式");
const WINS: Text = text("Seeds in which the formula erred less", "公式誤差較小的種子");
pub(super) const ERROR_FROM: Text = text(
    "Root of the mean squared error over all questions of all seeds, at the tool\u{2019}s own reliability.",
    "在工具自己的可靠度下，所有種子所有題目的均方根誤差。",
);
pub(super) const DOUBT_FROM: Text = text(
    "Error of the formula that takes the reliability for 0.1, divided by the error of the one that knows it.",
    "把可靠度當成 0.1 的公式，誤差是知道真正可靠度的公式的幾倍。",
);
pub(super) const BLIND_FROM: Text = text(
    "Error of the formula that takes the tool for infallible, divided by the error of the one that knows its reliability.",
    "把工具當成不會錯的公式，誤差是知道真正可靠度的公式的幾倍。",
);
pub(super) const SEEDS_FROM: Text = text("Seeds that have been examined so far.", "到目前為止檢查完的種子數。");

/// The words of a way, and how it is drawn.
const fn way(way: Way) -> (Text, Role) {
    match way {
        Way::Formula => (text("formula", "公式"), Role::First),
        Way::Tool => (text("always the tool", "永遠聽工具的"), Role::Fifth),
        Way::Own => (text("never the tool", "永遠不聽"), Role::Fourth),
        Way::Either => (text("all or nothing", "全信或全不信"), Role::Third),
    }
}

/// The error of a way at the tool's own reliability.
pub(super) fn error(lab: Lab, way: Way) -> Option<f64> {
    let at = Way::ALL.iter().position(|w| *w == way)?;
    lab.report.with(|r| (r.done > 0).then(|| r.found.here[at].root()))
}

/// How many times its error the formula makes with a wrong idea of the tool.
pub(super) fn wrong(lab: Lab, assumed: f64) -> Option<f64> {
    lab.report.with(|r| ratio(r, assumed))
}

pub(super) fn done(lab: Lab) -> Option<f64> {
    lab.report.with(|r| (r.done > 0).then(|| f64::from(r.done)))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.session;
    let progress = Memo::new(move |_| {
        lab.report.with(|r| Progress {
            step: r.done,
            steps: r.setup.map_or(0, |s| u32::from(s.seeds)),
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.report.with(|r| (r.done > 0).then_some(r.fingerprint)));
    let touched = Signal::derive(move || lab.report.with(|r| r.done > 0));
    let errors = Memo::new(move |_| errors(lab));
    let assumed = Memo::new(move |_| assumed(lab));
    let counts = Memo::new(move |_| Arc::new(wins(lab)));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let fact = |name: &'static str, of: Way| {
        let value = Memo::new(move |_| error(lab, of));
        view! { <div><dt>{t(way(of).0)}</dt><dd><LiveNumber name value format=Format::Significant(3) from=ERROR_FROM /></dd></div> }.into_any()
    };
    view! {
        <RunPanel job="check" start=CHECK step=STEPS state=session.job.state progress names=NAMES fingerprint=fingerprint
            on_control=move |control| session.control(control)>
            {QUESTIONS_ROW.view(lab)}{SEEDS_ROW.view(lab)}
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |v: f64| lab.chosen.change(|c| c.seed = v as u32) />
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="errors" title=ERRORS summary=Signal::derive(move || told(lab)) chart=errors empty=EMPTY height=320.0 />
        <dl class="run-facts">{fact("error-formula", Way::Formula)}{fact("error-tool", Way::Tool)}{fact("error-own", Way::Own)}{fact("error-either", Way::Either)}</dl>
        <CountFigure name="wins" title=WINS summary=Signal::derive(move || told_wins(lab)) counts />
        <LineFigure name="assumed" title=ASSUMED summary=Signal::derive(move || told_assumed(lab)) chart=assumed empty=EMPTY height=240.0 />
    }
    .into_any()
}

/// Points and band over the reliabilities.
fn line(name: Text, role: Role, lang: Lang, errors: Vec<Errors>) -> Series {
    let all = RELIABILITIES.into_iter().zip(errors).filter(|(_, e)| e.count > 0);
    let (mut points, mut band) = (vec![], vec![]);
    for (r, e) in all {
        let (low, high) = e.interval();
        points.push((r, e.root()));
        band.push((r, low, high));
    }
    Series::new(name.get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
}

fn errors(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let series = |(i, of): (usize, Way)| {
        let (name, role) = way(of);
        line(name, role, lang, lab.report.with(|r| r.found.known.iter().map(|ways| ways[i]).collect()))
    };
    LineChart {
        x: Axis::new(TRUE_R.get(lang)).between(0.0, 1.0),
        y: Axis::new(ROOT.get(lang)).log(),
        // The formula last, on top of the others.
        series: Way::ALL.into_iter().enumerate().rev().map(series).collect(),
        references: vec![],
    }
}

fn assumed(lab: Lab) -> LineChart {
    let lang = lab.lang();
    LineChart {
        x: Axis::new(ASSUMED_R.get(lang)).between(0.0, 1.0),
        y: Axis::new(ROOT.get(lang)).log(),
        series: vec![line(ASSUMED_LINE, Role::First, lang, lab.report.with(|r| r.found.assumed.clone()))],
        references: vec![],
    }
}

fn wins(lab: Lab) -> Vec<Count> {
    let lang = lab.lang();
    let row = |(of, tally): (Way, Tally)| {
        let (name, role) = way(of);
        let name = name.get(lang);
        Count {
            name: say(lang, || format!("than: {name}"), || format!("小於「{name}」")),
            role,
            right: tally.right,
            of: tally.of,
            interval: tally.interval(),
        }
    };
    let tallies = lab.report.with(|r| r.wins);
    Way::ALL.into_iter().skip(1).zip(tallies).map(row).collect()
}

/// How many questions stand behind a point.
fn count(lab: Lab) -> String {
    lab.report.with(|r| grouped(f64::from(r.found.here[0].count), 0))
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let all: Option<Vec<f64>> = Way::ALL.into_iter().map(|way| error(lab, way)).collect();
    let Some(all) = all else {
        return EMPTY.get(lang).into();
    };
    let [formula, tool, own, either] = [0, 1, 2, 3].map(|i| significant(all[i], 3));
    let n = count(lab);
    let r = lab.report.with(|r| r.setup.map_or(0.0, |s| s.reliability));
    let r = significant(r, 2);
    say(
        lang,
        || format!("{n} questions a point, bands: 95 %. At r = {r} the formula errs by {formula}, all or nothing by {either}, never the tool by {own}, always the tool by {tool}."),
        || format!("每點 {n} 題，色帶是 95 % 區間。r = {r} 時，公式的誤差是 {formula}，全信或全不信 {either}，永遠不聽 {own}，永遠聽工具的 {tool}。"),
    )
}

fn told_wins(lab: Lab) -> String {
    let lang = lab.lang();
    let Some(seeds) = done(lab) else {
        return EMPTY.get(lang).into();
    };
    let each = lab.report.with(|r| r.wins.map(|t| t.right));
    say(
        lang,
        || format!("Of {seeds} seeds the formula erred less than always the tool in {}, than never the tool in {}, than all or nothing in {}.", each[0], each[1], each[2]),
        || format!("{seeds} 個種子裡，公式的誤差小於「永遠聽工具的」的有 {} 個，小於「永遠不聽」的有 {} 個，小於「全信或全不信」的有 {} 個。", each[0], each[1], each[2]),
    )
}

fn told_assumed(lab: Lab) -> String {
    let lang = lab.lang();
    let (Some(doubting), Some(blind)) = (wrong(lab, 0.1), wrong(lab, 1.0)) else {
        return EMPTY.get(lang).into();
    };
    let (doubting, blind) = (significant(doubting, 3), significant(blind, 3));
    say(
        lang,
        || format!("Who takes the reliability for 0.1 errs {doubting} times as much as who knows it; who takes it for 1 errs {blind} times as much."),
        || format!("把可靠度當成 0.1 的，誤差是知道的人的 {doubting} 倍；當成 1 的，是 {blind} 倍。"),
    )
}
