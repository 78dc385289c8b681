//! Widget `attribution`: who makes the first watched word more probable than the second.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::guesses::written;
use crate::labs::logit_lens::protocol::View;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, significant};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};

const TITLE: Text = text("Who wrote the difference", "差距是誰寫進去的");
const BLOCK: Text = text("block", "層");
const PART: Text = text("part", "部分");
const EMPTY: Text = text(
    "Name at least two words to follow above: the parts are asked which of the first two they prefer.",
    "請在上面寫至少兩個要追蹤的詞，才能問每個部分比較偏好前兩個中的哪一個。",
);
const EMBEDDING: Text = text("embedding", "詞向量");
const EMBEDDING_FROM: Text = text(
    "What the last word\u{2019}s own embedding adds to logit(first) minus logit(second).",
    "最後一個詞自己的詞向量，對「第一個詞減第二個詞」的 logit 差的貢獻。",
);
const ATTENTION: Text = text("all heads", "所有 head");
pub(super) const ATTENTION_FROM: Text = text(
    "What the 24 heads together add to logit(first) minus logit(second) after the last word.",
    "24 個 head 合計，對最後一個詞之後「第一個詞減第二個詞」的 logit 差的貢獻。",
);
const MLP: Text = text("all MLPs", "所有 MLP");
pub(super) const MLP_FROM: Text = text(
    "What the six MLPs together add to the same difference.",
    "六個 MLP 合計，對同一個差的貢獻。",
);
const SUM: Text = text("sum of all parts", "全部相加");
pub(super) const SUM_FROM: Text = text(
    "Embedding, heads and MLPs added up.",
    "詞向量、head、MLP 的貢獻相加。",
);
const DIFFERENCE: Text = text("the model\u{2019}s own difference", "模型算出的差");
pub(super) const DIFFERENCE_FROM: Text = text(
    "logit(first) minus logit(second) as the model computes it, for comparison.",
    "模型實際算出的「第一個詞減第二個詞」的 logit 差，拿來對照。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| lab.view.with(|view| map(view.as_ref())));
    let summary = Signal::derive(move || summary(lab));
    let embedding = Memo::new(move |_| lab.view.with(|v| v.as_ref()?.parts.first().map(|x| f64::from(*x))));
    let format = Format::Significant(3);
    view! {
        <HeatFigure name="attribution" title=TITLE summary map row_name=BLOCK column_name=PART />
        <dl class="run-facts">
            <div><dt>{t(EMBEDDING)}</dt><dd><LiveNumber name="embedding-part" value=embedding format from=EMBEDDING_FROM /></dd></div>
            <div><dt>{t(ATTENTION)}</dt><dd><LiveNumber name="attention-part" value=Memo::new(move |_| attention(lab)) format from=ATTENTION_FROM /></dd></div>
            <div><dt>{t(MLP)}</dt><dd><LiveNumber name="mlp-part" value=Memo::new(move |_| mlp(lab)) format from=MLP_FROM /></dd></div>
            <div><dt>{t(SUM)}</dt><dd><LiveNumber name="parts-sum" value=Memo::new(move |_| sum(lab)) format=Format::Decimals(3) from=SUM_FROM /></dd></div>
            <div><dt>{t(DIFFERENCE)}</dt><dd><LiveNumber name="difference" value=Memo::new(move |_| difference(lab)) format=Format::Decimals(3) from=DIFFERENCE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn attention(lab: Lab) -> Option<f64> {
    lab.view.with(|view| written(view.as_ref()?).map(|w| w.0))
}

pub(super) fn mlp(lab: Lab) -> Option<f64> {
    lab.view.with(|view| written(view.as_ref()?).map(|w| w.1))
}

pub(super) fn sum(lab: Lab) -> Option<f64> {
    lab.view.with(|view| {
        let parts = &view.as_ref()?.parts;
        (!parts.is_empty()).then(|| parts.iter().map(|x| f64::from(*x)).sum())
    })
}

pub(super) fn difference(lab: Lab) -> Option<f64> {
    lab.view.with(|view| {
        let view = view.as_ref()?;
        (!view.parts.is_empty()).then(|| view.difference.into())
    })
}

/// Blocks from the last to the first, heads then MLP.
fn map(view: Option<&View>) -> HeatMap {
    let (heads, parts) = view.map_or((0, &[][..]), |v| (v.heads as usize, &v.parts[..]));
    let blocks: Vec<&[f32]> = parts.get(1..).unwrap_or_default().chunks(heads + 1).collect();
    let values: Vec<f32> = blocks.iter().rev().flat_map(|block| block.iter().copied()).collect();
    let columns = if blocks.is_empty() { 0 } else { heads + 1 };
    let name = |i: usize| if i < heads { ["head ", &(i + 1).to_string()].concat() } else { "MLP".into() };
    HeatMap {
        rows: (1..=blocks.len()).rev().map(|n| n.to_string()).collect(),
        columns: (0..columns).map(name).collect(),
        scale: HeatScale::of(Ramp::Diverging, &values),
        values: Arc::new(values),
    }
}

/// The part that adds most.
fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.view.with(|view| {
        let view = view.as_ref()?;
        let heads = view.heads as usize;
        let (i, most) = view.parts.iter().enumerate().skip(1).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        let (block, part) = ((i - 1) / (heads + 1) + 1, (i - 1) % (heads + 1));
        let (a, b) = (lab.word(view.watched[0]), lab.word(view.watched[1]));
        Some((block, part < heads, part + 1, significant((*most).into(), 2), a, b))
    });
    let Some((block, is_head, part, most, a, b)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || {
            let who = if is_head { format!("head {part}") } else { "the MLP".into() };
            format!("Most is written by {who} of block {block}: {most} for \u{201c}{a}\u{201d} against \u{201c}{b}\u{201d}.")
        },
        || {
            let who = if is_head { format!("head {part}") } else { "MLP".into() };
            format!("寫得最多的是第 {block} 層的 {who}：「{a}」相對於「{b}」{most}。")
        },
    )
}
