//! Guess first: the reader commits to a prediction, it is kept, and later their own run settles it.

use leptos::prelude::*;

use super::context::{live, t, use_lang};
use super::dom::{next_id, parse_number, value_of};
use super::slider::{Limits, significant_plain};
use super::storage;
use crate::lesson::{Text, text};

const HEAD: Text = text("Guess first", "先猜再做");
const COMMIT: Text = text("This is my guess", "我猜這個");
const BACK: Text = text("Guess again", "重新猜");
const YOURS: Text = text("Your guess: ", "你猜：");
const WAITING: Text = text(
    "Your own run will settle it.",
    "等你自己跑一次，就知道答案。",
);
const SETTLED: Text = text("Your run: ", "你的結果：");

/// How a prediction is given.
pub enum Ask {
    /// One of these: key and content (inside a button).
    Choices(Vec<(&'static str, AnyView)>),
    /// A number.
    Number { limits: Limits, unit: Option<Text> },
}

/// A prediction that was made.
#[derive(Clone, PartialEq, Debug)]
pub enum Prediction {
    Choice(String),
    Number(f64),
}

impl Prediction {
    fn write(&self) -> String {
        match self {
            Prediction::Choice(key) => ["c", key].concat(),
            Prediction::Number(value) => ["n", &value.to_string()].concat(),
        }
    }

    fn read(text: &str) -> Option<Prediction> {
        match text.split_at_checked(1)? {
            ("c", key) => Some(Prediction::Choice(key.into())),
            ("n", value) => parse_number(value).map(Prediction::Number),
            _ => None,
        }
    }
}

/// A guess that is kept in the browser under this name (`<lab>.<card>`): hand it to the card, and read it where the run is told.
pub fn kept_guess(name: &'static str) -> RwSignal<Option<Prediction>> {
    let key = ["guess.", name].concat();
    let guess = RwSignal::new(storage::get(&key).and_then(|text| Prediction::read(&text)));
    Effect::new(move |before: Option<()>| {
        let now = guess.get();
        // The first run only learns what was kept.
        if before.is_some() {
            match now {
                Some(made) => {
                    storage::set(&key, &made.write());
                }
                None => storage::remove(&key),
            }
        }
    });
    guess
}

/// A predict-first card. `outcome` is a sentence with the reader's own numbers, as soon as there are some.
#[component]
pub fn Predict(
    /// `data-guess`.
    name: &'static str,
    question: AnyView,
    ask: Ask,
    guess: RwSignal<Option<Prediction>>,
    #[prop(into)] outcome: Signal<Option<String>>,
    /// What settles it and what to do to get there.
    #[prop(optional)]
    note: Option<AnyView>,
) -> impl IntoView {
    let lang = use_lang();
    let id = next_id("guess");
    let commit = move |made: Option<Prediction>| guess.set(made);
    let answers = match ask {
        Ask::Choices(choices) => {
            let button = |(key, content): (&'static str, AnyView)| {
                let is_it = move || matches!(guess.get(), Some(Prediction::Choice(chosen)) if chosen == key);
                view! {
                    <button type="button" class="guess-choice" data-option=key aria-pressed=live(move || if is_it() { "true" } else { "false" })
                        on:click=move |_| commit(Some(Prediction::Choice(key.into())))>{content}</button>
                }
            };
            view! { <div class="guess-choices">{choices.into_iter().map(button).collect_view()}</div> }.into_any()
        }
        Ask::Number { limits, unit } => {
            let at = RwSignal::new(match guess.get_untracked() {
                Some(Prediction::Number(value)) => limits.hold(value),
                _ => limits.default,
            });
            let unit_words = move || {
                unit.map(|u| ["\u{a0}", u.get(lang.get())].concat())
                    .unwrap_or_default()
            };
            view! {
                <div class="guess-number">
                    <input type="range" class="range" aria-labelledby=id.clone() min=limits.min max=limits.max step=limits.step prop:value=live(move || at.get().to_string())
                        on:input=move |event| if let Some(value) = parse_number(&value_of(&event)) { at.set(limits.hold(value)) } />
                    <output class="guess-at">{move || significant_plain(at.get())}{unit_words}</output>
                    <button type="button" class="button" on:click=move |_| commit(Some(Prediction::Number(at.get_untracked())))>{t(COMMIT)}</button>
                </div>
            }
            .into_any()
        }
    };
    let made = move || match guess.get() {
        Some(Prediction::Number(value)) => {
            [YOURS.get(lang.get()), &significant_plain(value)].concat()
        }
        _ => String::new(),
    };
    view! {
        <section class="guess" data-guess=name class:is-made=live(move || guess.get().is_some()) aria-labelledby=id.clone()>
            <p class="guess-head">{t(HEAD)}</p>
            <div class="guess-question" id=id.clone()>{question}</div>
            {answers}
            <div class="guess-after" prop:hidden=live(move || guess.get().is_none())>
                <p>{made}" "{move || match outcome.get() {
                    Some(sentence) => view! { <strong>{t(SETTLED)}</strong>{sentence} }.into_any(),
                    None => view! { {t(WAITING)} }.into_any(),
                }}</p>
                <button type="button" class="button is-quiet" on:click=move |_| commit(None)>{t(BACK)}</button>
            </div>
            {note.map(|note| view! { <div class="guess-note">{note}</div> })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_stored_text_is_a_guess_or_none(text in ".*") {
            if let Some(prediction) = Prediction::read(&text) {
                prop_assert_eq!(Prediction::read(&prediction.write()), Some(prediction));
            }
        }
    }
}
