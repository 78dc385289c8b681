//! Widget `near`: a word, and the words most alike.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::embeddings::config::WORD_CHARS;
use crate::lesson::{Describe, Text, text};
use crate::plot::grouped;
use crate::ui::{Callout, Kind, say};
use crate::world_page::words_field;

const WORD: Text = text("Word", "詞");
const WORD_ABOUT: Text = text(
    "Any of the 417 words of the model\u{2019}s small world. It is shown by name on the map with its five nearest, if they are content words.",
    "模型小世界的 417 個詞都可以。它和最近的五個詞如果是內容詞，會在圖上標出名字。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let word = lab.chosen.pick(|c| c.word.clone());
    let problem = move || {
        let told = lab.problem.get()?.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="word-problem">{told}</p></Callout> })
    };
    let list = move || {
        let near = lab.near.get()?;
        let own = lab.word(near.word);
        let head = say(
            lab.lang(),
            || format!("Most like \u{201c}{own}\u{201d}, by cosine"),
            || format!("最像「{own}」的詞（餘弦相似度）"),
        );
        let item = |(id, alike): &(u32, f32)| {
            let (name, alike) = (lab.word(*id), f64::from(*alike));
            view! { <li><span class="lens-word">{name}</span> <meter min="0" max="1" value=alike.max(0.0).to_string() aria-label=name></meter> {grouped(alike, 2)}</li> }
        };
        let items = near.near.iter().map(item).collect_view();
        Some(view! { <p class="control-name">{head}</p><ol class="lens-top" data-output="near">{items}</ol> })
    };
    view! {
        {words_field("word", WORD, WORD_ABOUT, WORD_CHARS, word, move |word: String| lab.chosen.change(|c| c.word = word))}
        {problem}
        {list}
    }
    .into_any()
}
