//! Widget `latent`: one of them, with the texts in which it is largest.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, concept};
use crate::labs::sae::config::LATENT;
use crate::labs::sae::protocol::{Context, Report, Shown};
use crate::lesson::{Text, text};
use crate::plot::{grouped, significant};
use crate::ui::{Button, NumberField, TapeToken, TokenTape, say, t};

const LATENT_NAME: Text = text("Latent", "latent 編號");
const LATENT_ABOUT: Text = text(
    "Choose one in the table, or by its number. Larger than any: the one that tells refusals best.",
    "在表格裡選，或直接填編號。比所有編號都大時，看最能分辨拒絕的那一個。",
);
const SUGGESTED: Text = text("The one for refusals", "看代表拒絕的那一個");
const CONTEXTS: Text = text("The texts in which it is largest", "它最大的幾份文件");
const CONTEXT: Text = text(
    "A text, coloured where the latent is on",
    "一份文件；latent 亮的地方有顏色",
);
const NOT_YET: Text = text(
    "Train an autoencoder above first.",
    "請先在上面訓練一個自編碼器。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let value = Memo::new(move |_| {
        lab.latent.get().map_or_else(
            // Before there is one: the largest number stands for "the one for refusals".
            || lab.chosen.config.with(|c| f64::from(c.latent.min(c.latents - 1))),
            f64::from,
        )
    });
    let tapes = move || {
        let shown = lab.shown.get()?;
        let most = shown
            .contexts
            .iter()
            .flat_map(|c| &c.values)
            .copied()
            .fold(0.0, f32::max);
        let tape = |context: &Context| {
            let tokens = Arc::new(tape(lab, &context.tokens, &context.values, most));
            view! { <li><TokenTape tokens=Signal::stored(tokens) name=CONTEXT /></li> }
        };
        Some(shown.contexts.iter().map(tape).collect_view())
    };
    view! {
        <NumberField control="latent" name=LATENT_NAME about=LATENT_ABOUT limits=LATENT.into() value
            on_change=move |v: f64| lab.chosen.change(|c| c.latent = v as u16) />
        <Button control="suggested" words=SUGGESTED on_press=move |()| lab.chosen.change(|c| c.latent = LATENT.default as u16) />
        <p role="status">{move || lab.shown.with(|shown| match shown { Some(shown) => about(lab, shown), None => NOT_YET.get(lab.lang()).into() })}</p>
        <p class="control-name" id="sae-contexts">{t(CONTEXTS)}</p>
        <ol class="lab-facts" data-output="contexts" aria-labelledby="sae-contexts">{tapes}</ol>
    }
    .into_any()
}

/// Words coloured by how large the latent is at each, against the largest.
pub(super) fn tape(lab: Lab, tokens: &[u32], values: &[f32], most: f32) -> Vec<TapeToken> {
    let token = |(id, value): (&u32, &f32)| TapeToken {
        text: lab.word(*id).into(),
        surprise: (*value > 0.0).then(|| level(*value, most)),
        note: if *value > 0.0 {
            significant(f64::from(*value), 3)
        } else {
            String::new()
        },
        ..TapeToken::default()
    };
    tokens.iter().zip(values).map(token).collect()
}

/// 1 to 4: quarters of the largest.
fn level(value: f32, most: f32) -> u8 {
    (4.0 * value / most.max(1e-6)).ceil().clamp(1.0, 4.0) as u8
}

fn about(lab: Lab, shown: &Shown) -> String {
    let lang = lab.lang();
    let on = lab
        .bench
        .told(|r: &Report| r.latents.get(shown.latent as usize).copied());
    let number = shown.latent;
    if on.is_none_or(|l| l.on == 0.0) {
        return say(
            lang,
            || format!("Latent {number} is dead: it is on at no recorded word."),
            || format!("latent {number} 死掉了：在記錄的所有詞上都沒亮過。"),
        );
    }
    let told = shown.concepts.iter().map(|(c, _, tested)| {
        let (name, f1) = (concept((*c).into(), lang), grouped((*tested).into(), 2));
        say(
            lang,
            || format!("\u{201c}{name}\u{201d} ({f1})"),
            || format!("「{name}」（{f1}）"),
        )
    });
    let told: Vec<String> = told.collect();
    let words: Vec<&str> = shown.promoted.iter().map(|(id, _)| lab.word(*id)).collect();
    say(
        lang,
        || {
            format!(
                "Latent {number} tells best (F1 in brackets): {}. Its direction points most to the words {}.",
                told.join(", "),
                words.join(", ")
            )
        },
        || {
            format!(
                "latent {number} 最能分辨{}；括號裡是 F1。它的方向最靠近這些詞：{}。",
                told.join("、"),
                words.join("、")
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn quarters_of_the_largest_are_told_apart() {
        assert_eq!(
            [0.1, 1.0, 1.1, 2.9, 4.0].map(|v| level(v, 4.0)),
            [1, 1, 2, 3, 4]
        );
        assert_eq!(level(1.0, 0.0), 4);
    }
}
