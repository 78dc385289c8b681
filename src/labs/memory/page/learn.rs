//! Widget `learn`: a stream of tasks with nothing but marks in return, under four policies of what to remember.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row, count};
use crate::labs::memory::config::{OBEYS, SEEDS, VAGUE};
use crate::labs::memory::protocol::{EVERY, POINTS, run};
use crate::labs::memory::stream::{CLASSES, Policy, TASKS, bits};
use crate::lesson::{Text, text};
use crate::plot::{Axis, Count, LineChart, Reference, Role, Series, percent};
use crate::ui::{CountFigure, Format, LineFigure, LiveNumber, MovedOn, Progress, RunNames, RunPanel, Slider, say, t};

const START: Text = text("Work through the streams", "一路做題");
const OBEYS_NAME: Text = text("How a wrong mark is read", "怎麼看待「錯」的標記");
const OBEYS_ABOUT: Text = text(
    "\u{2212}1: the answer is imitated all the same. 0: not used. 1: the mark is obeyed, it speaks against that answer. All five are in the run.",
    "−1：照樣模仿那個答案。0：不用。1：聽從標記，不再那樣答。五種都在同一次執行裡。",
);
const VAGUE_ROW: Row = Row {
    control: "vague",
    name: text("Vagueness of what is known before", "事先知道的有多模糊"),
    about: text("0: the agent knows every class from the start.", "0 表示 agent 一開始就認得每一類。"),
    range: VAGUE,
    read: |c| f64::from(c.vague),
    write: |c, v| c.vague = v as f32,
};
const SEEDS_ROW: Row = Row {
    control: "seeds",
    name: text("Seeds", "種子數"),
    about: text("Streams of 300 tasks, the same for every policy.", "每個種子是一串 300 題，每種做法遇到的題目都一樣。"),
    range: SEEDS,
    read: |c| f64::from(c.seeds),
    write: |c, v| c.seeds = v as u16,
};
const NAMES: RunNames = RunNames {
    start: "learn",
    resume: "learn-resume",
    pause: "learn-pause",
    step: "learn-step",
    stop: "learn-stop",
    reset: "learn-reset",
};
const STEPS: (Text, Text) = (
    text("Streams", "題目串"),
    text("Streams that have been worked through: twelve for each seed.", "已經做完幾串；每個種子十二串。"),
);
const EMPTY: Text = text("Guess first, then press the button.", "先猜，再按按鈕。");
const CURVES: Text = text("Right answers while working", "一邊做題，答對多少");
const TASK: Text = text("tasks done", "做了幾題");
const SHARE: Text = text("share right so far", "到目前為止答對的比例");
const FINAL: Text = text("share right in the end", "最後答對的比例");
const GUESSING: Text = text("guessing", "亂猜");
const MARKS: Text = text("Final share against how a wrong mark is read", "怎麼看待「錯」的標記，最後答對多少");
const MARK_AXIS: Text = text("from imitating (\u{2212}1) to obeying (1)", "從模仿（−1）到聽從（1）");
const WINS: Text = text("The same streams, policy against policy", "同一串題目，做法對做法");
const WON: [Text; 3] = [
    text("correct only beats none", "「只記對的」勝過「不記」"),
    text("all, obeyed, beats correct only", "「全記且聽從」勝過「只記對的」"),
    text("correct only beats all, imitated", "「只記對的」勝過「全記但模仿」"),
];
pub(super) const LEARN_FROM: Text = text(
    "Mean share of right answers over 300 tasks and all seeds so far, at the slider\u{2019}s way to read a wrong mark.",
    "到目前為止所有種子、300 題的平均答對比例；「錯」的標記照滑桿的設定處理。",
);
pub(super) const FIXED_FROM: Text = text(
    "Mean share of right answers over 300 tasks and all seeds so far.",
    "到目前為止所有種子、300 題的平均答對比例。",
);
pub(super) const SEEDS_FROM: Text = text("Seeds of which all streams are done.", "每一串都做完的種子數。");
pub(super) const WINS_FROM: Text = text(
    "Seeds in which all marks, obeyed, ended above correct marks only.",
    "有幾個種子裡，「全記且聽從」最後高過「只記對的」。",
);
pub(super) const RIGHT_BITS: Text = text("log2 C: it names the class.", "log2 C：它說出了是哪一類。");
pub(super) const WRONG_BITS: Text = text(
    "\u{2212}log2(1 \u{2212} 1/C): it takes away one of C.",
    "−log2(1 − 1/C)：C 類裡只排除了一類。",
);

