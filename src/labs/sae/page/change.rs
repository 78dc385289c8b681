//! Widget `change`: a latent set to a value inside the model, beside random directions of the same length.

use std::sync::Arc;

use leptos::prelude::*;

use super::latent::tape;
use super::state::Lab;
use crate::labs::sae::config::{LEVEL, PROMPT_CHARS};
use crate::labs::sae::protocol::Report;
use crate::lesson::{Describe, Text, text};
use crate::plot::percent;
use crate::ui::{
    Bar, BarList, Callout, Format, Kind, LiveNumber, Slider, Toggle, TokenTape, say, t,
};
use crate::world_page::prompt_field;

const PROMPT: Text = text("Prompt", "開頭");
const PROMPT_ABOUT: Text = text(
    "Words of the small world, with spaces between. The model is asked what comes next.",
    "小世界裡的詞，用空格隔開。模型要回答接下來是什麼。",
);
const LEVEL_NAME: Text = text("Set the latent to", "把 latent 設成");
const LEVEL_ABOUT: Text = text(
    "In units of the largest value that was recorded. 0 switches it off.",
    "以記錄到的最大值為單位。0 就是關掉。",
);
const EVERYWHERE: Text = text("At every word of the prompt", "在每個詞上都改");
const EVERYWHERE_ABOUT: Text = text(
    "Off: only at the last word, where the answer is formed.",
    "關掉時只改最後一個詞，也就是要回答的地方。",
);
const READS: Text = text(
    "The prompt, coloured where the latent is on",
    "開頭；latent 亮的地方有顏色",
);
const BEFORE: Text = text("as it is", "原本");
const AFTER: Text = text("latent changed", "改了 latent");
const WORD: Text = text("next word", "下一個詞");
const RANDOM: Text = text(
    "20 random directions: mean (least to most)",
    "20 個隨機方向：平均（最小到最大）",
);
const TABLE: Text = text("Next word, with the controls", "下一個詞與對照");
const NO_LATENT: Text = text(
    "No latent yet: the bars show what the model says by itself. Train an autoencoder above, then this changes it.",
    "還沒有 latent：長條是模型原本的回答。先在上面訓練自編碼器，這裡才能改它。",
);
const SIZE: Text = text("length of the change", "改變的長度");
const SIZE_FROM: Text = text(
    "Relative to the vectors that were changed, mean over the changed words. The random directions have the same length.",
    "和被改的向量相比的長度，對被改的詞取平均。隨機方向的長度相同。",
);
const DIVERGENCE: Text = text("latent moves the next word by (nats)", "latent 造成的改變（nats）");
pub(super) const DIVERGENCE_FROM: Text = text(
    "KL(as it is || changed) of the next word, nats.",
    "下一個詞的 KL(原本 || 改過)，單位 nats。",
);
const RANDOM_DIVERGENCE: Text = text("random directions, mean (nats)", "隨機方向的平均（nats）");
pub(super) const RANDOM_DIVERGENCE_FROM: Text = text(
    "The same KL, mean over 20 random directions of the same length.",
    "同樣的 KL，對 20 個同樣長度的隨機方向取平均。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let level = lab.chosen.pick(|c| f64::from(c.level));
    let reading = Signal::derive(move || {
        let off = level.get() == 0.0;
        let (en, zh) = if off {
            ("off", "關掉")
        } else {
            ("times its largest", "倍最大值")
        };
        say(lab.lang(), || en.into(), || zh.into())
    });
    let tokens = Memo::new(move |_| {
        lab.changed.with(|changed| {
            let changed = changed.as_ref()?;
            let none = vec![0.0; changed.tokens.len()];
            let values = if changed.values.is_empty() {
                &none
            } else {
                &changed.values
            };
            let most = lab.latent.get().and_then(|i| {
                lab.bench
                    .told(|r: &Report| r.latents.get(i as usize).map(|l| l.most))
            });
            Some(Arc::new(tape(
                lab,
                &changed.tokens,
                values,
                most.unwrap_or(1.0),
            )))
        })
    });
    let bars = Memo::new(move |_| {
        let words = lab
            .changed
            .with(|c| c.as_ref().map(|c| c.words.clone()))
            .unwrap_or_default();
        let bar = |w: crate::labs::sae::protocol::Word| Bar {
            key: w.id,
            label: lab.word(w.id).into(),
            before: w.before.into(),
            after: w.after.into(),
            removed: None,
            chosen: false,
        };
        Arc::new(words.into_iter().map(bar).collect::<Vec<_>>())
    });
    let rows = move || {
        let words = lab
            .changed
            .with(|c| c.as_ref().map(|c| c.words.clone()))
            .unwrap_or_default();
        let share = |x: f32| percent(x.into(), 1);
        let row = |w: crate::labs::sae::protocol::Word| {
            let [mean, least, most] = w.random.map(share);
            let random = lab.latent.get().is_some().then(|| {
                let range = say(
                    lab.lang(),
                    || format!("{least} to {most}"),
                    || format!("{least} 到 {most}"),
                );
                view! { {mean}<small>{range}</small> }
            });
            view! {
                <tr><th scope="row">{lab.word(w.id)}</th><td class="is-number">{share(w.before)}</td><td class="is-number">{share(w.after)}</td><td class="is-number">{random}</td></tr>
            }
        };
        words.into_iter().map(row).collect_view()
    };
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(
            view! { <Callout kind=Kind::Warning><p data-value="prompt-problem">{words}</p></Callout> },
        )
    };
    let none = move || {
        lab.latent
            .get()
            .is_none()
            .then(|| view! { <p class="lab-facts">{t(NO_LATENT)}</p> })
    };
    let format = Format::Significant(3);
    view! {
        {prompt_field("prompt", PROMPT, PROMPT_ABOUT, PROMPT_CHARS, lab.chosen.pick(|c| c.prompt.clone()), move |value: String| lab.chosen.change(|c| c.prompt = value))}
        {problem}
        <Slider control="level" name=LEVEL_NAME about=LEVEL_ABOUT limits=LEVEL.into() value=level reading on_change=move |v: f64| lab.chosen.change(|c| c.level = v as f32) />
        <Toggle control="everywhere" name=EVERYWHERE about=EVERYWHERE_ABOUT value=lab.chosen.pick(|c| c.everywhere) on_change=move |on: bool| lab.chosen.change(|c| c.everywhere = on) />
        {none}
        <TokenTape tokens=Signal::derive(move || tokens.get().unwrap_or_default()) name=READS output="prompt-latent" />
        <BarList name="next" bars before=BEFORE after=AFTER top=8 />
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table" data-output="next-random">
                <thead><tr><th scope="col">{t(WORD)}</th><th scope="col" class="is-number">{t(BEFORE)}</th><th scope="col" class="is-number">{t(AFTER)}</th><th scope="col" class="is-number">{t(RANDOM)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <dl class="run-facts">
            <div><dt>{t(DIVERGENCE)}</dt><dd><LiveNumber name="divergence" value=Memo::new(move |_| divergence(lab)) format from=DIVERGENCE_FROM /></dd></div>
            <div><dt>{t(RANDOM_DIVERGENCE)}</dt><dd><LiveNumber name="random-divergence" value=Memo::new(move |_| random_divergence(lab)) format from=RANDOM_DIVERGENCE_FROM /></dd></div>
            <div><dt>{t(SIZE)}</dt><dd><LiveNumber name="change-size" value=Memo::new(move |_| changed(lab, |c| c.size)) format=Format::Percent(0) from=SIZE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// A number of what was changed, if a latent was.
fn changed(lab: Lab, read: fn(&crate::labs::sae::protocol::Changed) -> f32) -> Option<f64> {
    lab.latent.get()?;
    lab.changed.with(|c| {
        c.as_ref()
            .filter(|c| !c.values.is_empty())
            .map(|c| read(c).into())
    })
}

pub(super) fn divergence(lab: Lab) -> Option<f64> {
    changed(lab, |c| c.divergence)
}

pub(super) fn random_divergence(lab: Lab) -> Option<f64> {
    changed(lab, |c| c.random[0])
}
