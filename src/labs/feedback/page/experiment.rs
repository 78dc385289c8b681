//! Widget `experiment`: every kind of feedback with 1 to 8 open slots, over seeds, with intervals, beside the formulas.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::feedback::config::REPAIRS;
use crate::labs::feedback::experiment::{OPEN, PASS_FAIL_OPEN};
use crate::labs::feedback::laws;
use crate::labs::feedback::protocol::{Point, Report};
use crate::labs::feedback::repair::Kind;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Role, Series, grouped, significant};
use crate::ui::{LineFigure, MovedOn, Progress, RunNames, RunPanel, Spacing, say, t};

const START: Text = text("Count the runs", "開始統計");
const REPAIRS_ROW: Row = Row {
    control: "repairs",
    name: text("Repairs for each point", "每一點修理幾次"),
    about: text(
        "Each with another seed: another program, other open slots, other dice.",
        "每次換一個亂數種子：不同的程式、空格和骰子。",
    ),
    range: REPAIRS,
    spacing: Spacing::Even,
    read: |c| f64::from(c.repairs),
    write: |c, v| c.repairs = v as u16,
};
const DONE: (Text, Text) = (
    text("Repairs", "修理"),
    text("Programs that were repaired or given up.", "已經修好或放棄的程式數。"),
);
const NAMES: RunNames = RunNames {
    start: "count",
    resume: "resume",
    pause: "pause",
    step: "count-step",
    stop: "stop",
    reset: "reset",
};
const TITLE: Text = text("Runs until the program passes", "執行幾次才通過");
const X: Text = text("open slots L", "空格數 L");
const Y: Text = text("runs, mean and 95 % interval (log scale)", "執行次數：平均與 95 % 區間（對數刻度）");
const EMPTY: Text = text("Press Count the runs. It takes some seconds.", "按下「開始統計」，要等幾秒。");
const FORMULA: Text = text("formula", "公式");
const TOLD: Text = text("what is told", "回饋方式");
const SLOTS: Text = text("L", "L");
const PASSED: Text = text("passed (95 %)", "通過（95 %）");
const MEAN: Text = text("runs (95 %)", "次數（95 %）");
const BITS: Text = text("bits per run", "每次得到的 bit");
const ROLES: [Role; 5] = [Role::First, Role::Second, Role::Third, Role::Fourth, Role::Fifth];

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.session;
    let progress = Memo::new(move |_| {
        lab.report.with(|report| Progress {
            step: report.done,
            steps: report.planned,
            remaining_seconds: report.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.report.with(|report| (report.done > 0).then_some(report.fingerprint)));
    let touched = Signal::derive(move || lab.report.with(|report| report.done > 0));
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let mut series = Vec::new();
        lab.report.with(|report| {
            for (kind, role) in Kind::ALL.into_iter().zip(ROLES) {
                series.push(measured(report, kind, role, lang));
            }
        });
        for kind in Kind::ALL {
            let open: &[u8] = if kind == Kind::PassFail { &PASS_FAIL_OPEN } else { &OPEN };
            let law = open.iter().map(|l| (f64::from(*l), laws::runs(kind, u32::from(*l)))).collect();
            let name = [FORMULA.get(lang), ": ", kind.name().get(lang)].concat();
            series.push(Series::new(name, Role::Theory, Arc::new(law)).thin());
        }
        LineChart {
            x: Axis::new(X.get(lang)).between(1.0, 8.0),
            y: Axis::new(Y.get(lang)).log(),
            series,
            references: vec![],
        }
    });
    let rows = move || {
        let lang = lab.lang();
        lab.report.with(|report| {
            let tried = report.points.iter().filter(|point| point.passed.of > 0);
            tried.map(|point| row(point, lang)).collect_view()
        })
    };
    view! {
        <RunPanel job="experiment" start=START step=DONE state=session.job.state progress names=NAMES fingerprint=fingerprint
            on_control=move |control| session.control(control)>
            {REPAIRS_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="runs" title=TITLE summary=Signal::derive(move || summary(lab)) chart empty=EMPTY height=340.0 />
        <div class="table-box" tabindex="0" role="region" aria-label=t(TITLE)>
            <table class="table" data-output="points">
                <thead><tr>
                    <th scope="col">{t(TOLD)}</th><th scope="col" class="is-number">{t(SLOTS)}</th><th scope="col">{t(PASSED)}</th>
                    <th scope="col">{t(MEAN)}</th><th scope="col" class="is-number">{t(FORMULA)}</th><th scope="col" class="is-number">{t(BITS)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The means of a kind; a point is there once all of its repairs so far have passed.
fn measured(report: &Report, kind: Kind, role: Role, lang: Lang) -> Series {
    let own = report.points.iter().filter(|point| point.kind == kind);
    let (mut points, mut band) = (Vec::new(), Vec::new());
    for point in own {
        let open = f64::from(point.open);
        if let Some(mean) = point.mean() {
            points.push((open, mean));
            let (low, high) = point.interval().unwrap_or((mean, mean));
            band.push((open, low, high));
        }
    }
    Series::new(kind.name().get(lang), role, Arc::new(points)).marked().with_band(Arc::new(band))
}

fn row(point: &Point, lang: Lang) -> AnyView {
    let number = |v: f64| significant(v, 3);
    let (low, high) = point.passed.interval();
    let (k, n) = (point.passed.right, point.passed.of);
    let (low, high) = (grouped(low, 2), grouped(high, 2));
    let passed = say(
        lang,
        || format!("{k} of {n} ({low} to {high})"),
        || format!("{n} 次中 {k} 次（{low} 到 {high}）"),
    );
    let mean = point.mean().map(number).unwrap_or("\u{2013}".into());
    let mean = match point.interval() {
        Some((low, high)) => {
            let (low, high) = (number(low), number(high));
            say(lang, || format!("{mean} ({low} to {high})"), || format!("{mean}（{low} 到 {high}）"))
        }
        None => mean,
    };
    let law = laws::runs(point.kind, point.open.into());
    let bits = point.mean().map(|mean| number(laws::bits(point.open.into()) / mean));
    view! {
        <tr>
            <th scope="row">{point.kind.name().get(lang)}</th><td class="is-number">{point.open.to_string()}</td><td>{passed}</td>
            <td>{mean}</td><td class="is-number">{number(law)}</td><td class="is-number">{bits.unwrap_or("\u{2013}".into())}</td>
        </tr>
    }
    .into_any()
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.report.with(|report| {
        let mean = |kind| report.mean(kind, 4).map(|mean| significant(mean, 3));
        Some((report.repairs, mean(Kind::Score)?, mean(Kind::Line)?, mean(Kind::Log)?, mean(Kind::PassFail)))
    });
    let Some((repairs, score, line, log, pass_fail)) = found else {
        return EMPTY.get(lang).into();
    };
    let pass_fail = pass_fail.unwrap_or("\u{2013}".into());
    say(
        lang,
        || format!("Four open slots, {repairs} repairs each: pass or fail {pass_fail} runs, a score with random changes {score}, the first wrong line {line}, line and expectation {log}. Thin lines are the formulas; bands are 95 % intervals of the mean."),
        || format!("四個空格，每種修理 {repairs} 次：通過與否 {pass_fail} 次，分數加隨機修改 {score} 次，第一個錯誤行號 {line} 次，行號加預期符號 {log} 次。細線是公式，色帶是平均值的 95 % 區間。"),
    )
}
