//! Widget `block`: the same two layers inside a whole block, whose matrices cost 24 D² for every token.

use leptos::prelude::*;

use super::state::{Lab, Row, TOKENS, context_axis, curve, power};
use crate::labs::cost::config::HEADS;
use crate::labs::cost::laws::{Stack, crossover_block};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped, percent};
use crate::ui::{Format, LineFigure, LiveNumber, Spacing, say, t};

const HEADS_ROW: Row = Row {
    control: "heads",
    name: text("Heads H", "head 數 H"),
    about: text(
        "Heads side by side. The width of the model is D = H d.",
        "並排的 head 有幾個。模型的寬度是 D = H d。",
    ),
    range: HEADS,
    spacing: Spacing::Even,
    read: |c| f64::from(c.heads),
    write: |c, v| c.heads = v as u16,
};
const TITLE: Text = text(
    "Operations of one whole block for the next token",
    "一整個 block 產生下一個 token 的運算量",
);
const OPERATIONS: Text = text("operations (log scale)", "運算次數（對數刻度）");
const MATRICES: Text = text("matrices alone, 24 D²", "只算矩陣，24 D²");
const WIDTH: Text = text("width D", "寬度 D");
pub(super) const WIDTH_FROM: Text = text("Heads times head size.", "head 數乘以 head 大小。");
const CROSSOVER: Text = text("attention costs as much as all matrices at", "attention 和所有矩陣一樣貴於");
pub(super) const CROSSOVER_FROM: Text = text(
    "Formula: 4 t D = 24 D², so t = 6 D. The KV cache then has as many numbers as the block has weights (2 t D = 12 D²).",
    "公式：4 t D = 24 D²，所以 t = 6 D。這時 KV cache 的數字也正好和這個 block 的權重一樣多（2 t D = 12 D²）。",
);
const SHARE: Text = text("share of attention at 1,000 tokens", "1,000 個 token 時 attention 占的比例");
pub(super) const SHARE_FROM: Text = text(
    "Formula: 4 t D / (24 D² + 4 t D) at t = 1,000.",
    "公式：t = 1,000 時的 4 t D /（24 D² + 4 t D）。",
);
const FROM: f64 = 10.0;
const TO: f64 = 1_000_000.0;

/// One block of the model on paper, with attention or with the rival.
fn block(stack: Stack, attention: f64) -> Stack {
    Stack { layers: 1.0, attention, ..stack }
}

/// t = 6 D.
pub(super) fn crosses(lab: Lab) -> f64 {
    crossover_block(lab.stack().width())
}

/// What attention is of its block's operations at 1,000 tokens.
pub(super) fn share(lab: Lab) -> f64 {
    let block = block(lab.stack(), 1.0);
    block.decode_mixing(1000.0) / block.decode(1000.0)
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| {
        let (lang, stack) = (lab.lang(), lab.stack());
        let (attention, rival) = (block(stack, 1.0), block(stack, 0.0));
        LineChart {
            x: context_axis(lang, FROM, TO),
            y: Axis::new(OPERATIONS.get(lang)).log(),
            series: vec![
                Series::new(Kind::Softmax.name().get(lang), Role::Attention, curve(FROM, TO, |t| attention.decode(t))),
                Series::new(stack.rival.name().get(lang), Role::Memory, curve(FROM, TO, |t| rival.decode(t))),
            ],
            references: vec![Reference {
                name: MATRICES.get(lang).into(),
                role: Role::Theory,
                y: rival.decode(1.0) - rival.decode_mixing(1.0),
            }],
        }
    });
    let summary = Signal::derive(move || {
        let stack = lab.stack();
        let width = grouped(stack.width(), 0);
        let matrices = power(block(stack, 0.0).decode(1.0) - block(stack, 0.0).decode_mixing(1.0));
        let (at, share) = (grouped(crosses(lab), 0), percent(share(lab), 1));
        say(
            lab.lang(),
            || format!("With D = {width} the matrices take {matrices} operations for every token. Attention is {share} of its block at 1,000 tokens and half of it at {at}."),
            || format!("D = {width} 時，每個 token 光是矩陣就要 {matrices} 次運算。attention 在 1,000 個 token 時占整個 block 的 {share}，到 {at} 個 token 才占一半。"),
        )
    });
    let width = Signal::derive(move || Some(lab.stack().width()));
    let at = Signal::derive(move || Some(crosses(lab)));
    let part = Signal::derive(move || Some(share(lab)));
    view! {
        <div class="controls">{HEADS_ROW.view(lab)}</div>
        <LineFigure name="block" title=TITLE summary chart height=280.0 />
        <dl class="run-facts">
            <div><dt>{t(WIDTH)}</dt><dd><LiveNumber name="width" value=width format=Format::Decimals(0) from=WIDTH_FROM /></dd></div>
            <div><dt>{t(CROSSOVER)}</dt><dd><LiveNumber name="crossover-block" value=at format=Format::Decimals(0) from=CROSSOVER_FROM unit=TOKENS /></dd></div>
            <div><dt>{t(SHARE)}</dt><dd><LiveNumber name="attention-share" value=part format=Format::Percent(1) from=SHARE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}
