//! Widget `ranking`: the neurons that tell harmful requests from harmless ones most, and in which layers they are.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::neurons::protocol::{LEADING, Ranked};
use crate::lesson::{Text, text};
use crate::plot::significant;
use crate::ui::{Button, ButtonKind, say, t};

const NAME: Text = text("The first of the ranking", "排名在前的神經元");
const EMPTY: Text = text(
    "The ranking is made with the run above.",
    "上面的實驗跑了之後才有排名。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let ranking = Memo::new(move |_| {
        lab.bench
            .told(|report| Some(report.ranking.clone()))
            .unwrap_or_default()
    });
    let layers = Memo::new(move |_| {
        lab.bench
            .told(|report| Some(report.layers.clone()))
            .unwrap_or_default()
    });
    let facts = move || {
        let layers = layers.get();
        if layers.is_empty() {
            return EMPTY.get(lab.lang()).into();
        }
        let counts: Vec<String> = layers.iter().map(u32::to_string).collect();
        say(
            lab.lang(),
            || {
                format!(
                    "Of the first {LEADING}, by layer 1 to {}: {}.",
                    counts.len(),
                    counts.join(", ")
                )
            },
            || {
                format!(
                    "前 {LEADING} 個分布在第 1 到第 {} 層，依序是 {} 個。",
                    counts.len(),
                    counts.join("、")
                )
            },
        )
    };
    let button = move |ranked: Ranked| {
        let words = Signal::derive(move || {
            [
                &lab.name(ranked.layer, ranked.neuron),
                " (",
                &significant(ranked.score.into(), 2),
                ")",
            ]
            .concat()
        });
        view! { <Button control="ranked" words kind=ButtonKind::Quiet on_press=move |()| lab.choose(ranked.layer, ranked.neuron) /> }
    };
    let buttons = move || ranking.get().into_iter().map(button).collect_view();
    view! {
        <p class="control-name">{t(NAME)}</p>
        <p class="lab-facts">{facts}</p>
        <div class="run-buttons">{buttons}</div>
    }
    .into_any()
}
