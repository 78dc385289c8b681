//! The grid of the derivation: every number of the sequence can be typed over.

use leptos::ev;
use leptos::prelude::*;

use super::state::Lab;
use crate::labs::linear_attention::config::{LARGEST, LENGTH, Part, SEED, TOKENS};
use crate::lesson::{Text, text};
use crate::plot::Role;
use crate::ui::{Button, NumberField, Slider, parse_number, say, t};

const TOKENS_NAME: Text = text("Tokens T", "token 數 T");
const TOKENS_ABOUT: Text = text("Each has a query, a key and a value.", "每個 token 都有 query、key、value。");
const LENGTH_NAME: Text = text("Length d", "長度 d");
const LENGTH_ABOUT: Text = text("Numbers in each of the vectors.", "每個向量有幾個數字。");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Draws all numbers anew, yours too.",
    "重新抽出所有數字，你改過的也會換掉。",
);
const DRAW: Text = text("Other random numbers", "換一組隨機數字");
const NAMES: [Text; 3] = [
    text("query q", "query q"),
    text("key k", "key k"),
    text("value v", "value v"),
];

const fn role(part: Part) -> Role {
    match part {
        Part::Query => Role::Query,
        Part::Key => Role::Key,
        Part::Value => Role::Value,
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let shape = chosen.pick(|c| (c.tokens, c.length));
    let tokens = chosen.pick(|c| f64::from(c.tokens));
    let length = chosen.pick(|c| f64::from(c.length));
    let seed = chosen.pick(|c| f64::from(c.seed));
    let grids = move || {
        let (time, wide) = shape.get();
        let one = |part| grid(lab, part, usize::from(time), usize::from(wide));
        Part::ALL.map(one).collect_view()
    };
    let draw = move |()| {
        chosen.change(|c| {
            let next = if f64::from(c.seed) >= SEED.max { 1 } else { c.seed + 1 };
            c.draw(next);
        });
    };
    view! {
        <div class="la-grids">{grids}</div>
        <div class="run-buttons"><Button control="draw-numbers" words=DRAW on_press=draw /></div>
        <div class="controls">
            <Slider control="tokens" name=TOKENS_NAME about=TOKENS_ABOUT limits=TOKENS.into() value=tokens
                on_change=move |n: f64| chosen.change(|c| { let length = c.length; c.resize(n as u8, length) }) />
            <Slider control="length" name=LENGTH_NAME about=LENGTH_ABOUT limits=LENGTH.into() value=length
                on_change=move |n: f64| chosen.change(|c| { let tokens = c.tokens; c.resize(tokens, n as u8) }) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed
                on_change=move |n: f64| chosen.change(|c| c.draw(n as u32)) />
        </div>
    }
    .into_any()
}

fn grid(lab: Lab, part: Part, time: usize, wide: usize) -> AnyView {
    let name = NAMES[part as usize];
    let rows = (0..time)
        .map(|token| {
            let cells = (0..wide).map(|entry| cell(lab, part, token, entry)).collect_view();
            view! { <tr><th scope="row">{token + 1}</th>{cells}</tr> }
        })
        .collect_view();
    let class = ["la-grid ", role(part).class()].concat();
    view! { <table class=class><caption>{t(name)}</caption><tbody>{rows}</tbody></table> }.into_any()
}

fn cell(lab: Lab, part: Part, token: usize, entry: usize) -> AnyView {
    let config = lab.chosen.config;
    let value = Memo::new(move |_| config.with(|c| c.hundredths(part, token, entry)));
    let shown = move |hundredths: i16| (f64::from(hundredths) / 100.0).to_string();
    let most = f64::from(LARGEST) / 100.0;
    let control = [part.letter(), "-", &(token + 1).to_string(), "-", &(entry + 1).to_string()].concat();
    let label = move || {
        say(
            lab.lang(),
            || format!("{} of token {}, number {}", part_name(part), token + 1, entry + 1),
            || format!("第 {} 個 token 的 {}，第 {} 個數字", token + 1, part_name(part), entry + 1),
        )
    };
    let type_in = move |event: ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        if let Some(typed) = parse_number(&input.value()) {
            lab.chosen.change(|c| c.write(part, token, entry, typed));
        }
        // What was held, or was no number, is shown as it stands.
        input.set_value(&shown(value.get_untracked()));
    };
    view! {
        <td><input type="number" class="number-field la-cell" inputmode="decimal" autocomplete="off" data-control=control
            min=-most max=most step="0.1" aria-label=label prop:value=move || shown(value.get()) on:change=type_in /></td>
    }
    .into_any()
}

const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Query => "query",
        Part::Key => "key",
        Part::Value => "value",
    }
}
