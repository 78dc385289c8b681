//! Widget `recall`: four stacks of two layers learn to recall in this tab, one bar each.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::cost::config::{SIZE, STEPS};
use crate::labs::cost::guesses::PAIRS;
use crate::labs::cost::protocol::STACKS;
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped, percent};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, Progress, RunNames, RunPanel, Spacing, live, say, t};

const TRAIN: Text = text("Train the four stacks", "訓練這四種組合");
const SIZE_ROW: Row = Row {
    control: "size",
    name: text("Size d of the trained layers", "訓練的層的大小 d"),
    about: text(
        "Each matrix memory has d × d numbers; attention keeps 2 d for every pair.",
        "矩陣記憶有 d × d 個數字；attention 每一對要留 2 d 個。",
    ),
    range: SIZE,
    spacing: Spacing::Even,
    read: |c| f64::from(c.size),
    write: |c, v| c.size = v as u8,
};
const STEPS_ROW: Row = Row {
    control: "steps",
    name: text("Steps for each stack", "每種組合的步數"),
    about: text("The same budget and the same seed for all four.", "四種組合的預算和種子都相同。"),
    range: STEPS,
    spacing: Spacing::Even,
    read: |c| f64::from(c.steps),
    write: |c, v| c.steps = v as u32,
};
const TITLE: Text = text("Recall of two-layer stacks", "兩層組合的回想能力");
const EMPTY: Text = text(
    "Press Train. It takes some seconds; each stack is examined five times on the way.",
    "按下「訓練」，要等一陣子；過程中每種組合會考五次。",
);
const AXIS: Text = text("pairs stored T", "存了幾對 T");
const RIGHT: Text = text("share of right answers", "答對的比例");
const GUESSING: Text = text("guessing", "亂猜");
const ATTENTION: Text = text("attention", "attention");
pub(super) const SHARE_FROM: Text = text(
    "Share of right answers after 32 pairs on sequences that were not trained on, at the newest examination.",
    "存 32 對之後，在沒有訓練過的序列上答對的比例；取最近一次考試。",
);
const MEMORY_FROM: Text = text(
    "Numbers that both layers remember after 32 pairs: 2 d for each pair in attention, d² in a matrix.",
    "存 32 對之後兩層要記住的數字：attention 每一對 2 d 個，矩陣 d² 個。",
);
const STACK: Text = text("lower + upper layer", "下層 + 上層");
const PROGRESS: Text = text("training", "訓練");
const SHARE: Text = text("right", "答對");
const MEMORY: Text = text("numbers kept", "記住的數字");
const STEPS_DONE: (Text, Text) = (
    text("Steps", "步數"),
    text("Training steps of all four stacks together.", "四種組合加起來的訓練步數。"),
);
const NAMES: RunNames = RunNames {
    start: "train",
    resume: "resume",
    pause: "pause",
    step: "train-step",
    stop: "stop",
    reset: "reset",
};
const ROLES: [Role; 4] = [Role::Attention, Role::First, Role::Third, Role::Memory];
/// As in `data-value` and `data-stack`.
const IDS: [(&str, &str); 4] = [
    ("attention-attention", "recall-attention-attention"),
    ("attention-linear", "recall-attention-linear"),
    ("linear-attention", "recall-linear-attention"),
    ("linear-linear", "recall-linear-linear"),
];

/// The share of right answers of a stack after the longest sequence.
pub(super) fn share(lab: Lab, stack: usize) -> Option<f64> {
    lab.trained.with(|report| report.stacks.get(stack)?.at(PAIRS))
}

/// The rival of the run that is shown, or of the choices where there is none.
fn rival(lab: Lab) -> Kind {
    lab.trained.with(|report| report.rival).unwrap_or_else(|| lab.rival())
}

/// The rival in a word: four names have to fit beside each other.
const fn short(kind: Kind) -> Text {
    match kind {
        Kind::Linear => text("linear", "線性"),
        Kind::ScalarGate => text("gated", "閘控"),
        Kind::GatedDelta => text("gated delta", "閘控 delta"),
        Kind::DeltaNet => text("delta", "delta"),
        kind => kind.name(),
    }
}

