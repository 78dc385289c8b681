//! A distribution as a sorted list of bars, before and after, with the whole vocabulary behind it.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::{Words, live, use_lang};
use super::dom::{next_id, root_font_size};
use crate::lesson::{Lang, Text, text};
use crate::plot::{grouped, percent};

/// One row. The caller sorts; equal values by lower id.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    /// Given back when the row is picked.
    pub key: u32,
    /// Already made visible (`visible::visible`).
    pub label: String,
    /// Shares of one. `before`: the open bar; `after`: the filled one.
    pub before: f64,
    pub after: f64,
    /// The letter and the words of the rule that removed it ("k", "top-k").
    pub removed: Option<(char, Text)>,
    /// The one that was drawn.
    pub chosen: bool,
}

/// Height of one row in font sizes (`--row` of the style sheet).
const ROW_REM: f64 = 2.0;
/// Rows in the window over the whole vocabulary.
const WINDOW: usize = 14;
const SHOW_ALL: Text = text("Show all", "顯示全部");
const SHOW_FEW: Text = text("Show the first ones", "只顯示前幾名");
const CHOSEN: Text = text("drawn", "抽中");
const REMOVED: Text = text("removed by", "移除：");

/// A list of bars. With `on_pick` each row is a button.
#[component]
pub fn BarList(
    /// `data-list`.
    name: &'static str,
    #[prop(into)] bars: Signal<Arc<Vec<Bar>>>,
    /// What the open and the filled bar mean.
    #[prop(into)]
    before: Words,
    #[prop(into)] after: Words,
    #[prop(optional, into)] on_pick: Option<Callback<u32>>,
    /// Rows shown at first.
    #[prop(default = 12)]
    top: usize,
) -> impl IntoView {
    let lang = use_lang();
    let row = ROW_REM * root_font_size();
    let all = RwSignal::new(false);
    let scrolled = RwSignal::new(0.0f64);
    let id = next_id("bars");
    let count = Memo::new(move |_| bars.with(|b| b.len()));
    let most = Memo::new(move |_| {
        bars.with(|b| b.iter().map(|b| b.before.max(b.after)).fold(0.0, f64::max))
    });
    // Rows are kept by position, so that focus stays where it is while the values change.
    let rows = move || {
        let from = if all.get() {
            (scrolled.get() / row) as usize
        } else {
            0
        };
        let shown = if all.get() { WINDOW + 4 } else { top };
        from..(from + shown).min(count.get())
    };
    let on_scroll = move |event: leptos::ev::Event| {
        if let Some(element) = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        {
            scrolled.set((f64::from(element.scroll_top()) / row).floor() * row);
        }
    };
    let px = |pixels: f64| [&pixels.to_string(), "px"].concat();
    view! {
        <div class="bars" data-list=name>
            <p class="bars-key" aria-hidden="true"><span class="bar-key is-before"></span>{before.show()}<span class="bar-key is-after"></span>{after.show()}</p>
            <div class="bars-box" id=id.clone() class:is-all=all tabindex=live(move || all.get().then_some("0")) role=live(move || if all.get() { "region" } else { "group" }) aria-label=after.show() on:scroll=on_scroll>
                <ol class="bars-list" style:height=live(move || px(row * if all.get() { count.get() as f64 } else { count.get().min(top) as f64 }))>
                    <For each=rows key=|i| *i let(i)>
                        <li class="bars-item" style:top=px(row * i as f64) aria-setsize=live(move || count.get()) aria-posinset=i + 1>
                            <Row i bars most on_pick before after />
                        </li>
                    </For>
                </ol>
            </div>
            <button type="button" class="button is-quiet" aria-expanded=live(move || if all.get() { "true" } else { "false" }) aria-controls=id
                prop:hidden=live(move || count.get() <= top) on:click=move |_| { scrolled.set(0.0); all.update(|a| *a = !*a); }>
                {move || match (all.get(), lang.get()) {
                    (true, lang) => SHOW_FEW.get(lang).to_string(),
                    (false, Lang::En) => [SHOW_ALL.en, " ", &grouped(count.get() as f64, 0)].concat(),
                    (false, Lang::ZhHant) => [SHOW_ALL.zh, " ", &grouped(count.get() as f64, 0), " 個"].concat(),
                }}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Row(
    i: usize,
    bars: Signal<Arc<Vec<Bar>>>,
    most: Memo<f64>,
    on_pick: Option<Callback<u32>>,
    before: Words,
    after: Words,
) -> impl IntoView {
    let lang = use_lang();
    let bar = Memo::new(move |_| bars.with(|b| b.get(i).cloned()));
    let part = move |f: fn(&Bar) -> f64| bar.with(|b| b.as_ref().map(f).unwrap_or(0.0));
    let width = move |f: fn(&Bar) -> f64| {
        let share = if most.get() > 0.0 {
            part(f) / most.get()
        } else {
            0.0
        };
        [&(share * 100.0).to_string(), "%"].concat()
    };
    let removed = move || bar.with(|b| b.as_ref().and_then(|b| b.removed));
    let chosen = move || bar.with(|b| b.as_ref().is_some_and(|b| b.chosen));
    let label = move || bar.with(|b| b.as_ref().map(|b| b.label.clone()).unwrap_or_default());
    // In words what the bars, the line through and the mark say.
    let was = move || {
        [
            ", ",
            &before.get(lang.get()),
            " ",
            &percent(part(|b| b.before), 1),
            ", ",
            &after.get(lang.get()),
            " ",
        ]
        .concat()
    };
    let fate = move || {
        let lang = lang.get();
        let mut words = String::new();
        if let Some((_, rule)) = removed() {
            words.push_str(&[", ", REMOVED.get(lang), " ", rule.get(lang)].concat());
        }
        if chosen() {
            words.push_str(&[", ", CHOSEN.get(lang)].concat());
        }
        words
    };
    let inside = view! {
        <bdi class="bar-label">{live(label)}</bdi>
        <span class="only-read">{live(was)}</span>
        <span class="bar-track" aria-hidden="true">
            <span class="bar-before" style:width=live(move || width(|b| b.before))></span>
            <span class="bar-after" style:width=live(move || width(|b| b.after))></span>
        </span>
        <span class="bar-number">{live(move || percent(part(|b| b.after), 1))}</span>
        <span class="only-read">{live(fate)}</span>
        <span class="bar-mark" aria-hidden="true">{move || removed().map(|(letter, _)| letter.to_string()).or_else(|| chosen().then(|| "◆".to_string())).unwrap_or_default()}</span>
    }
    .into_any();
    match on_pick {
        Some(pick) => view! {
            <button type="button" class="bar" class:is-removed=live(move || removed().is_some()) class:is-chosen=chosen
                data-key=live(move || bar.with(|b| b.as_ref().map(|b| b.key)))
                on:click=move |_| if let Some(key) = bar.with_untracked(|b| b.as_ref().map(|b| b.key)) { pick.run(key) }>{inside}</button>
        }
        .into_any(),
        None => view! {
            <div class="bar" class:is-removed=live(move || removed().is_some()) class:is-chosen=chosen data-key=live(move || bar.with(|b| b.as_ref().map(|b| b.key)))>{inside}
            </div>
        }
        .into_any(),
    }
}
