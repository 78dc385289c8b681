//! Widget `lens`: the most probable word at every layer and position, and one cell in full.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::{Lab, cell};
use crate::labs::logit_lens::protocol::View;
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, percent, significant};
use crate::ui::{Figure, Format, LiveNumber, Twin, say, t};

const TITLE: Text = text(
    "What the model would say after each layer",
    "如果每一層都要立刻回答",
);
const EMPTY: Text = text("The model is on its way.", "模型正在送來。");
const LAYER: Text = text("layer", "層");
const EMBEDDING: Text = text("0 (the word itself)", "0（詞本身）");
const WORD: Text = text("most probable word", "機率最高的詞");
const POSITION: Text = text("after", "讀到");
const PROBABILITY: Text = text("probability", "機率");
const HOW: Text = text(
    "Arrow keys move over the cells; the chosen cell is shown in full below. A mark in front of a word: it is one of those that you follow.",
    "用方向鍵移動；選到的格子，下面會列出完整內容。詞前面有記號的，是你正在追蹤的詞。",
);
const ENTROPY: Text = text("entropy", "熵");
const ENTROPY_FROM: Text = text(
    "Of the whole distribution in this cell, nats. 0: certain.",
    "這一格整個分布的熵（nats）。0 代表很確定。",
);
const DIVERGENCE: Text = text("KL to the end", "與最後一層的 KL");
const DIVERGENCE_FROM: Text = text(
    "KL divergence of what the model says in the end from what this cell says, nats. 0: the same.",
    "模型最後的答案相對於這一格的 KL 散度（nats）。0 代表相同。",
);

const NATS: Text = text("nats", "nats");

pub(super) fn view(lab: Lab) -> AnyView {
    let summary = Signal::derive(move || lab.view.with(|view| summary(lab, view.as_ref())));
    let twin = Twin::new(move |_all| untrack(|| lab.view.with(|view| table(lab, view.as_ref()))));
    let entropy = Memo::new(move |_| looked_at(lab, |c| c.entropy));
    let divergence = Memo::new(move |_| looked_at(lab, |c| c.divergence));
    view! {
        <Figure name="lens" title=TITLE summary twin>
            {move || grid(lab)}
        </Figure>
        <p class="lab-facts">{t(HOW)}</p>
        {move || detail(lab)}
        <dl class="run-facts">
            <div><dt>{t(ENTROPY)}</dt><dd><LiveNumber name="entropy" value=entropy format=Format::Significant(3) from=ENTROPY_FROM unit=NATS /></dd></div>
            <div><dt>{t(DIVERGENCE)}</dt><dd><LiveNumber name="divergence" value=divergence format=Format::Significant(3) from=DIVERGENCE_FROM unit=NATS /></dd></div>
        </dl>
    }
    .into_any()
}

fn looked_at(lab: Lab, read: fn(&crate::labs::logit_lens::protocol::Cell) -> f32) -> Option<f64> {
    let (layer, position) = lab.place()?;
    lab.view.with(|view| cell(view.as_ref()?, layer, position).map(|c| f64::from(read(c))))
}

/// The marks of the words that are followed, as their curves have them.
const PINS: [&str; 4] = ["\u{25cf}", "\u{25a0}", "\u{25b2}", "\u{25c6}"];

/// How strongly a cell is shaded; its words say the probability as well.
fn level(p: f32) -> &'static str {
    match p {
        p if p >= 0.8 => "4",
        p if p >= 0.5 => "3",
        p if p >= 0.2 => "2",
        p if p >= 0.05 => "1",
        _ => "0",
    }
}

