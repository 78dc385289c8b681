//! Widget `edit`: the line run backwards: the subject's state moved so that the model says another subject's word.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{EMPTY, Lab, count, share};
use crate::labs::relations::config::RANK;
use crate::labs::relations::protocol::{Edited, Fit};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, Cell, LineChart, Role, Series, Table, significant};
use crate::ui::{CountFigure, Figure, Format, LineFigure, LiveNumber, Slider, Twin, say, t};

const RANK_NAME: Text = text("Rank of the inverse", "反矩陣的秩");
const RANK_ABOUT: Text = text(
    "Only the strongest directions of W are turned round. Few: little can be said. All: the weak ones are blown up.",
    "只把 W 最強的幾個方向反過來。太少：能表達的不多。全部：弱的方向會被放得很大。",
);
const TITLE: Text = text("Says the wanted word after the edit", "編輯之後，說出想要的詞");
const EDIT: Text = text("moved by the inverse of W", "用 W 的反矩陣移動");
const RANDOM: Text = text("control: random direction, same length", "對照：同樣長度的隨機方向");
const SWAP: Text = text("the other subject\u{2019}s whole state", "整個換成另一個主詞的狀態");
pub(super) const EDIT_FROM: Text = text(
    "Share of the tested subjects for which the model says the wanted word after s + (o\u{2032} \u{2212} o) W\u{207a}.",
    "測試的主詞當中，加上 (o\u{2032} \u{2212} o) W\u{207a} 之後，模型說出想要的詞的比例。",
);
pub(super) const RANDOM_FROM: Text = text(
    "The same with a random direction of the same length, one for each subject.",
    "同一個比例，但每個主詞改用一個同樣長度的隨機方向。",
);
pub(super) const SWAP_FROM: Text = text(
    "The same with the other subject\u{2019}s own state put there. Where this fails, the model no longer reads the subject at this layer.",
    "同一個比例，但整個換成另一個主詞在這一層的狀態。連這樣都沒用，表示模型在這一層之後不再看這個位置。",
);
const SPECTRUM_TITLE: Text = text("How strong the directions of W are", "W 的每個方向有多強");
const DIRECTION: Text = text("direction", "第幾個方向");
const STRENGTH: Text = text("singular value (log scale)", "奇異值（對數刻度）");
const USED: Text = text("used", "有用到");
const UNUSED: Text = text("left out", "沒用到");
const EDITS_TITLE: Text = text("Edit by edit", "逐次編輯");
const SUBJECT: Text = text("subject", "主詞");
const BEFORE: Text = text("the model says", "模型說");
const WANTED: Text = text("wanted", "想要");
const AFTER: Text = text("after the edit", "編輯後");
const AFTER_RANDOM: Text = text("after a random one", "隨機方向之後");

pub(super) fn view(lab: Lab) -> AnyView {
    let config = lab.chosen;
    let counts = Memo::new(move |_| {
        let lang = lab.lang();
        let found = lab.now(|fit| {
            let cell = &fit.cell;
            Some(vec![
                count(EDIT, Role::Treatment, cell.edit, lang),
                count(RANDOM, Role::Control, cell.edit_random, lang),
                count(SWAP, Role::Theory, cell.swap, lang),
            ])
        });
        Arc::new(found.unwrap_or_default())
    });
    let spectrum = Memo::new(move |_| spectrum(lab));
    let twin = Twin::new(move |_all| untrack(|| table(lab)));
    view! {
        <Slider control="rank" name=RANK_NAME about=RANK_ABOUT limits=RANK.into() value=config.pick(|c| f64::from(c.rank))
            on_change=move |value: f64| config.change(|c| c.rank = value as u8) />
        <CountFigure name="edited" title=TITLE summary=Signal::derive(move || summary(lab)) counts />
        <dl class="run-facts">
            <div><dt>{t(EDIT)}</dt><dd><LiveNumber name="edit-success" value=Memo::new(move |_| edit(lab)) format=Format::Percent(0) from=EDIT_FROM /></dd></div>
            <div><dt>{t(RANDOM)}</dt><dd><LiveNumber name="edit-random" value=Memo::new(move |_| random(lab)) format=Format::Percent(0) from=RANDOM_FROM /></dd></div>
            <div><dt>{t(SWAP)}</dt><dd><LiveNumber name="swap-success" value=Memo::new(move |_| swap(lab)) format=Format::Percent(0) from=SWAP_FROM /></dd></div>
        </dl>
        <LineFigure name="spectrum" title=SPECTRUM_TITLE summary=Signal::derive(move || spectrum_summary(lab)) chart=spectrum height=220.0 empty=EMPTY />
        <Figure name="edits" title=EDITS_TITLE summary=Signal::derive(move || edits_summary(lab)) twin>
            {move || grid(lab)}
        </Figure>
    }
    .into_any()
}

