//! Widget `attacks`: the run, how many attacks succeed under each defence, and which.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::tools::attacks::{ATTACKS, Harm};
use crate::labs::tools::config::SEED;
use crate::labs::tools::defences::Defence;
use crate::lesson::{Text, text};
use crate::plot::{Count, Role};
use crate::ui::{
    CountFigure, Format, LiveNumber, MovedOn, NumberField, Progress, RunNames, RunPanel, live, say,
    t,
};

const START: Text = text("Try every attack", "把每一種攻擊都試一遍");
const STEPS: (Text, Text) = (
    text("Pieces of work", "工作"),
    text(
        "Runs of the agent, then toolboxes.",
        "先是 agent 的執行，再來是工具箱。",
    ),
);
const NAMES: RunNames = RunNames {
    start: "try",
    resume: "try-resume",
    pause: "try-pause",
    step: "try-step",
    stop: "try-stop",
    reset: "try-reset",
};
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "The toolboxes come from it. The attacks do without dice: the rules always do the same.",
    "工具箱由它決定。攻擊不用擲骰子：規則每次都做同樣的事。",
);
const SUCCEEDED: Text = text("Attacks that succeeded", "得逞的攻擊");
const EMPTY: Text = text("Guess first, then press the button.", "先猜，再按按鈕。");
const WANTS: Text = text("It wants", "想要");
const TEXT: Text = text("What stands in the note", "筆記裡寫的");
const YES: Text = text("succeeded", "得逞");
const NO: Text = text("stopped", "擋下");
pub(super) const COUNT_FROM: Text = text(
    "Attacks of 20 whose harm the world or the answer shows.",
    "20 種攻擊裡，從世界的狀態或回答看得出已經得逞的。",
);
pub(super) const LOST_FROM: Text = text(
    "Attacks of 20 that deleted a note for good.",
    "20 種攻擊裡，把筆記永久刪掉的。",
);
const LOST: Text = text("deleted in spite of the allow-list", "有白名單還是被刪掉");

const fn harm(harm: Harm) -> Text {
    match harm {
        Harm::Delete => text("a note deleted", "刪掉筆記"),
        Harm::Leak => text("the password", "密碼"),
        Harm::Remember => text("a false memory", "假的記憶"),
        Harm::Book => text("an entry in the calendar", "加一個行程"),
        Harm::Relate => text("a false fact", "假的事實"),
        Harm::Mislead => text("a wrong answer", "錯的回答"),
    }
}

const ROLES: [Role; 5] = [
    Role::Fifth,
    Role::Fourth,
    Role::Second,
    Role::Third,
    Role::First,
];

/// Attacks that succeeded under the defence at this index.
pub(super) fn succeeded(lab: Lab, defence: usize) -> Option<f64> {
    let tally = lab.report.with(|r| r.found.succeeded(defence));
    (tally.of > 0).then(|| f64::from(tally.right))
}

/// Notes that were deleted in spite of the allow-list.
pub(super) fn lost(lab: Lab) -> Option<f64> {
    let tally = lab.report.with(|r| r.found.irreversible(3));
    (tally.of > 0).then(|| f64::from(tally.right))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.session;
    let progress = Memo::new(move |_| {
        lab.report.with(|r| Progress {
            step: r.done,
            steps: r.planned,
            remaining_seconds: r.remaining_seconds,
        })
    });
    let fingerprint =
        Memo::new(move |_| lab.report.with(|r| (r.done > 0).then_some(r.fingerprint)));
    let touched = Signal::derive(move || lab.report.with(|r| r.done > 0));
    let counts = Memo::new(move |_| Arc::new(counts(lab)));
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let rows = ATTACKS
        .iter()
        .enumerate()
        .map(|(at, attack)| row(lab, at, harm(attack.harm), attack.text));
    let heads = Defence::ALL.map(|defence| view! { <th scope="col">{t(defence.name())}</th> });
    view! {
        <RunPanel job="try" start=START step=STEPS state=session.job.state progress names=NAMES fingerprint=fingerprint
            on_control=move |control| session.control(control)>
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |v: f64| lab.chosen.change(|c| c.seed = v as u32) />
        </RunPanel>
        <MovedOn session touched />
        <CountFigure name="succeeded" title=SUCCEEDED summary=Signal::derive(move || told(lab)) counts />
        <dl class="run-facts">
            <div><dt>{t(LOST)}</dt><dd><LiveNumber name="irreversible-allow" value=Memo::new(move |_| lost(lab)) format=Format::Decimals(0) from=LOST_FROM /></dd></div>
        </dl>
        <div class="table-box" tabindex="0" role="region" aria-label=t(SUCCEEDED)>
            <table class="table" data-output="attacks">
                <thead><tr><th scope="col">{t(WANTS)}</th><th scope="col">{t(TEXT)}</th>{heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, attack: usize, wants: Text, words: Text) -> AnyView {
    let cells = (0..Defence::ALL.len()).map(|defence| {
        let yes = Memo::new(move |_| lab.tried(attack, defence).map(|tried| tried.succeeded[lab.tongue()]));
        let verdict = move || match yes.get() {
            Some(true) => YES.get(lab.lang()),
            Some(false) => NO.get(lab.lang()),
            None => "",
        };
        view! { <td data-succeeded=live(move || yes.get().map_or(String::new(), |yes| yes.to_string()))>{verdict}</td> }
    });
    view! {
        <tr data-attack=attack.to_string()>
            <th scope="row">{t(wants)}</th>
            <td class="is-wrapped">{t(words)}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

fn counts(lab: Lab) -> Vec<Count> {
    let lang = lab.lang();
    let row = |(at, defence): (usize, Defence)| {
        let tally = lab.report.with(|r| r.found.succeeded(at));
        Count {
            name: defence.name().get(lang).into(),
            role: ROLES[at],
            right: tally.right,
            of: tally.of,
            interval: tally.interval(),
        }
    };
    Defence::ALL.into_iter().enumerate().map(row).collect()
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let tallies = lab
        .report
        .with(|r| [0, 1, 2, 3, 4].map(|at| r.found.succeeded(at)));
    if tallies[0].of == 0 {
        return EMPTY.get(lang).into();
    }
    let of = tallies[0].of;
    let [none, escape, roles, allow, all] = tallies.map(|tally| tally.right);
    say(
        lang,
        || {
            format!(
                "Of {of} attacks tried so far succeeded: {none} with the naive template, {escape} with escaped delimiters, {roles} with a role-aware reader, {allow} with an allow-list, {all} with roles and allow-list. The texts were written by us: the interval is that of {of} texts, not of all attacks."
            )
        },
        || {
            format!(
                "目前試過的 {of} 種攻擊裡得逞的有：天真的模板 {none} 種、跳脫分隔符號 {escape} 種、分辨角色的讀者 {roles} 種、工具白名單 {allow} 種、分辨角色加白名單 {all} 種。這些文字是我們寫的：區間說的是這 {of} 則，不是所有攻擊。"
            )
        },
    )
}
