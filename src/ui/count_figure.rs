//! Counts with their 95 % intervals in the frame of every figure: treatment and controls under each other.

use std::sync::Arc;

use leptos::prelude::*;

use super::context::{Words, use_lang};
use super::scene_figure::SceneFigure;
use crate::lesson::{Text, text};
use crate::plot::{Count, counts_table, draw_counts};

const COLUMNS: [Text; 6] = [
    text("what", "項目"),
    text("right", "符合"),
    text("of", "總數"),
    text("share", "比例"),
    text("95 % interval from", "95 % 區間下限"),
    text("to", "上限"),
];

/// `counts`: names in the reader's language; a count of nothing is a dash.
#[component]
pub fn CountFigure(
    name: &'static str,
    #[prop(into)] title: Words,
    #[prop(into)] summary: Words,
    #[prop(into)] counts: Signal<Arc<Vec<Count>>>,
) -> impl IntoView {
    let lang = use_lang();
    let scene = Callback::new(move |width: f32| counts.with(|counts| draw_counts(counts, width)));
    let table = Signal::derive(move || {
        let columns = COLUMNS.map(|column| column.get(lang.get()));
        counts.with(|counts| counts_table(counts, columns))
    });
    view! { <SceneFigure name title summary scene table /> }.into_any()
}
