//! "Only continuation": the tape without its labels; the reader marks what the environment inserted, and the tape itself decides.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::panel::Panel;
use super::pieces::{Piece, pieces};
use crate::agent::Author;
use crate::lesson::{Text, text};
use crate::plot::grouped;
use crate::ui::{Button, ButtonKind, Format, LiveNumber, live, say, t, use_lang};

const ABOUT: Text = text(
    "Press every piece that the environment inserted. All else was written by the brain, token by token.",
    "按下每一段由環境插入的文字。其餘都是模型一個 token 一個 token 寫出來的。",
);
const CHECK: Text = text("Check my marks", "檢查我的標記");
const AGAIN: Text = text("Start again", "重來");
const EMPTY: Text = text(
    "Run the agent first: then there is something to mark.",
    "請先執行 agent，才有東西可以標記。",
);
pub(super) const RIGHT_FROM: Text = text(
    "Pieces of the tape that you marked as the tape itself has them.",
    "標記和 tape 實際紀錄一致的段數。",
);
/// Pieces that are shown at most.
const MOST: usize = 40;

/// What comes after the user's words: there brain and environment take turns.
fn turns(panel: Panel) -> Vec<Piece> {
    let all = panel.with(|shown| pieces(&shown.tape)).unwrap_or_default();
    let open = |piece: &&Piece| !matches!(piece.author, Author::System | Author::User);
    let from = all
        .iter()
        .position(|piece| piece.author == Author::User)
        .unwrap_or(0);
    all[from..]
        .iter()
        .filter(open)
        .take(MOST)
        .cloned()
        .collect()
}

/// The exercise. `right`: how many marks were right, once they have been checked.
pub fn exercise(panel: Panel, right: RwSignal<Option<(u32, u32)>>) -> AnyView {
    let lang = use_lang();
    let marked = RwSignal::new(BTreeSet::<usize>::new());
    let checked = RwSignal::new(false);
    let tape = Memo::new(move |_| turns(panel));
    // Another tape is another exercise.
    Effect::new(move |before: Option<()>| {
        tape.track();
        if before.is_some() {
            marked.update(BTreeSet::clear);
            checked.set(false);
        }
    });
    let press = move |at: usize| {
        if !checked.get_untracked() {
            marked.update(|marked| {
                if !marked.remove(&at) {
                    marked.insert(at);
                }
            });
        }
    };
    let piece = move |(at, piece): (usize, Piece)| {
        let inserted = piece.author == Author::Environment;
        let on = move || marked.with(|marked| marked.contains(&at));
        let verdict = move || {
            checked
                .get()
                .then(|| if on() == inserted { "right" } else { "wrong" })
        };
        let text: String = piece.runs.iter().map(|run| run.text.as_str()).collect();
        view! {
            <button type="button" class="exercise-piece" data-control="mark-piece" aria-pressed=live(move || if on() { "true" } else { "false" })
                data-verdict=live(verdict) on:click=move |_| press(at)>{text}
                <span class="exercise-verdict">{live(move || verdict().map(|v| if v == "right" { " \u{2713}" } else { " \u{2717}" }))}</span></button>
        }
    };
    let list = move || {
        let pieces = tape.get();
        match pieces.len() < 2 {
            true => view! { <p class="control-about">{t(EMPTY)}</p> }.into_any(),
            false => pieces
                .into_iter()
                .enumerate()
                .map(piece)
                .collect_view()
                .into_any(),
        }
    };
    let check = move |()| {
        let pieces = tape.get_untracked();
        let marks = marked.get_untracked();
        let fits = |(at, piece): &(usize, &Piece)| {
            marks.contains(at) == (piece.author == Author::Environment)
        };
        let good = pieces.iter().enumerate().filter(fits).count();
        checked.set(true);
        right.set(Some((good as u32, pieces.len() as u32)));
    };
    let again = move |()| {
        marked.update(BTreeSet::clear);
        checked.set(false);
    };
    let none = Signal::derive(move || {
        tape.with(|tape| tape.len() < 2)
            .then(|| EMPTY.get(lang.get()).to_string())
    });
    let said = move || {
        let (_, of) = right.get().filter(|_| checked.get())?;
        let of = grouped(f64::from(of), 0);
        Some(say(
            lang.get(),
            || format!("right, of {of} pieces."),
            || format!("段標對，共 {of} 段。"),
        ))
    };
    let good = Signal::derive(move || right.get().map(|(good, _)| f64::from(good)));
    view! {
        <p class="control-about">{t(ABOUT)}</p>
        <div class="exercise" data-output="exercise">{list}</div>
        <div class="run-buttons">
            <Button control="check-marks" words=CHECK kind=ButtonKind::Main blocked=none on_press=check />
            <Button control="clear-marks" words=AGAIN on_press=again />
        </div>
        <p prop:hidden=live(move || !checked.get())><LiveNumber name="marks-right" value=good format=Format::Decimals(0) from=RIGHT_FROM /> " " {live(said)}</p>
    }
    .into_any()
}