pub(super) const fn policy(policy: Policy) -> (Text, Role) {
    match policy {
        Policy::None => (text("none", "不記"), Role::Control),
        Policy::Correct => (text("correct only", "只記對的"), Role::First),
        Policy::Wrong => (text("wrong only", "只記錯的"), Role::Fourth),
        Policy::All => (text("all", "全記"), Role::Third),
    }
}

/// The final share of a policy at the slider's way to read a wrong mark.
pub(super) fn share(lab: Lab, of: Policy) -> Option<f64> {
    let obeys = lab.chosen.config.with(|c| f64::from(c.obeys));
    lab.learnt.with(|r| r.last(of, obeys)).map(|(mean, _, _)| mean)
}

/// All marks, imitated, whatever the slider says.
pub(super) fn imitated(lab: Lab) -> Option<f64> {
    lab.learnt.with(|r| r.last(Policy::All, -1.0)).map(|(mean, _, _)| mean)
}

pub(super) fn seeds(lab: Lab) -> Option<f64> {
    lab.learnt.with(|r| (r.wins[0].of > 0).then(|| f64::from(r.wins[0].of)))
}

pub(super) fn wins(lab: Lab) -> Option<f64> {
    lab.learnt.with(|r| (r.wins[1].of > 0).then(|| f64::from(r.wins[1].right)))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.learning;
    let progress = Memo::new(move |_| {
        lab.learnt.with(|r| Progress {
            step: r.done,
            steps: r.planned,
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.learnt.with(|r| (r.done > 0).then_some(r.fingerprint)));
    let touched = Signal::derive(move || lab.learnt.with(|r| r.done > 0));
    let curves = Memo::new(move |_| curves(lab));
    let marks = Memo::new(move |_| marks(lab));
    let counts = Memo::new(move |_| Arc::new(counts(lab)));
    let obeys = lab.chosen.pick(|c| f64::from(c.obeys));
    let fact = |name: &'static str, of: Policy| {
        let value = Memo::new(move |_| share(lab, of));
        view! { <div><dt>{t(policy(of).0)}</dt><dd><LiveNumber name value format=Format::Percent(1) from=LEARN_FROM /></dd></div> }.into_any()
    };
    view! {
        <RunPanel job="learn" start=START step=STEPS state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs([lab.reading, lab.testing])) on_control=move |control| session.control(control)>
            {SEEDS_ROW.view(lab)}{VAGUE_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <Slider control="obeys" name=OBEYS_NAME about=OBEYS_ABOUT limits=OBEYS.into() value=obeys on_change=move |v: f64| lab.chosen.change(|c| c.obeys = v as f32) />
        <LineFigure name="learn" title=CURVES summary=Signal::derive(move || told(lab)) chart=curves empty=EMPTY height=320.0 />
        <dl class="run-facts">{fact("learn-none", Policy::None)}{fact("learn-correct", Policy::Correct)}{fact("learn-wrong", Policy::Wrong)}{fact("learn-all", Policy::All)}</dl>
        <LineFigure name="marks" title=MARKS summary=Signal::derive(move || told_marks(lab)) chart=marks empty=EMPTY height=240.0 />
        <CountFigure name="learn-wins" title=WINS summary=Signal::derive(move || told_wins(lab)) counts />
    }
    .into_any()
}

fn guessing(lab: Lab) -> Reference {
    Reference {
        name: GUESSING.get(lab.lang()).into(),
        role: Role::Chance,
        y: 1.0 / CLASSES as f64,
    }
}

fn curves(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let obeys = lab.chosen.config.with(|c| f64::from(c.obeys));
    let series = |of: Policy| {
        let (name, role) = policy(of);
        let found: Vec<(f64, (f64, f64, f64))> = lab.learnt.with(|r| {
            let curve = run(of, obeys).and_then(|at| r.curves.get(at));
            let at = |i: usize| Some((((i + 1) * EVERY) as f64, curve?.at(i)?));
            (0..POINTS).filter_map(at).collect()
        });
        let points = found.iter().map(|(x, (mean, _, _))| (*x, *mean)).collect();
        let band = found.iter().map(|(x, (_, low, high))| (*x, *low, *high)).collect();
        Series::new(name.get(lang), role, Arc::new(points)).with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(TASK.get(lang)).between(0.0, TASKS as f64),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.0),
        series: Policy::ALL.into_iter().map(series).collect(),
        references: vec![guessing(lab)],
    }
}

fn marks(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let series = |of: Policy| {
        let (name, role) = policy(of);
        let found: Vec<(f64, (f64, f64, f64))> = lab.learnt.with(|r| {
            let at = |obeys: f64| Some((obeys, r.last(of, obeys)?));
            [-1.0, -0.5, 0.0, 0.5, 1.0].into_iter().filter_map(at).collect()
        });
        let points = found.iter().map(|(x, (mean, _, _))| (*x, *mean)).collect();
        let band = found.iter().map(|(x, (_, low, high))| (*x, *low, *high)).collect();
        Series::new(name.get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(MARK_AXIS.get(lang)).between(-1.0, 1.0),
        y: Axis::new(FINAL.get(lang)).between(0.0, 1.0),
        series: Policy::ALL.into_iter().map(series).collect(),
        references: vec![guessing(lab)],
    }
}

fn counts(lab: Lab) -> Vec<Count> {
    let lang = lab.lang();
    let tallies = lab.learnt.with(|r| r.wins);
    let row = |(words, tally): (Text, _)| count(words.get(lang), Role::First, tally);
    WON.into_iter().zip(tallies).map(row).collect()
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let all: Option<Vec<String>> = Policy::ALL.into_iter().map(|of| share(lab, of).map(|s| percent(s, 1))).collect();
    let Some(all) = all else {
        return EMPTY.get(lang).into();
    };
    let n = lab.learnt.with(|r| r.curves.iter().map(|c| c.seeds).min().unwrap_or(0));
    let (none, correct, wrong, every) = (&all[0], &all[1], &all[2], &all[3]);
    say(
        lang,
        || format!("After 300 tasks, mean of {n} seeds (bands: 95 % over the seeds): none {none}, correct only {correct}, wrong only {wrong}, all {every}."),
        || format!("300 題之後，{n} 個種子的平均（色帶是種子之間的 95 % 區間）：不記 {none}，只記對的 {correct}，只記錯的 {wrong}，全記 {every}。"),
    )
}

fn told_marks(lab: Lab) -> String {
    let lang = lab.lang();
    let at = |obeys: f64| lab.learnt.with(|r| r.last(Policy::All, obeys)).map(|(mean, _, _)| percent(mean, 1));
    let (Some(imitated), Some(ignored), Some(obeyed)) = (at(-1.0), at(0.0), at(1.0)) else {
        return EMPTY.get(lang).into();
    };
    let (right, wrong) = (crate::plot::grouped(bits(true), 2), crate::plot::grouped(bits(false), 2));
    say(
        lang,
        || format!("All marks kept: imitated {imitated}, not used {ignored}, obeyed {obeyed}. A mark of right is worth {right} bits, one of wrong {wrong}."),
        || format!("全記的時候：模仿 {imitated}，不用 {ignored}，聽從 {obeyed}。一個「對」值 {right} 位元，一個「錯」值 {wrong} 位元。"),
    )
}

fn told_wins(lab: Lab) -> String {
    let lang = lab.lang();
    let tallies = lab.learnt.with(|r| r.wins);
    if tallies[0].of == 0 {
        return EMPTY.get(lang).into();
    }
    let each = |i: usize| say(lang, || format!("{}: {} of {}", WON[i].en, tallies[i].right, tallies[i].of), || format!("{}：{} 個種子裡 {} 個", WON[i].zh, tallies[i].of, tallies[i].right));
    let all = [each(0), each(1), each(2)];
    say(lang, || format!("{}.", all.join("; ")), || format!("{}。", all.join("；")))
}
