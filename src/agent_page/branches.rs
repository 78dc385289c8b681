//! The steps of the branch, all branches, and two of them compared.

use leptos::prelude::*;

use super::log::hex;
use super::panel::Panel;
use crate::agent::{Branch, Entry};
use crate::agent_study::Question;
use crate::lesson::{Lang, Text, text};
use crate::plot::grouped;
use crate::ui::{Button, ButtonKind, Choice, Select, Words, harmless, live, say, t, use_lang};

const STEPS: Text = text("Steps up to here", "到這裡為止的步驟");
const BRANCHES: Text = text("Branches", "分支");
const ONLY: Text = text(
    "There is one branch. Go back or edit a message, then go on: the old branch stays.",
    "目前只有一個分支。後退或修改訊息再繼續，舊的分支會留著。",
);
const LOOK: Text = text("Look at it", "查看");
const LEFT: Text = text("One branch", "一個分支");
const RIGHT: Text = text("Another branch", "另一個分支");
const PICK: Text = text("By its letter in the list.", "用清單裡的代號。");
const COMPARE: Text = text("Compare", "比較");
const ENDS: Text = text("ends here", "到此結束");

fn letter(at: usize) -> String {
    let letter = char::from(b'A' + (at % 26) as u8);
    let round = at / 26;
    if round == 0 {
        letter.into()
    } else {
        format!("{letter}{round}")
    }
}

fn first(entry: Option<&Entry>, lang: Lang) -> String {
    entry.map_or_else(
        || ENDS.get(lang).into(),
        |entry| harmless(&entry.event.heading(lang)),
    )
}

pub fn branches(panel: Panel) -> AnyView {
    let lang = use_lang();
    let path = Memo::new(move |_| panel.with(|shown| shown.path.clone()).unwrap_or_default());
    let all = Memo::new(move |_| {
        panel
            .with(|shown| shown.branches.clone())
            .unwrap_or_default()
    });
    let pair = RwSignal::new([0usize, 1]);
    let several = move || all.with(|all| all.len() > 1);
    let step = move |(number, node): (usize, usize)| {
        let words = Words::from(Signal::stored(number.to_string()));
        view! { <Button control="go-to-step" words kind=ButtonKind::Quiet on_press=move |()| panel.ask(Question::Select { step: node }) /> }
    };
    let steps = move || path.get().into_iter().enumerate().map(step).collect_view();
    let row = move |(at, branch): (usize, Branch)| {
        let words = move || {
            let (name, n, hash) = (
                letter(at),
                grouped(branch.length.saturating_sub(1) as f64, 0),
                hex(branch.hash),
            );
            say(
                lang.get(),
                || format!("{name}: {n} steps, {hash}"),
                || format!("{name}：{n} 步，{hash}"),
            )
        };
        view! { <li><span>{live(words)}</span> " " <Button control="look-at-branch" words=LOOK kind=ButtonKind::Quiet on_press=move |()| panel.ask(Question::Select { step: branch.tip }) /></li> }
    };
    let rows = move || all.get().into_iter().enumerate().map(row).collect_view();
    let choices = Signal::derive(move || {
        let count = all.with(Vec::len);
        (0..count)
            .map(|at| Choice::new(at.to_string(), Words::from(Signal::stored(letter(at)))))
            .collect::<Vec<_>>()
    });
    let value = move |side: usize| Signal::derive(move || pair.get()[side].to_string());
    let pick = move |side: usize| {
        move |value: String| pair.update(|pair| pair[side] = value.parse().unwrap_or(0))
    };
    let compare = move |()| {
        let tips = pair
            .get_untracked()
            .map(|at| all.with_untracked(|all| all.get(at).map(|branch| branch.tip)));
        if let [Some(a), Some(b)] = tips {
            panel.ask(Question::Compare { steps: [a, b] });
        }
    };
    let result = move || {
        let ([a, b], found) = panel.compared.get()?;
        let name = |tip: usize| {
            all.with(|all| all.iter().position(|branch| branch.tip == tip))
                .map_or_else(|| "?".into(), letter)
        };
        let (a, b, lang) = (name(a), name(b), lang.get());
        let common = grouped(found.common as f64, 0);
        let world = match found.same_world {
            true => text(
                "At the end both worlds are in the same state.",
                "最後兩邊的世界狀態相同。",
            ),
            false => text("At the end the worlds differ.", "最後兩邊的世界狀態不同。"),
        };
        let said = say(
            lang,
            || format!("The first {common} entries are the same. Then:"),
            || format!("前 {common} 筆紀錄相同，接著："),
        );
        Some(view! {
            <p>{said}</p>
            <dl class="run-facts"><div><dt>{a}</dt><dd>{first(found.first[0].as_ref(), lang)}</dd></div><div><dt>{b}</dt><dd>{first(found.first[1].as_ref(), lang)}</dd></div></dl>
            <p data-value="same-world" data-raw=if found.same_world { "1" } else { "0" }>{world.get(lang)}</p>
        })
    };
    view! {
        <p class="control-name">{t(STEPS)}</p>
        <div class="run-buttons" data-output="steps">{steps}</div>
        <p class="control-name">{t(BRANCHES)}</p>
        <ul class="lab-facts" data-output="branches">{rows}</ul>
        <p class="control-about" prop:hidden=live(several)>{t(ONLY)}</p>
        <div prop:hidden=live(move || !several())>
            <div class="controls">
                <Select control="compare-one" name=LEFT about=PICK choices value=value(0) on_change=pick(0) />
                <Select control="compare-other" name=RIGHT about=PICK choices value=value(1) on_change=pick(1) />
            </div>
            <Button control="compare" words=COMPARE on_press=compare />
            <div data-output="compared">{result}</div>
        </div>
    }
    .into_any()
}