/// Drawn anew for each view: a few hundred cells.
fn grid(lab: Lab) -> AnyView {
    let Some(view) = lab.view.get() else {
        return view! { <p class="lab-facts">{t(EMPTY)}</p> }.into_any();
    };
    let (layers, positions) = (view.layers as usize, view.tokens.len());
    let move_to = move |event: ev::KeyboardEvent| {
        let Some((layer, position)) = untrack(|| lab.place()) else {
            return;
        };
        // The top row is the last layer.
        let next = match event.key().as_str() {
            "ArrowUp" => (layer + 1, position),
            "ArrowDown" => (layer.saturating_sub(1), position),
            "ArrowLeft" => (layer, position.saturating_sub(1)),
            "ArrowRight" => (layer, position + 1),
            "Home" => (layer, 0),
            "End" => (layer, positions - 1),
            _ => return,
        };
        event.prevent_default();
        let next = (next.0.min(layers - 1), next.1.min(positions - 1));
        lab.cell.set(Some(next));
        let wanted = format!("[data-cell=\"{}-{}\"]", next.0, next.1);
        let inside = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let button = inside.and_then(|e| e.query_selector(&wanted).ok().flatten());
        if let Some(button) = button.and_then(|b| b.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let head = view
        .tokens
        .iter()
        .map(|id| view! { <th scope="col">{lab.word(*id)}</th> })
        .collect_view();
    let rows = (0..layers)
        .rev()
        .map(|layer| {
            let cells = (0..positions)
                .map(|position| cell_view(lab, &view, layer, position))
                .collect_view();
            view! { <tr><th scope="row">{layer.to_string()}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="lens-box">
            <table class="lens" on:keydown=move_to>
                <thead><tr><th scope="col">{move || LAYER.get(lab.lang())}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cell_view(lab: Lab, view: &View, layer: usize, position: usize) -> Option<AnyView> {
    let reading = cell(view, layer, position)?;
    let (word, p) = reading.top.first().copied()?;
    let chosen = move || lab.place() == Some((layer, position));
    let pinned = view.watched.iter().position(|watched| *watched == word);
    let pin = pinned.map(|i| {
        view! { <span class="lens-pin" data-pin=i.to_string() aria-hidden="true">{PINS[i.min(PINS.len() - 1)]}</span>" " }
    });
    Some(
        view! {
            <td>
                <button type="button" class="lens-cell" data-cell=[layer.to_string(), position.to_string()].join("-") data-level=level(p)
                    tabindex=move || if chosen() { "0" } else { "-1" } aria-pressed=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| lab.cell.set(Some((layer, position)))>
                    <span class="lens-word">{lab.word(word)}</span>" "<span class="lens-share">{pin}{percent(p.into(), 0)}</span>
                </button>
            </td>
        }
        .into_any(),
    )
}

/// The chosen cell: its first words, and the watched ones with their ranks.
fn detail(lab: Lab) -> Option<AnyView> {
    let (layer, position) = lab.place()?;
    let lang = lab.lang();
    lab.view.with(|view| {
        let view = view.as_ref()?;
        let reading = cell(view, layer, position)?;
        let token = lab.word(*view.tokens.get(position)?);
        let head = say(
            lang,
            || format!("After \u{201c}{token}\u{201d}, layer {layer}:"),
            || format!("讀到「{token}」，第 {layer} 層："),
        );
        let word = |(id, p): &(u32, f32)| {
            let (name, p) = (lab.word(*id), f64::from(*p));
            view! { <li><span class="lens-word">{name}</span> <meter min="0" max="1" value=p.to_string() aria-label=name></meter> {percent(p, 1)}</li> }
        };
        let top = reading.top.iter().map(word).collect_view();
        let watched = view.watched.iter().zip(&reading.watched).enumerate().map(|(i, (id, (p, rank)))| {
            let (name, p) = (lab.word(*id), percent((*p).into(), 1));
            let rank = rank + 1;
            let words = say(
                lang,
                || format!("\u{201c}{name}\u{201d}: {p}, rank {rank}"),
                || format!("「{name}」：{p}，第 {rank} 名"),
            );
            view! { <li><span class="lens-pin" data-pin=i.to_string() aria-hidden="true">{PINS[i.min(PINS.len() - 1)]}</span>" "{words}</li> }
        });
        let watched = watched.collect_view();
        Some(view! { <p class="control-name">{head}</p><ol class="lens-top" data-output="cell">{top}</ol><ul class="lab-facts" data-output="watched">{watched}</ul> }.into_any())
    })
}

/// From which layer on the last position says what the model says in the end.
fn summary(lab: Lab, view: Option<&View>) -> String {
    let lang = lab.lang();
    let found = view.and_then(|view| {
        let last = view.tokens.len().checked_sub(1)?;
        let end = cell(view, view.layers as usize - 1, last)?;
        let (word, p) = end.top.first()?;
        let from = crate::labs::logit_lens::guesses::answer_layer(view)?;
        Some((lab.word(view.tokens[last]), lab.word(*word), percent((*p).into(), 0), from))
    });
    let Some((token, word, p, from)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("After the last word, \u{201c}{token}\u{201d}, the model says \u{201c}{word}\u{201d} ({p}); it is on top from layer {from} on."),
        || format!("讀完最後的「{token}」，模型說「{word}」（{p}）；從第 {from} 層起，它一直是第一名。"),
    )
}

fn table(lab: Lab, view: Option<&View>) -> Table {
    let lang = lab.lang();
    let name = |text: Text| String::from(text.get(lang));
    let mut rows = Vec::new();
    if let Some(view) = view {
        for layer in 0..view.layers as usize {
            for (position, token) in view.tokens.iter().enumerate() {
                let Some(reading) = cell(view, layer, position) else {
                    continue;
                };
                let first = reading.top.first().copied().unwrap_or((0, f32::NAN));
                let shown = if layer == 0 { EMBEDDING.get(lang).into() } else { layer.to_string() };
                rows.push(vec![
                    Cell::Text(shown),
                    Cell::Text(lab.word(*token).into()),
                    Cell::Text(lab.word(first.0).into()),
                    Cell::Number(first.1.into()),
                    Cell::Text(significant(reading.entropy.into(), 3)),
                    Cell::Text(significant(reading.divergence.into(), 3)),
                ]);
            }
        }
    }
    Table {
        columns: [LAYER, POSITION, WORD, PROBABILITY, ENTROPY, DIVERGENCE].map(name).to_vec(),
        rows,
    }
}
