//! Widget `rules`: the same question of the user under three system messages.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::tools::trial::{ASKED, RULES};
use crate::lesson::{Text, text};
use crate::ui::t;

const SYSTEM: Text = text("System prompt", "系統提示");
const USER: Text = text("User prompt", "使用者提示");
const ANSWER: Text = text("Answer", "回答");
const NOT_YET: Text = text("not asked yet", "還沒問");

pub(super) fn view(lab: Lab) -> AnyView {
    let rows = RULES.into_iter().enumerate().map(|(at, rule)| {
        let answer = move || {
            let answer = lab.report.with(|r| {
                r.found
                    .asked
                    .get(at)
                    .map(|answers| answers[lab.tongue()].clone())
            });
            answer.unwrap_or_else(|| NOT_YET.get(lab.lang()).into())
        };
        view! {
            <tr data-rule=at.to_string()>
                <td class="is-wrapped">{t(rule)}</td>
                <td class="is-wrapped">{t(ASKED)}</td>
                <td class="is-wrapped">{answer}</td>
            </tr>
        }
    });
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(SYSTEM)>
            <table class="table" data-output="rules">
                <thead><tr><th scope="col">{t(SYSTEM)}</th><th scope="col">{t(USER)}</th><th scope="col">{t(ANSWER)}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
