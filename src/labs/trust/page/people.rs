//! Widget `people`: true records of two people of one name, joined by the name alone or by name and birth.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::trust::people::{Join, QUESTIONS, RECORDS, answer, is_right, said};
use crate::lesson::{Text, text};
use crate::ui::{Format, LiveNumber, Toggle, live, say, t};

const BY_NAME: Text = text("Join records by the name alone", "只用名字合併資料");
const BY_NAME_ABOUT: Text = text(
    "Off: two records are about one person only if the year of birth agrees too.",
    "關掉之後，名字和出生年都相同，才算同一個人。",
);
const RECORD: Text = text("What the search tool returns, all of it true", "搜尋工具傳回的資料，每一筆都是真的");
const WRITTEN: Text = text("written", "年份");
const QUESTION: Text = text("Question", "問題");
const ANSWER: Text = text("Answer", "回答");
const RIGHT: Text = text("right", "對");
const WRONG: Text = text("wrong", "錯");
const COUNT: Text = text("right answers of 4", "4 題裡答對");
pub(super) const RIGHT_FROM: Text = text(
    "Each answer is held against the records of the person who was meant.",
    "每個回答都和那個人自己的資料核對。",
);

fn join(lab: Lab) -> Join {
    match lab.chosen.config.with(|c| c.by_name) {
        true => Join::Name,
        false => Join::NameAndBirth,
    }
}

/// Questions that are answered rightly.
pub(super) fn right(lab: Lab) -> f64 {
    let join = join(lab);
    QUESTIONS.iter().filter(|q| is_right(q, join)).count() as f64
}

pub(super) fn view(lab: Lab) -> AnyView {
    let value = lab.chosen.pick(|c| c.by_name);
    let records = RECORDS.iter().map(|record| {
        view! { <tr><td class="is-wrapped">{t(record.sentence)}</td><td class="is-number">{record.year}</td></tr> }
    });
    let questions = QUESTIONS.iter().map(|question| {
        let given = move || said(answer(question, join(lab)), lab.lang());
        let dated = move || {
            let year = answer(question, join(lab)).map(|r| r.year)?;
            Some(say(lab.lang(), || format!(" (source of {year})"), || format!("（{year} 年的資料）")))
        };
        let right = move || is_right(question, join(lab));
        let verdict = move || {
            let words = if right() { RIGHT } else { WRONG }.get(lab.lang());
            say(lab.lang(), || format!(": {words}"), || format!("：{words}"))
        };
        view! {
            <tr data-question=question.id data-right=live(move || right().to_string())>
                <th scope="row" class="is-wrapped">{t(question.words)}</th>
                <td class="is-wrapped">{given}{dated}{verdict}</td>
            </tr>
        }
    });
    view! {
        <Toggle control="by-name" name=BY_NAME about=BY_NAME_ABOUT value on_change=move |on| lab.chosen.change(|c| c.by_name = on) />
        <div class="table-box" tabindex="0" role="region" aria-label=t(RECORD)>
            <table class="table" data-output="records">
                <thead><tr><th scope="col">{t(RECORD)}</th><th scope="col">{t(WRITTEN)}</th></tr></thead>
                <tbody>{records.collect_view()}</tbody>
            </table>
        </div>
        <div class="table-box" tabindex="0" role="region" aria-label=t(QUESTION)>
            <table class="table" data-output="people">
                <thead><tr><th scope="col">{t(QUESTION)}</th><th scope="col">{t(ANSWER)}</th></tr></thead>
                <tbody>{questions.collect_view()}</tbody>
            </table>
        </div>
        <dl class="run-facts">
            <div><dt>{t(COUNT)}</dt><dd><LiveNumber name="people-right" value=Memo::new(move |_| Some(right(lab))) format=Format::Decimals(0) from=RIGHT_FROM /></dd></div>
        </dl>
    }
    .into_any()
}
