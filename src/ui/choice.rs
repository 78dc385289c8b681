//! One of several: a drop-down list, a row of options, a switch, a button.

use leptos::prelude::*;

use super::context::{Words, live, use_lang};
use super::dom::{next_id, value_of};

/// One entry: its value (the same in both languages) and its words.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub words: Words,
}

impl Choice {
    pub fn new(value: impl Into<String>, words: impl Into<Words>) -> Choice {
        Choice {
            value: value.into(),
            words: words.into(),
        }
    }
}

/// A drop-down list with a name and a line on what it does. `data-control` is on the `select`.
#[component]
pub fn Select(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] about: Words,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] blocked: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let lang = use_lang();
    let (id, about_id) = (next_id("select"), next_id("about"));
    let why = move || blocked.and_then(|blocked| blocked.get());
    let options = move || {
        let option = |choice: Choice| {
            let own = choice.value.clone();
            view! { <option value=choice.value prop:selected=live(move || value.get() == own)>{choice.words.show()}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <div class="control select" class:is-blocked=live(move || why().is_some())>
            <label class="control-name" for=id.clone()>{name.show()}</label>
            <select id=id class="select-field" data-control=control aria-describedby=about_id.clone()
                prop:disabled=live(move || why().is_some()) on:change=move |event| on_change.run(value_of(&event))>{options}</select>
            <p class="control-about" id=about_id>{live(move || why().unwrap_or_else(|| about.get(lang.get())))}</p>
        </div>
    }
    .into_any()
}

/// A row of options of which one is chosen (radio buttons). `data-control` is on the `fieldset`; each input has `data-option`.
#[component]
pub fn Options(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    /// The name is read but not shown, where the place says it.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let group = next_id("options");
    let options = move || {
        let option = |choice: Choice| {
            let (own, chosen, data) = (
                choice.value.clone(),
                choice.value.clone(),
                choice.value.clone(),
            );
            view! {
                <label class="option">
                    <input type="radio" name=group.clone() value=own.clone() data-option=data prop:checked=live(move || value.get() == chosen)
                        on:change=move |_| on_change.run(own.clone()) />
                    <span>{choice.words.show()}</span>
                </label>
            }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <fieldset class="options" data-control=control>
            <legend class=if quiet { "only-read" } else { "control-name" }>{name.show()}</legend>
            <div class="options-row">{options}</div>
        </fieldset>
    }
    .into_any()
}

/// On or off. `data-control` is on the checkbox.
#[component]
pub fn Toggle(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(optional, into)] about: Option<Words>,
    #[prop(into)] value: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
) -> impl IntoView {
    let about_id = next_id("about");
    view! {
        <div class="control toggle">
            <label class="toggle-row">
                <input type="checkbox" class="toggle-box" role="switch" data-control=control prop:checked=value
                    aria-describedby=about.map(|_| about_id.clone()) on:change=move |_| on_change.run(!value.get_untracked()) />
                <span class="control-name">{name.show()}</span>
            </label>
            {about.map(|about| view! { <p class="control-about" id=about_id.clone()>{about.show()}</p> })}
        </div>
    }
    .into_any()
}

/// How loud a button is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ButtonKind {
    /// The one thing to do here.
    Main,
    #[default]
    Plain,
    /// Beside others, without a frame.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            ButtonKind::Main => "button is-main",
            ButtonKind::Plain => "button",
            ButtonKind::Quiet => "button is-quiet",
        }
    }
}

/// A button. While `blocked` gives a reason it does nothing, stays in reach of the keyboard, and tells the reason.
#[component]
pub fn Button(
    #[prop(optional, into)] control: Option<&'static str>,
    #[prop(into)] words: Words,
    #[prop(into)] on_press: Callback<()>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] blocked: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let why = move || blocked.and_then(|blocked| blocked.get());
    view! {
        <button type="button" class=kind.class() data-control=control aria-disabled=live(move || why().map(|_| "true")) title=live(why)
            on:click=move |_| if blocked.and_then(|b| b.get_untracked()).is_none() { on_press.run(()) }>{words.show()}</button>
    }
    .into_any()
}

/// Tabs over parts of a lab. Every panel stays mounted, so nothing in it is lost.
#[component]
pub fn Tabs(
    control: &'static str,
    #[prop(into)] name: Words,
    /// Value, words, content.
    tabs: Vec<(Choice, AnyView)>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    let prefix = next_id("tab");
    let list = StoredValue::new(
        tabs.iter()
            .map(|(choice, _)| choice.value.clone())
            .collect::<Vec<_>>(),
    );
    let tab_id = |value: &str| [&prefix, "-", value].concat();
    let panel_id = |value: &str| [&prefix, "-panel-", value].concat();
    let key = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        let list = list.get_value();
        let at = list
            .iter()
            .position(|v| *v == value.get_untracked())
            .unwrap_or(0);
        let to = if step == 1 {
            (at + 1) % list.len().max(1)
        } else {
            (at + list.len().max(1) - 1) % list.len().max(1)
        };
        if let Some(next) = list.get(to) {
            on_change.run(next.clone());
            use wasm_bindgen::JsCast;
            let row = event
                .current_target()
                .and_then(|row| row.dyn_into::<web_sys::Element>().ok());
            let tab = row
                .and_then(|row| row.children().item(to as u32))
                .and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(tab) = tab {
                let _ = tab.focus();
            }
        }
    };
    let (mut heads, mut panels) = (Vec::new(), Vec::new());
    for (choice, content) in tabs {
        let own = choice.value.clone();
        let is_it = Memo::new(move |_| value.get() == own);
        let press = choice.value.clone();
        heads.push(view! {
            <button type="button" role="tab" class="tab" id=tab_id(&choice.value) data-option=choice.value.clone()
                aria-controls=panel_id(&choice.value) aria-selected=live(move || if is_it.get() { "true" } else { "false" })
                tabindex=live(move || if is_it.get() { "0" } else { "-1" }) on:click=move |_| on_change.run(press.clone())>{choice.words.show()}</button>
        });
        panels.push(view! {
            <div role="tabpanel" class="tab-panel" id=panel_id(&choice.value) aria-labelledby=tab_id(&choice.value)
                prop:hidden=live(move || !is_it.get())>{content}</div>
        });
    }
    view! {
        <div class="tabs">
            <div role="tablist" class="tab-list" data-control=control aria-label=name.show() on:keydown=key>{heads}</div>
            {panels}
        </div>
    }
    .into_any()
}
