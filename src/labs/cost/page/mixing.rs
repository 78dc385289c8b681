//! Widget `mixing`: one head's next token, attention against a constant memory, operations and memory apart.

use leptos::prelude::*;

use super::state::{Lab, Row, TOKENS, context_axis, curve};
use crate::labs::cost::config::HEAD;
use crate::labs::cost::laws::{
    RIVALS, cache_numbers, crossover_memory, crossover_operations, factor, rival_decode,
    softmax_decode,
};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, LineChart, Role, Series, grouped};
use crate::ui::{Choice, Format, LineFigure, LiveNumber, Select, Spacing, say, t};

const RIVAL: Text = text("Layer with constant memory", "固定記憶的層");
const RIVAL_ABOUT: Text = text(
    "What attention is compared with. More elaborate rules cost more for each token: 4 d² (linear) to 7 d² (gated DeltaNet).",
    "拿來和 attention 比的層。規則越複雜，每個 token 越貴：從 4 d²（線性）到 7 d²（閘控 DeltaNet）。",
);
const HEAD_ROW: Row = Row {
    control: "head",
    name: text("Head size d", "head 大小 d"),
    about: text(
        "Length of a head\u{2019}s queries, keys and values.",
        "一個 head 的 query、key、value 有多長。",
    ),
    range: HEAD,
    spacing: Spacing::Even,
    read: |c| f64::from(c.head),
    write: |c, v| c.head = v as u16,
};
const OPERATIONS_TITLE: Text = text(
    "Operations of one head for the next token",
    "一個 head 產生下一個 token 的運算量",
);
const OPERATIONS: Text = text("operations (log scale)", "運算次數（對數刻度）");
const MEMORY_TITLE: Text = text(
    "Numbers that one head has to remember",
    "一個 head 要記住多少個數字",
);
const NUMBERS: Text = text("numbers (log scale)", "數字的個數（對數刻度）");
const SAME_OPERATIONS: Text = text("same operations at", "運算量相同於");
const SAME_MEMORY: Text = text("same memory at", "記憶相同於");
pub(super) const SAME_OPERATIONS_FROM: Text = text(
    "Formula: 4 t d = c d², so t = c d / 4; c is 4 for linear attention, 5 with a decay, 6 for DeltaNet, 7 with a gate as well.",
    "公式：4 t d = c d²，所以 t = c d / 4；線性注意力的 c 是 4，加衰減 5，DeltaNet 6，再加閘門 7。",
);
pub(super) const SAME_MEMORY_FROM: Text =
    text("Formula: 2 t d = d², so t = d / 2.", "公式：2 t d = d²，所以 t = d / 2。");
const FROM: f64 = 1.0;
const TO: f64 = 100_000.0;

/// Where both mix with as many operations.
pub(super) fn operations_cross(lab: Lab) -> f64 {
    crossover_operations(lab.rival(), lab.stack().head)
}

/// Where both remember as many numbers.
pub(super) fn memory_crosses(lab: Lab) -> f64 {
    crossover_memory(lab.stack().head)
}

pub(super) fn view(lab: Lab) -> AnyView {
    let choices = RIVALS.map(|kind| Choice::new(kind.id(), kind.name())).to_vec();
    let value = Signal::derive(move || lab.rival().id().to_string());
    let choose = move |id: String| {
        if let Some(kind) = Kind::find(&id) {
            lab.change(|c| c.rival = kind);
        }
    };
    let pair = move |softmax: fn(f64, f64) -> f64, rival: fn(Kind, f64) -> f64, y: Text| {
        let lang = lab.lang();
        let (kind, d) = (lab.rival(), lab.stack().head);
        LineChart {
            x: context_axis(lang, FROM, TO),
            y: Axis::new(y.get(lang)).log(),
            series: vec![
                Series::new(Kind::Softmax.name().get(lang), Role::Attention, curve(FROM, TO, |t| softmax(d, t))),
                Series::new(kind.name().get(lang), Role::Memory, curve(FROM, TO, |_| rival(kind, d))),
            ],
            references: vec![],
        }
    };
    let operations = Memo::new(move |_| pair(softmax_decode, rival_decode, OPERATIONS));
    let memory = Memo::new(move |_| pair(cache_numbers, |_, d| d * d, NUMBERS));
    let operations_summary = Signal::derive(move || {
        let (lang, kind, d) = (lab.lang(), lab.rival(), lab.stack().head);
        let (name, c) = (kind.name().get(lang), grouped(factor(kind), 0));
        let (at, each) = (grouped(operations_cross(lab), 0), grouped(rival_decode(kind, d), 0));
        say(
            lang,
            || format!("Softmax attention rises as 4 t d; {name} stays at {c} d² = {each} operations. They meet at {at} tokens."),
            || format!("softmax 注意力照 4 t d 上升；{name}一直是 {c} d² = {each} 次運算。兩條線在 {at} 個 token 相交。"),
        )
    });
    let memory_summary = Signal::derive(move || {
        let d = lab.stack().head;
        let (at, square) = (grouped(crossover_memory(d), 0), grouped(d * d, 0));
        say(
            lab.lang(),
            || format!("The KV cache rises as 2 t d; the memory matrix stays at d² = {square} numbers. They meet at {at} tokens."),
            || format!("KV cache 照 2 t d 上升；記憶矩陣一直是 d² = {square} 個數字。兩條線在 {at} 個 token 相交。"),
        )
    });
    let operations_at = Signal::derive(move || Some(operations_cross(lab)));
    let memory_at = Signal::derive(move || Some(memory_crosses(lab)));
    view! {
        <div class="controls">
            <Select control="rival" name=RIVAL about=RIVAL_ABOUT choices=Signal::stored(choices) value on_change=choose />
            {HEAD_ROW.view(lab)}
        </div>
        <LineFigure name="mixing-operations" title=OPERATIONS_TITLE summary=operations_summary chart=operations height=250.0 />
        <LineFigure name="mixing-memory" title=MEMORY_TITLE summary=memory_summary chart=memory height=250.0 />
        <dl class="run-facts">
            <div><dt>{t(SAME_OPERATIONS)}</dt><dd><LiveNumber name="crossover-operations" value=operations_at format=Format::Decimals(0) from=SAME_OPERATIONS_FROM unit=TOKENS /></dd></div>
            <div><dt>{t(SAME_MEMORY)}</dt><dd><LiveNumber name="crossover-memory" value=memory_at format=Format::Decimals(0) from=SAME_MEMORY_FROM unit=TOKENS /></dd></div>
        </dl>
    }
    .into_any()
}
