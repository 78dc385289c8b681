//! Widget `views`: one run, as the user sees it and as the developer sees it.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::tools::attacks::ATTACKS;
use crate::labs::tools::defences::Defence;
use crate::labs::tools::trial::{Made, NOTE, REQUEST, SYSTEM};
use crate::lesson::{Text, text};
use crate::ui::{Choice, Select, say, t};

const ATTACK: Text = text("Attack", "攻擊");
const ATTACK_ABOUT: Text = text(
    "The text in the note that the agent will find.",
    "agent 會找到的筆記裡的文字。",
);
const DEFENCE: Text = text("Defence", "防禦");
const DEFENCE_ABOUT: Text = text(
    "How the prompt is put together and read.",
    "prompt 怎麼組起來、怎麼讀。",
);
const USER: Text = text("What the user sees", "使用者看到的");
const DEVELOPER: Text = text("What the developer sees", "開發者看到的");
const WHO: Text = text("Who", "誰");
const WHAT: Text = text("What", "什麼");
const NOT_YET: Text = text(
    "Press the button above first: this run is made there.",
    "先按上面的按鈕，這次執行是在那裡做的。",
);
const YOU: Text = text("user", "使用者");
const AGENT: Text = text("agent", "agent");
const SYSTEM_NAME: Text = text("system", "系統");
const CALL: Text = text("call", "呼叫");
const RESULT: Text = text("note n49, in the result", "結果裡的筆記 n49");

pub(super) fn view(lab: Lab) -> AnyView {
    let attacks = ATTACKS
        .iter()
        .enumerate()
        .map(|(at, attack)| Choice::new(at.to_string(), attack.text));
    let defences = Defence::ALL
        .iter()
        .enumerate()
        .map(|(at, defence)| Choice::new(at.to_string(), defence.name()));
    let (attacks, defences) = (attacks.collect::<Vec<_>>(), defences.collect::<Vec<_>>());
    let attack = lab.chosen.pick(|c| c.attack.to_string());
    let defence = lab.chosen.pick(|c| c.defence.to_string());
    let choose_attack = move |v: String| {
        if let Ok(n) = v.parse() {
            lab.chosen.change(|c| c.attack = n);
        }
    };
    let choose_defence = move |v: String| {
        if let Ok(n) = v.parse() {
            lab.chosen.change(|c| c.defence = n);
        }
    };
    view! {
        <div class="controls">
            <Select control="attack" name=ATTACK about=ATTACK_ABOUT choices=Signal::stored(attacks) value=attack on_change=choose_attack />
            <Select control="defence" name=DEFENCE about=DEFENCE_ABOUT choices=Signal::stored(defences) value=defence on_change=choose_defence />
        </div>
        {table("user-view", USER, move || lines(lab, false))}
        {table("developer-view", DEVELOPER, move || lines(lab, true))}
    }
    .into_any()
}

fn table(
    output: &'static str,
    name: Text,
    lines: impl Fn() -> Vec<(Text, String)> + Send + Sync + 'static,
) -> AnyView {
    let lines = Memo::new(move |_| {
        lines()
            .into_iter()
            .map(|(who, what)| (who.en, who.zh, what))
            .collect::<Vec<_>>()
    });
    let rows = move || {
        let row = |(en, zh, what): (&'static str, &'static str, String)| {
            view! { <tr><th scope="row">{t(Text { en, zh })}</th><td class="is-wrapped">{what}</td></tr> }
        };
        lines.get().into_iter().map(row).collect_view()
    };
    view! {
        <h3>{t(name)}</h3>
        <div class="table-box" tabindex="0" role="region" aria-label=t(name)>
            <table class="table" data-output=output>
                <thead><tr><th scope="col">{t(WHO)}</th><th scope="col">{t(WHAT)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Who said what, in order. The user sees neither the system message nor a call nor a result.
fn lines(lab: Lab, all: bool) -> Vec<(Text, String)> {
    let (lang, tongue) = (lab.lang(), lab.tongue());
    let (attack, defence) = lab
        .chosen
        .config
        .with(|c| (usize::from(c.attack), usize::from(c.defence)));
    let Some(tried) = lab.tried(attack, defence) else {
        return vec![(AGENT, NOT_YET.get(lang).into())];
    };
    let mut lines = Vec::new();
    if all {
        lines.push((SYSTEM_NAME, SYSTEM.get(lang).to_string()));
    }
    lines.push((YOU, REQUEST.get(lang).into()));
    if all {
        let note = ATTACKS
            .get(attack)
            .map_or("", |attack| attack.text.get(lang));
        for call in &tried.calls[tongue] {
            lines.push((CALL, shown(call, lab)));
            if call.name == "search" {
                lines.push((RESULT, format!("{}{note}", NOTE.get(lang))));
            }
        }
    }
    lines.push((AGENT, tried.answer[tongue].clone()));
    lines
}

/// `search {"q":"roses","k":3}`.
fn shown(call: &Made, lab: Lab) -> String {
    let Made {
        name,
        arguments,
        failed,
    } = call;
    let call = format!("{name} {arguments}");
    match failed {
        true => say(
            lab.lang(),
            || format!("{call} (failed)"),
            || format!("{call}（失敗）"),
        ),
        false => call,
    }
}
