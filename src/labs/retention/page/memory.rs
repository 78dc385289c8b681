//! Widget `memory`: the matrix after the tokens read, and what comes out of it.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::config::{KEYS, VALUES};
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, significant};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};

const TITLE: Text = text("The memory H", "記憶 H");
const ROW: Text = text("value", "value");
const COLUMN: Text = text("key", "key");
const ERROR: Text = text("distance from the newest value", "和最新 value 的距離");
pub(super) const ERROR_FROM: Text = text(
    "Length of y minus the newest value written under the key asked for.",
    "讀出的 y 減去查詢的 key 最新寫入的 value，取長度。",
);
const HALF: Text = text("half-life of the oldest item asked for", "查詢的 key 最早那筆的半衰期");
const HALF_FROM: Text = text(
    "Tokens until it weighs less than half, asked with its own key.",
    "用它自己的 key 查詢，過幾個 token 之後權重低於一半。",
);

const NOT_HERE: Text = text("(longer than this stream)", "（比這個序列還長）");

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| {
        lab.look(|seen| HeatMap {
            rows: VALUES.map(String::from).to_vec(),
            columns: KEYS[..4].iter().map(|k| k.to_string()).collect(),
            values: Arc::new(seen.memories[seen.at - 1].numbers.iter().map(|h| *h as f32).collect()),
            // One scale for the whole stream, so that fading is seen as fading.
            scale: HeatScale::new(Ramp::Diverging, -seen.largest(), seen.largest()),
        })
    });
    let summary = Signal::derive(move || summary(lab));
    let error = Memo::new(move |_| lab.look(|seen| seen.error()));
    let half = Memo::new(move |_| lab.look(|seen| seen.half_life.map(|n| n as f64)));
    let not_here = move || lab.look(|seen| seen.half_life.is_none());
    view! {
        <HeatFigure name="memory" title=TITLE summary map row_name=ROW column_name=COLUMN />
        <dl class="run-facts">
            <div><dt>{t(ERROR)}</dt><dd><LiveNumber name="read-error" value=error format=Format::Decimals(3) from=ERROR_FROM /></dd></div>
            <div><dt>{t(HALF)}</dt><dd><LiveNumber name="half-life" value=half format=Format::Decimals(0) from=HALF_FROM />" "<span prop:hidden=move || !not_here()>{t(NOT_HERE)}</span></dd></div>
        </dl>
    }
    .into_any()
}

fn summary(lab: Lab) -> String {
    let query = lab.chosen.config.with(|c| c.query);
    let key = KEYS[usize::from(query).min(4)];
    lab.look(|seen| {
        let read = &seen.read[seen.at - 1];
        let parts: Vec<String> = read
            .iter()
            .zip(VALUES)
            .filter(|(y, _)| y.abs() > 5e-4)
            .map(|(y, value)| [&significant(*y, 3), " × ", value].concat())
            .collect();
        let (at, parts) = (seen.at, parts.join(" + ").replace("+ \u{2212}", "\u{2212} "));
        let parts = if parts.is_empty() { "0".into() } else { parts };
        say(
            lab.lang(),
            || format!("After {at} tokens, key {key} reads {parts}."),
            || format!("讀完 {at} 個 token，用 key {key} 讀出 {parts}。"),
        )
    })
}
