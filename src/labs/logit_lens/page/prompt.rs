//! Widget `prompt`: the text that the model reads, words that it knows, and the words to follow.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::config::{PROMPT_CHARS, WATCHED_CHARS};
use crate::lesson::{Describe, Text, text};
use crate::ui::{Button, ButtonKind, Callout, Kind, TapeToken, TextArea, Toggle, TokenTape, t};

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
const KNOWN: Text = text("Known words that begin like that:", "以此開頭的已知詞：");

/// Suggestions shown at a time.
const SUGGESTED: usize = 8;

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
        <TextArea control="prompt" name=PROMPT about=PROMPT_ABOUT most=PROMPT_CHARS value=prompt
            on_change=move |value: String| lab.chosen.change(|c| c.prompt = value) />
        {move || suggestions(lab)}
        <Toggle control="template" name=TEMPLATE about=TEMPLATE_ABOUT value=template on_change=move |on: bool| lab.chosen.change(|c| c.template = on) />
        <TextArea control="watched" name=WATCHED about=WATCHED_ABOUT most=WATCHED_CHARS rows=1 value=watched
            on_change=move |value: String| lab.chosen.change(|c| c.watched = value) />
        {problem}
        <p class="control-name">{t(READS)}</p>
        <TokenTape tokens name=READS output="reads" />
    }
    .into_any()
}

/// Completions of the word that is being written, if it is not a word yet.
fn suggestions(lab: Lab) -> Option<AnyView> {
    let last = lab.chosen.config.with(|c| {
        let last = c.prompt.rsplit(' ').next().unwrap_or_default();
        last.to_string()
    });
    let found = lab.words.with_value(|words| match words.id(&last.to_lowercase()) {
        Some(_) => Vec::new(),
        None => words.complete(&last, SUGGESTED),
    });
    if found.is_empty() {
        return None;
    }
    let take = move |word: &'static str| {
        lab.chosen.change(|c| {
            let kept = c.prompt.len() - c.prompt.rsplit(' ').next().unwrap_or_default().len();
            c.prompt.truncate(kept);
            c.prompt.push_str(word);
        });
    };
    let buttons = found
        .into_iter()
        .map(|word| {
            let words = Signal::stored(String::from(word));
            view! { <Button control="complete" words kind=ButtonKind::Quiet on_press=move |()| take(word) /> }
        })
        .collect_view();
    Some(
        view! { <p class="control-about">{t(KNOWN)}</p><div class="run-buttons">{buttons}</div> }
            .into_any(),
    )
}