pub(super) fn edit(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.edit))
}

pub(super) fn random(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.edit_random))
}

pub(super) fn swap(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.swap))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.now(|fit| Some((fit.cell.edit, fit.cell.edit_random.right, fit.cell.swap.right)));
    let Some((edit, random, swap)) = found else {
        return EMPTY.get(lang).into();
    };
    let (right, of) = (edit.right, edit.of);
    say(
        lang,
        || format!("Of {of} edits, {right} make the model say the wanted word; random directions do {random}, the whole state of the other subject {swap}."),
        || format!("{of} 次編輯裡，有 {right} 次讓模型說出想要的詞；隨機方向 {random} 次，整個換成另一個主詞 {swap} 次。"),
    )
}

fn spectrum(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let values = lab.now(|fit| Some((fit.spectrum.clone(), usize::from(fit.ask.rank))));
    let (values, rank) = values.unwrap_or_default();
    let part = |from: usize, to: usize| {
        let point = |i: usize| (i as f64 + 1.0, f64::from(values[i]));
        Arc::new((from.min(values.len())..to.min(values.len())).map(point).collect::<Vec<_>>())
    };
    LineChart {
        x: Axis::new(DIRECTION.get(lang)).between(1.0, 64.0),
        y: Axis::new(STRENGTH.get(lang)).log(),
        series: vec![
            Series::new(USED.get(lang), Role::Treatment, part(0, rank)),
            Series::new(UNUSED.get(lang), Role::Control, part(rank, values.len())),
        ],
        references: Vec::new(),
    }
}

fn spectrum_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.now(|fit| {
        let at = |i: usize| fit.spectrum.get(i).map(|x| significant((*x).into(), 2));
        let rank = usize::from(fit.ask.rank);
        Some((at(0)?, rank, at(rank.checked_sub(1)?)?, at(fit.spectrum.len().checked_sub(1)?)?))
    });
    let Some((first, rank, at, last)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Singular values: {first} of the strongest direction, {at} of number {rank} (the last one used), {last} of the weakest."),
        || format!("奇異值：最強的方向 {first}，第 {rank} 個（用到的最後一個）{at}，最弱的 {last}。"),
    )
}

fn words(lab: Lab, subject: u32, model: u32, edit: Edited) -> [String; 5] {
    let against = |word: u32| {
        let mark = if word == edit.wanted { "\u{2713}" } else { "\u{2717}" };
        [lab.word(word), " (", mark, ")"].concat()
    };
    [
        lab.word(subject).into(),
        lab.word(model).into(),
        lab.word(edit.wanted).into(),
        against(edit.says),
        against(edit.random),
    ]
}

fn rows(lab: Lab) -> Option<Vec<[String; 5]>> {
    lab.now(|fit: &Fit| {
        let row = |row: &crate::labs::relations::protocol::Row| Some(words(lab, row.subject, row.model, row.edit?));
        Some(fit.rows.iter().filter_map(row).collect())
    })
}

fn head(lang: Lang) -> [&'static str; 5] {
    [SUBJECT, BEFORE, WANTED, AFTER, AFTER_RANDOM].map(|c| c.get(lang))
}

fn grid(lab: Lab) -> AnyView {
    let lang = lab.lang();
    let Some(rows) = rows(lab) else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    let row = |[subject, rest @ ..]: [String; 5]| {
        let cells = rest.map(|cell| view! { <td>{cell}</td> }).into_iter().collect_view();
        let key = subject.clone();
        view! { <tr data-edit=key><th scope="row">{subject}</th>{cells}</tr> }
    };
    let name = EDITS_TITLE.get(lang);
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
    let rows = rows(lab).unwrap_or_default();
    Table {
        columns: head(lang).map(String::from).to_vec(),
        rows: rows.into_iter().map(|row| row.map(Cell::Text).to_vec()).collect(),
    }
}

fn edits_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let example = lab.now(|fit| {
        let reached = |row: &&crate::labs::relations::protocol::Row| row.edit.is_some_and(|e| e.says == e.wanted);
        let row = fit.rows.iter().find(reached)?;
        Some((lab.word(row.subject), lab.word(row.model), lab.word(row.edit?.says)))
    });
    let Some((subject, before, after)) = example else {
        return say(lang, || "No edit has reached its word.".into(), || "沒有一次編輯說出想要的詞。".into());
    };
    say(
        lang,
        || format!("For example, asked about \u{201c}{subject}\u{201d} the model says \u{201c}{after}\u{201d} in place of \u{201c}{before}\u{201d}."),
        || format!("例如問「{subject}」，模型原本說「{before}」，編輯後說「{after}」。"),
    )
}
