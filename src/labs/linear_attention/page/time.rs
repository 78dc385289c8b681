//! Widget `time`: the three forms timed in this tab, on one thread.

use std::sync::Arc;

use leptos::prelude::*;

use super::forms::role;
use super::state::Lab;
use crate::labs::linear_attention::costs::Form;
use crate::labs::linear_attention::protocol::{REPEATS, Report};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Series, significant};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, Progress, RunNames, RunPanel, say, t};

const MEASURE: Text = text("Measure", "測量");
const TITLE: Text = text("Time per token in this tab, one thread", "在這個分頁裡每個 token 的時間（單執行緒）");
const EMPTY: Text = text(
    "Press Measure. It takes a few seconds.",
    "按下「測量」，需要幾秒鐘。",
);
const T_AXIS: Text = text("tokens T", "token 數 T");
const NS_AXIS: Text = text("time per token (ns)", "每個 token 的時間（奈秒）");
const NS: Text = text("ns", "奈秒");
pub(super) const NS_FROM: Text = text(
    "Time of the whole sequence over its tokens, at the longest T measured so far, best of five repeats. Measured in this tab.",
    "整個序列的時間除以 token 數，取目前測到的最長 T，五次裡最快的一次。在這個分頁測得。",
);
const APART: Text = text("largest difference of the three outputs", "三種輸出的最大差距");
pub(super) const APART_FROM: Text = text(
    "Largest difference of any output from the recurrent form\u{2019}s, over the largest output. 32-bit numbers.",
    "任何一個輸出和遞迴形式相差的最大值，除以最大的輸出。32 位元數字。",
);

/// ns per token of a form at the longest sequence that all forms have been measured on.
pub(super) fn latest(report: &Report, form: Form) -> Option<f64> {
    let (_, times) = complete(report)?;
    times.get(form as usize).copied()
}

/// The longest sequence with a time for every form.
pub(super) fn complete(report: &Report) -> Option<(u16, [f64; 3])> {
    report.times.iter().rev().find_map(|(t, times)| match times {
        [Some(a), Some(b), Some(c)] => Some((*t, [*a, *b, *c])),
        _ => None,
    })
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (session, report) = (lab.session, lab.report);
    let progress = Memo::new(move |_| {
        report.with(|r| Progress {
            step: r.step,
            steps: if r.steps > 0 {
                r.steps
            } else {
                lab.chosen.config.with(super::state::setup).steps()
            },
            remaining_seconds: None,
        })
    });
    let names = RunNames {
        start: "measure",
        resume: "resume",
        pause: "pause",
        step: "measure-step",
        stop: "stop",
        reset: "reset",
    };
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let series = Form::ALL.map(|form| {
            let points = report.with(|r| {
                let point = |(t, times): &(u16, [Option<f64>; 3])| {
                    Some((f64::from(*t), times[form as usize]?))
                };
                Arc::new(r.times.iter().filter_map(point).collect::<Vec<_>>())
            });
            Series::new(form.name().get(lang), role(form), points).marked()
        });
        LineChart {
            x: Axis::new(T_AXIS.get(lang)).log(),
            y: Axis::new(NS_AXIS.get(lang)).log(),
            series: series.into(),
            references: vec![],
        }
    });
    let summary = Signal::derive(move || report.with(|r| summary(lab, r)));
    let apart = Memo::new(move |_| report.with(|r| r.apart.map(f64::from)));
    let number = |form: Form| {
        let name = ns_name(form);
        let value = Memo::new(move |_| report.with(|r| latest(r, form)));
        view! { <div><dt>{t(form.name())}</dt><dd><LiveNumber name value format=Format::Significant(3) from=NS_FROM unit=NS /></dd></div> }
    };
    view! {
        <RunPanel job="measure" start=MEASURE state=session.job.state progress names on_control=move |control| session.control(control) />
        <MovedOn session touched=Signal::derive(move || report.with(|r| r.step > 0)) />
        <LineFigure name="time" title=TITLE summary chart empty=EMPTY height=280.0 />
        <dl class="run-facts">
            {Form::ALL.map(number).collect_view()}
            <div><dt>{t(APART)}</dt><dd><LiveNumber name="forms-apart" value=apart format=Format::Small(2) from=APART_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

const fn ns_name(form: Form) -> &'static str {
    match form {
        Form::Recurrent => "ns-recurrent",
        Form::Parallel => "ns-parallel",
        Form::Chunkwise => "ns-chunkwise",
    }
}

fn summary(lab: Lab, report: &Report) -> String {
    let lang = lab.lang();
    let Some((t, times)) = complete(report) else {
        return EMPTY.get(lang).into();
    };
    let [a, b, c] = times.map(|ns| significant(ns, 3));
    let (d, chunk) = (report.size, report.chunk);
    say(
        lang,
        || format!("At T = {t}, d = {d}, C = {chunk}, per token: recurrent {a} ns, parallel {b} ns, chunkwise {c} ns. Best of {REPEATS} repeats; nothing runs in parallel here."),
        || format!("T = {t}、d = {d}、C = {chunk} 時，每個 token：遞迴 {a} 奈秒，平行 {b} 奈秒，分塊 {c} 奈秒。取 {REPEATS} 次裡最快的；這裡沒有任何東西同時在跑。"),
    )
}
