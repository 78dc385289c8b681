//! Widget `said`: the text goes on before and after, the first word's probabilities, and what random vectors would do.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::steering::protocol::{Answer, DRAWS, Said};
use crate::lesson::{Text, text};
use crate::plot::Role;
use crate::ui::{Bar, BarList, Format, LiveNumber, TapeToken, TokenTape, live, say, t};

const BEFORE: Text = text("By itself it goes on", "不動它，接著說");
const AFTER: Text = text("Steered it goes on", "引導之後，接著說");
const FIRST: Text = text("First word", "第一個詞");
const BY_ITSELF: Text = text("by itself", "不動它");
const STEERED: Text = text("steered", "引導之後");
const RANDOM: Text = text("draws of 20 that change the first word", "20 次抽樣裡，改變第一個詞的次數");
pub(super) const RANDOM_FROM: Text = text(
    "The same operation with 20 random vectors of the same length: how many of them change the first word of this text.",
    "同樣的做法，換成 20 個長度相同的隨機向量：有幾個改變了這段文字的第一個詞。",
);
const NORM: Text = text("length of the vector", "向量的長度");
pub(super) const NORM_FROM: Text = text(
    "Of the difference of the two means in this layer, before it is multiplied by the strength.",
    "這一層兩個平均之差的長度，還沒乘上強度。",
);
const COMING: Text = text("The model is on its way.", "模型正在送來。");

pub(super) fn view(lab: Lab) -> AnyView {
    let spoken = move |role: Role, read: fn(&Answer) -> &Said| {
        Memo::new(move |_| {
            let ids = lab.answer.with(|a| a.as_ref().map(|a| read(a).words.clone()));
            let token = |id: u32| TapeToken {
                text: lab.word(id).into(),
                role: Some(role),
                ..TapeToken::default()
            };
            Arc::new(ids.unwrap_or_default().into_iter().map(token).collect::<Vec<_>>())
        })
    };
    let before = spoken(Role::Control, |a| &a.before);
    let after = spoken(Role::Treatment, |a| &a.after);
    let bars = Memo::new(move |_| lab.answer.with(|a| Arc::new(a.as_ref().map(|a| bars(lab, a)).unwrap_or_default())));
    let now = Memo::new(move |_| random_now(lab));
    let norm = Memo::new(move |_| norm(lab));
    view! {
        <p class="control-name">{t(BEFORE)}</p>
        <TokenTape tokens=before name=BEFORE output="before" />
        <p class="control-name">{t(AFTER)}</p>
        <TokenTape tokens=after name=AFTER output="after" />
        <p class="control-about" role="status" data-output="random">{live(move || summary(lab))}</p>
        <p class="control-name">{t(FIRST)}</p>
        <BarList name="first-word" bars before=BY_ITSELF after=STEERED top=8 />
        <dl class="run-facts">
            <div><dt>{t(RANDOM)}</dt><dd><LiveNumber name="random-now" value=now format=Format::Decimals(0) from=RANDOM_FROM /></dd></div>
            <div><dt>{t(NORM)}</dt><dd><LiveNumber name="norm" value=norm format=Format::Significant(3) from=NORM_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// The words that are probable on either side.
fn bars(lab: Lab, answer: &Answer) -> Vec<Bar> {
    let share = |said: &Said, id: u32| {
        let found = said.top.iter().find(|(word, _)| *word == id);
        found.map_or(0.0, |(_, p)| f64::from(*p))
    };
    let mut ids: Vec<u32> = Vec::new();
    for (id, p) in answer.after.top.iter().chain(&answer.before.top) {
        if !ids.contains(id) && *p > 0.005 {
            ids.push(*id);
        }
    }
    let bar = |id: u32| Bar {
        key: id,
        label: lab.word(id).into(),
        before: share(&answer.before, id),
        after: share(&answer.after, id),
        removed: None,
        chosen: answer.after.words.first() == Some(&id),
    };
    ids.into_iter().map(bar).collect()
}

/// Draws whose first word is another than without any change.
pub(super) fn random_now(lab: Lab) -> Option<f64> {
    lab.answer.with(|answer| {
        let answer = answer.as_ref()?;
        let own = *answer.before.words.first()?;
        let same = answer.random.iter().find(|(word, _)| *word == own);
        Some((DRAWS as u32 - same.map_or(0, |(_, n)| *n)).into())
    })
}

pub(super) fn norm(lab: Lab) -> Option<f64> {
    lab.answer.with(|answer| answer.as_ref().map(|a| f64::from(a.norm)))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let Some(answer) = lab.answer.get() else {
        return COMING.get(lang).into();
    };
    let draws: Vec<String> = answer
        .random
        .iter()
        .map(|(word, n)| {
            let word = lab.word(*word);
            say(lang, || format!("\u{201c}{word}\u{201d} {n}\u{d7}"), || format!("「{word}」{n} 次"))
        })
        .collect();
    say(
        lang,
        || format!("Control: with {DRAWS} random vectors of the same length the first word is {}.", draws.join(", ")),
        || format!("對照：換成 {DRAWS} 個同樣長度的隨機向量，第一個詞是 {}。", draws.join("、")),
    )
}
