//! The stream as a row of tokens, each with the memory after it: a strip of small heat maps to step along.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::config::{Item, What};
use crate::labs::retention::config::{KEYS, VALUES};
use crate::lesson::{Lang, Text, text};
use crate::plot::{HeatScale, Ramp, Rgb};
use crate::ui::{live, say, t};

const NAME: Text = text(
    "The stream; under each token the memory after it",
    "序列；每個 token 下面是讀完它之後的記憶",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let count = Memo::new(move |_| lab.look(|seen| seen.items.len()));
    let token = move |i: usize| {
        let at = Memo::new(move |_| lab.look(|seen| seen.at));
        let item = Memo::new(move |_| lab.look(|seen| seen.items.get(i).copied()));
        let name = live(move || item.get().map(|item| item.name()).unwrap_or_default());
        let is_here = live(move || at.get() == i + 1);
        let words = live(move || {
            let words = item.get().map(|item| spoken(&item, lab.lang())).unwrap_or_default();
            [&item.get().map(|item| item.name()).unwrap_or_default(), ", ", &(i + 1).to_string(), ": ", &words].concat()
        });
        view! {
            <button type="button" class="stream-token" class:is-here=is_here class:is-ahead=live(move || at.get() < i + 1) data-token=i + 1
                aria-pressed=live(move || if is_here.get() { "true" } else { "false" }) aria-label=words title=words
                on:click=move |_| lab.edit(|c| c.at = i as u8 + 1)>
                <span class="stream-name">{name}</span>
                <svg class="stream-memory" viewBox="0 0 4 4" aria-hidden="true">{move || cells(lab, i)}</svg>
            </button>
        }
    };
    view! {
        <div class="stream" role="group" aria-label=t(NAME) data-output="stream">
            <For each=move || 0..count.get() key=|i| *i children=token />
        </div>
    }
    .into_any()
}

/// The memory after token `i` as 4 by 4 squares.
fn cells(lab: Lab, i: usize) -> AnyView {
    lab.look(|seen| {
        let scale = HeatScale::new(Ramp::Diverging, -seen.largest(), seen.largest());
        let numbers = seen.memories.get(i).map(|h| h.numbers.clone());
        let square = |(n, value): (usize, f64)| {
            let fill = scale.color(value).map(rgb);
            view! { <rect x=n % 4 y=n / 4 width="1" height="1" fill=fill /> }
        };
        let all = numbers.unwrap_or_default().into_iter().enumerate();
        all.map(square).collect_view().into_any()
    })
}

fn rgb((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A token in words.
pub(super) fn spoken(item: &Item, lang: Lang) -> String {
    let value = |v: u8| VALUES[usize::from(v) % 4];
    match item.what {
        What::Pause => say(lang, || "nothing is written".into(), || "什麼都不寫".into()),
        What::Write { key, value: v } => {
            let (key, v) = (KEYS[usize::from(key) % 5], value(v));
            say(
                lang,
                || format!("writes value {v} under key {key}"),
                || format!("在 key {key} 寫入 value {v}"),
            )
        }
        What::Important { value: v } => {
            let v = value(v);
            say(
                lang,
                || format!("important: writes value {v} under a long key that points at all others"),
                || format!("重要的一筆：用一個指向所有人的長 key 寫入 value {v}"),
            )
        }
    }
}
