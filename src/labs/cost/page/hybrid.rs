//! Widget `hybrid`: how many of the layers are attention, and what that costs at the context that is asked for.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::cost::config::{ATTENTION, LAYERS, THOUSANDS};
use crate::labs::cost::laws::Stack;
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, grouped, percent};
use crate::ui::{Format, LineFigure, LiveNumber, Slider, Spacing, say, t};

const LAYERS_ROW: Row = Row {
    control: "layers",
    name: text("Layers L", "層數 L"),
    about: text("Blocks on top of each other.", "疊起來的 block 有幾個。"),
    range: LAYERS,
    spacing: Spacing::Even,
    read: |c| f64::from(c.layers),
    write: |c, v| c.layers = v as u16,
};
const ATTENTION_NAME: Text = text("Attention layers n", "注意力層數 n");
const ATTENTION_ABOUT: Text = text(
    "How many of the L layers are softmax attention; the others have a constant memory.",
    "L 層裡有幾層是 softmax 注意力；其他層的記憶大小固定。",
);
pub(super) const CONTEXT_ROW: Row = Row {
    control: "context",
    name: text("Context t, thousands of tokens", "上下文 t（千個 token）"),
    about: text("Tokens that have been read before the next one.", "產生下一個 token 之前已經讀了多少。"),
    range: THOUSANDS,
    spacing: Spacing::Ratio,
    read: |c| f64::from(c.context) / 1000.0,
    write: |c, v| c.context = (v * 1000.0).round() as u32,
};
const TITLE: Text = text(
    "Cost of the next token against a model that is all attention",
    "和全是 attention 的模型相比，下一個 token 的代價",
);
const AXIS: Text = text("attention layers", "注意力層數");
const SHARE: Text = text("share of the all-attention model", "占全注意力模型的比例");
const OPERATIONS: Text = text("operations", "運算");
const MEMORY: Text = text("memory of the sequence", "序列的記憶");
const SHARE_OPERATIONS: Text = text("operations, share", "運算的比例");
const SHARE_MEMORY: Text = text("memory, share", "記憶的比例");
pub(super) const OPERATIONS_FROM: Text = text(
    "Operations for the next token of this stack divided by those of the same model with attention in every layer.",
    "這個模型產生下一個 token 的運算量，除以每層都是 attention 時的運算量。",
);
pub(super) const MEMORY_FROM: Text = text(
    "Numbers that one sequence is remembered by, divided by those of the same model with attention in every layer.",
    "記住一段序列所需的數字，除以每層都是 attention 時所需的數字。",
);

/// The two shares of an all-attention model: operations, memory.
fn shares(stack: Stack, t: f64) -> (f64, f64) {
    let all = stack.with_attention(stack.layers);
    (stack.decode(t) / all.decode(t), stack.memory(t) / all.memory(t))
}

/// The shares of the choices as they stand.
pub(super) fn now(lab: Lab) -> (f64, f64) {
    let t = lab.chosen.config.with(|c| f64::from(c.context));
    shares(lab.stack(), t)
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| {
        let (lang, stack) = (lab.lang(), lab.stack());
        let t = lab.chosen.config.with(|c| f64::from(c.context));
        let line = |of: fn((f64, f64)) -> f64| {
            let point = |n: u32| (f64::from(n), of(shares(stack.with_attention(f64::from(n)), t)));
            Arc::new((0..=stack.layers as u32).map(point).collect::<Vec<_>>())
        };
        LineChart {
            x: Axis::new(AXIS.get(lang)).between(0.0, stack.layers),
            y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
            series: vec![
                Series::new(OPERATIONS.get(lang), Role::First, line(|s| s.0)),
                Series::new(MEMORY.get(lang), Role::Memory, line(|s| s.1)),
            ],
            references: vec![],
        }
    });
    let summary = Signal::derive(move || {
        let (lang, stack, (operations, memory)) = (lab.lang(), lab.stack(), now(lab));
        let t = grouped(lab.chosen.config.with(|c| f64::from(c.context)), 0);
        let (n, all) = (grouped(stack.attention, 0), grouped(stack.layers, 0));
        let (operations, memory) = (percent(operations, 1), percent(memory, 1));
        say(
            lang,
            || format!("{n} attention layers of {all}, at {t} tokens: {operations} of the operations and {memory} of the memory of a model that is all attention."),
            || format!("{all} 層裡有 {n} 層 attention，在 {t} 個 token 時：運算是全注意力模型的 {operations}，記憶是 {memory}。"),
        )
    });
    let limits = move || {
        let mut range = ATTENTION;
        range.max = f64::from(lab.chosen.config.with(|c| c.layers));
        range.default = range.default.min(range.max);
        range
    };
    let layers = lab.chosen.pick(|c| c.layers);
    let attention = lab.chosen.pick(|c| f64::from(c.attention));
    // The slider's end is the number of layers: made anew when that changes.
    let attention_slider = move || {
        layers.track();
        view! {
            <Slider control="attention" name=ATTENTION_NAME about=ATTENTION_ABOUT limits=untrack(limits).into() value=attention
                on_change=move |value: f64| lab.change(|c| c.attention = value as u16) />
        }
    };
    let operations = Signal::derive(move || Some(now(lab).0));
    let memory = Signal::derive(move || Some(now(lab).1));
    view! {
        <div class="controls">{LAYERS_ROW.view(lab)}{attention_slider}{CONTEXT_ROW.view(lab)}</div>
        <LineFigure name="hybrid" title=TITLE summary chart height=260.0 />
        <dl class="run-facts">
            <div><dt>{t(SHARE_OPERATIONS)}</dt><dd><LiveNumber name="hybrid-operations" value=operations format=Format::Percent(1) from=OPERATIONS_FROM /></dd></div>
            <div><dt>{t(SHARE_MEMORY)}</dt><dd><LiveNumber name="hybrid-memory" value=memory format=Format::Percent(1) from=MEMORY_FROM /></dd></div>
        </dl>
    }
    .into_any()
}
