//! Text as the model sees it: one box a token, with who wrote it or how much it surprised, by colour and by pattern.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::{Words, live};
use crate::plot::Role;

/// One token.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TapeToken {
    /// Already made visible (`visible::visible`).
    pub text: String,
    /// The line breaks after it.
    pub breaks: bool,
    /// Whose it is.
    pub role: Option<Role>,
    /// 0 (expected) to 4 (very surprising).
    pub surprise: Option<u8>,
    /// What is known of it, in the reader's language: "12.3 %, rank 4".
    pub note: String,
}

impl TapeToken {
    /// Surprise as a level: -log2 of the probability in steps of 2 bits.
    pub fn level(probability: f64) -> u8 {
        if probability.is_nan() {
            return 4;
        }
        let bits = -probability.clamp(f64::MIN_POSITIVE, 1.0).log2();
        (bits / 2.0).min(4.0) as u8
    }
}

/// A line of tokens. With `on_select` one of them can be chosen: arrow keys move, Enter chooses.
#[component]
pub fn TokenTape(
    #[prop(into)] tokens: Signal<Arc<Vec<TapeToken>>>,
    /// What the line is: "The text so far".
    #[prop(into)]
    name: Words,
    #[prop(optional, into)] selected: Option<Signal<Option<usize>>>,
    #[prop(optional, into)] on_select: Option<Callback<usize>>,
    /// `data-output` of the line.
    #[prop(optional, into)]
    output: Option<&'static str>,
) -> impl IntoView {
    let count = Memo::new(move |_| tokens.with(|t| t.len()));
    let here = RwSignal::new(0usize);
    let holder = NodeRef::<leptos::html::Div>::new();
    let key = move |event: leptos::ev::KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let at = here.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (at + 1).min(last),
            "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        here.set(to);
        let child = holder
            .get_untracked()
            .and_then(|h| h.query_selector_all("button").ok())
            .and_then(|all| all.item(to as u32));
        if let Some(button) = child.and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let class = move |token: &TapeToken| {
        let mut class = String::from("token");
        if let Some(level) = token.surprise {
            class.push_str(" is-surprise-");
            class.push(char::from(b'0' + level.min(4)));
        }
        if let Some(role) = token.role {
            class.push_str(" has-role ");
            class.push_str(role.class());
        }
        class
    };
    let item = move |i: usize| {
        let token = Memo::new(move |_| tokens.with(|t| t.get(i).cloned().unwrap_or_default()));
        let shown = move || token.with(|t| t.text.clone());
        let note = move || token.with(|t| t.note.clone());
        let look = move || token.with(class);
        let chosen = move || selected.is_some_and(|s| s.get() == Some(i));
        let broken = move || token.with(|t| t.breaks).then(|| view! { <br /> });
        match on_select {
            Some(select) => view! {
                <button type="button" class=live(look) class:is-selected=live(chosen) title=live(note) aria-pressed=live(move || if chosen() { "true" } else { "false" })
                    aria-label=live(move || token.with(|t| if t.note.is_empty() { t.text.clone() } else { [&t.text, ": ", &t.note].concat() }))
                    tabindex=live(move || if here.get().min(count.get().saturating_sub(1)) == i { "0" } else { "-1" })
                    on:focus=move |_| here.set(i) on:click=move |_| select.run(i)><bdi>{live(shown)}</bdi></button>
                {broken}
            }
            .into_any(),
            None => view! { <span class=live(look) title=live(note)><bdi>{live(shown)}</bdi></span>{broken} }.into_any(),
        }
    };
    view! {
        <div class="tape" role="group" aria-label=name.show() data-output=output node_ref=holder on:keydown=key>
            <For each=move || 0..count.get() key=|i| *i children=item />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprise_grows_with_improbability() {
        assert_eq!(
            [1.0, 0.5, 0.2, 0.05, 0.01, 1e-9, 0.0, f64::NAN].map(TapeToken::level),
            [0, 0, 1, 2, 3, 4, 4, 4]
        );
    }
}
