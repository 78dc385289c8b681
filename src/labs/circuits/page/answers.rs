//! Widget `answers`: some prompts of the behaviour, and what is said to them with the components that are on.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::circuits::protocol::Said;
use crate::lesson::{Text, text};
use crate::plot::percent;
use crate::ui::{say, t};

const PROMPT: Text = text("prompt", "開頭");
const RIGHT: Text = text("right answer", "正確答案");
const SAYS: Text = text("says", "說出");
const TITLE: Text = text("Some prompts, and what is said to them", "幾個開頭，和模型接的話");
const MARK_RIGHT: Text = text("right", "對");
const MARK_WRONG: Text = text("wrong", "錯");

pub(super) fn view(lab: Lab) -> AnyView {
    let rows = move || {
        let said = lab.now().with(|now| now.as_ref().map(|now| now.said.clone()));
        said.unwrap_or_default().iter().map(|said| row(lab, said)).collect_view()
    };
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(TITLE)>
            <table class="table" data-output="answers">
                <caption class="control-name">{t(TITLE)}</caption>
                <thead><tr><th scope="col">{t(PROMPT)}</th><th scope="col">{t(SAYS)}</th><th scope="col">{t(RIGHT)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, said: &Said) -> AnyView {
    let lang = lab.lang();
    let is_right = said.says.0 == said.right.0;
    let mark = if is_right { MARK_RIGHT } else { MARK_WRONG }.get(lang);
    let (says, p) = (lab.word(said.says.0), percent(said.says.1.into(), 0));
    let told = say(lang, || format!("{says} ({p}), {mark}"), || format!("{says}（{p}），{mark}"));
    let (right, p) = (lab.word(said.right.0), percent(said.right.1.into(), 0));
    let wanted = say(lang, || format!("{right} ({p})"), || format!("{right}（{p}）"));
    view! {
        <tr data-right=if is_right { "true" } else { "false" }>
            <td>{lab.text(&said.prompt)}</td>
            <td>{told}</td>
            <td>{wanted}</td>
        </tr>
    }
    .into_any()
}
