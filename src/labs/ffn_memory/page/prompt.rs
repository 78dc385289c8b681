//! Widget `prompt`: the text that is looked at and edited, and what the model says to it.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::ffn_memory::config::PROMPT_CHARS;
use crate::lesson::{Describe, Text, text};
use crate::plot::percent;
use crate::ui::{Callout, Kind, t};
use crate::world_page::prompt_field;

const PROMPT: Text = text("Prompt", "開頭");
const PROMPT_ABOUT: Text = text(
    "Words of the model\u{2019}s small world, with spaces between. The model is asked what comes next.",
    "模型小世界裡的詞，用空格隔開。模型要回答接下來是什麼。",
);
const SAYS: Text = text("What the model says next", "模型接下來說什麼");

pub(super) fn view(lab: Lab) -> AnyView {
    let prompt = lab.chosen.pick(|c| c.prompt.clone());
    let top = move || {
        let top = lab.seen(|look| Some(look.top.clone())).unwrap_or_default();
        words(lab, &top)
    };
    let problem = move || {
        let error = lab.look.with(|look| look.as_ref()?.as_ref().err().cloned())?;
        let words = error.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> })
    };
    view! {
        {prompt_field("prompt", PROMPT, PROMPT_ABOUT, PROMPT_CHARS, prompt, move |value: String| lab.chosen.change(|c| c.prompt = value))}
        {problem}
        <p class="control-name">{t(SAYS)}</p>
        <ol class="lens-top" data-output="top">{top}</ol>
    }
    .into_any()
}

/// Words with their probabilities.
pub(super) fn words(lab: Lab, top: &[(u32, f32)]) -> AnyView {
    top.iter()
        .map(|(id, p)| {
            let (name, p) = (lab.word(*id), f64::from(*p));
            view! { <li><span class="lens-word">{name}</span>" "<meter min="0" max="1" value=p.to_string() aria-label=name></meter>" "{percent(p, 1)}</li> }
        })
        .collect_view()
        .into_any()
}