/// "attention + linear", the lower layer first.
fn name(lab: Lab, stack: usize, lang: Lang) -> String {
    let rival = short(rival(lab)).get(lang);
    let [below, above] = STACKS[stack].map(|attention| match attention {
        true => ATTENTION.get(lang),
        false => rival,
    });
    [below, " + ", above].concat()
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.training;
    let progress = Memo::new(move |_| {
        lab.trained.with(|report| Progress {
            step: report.step,
            steps: report.steps,
            remaining_seconds: report.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.trained.with(|report| (report.step > 0).then_some(report.fingerprint)));
    let touched = Signal::derive(move || lab.trained.with(|report| report.step > 0));
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let line = |(stack, role): (usize, Role)| {
            let points = lab.trained.with(|report| {
                let shares = report.stacks.get(stack).map(|s| s.shares.clone()).unwrap_or_default();
                shares.into_iter().map(|(pairs, share)| (f64::from(pairs), f64::from(share))).collect()
            });
            Series::new(name(lab, stack, lang), role, Arc::new(points)).marked()
        };
        LineChart {
            x: Axis::new(AXIS.get(lang)).between(0.0, f64::from(PAIRS)),
            y: Axis::new(RIGHT.get(lang)).between(0.0, 1.05),
            series: ROLES.into_iter().enumerate().map(line).collect(),
            references: vec![Reference {
                name: GUESSING.get(lang).into(),
                role: Role::Chance,
                y: 1.0 / 16.0,
            }],
        }
    });
    let rows = (0..STACKS.len()).map(|stack| row(lab, stack)).collect_view();
    view! {
        <RunPanel job="train" start=TRAIN step=STEPS_DONE state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs(lab.measuring)) on_control=move |control| session.control(control)>
            {SIZE_ROW.view(lab)}{STEPS_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <div class="table-box" tabindex="0" role="region" aria-label=t(STACK)>
            <table class="table" data-output="stacks">
                <thead><tr><th scope="col">{t(STACK)}</th><th scope="col">{t(PROGRESS)}</th><th scope="col">{t(SHARE)}</th><th scope="col">{t(MEMORY)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <LineFigure name="recall" title=TITLE summary=Signal::derive(move || summary(lab)) chart empty=EMPTY height=280.0 />
    }
    .into_any()
}

fn row(lab: Lab, stack: usize) -> AnyView {
    let (id, value) = IDS[stack];
    let read = move |of: fn(&crate::labs::cost::protocol::StackReport) -> Option<f64>| {
        Signal::derive(move || lab.trained.with(|report| report.stacks.get(stack).and_then(of)))
    };
    let fraction = move || {
        lab.trained.with(|report| {
            let step = report.stacks.get(stack).map_or(0, |s| s.step);
            f64::from(step) / f64::from(report.each.max(1))
        })
    };
    let diverged = move || {
        let step = lab.trained.with(|report| report.stacks.get(stack)?.diverged_at)?;
        Some(say(
            lab.lang(),
            || format!(" (diverged at step {step})"),
            || format!("（在第 {step} 步發散）"),
        ))
    };
    let right = Signal::derive(move || share(lab, stack));
    let memory = read(|s| Some(s.memory as f64));
    let label = move || name(lab, stack, lab.lang());
    view! {
        <tr data-stack=id>
            <th scope="row">{label}{diverged}</th>
            <td><progress class="run-bar" max="1" prop:value=live(fraction) aria-label=live(label)></progress></td>
            <td class="is-number"><LiveNumber name=value value=right format=Format::Percent(1) from=SHARE_FROM /></td>
            <td class="is-number"><LiveNumber name="stack-memory" value=memory format=Format::Decimals(0) from=MEMORY_FROM /></td>
        </tr>
    }
    .into_any()
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let shares: Option<Vec<String>> = (0..STACKS.len()).map(|stack| share(lab, stack).map(|share| percent(share, 1))).collect();
    let Some(shares) = shares else {
        return EMPTY.get(lang).into();
    };
    let at = lab.trained.with(|report| report.stacks.iter().filter_map(|s| s.examined_at).min());
    let at = grouped(f64::from(at.unwrap_or(0)), 0);
    let all: Vec<String> = (0..STACKS.len()).map(|stack| [&name(lab, stack, lang), " ", &shares[stack]].concat()).collect();
    say(
        lang,
        || format!("After {at} steps and with {PAIRS} pairs stored: {}. Guessing gives 6.3 %.", all.join(", ")),
        || format!("訓練 {at} 步、存 {PAIRS} 對之後：{}。亂猜是 6.3 %。", all.join("、")),
    )
}
