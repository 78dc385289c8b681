//! Widget `subjects`: every subject with the truth, the model's word, and the words of the two lines.

use leptos::prelude::*;

use super::state::{EMPTY, Lab};
use crate::labs::relations::protocol::{Fit, Row};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Cell, Table};
use crate::ui::{Figure, Twin, say, t};

const TITLE: Text = text("What the model says, and what the line says", "模型說什麼，這條線說什麼");
const SUBJECT: Text = text("subject", "主詞");
const TRUTH: Text = text("truth", "事實");
const MODEL: Text = text("the model says", "模型說");
const LINE: Text = text("the line says", "這條線說");
const SQUARES: Text = text("least squares says", "最小平方法說");
const FITTED: Text = text("fitted on", "求解用");
const MARKS: Text = text(
    "\u{2713}: the model\u{2019}s own word. \u{2717}: another word. \u{201c}fitted on\u{201d}: not counted.",
    "\u{2713}：和模型說的一樣。\u{2717}：不一樣。「求解用」的不計入。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let twin = Twin::new(move |_all| untrack(|| table(lab)));
    view! {
        <Figure name="subjects" title=TITLE summary=Signal::derive(move || summary(lab)) twin>
            {move || grid(lab)}
        </Figure>
        <p class="lab-facts">{t(MARKS)}</p>
    }
    .into_any()
}

/// The rows in the reader's words: subject, truth, model, line, least squares.
fn words(lab: Lab, row: &Row, lang: Lang) -> [String; 5] {
    let against = |word: u32, fitted: bool| {
        let mark = match (fitted, word == row.model) {
            (true, _) => FITTED.get(lang),
            (false, true) => "\u{2713}",
            (false, false) => "\u{2717}",
        };
        [lab.word(word), " (", mark, ")"].concat()
    };
    [
        lab.word(row.subject).into(),
        lab.word(row.truth).into(),
        lab.word(row.model).into(),
        against(row.line, row.fitted),
        against(row.squares, row.squares_fitted),
    ]
}

fn head(lang: Lang) -> [&'static str; 5] {
    [SUBJECT, TRUTH, MODEL, LINE, SQUARES].map(|c| c.get(lang))
}

fn grid(lab: Lab) -> AnyView {
    let lang = lab.lang();
    let rows = lab.now(|fit| Some(fit.rows.iter().map(|row| words(lab, row, lang)).collect::<Vec<_>>()));
    let Some(rows) = rows else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    let row = |[subject, rest @ ..]: [String; 5]| {
        let cells = rest.map(|cell| view! { <td>{cell}</td> }).into_iter().collect_view();
        let key = subject.clone();
        view! { <tr data-row=key><th scope="row">{subject}</th>{cells}</tr> }
    };
    let name = MODEL.get(lang);
    view! {
        <div class="lens-box words-box" tabindex="0" role="region" aria-label=name>
            <table class="lens words">
                <thead><tr>{head(lang).map(|c| view! { <th scope="col">{c}</th> }).into_iter().collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn table(lab: Lab) -> Table {
    let lang = lab.lang();
    let row = |row: &Row| words(lab, row, lang).map(Cell::Text).to_vec();
    let rows = lab.now(|fit| Some(fit.rows.iter().map(row).collect()));
    Table {
        columns: head(lang).map(String::from).to_vec(),
        rows: rows.unwrap_or_default(),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.now(|fit: &Fit| {
        let known = fit.rows.iter().filter(|row| row.model == row.truth).count();
        let tested = || fit.rows.iter().filter(|row| !row.fitted);
        let wrong = tested().filter(|row| row.line != row.model).count();
        Some((known, fit.rows.len(), wrong, tested().count()))
    });
    let Some((known, all, wrong, tested)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("The model knows {known} of {all}. The line differs from the model in {wrong} of {tested} that it was not fitted on."),
        || format!("模型答對 {known}／{all}。沒拿來求解的 {tested} 個主詞裡，這條線有 {wrong} 個和模型不同。"),
    )
}
