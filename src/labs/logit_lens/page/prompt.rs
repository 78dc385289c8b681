//! Widget `prompt`: the text that the model reads, words that it knows, and the words to follow.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::config::{PROMPT_CHARS, WATCHED_CHARS};
use crate::lesson::{Describe, Text, text};
use crate::ui::{Callout, Kind, TapeToken, Toggle, TokenTape, t};
use crate::world_page::{prompt_field, words_field};

const PROMPT: Text = text("Prompt", "開頭");
const PROMPT_ABOUT: Text = text(
    "Words of the model\u{2019}s small world, with spaces between. The model is asked what comes next.",
    "模型小世界裡的詞，用空格隔開。模型要回答接下來是什麼。",
);
const TEMPLATE: Text = text("As a chat", "套用對話模板");
const TEMPLATE_ABOUT: Text = text(
    "Puts \u{201c}user :\u{201d} before and \u{201c}bot :\u{201d} behind the prompt, as the training texts do with requests.",
    "在前面加上「user :」、後面加上「bot :」，和訓練文字裡的請求一樣。",
);
const WATCHED: Text = text("Words to follow", "追蹤的詞");
const WATCHED_ABOUT: Text = text(
    "Up to four. The first two are also compared: which part of the model prefers the first?",
    "最多四個。前兩個還會互相比較：模型的哪個部分比較偏好第一個？",
);
const READS: Text = text("What the model reads", "模型實際讀到的");
pub(super) fn view(lab: Lab) -> AnyView {
    let prompt = lab.chosen.pick(|c| c.prompt.clone());
    let watched = lab.chosen.pick(|c| c.watched.clone());
    let template = lab.chosen.pick(|c| c.template);
    let tokens = Memo::new(move |_| {
        let shown = lab.view.with(|view| view.as_ref().map(|v| v.tokens.clone()));
        let token = |id: u32| TapeToken {
            text: lab.word(id).into(),
            ..TapeToken::default()
        };
        Arc::new(shown.unwrap_or_default().into_iter().map(token).collect::<Vec<_>>())
    });
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> })
    };
    view! {
        {prompt_field("prompt", PROMPT, PROMPT_ABOUT, PROMPT_CHARS, prompt, move |value: String| lab.chosen.change(|c| c.prompt = value))}
        <Toggle control="template" name=TEMPLATE about=TEMPLATE_ABOUT value=template on_change=move |on: bool| lab.chosen.change(|c| c.template = on) />
        {words_field("watched", WATCHED, WATCHED_ABOUT, WATCHED_CHARS, watched, move |value: String| lab.chosen.change(|c| c.watched = value))}
        {problem}
        <p class="control-name">{t(READS)}</p>
        <TokenTape tokens name=READS output="reads" />
    }
    .into_any()
}
