//! Text in the words of the small world, with completion of the word that is being written.

use leptos::prelude::*;

use crate::data::world::Vocabulary;
use crate::lesson::{Text, text};
use crate::ui::{Button, ButtonKind, TextArea, Words, t};

const KNOWN: Text = text("Known words that begin like that:", "以此開頭的已知詞：");
/// Suggestions shown at a time.
const SUGGESTED: usize = 8;

/// A text of at most `most` characters. The buttons below it are called `complete`.
pub fn prompt_field(
    control: &'static str,
    name: Text,
    about: Text,
    most: usize,
    value: impl Into<Signal<String>>,
    on_change: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    field(
        control,
        name,
        about,
        most,
        2,
        value.into(),
        Callback::new(on_change),
    )
}

/// As `prompt_field`, for a word or a few: one line.
pub fn words_field(
    control: &'static str,
    name: Text,
    about: Text,
    most: usize,
    value: impl Into<Signal<String>>,
    on_change: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    field(
        control,
        name,
        about,
        most,
        1,
        value.into(),
        Callback::new(on_change),
    )
}

fn field(
    control: &'static str,
    name: Text,
    about: Text,
    most: usize,
    rows: u32,
    value: Signal<String>,
    on_change: Callback<String>,
) -> AnyView {
    let words = StoredValue::new(Vocabulary::new());
    let suggestions = move || {
        let text = value.get();
        let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let found = words.with_value(|words| match words.id(&last) {
            Some(_) => Vec::new(),
            None => words.complete(&last, SUGGESTED),
        });
        if found.is_empty() {
            return None;
        }
        let take = move |word: &'static str| {
            let text = value.get_untracked();
            let kept = text.len() - text.rsplit(' ').next().unwrap_or_default().len();
            on_change.run([&text[..kept], word].concat());
        };
        let buttons = found
            .into_iter()
            .map(|word| {
                let words = Words::from(Signal::stored(String::from(word)));
                view! { <Button control="complete" words kind=ButtonKind::Quiet on_press=move |()| take(word) /> }
            })
            .collect_view();
        Some(
            view! { <p class="control-about">{t(KNOWN)}</p><div class="run-buttons">{buttons}</div> },
        )
    };
    view! {
        <TextArea control name about most rows value on_change=move |text: String| on_change.run(text) />
        {suggestions}
    }
    .into_any()
}
