//! Widget `ten-million`: the model on paper at a context that nobody runs in a browser, with every formula shown.

use leptos::prelude::*;

use super::hybrid::CONTEXT_ROW;
use super::state::{Lab, Row, context_axis, curve, power};
use crate::labs::cost::config::BYTES;
use crate::labs::cost::laws::Stack;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, grouped};
use crate::ui::{Choice, Format, LineFigure, LiveNumber, Options, Words, say, t};

const BYTES_NAME: Text = text("Bytes of a number", "每個數字的位元組");
const TITLE: Text = text("Memory of one sequence", "一段序列的記憶");
const GIGABYTES: Text = text("gigabytes (log scale)", "GB（對數刻度）");
const ALL: Text = text("all attention", "全是 attention");
const HYBRID: Text = text("hybrid", "混合");
const NONE: Text = text("no attention", "沒有 attention");
const CARD: Text = text("80 GB, one large accelerator", "80 GB，一張大型加速卡");
const MODEL: Text = text("attention in", "attention 的層");
const COLUMNS: [Text; 3] = [text("all", "全部"), text("some", "部分"), text("none", "沒有")];
const MEMORY: Text = text("memory", "記憶");
const READ: Text = text("read for a token", "每個 token 讀取");
const TOKEN: Text = text("next token, operations", "下一個 token，運算");
const PROMPT: Text = text("prompt, operations", "prompt，運算");
const TIME: Text = text("prompt, time", "prompt，時間");
const FORMULAS: Text = text("The formulas", "公式");
const CACHE: Text = text("memory of the hybrid", "混合模型的記憶");
pub(super) const CACHE_FROM: Text = text(
    "Formula: (n 2 t D + (L \u{2212} n) d D) times the bytes of a number. No grouped queries.",
    "公式：（n 2 t D +（L \u{2212} n）d D）乘以每個數字的位元組。沒有共用 key 與 value。",
);
const ALL_CACHE: Text = text("memory, all attention", "全注意力的記憶");
pub(super) const ALL_CACHE_FROM: Text = text(
    "Formula: L 2 t D times the bytes of a number. No grouped queries.",
    "公式：L 2 t D 乘以每個數字的位元組。沒有共用 key 與 value。",
);
const SPEED: f64 = 1e15;
const FROM: f64 = 1000.0;
const TO: f64 = 10_000_000.0;

/// Bytes of one sequence: all attention, the hybrid.
pub(super) fn bytes(lab: Lab) -> (f64, f64) {
    let (t, each) = lab.chosen.config.with(|c| (f64::from(c.context), f64::from(c.bytes)));
    let stack = lab.stack();
    let all = stack.with_attention(stack.layers);
    (all.memory(t) * each, stack.memory(t) * each)
}

/// The three models that are compared, with their words.
fn stacks(stack: Stack) -> [(Text, Stack, Role); 3] {
    [
        (ALL, stack.with_attention(stack.layers), Role::Attention),
        (HYBRID, stack, Role::First),
        (NONE, stack.with_attention(0.0), Role::Memory),
    ]
}

pub(super) fn view(lab: Lab) -> AnyView {
    let each = lab.chosen.pick(|c| c.bytes);
    let choices = BYTES.map(|n| Choice::new(n.to_string(), Words::from(Signal::stored(n.to_string())))).to_vec();
    let value = Signal::derive(move || each.get().to_string());
    let choose = move |value: String| {
        if let Ok(n) = value.parse() {
            lab.change(|c| c.bytes = n);
        }
    };
    let chart = Memo::new(move |_| {
        let (lang, stack, each) = (lab.lang(), lab.stack(), f64::from(each.get()));
        let line = |(name, stack, role): (Text, Stack, Role)| {
            Series::new(name.get(lang), role, curve(FROM, TO, |t| stack.memory(t) * each / 1e9))
        };
        LineChart {
            x: context_axis(lang, FROM, TO),
            y: Axis::new(GIGABYTES.get(lang)).log(),
            series: stacks(stack).map(line).to_vec(),
            references: vec![Reference { name: CARD.get(lang).into(), role: Role::Chance, y: 80.0 }],
        }
    });
    let summary = Signal::derive(move || {
        let lang = lab.lang();
        let write = |bytes: f64| Format::Bytes.write(bytes, lang);
        let (all, hybrid) = bytes(lab);
        let (all, hybrid) = (write(all), write(hybrid));
        let t = grouped(lab.chosen.config.with(|c| f64::from(c.context)), 0);
        say(
            lang,
            || format!("At {t} tokens one sequence needs {all} if every layer is attention, {hybrid} in the hybrid."),
            || format!("{t} 個 token 時，每層都是 attention 的話一段序列要 {all}，混合模型要 {hybrid}。"),
        )
    });
    let rows = ROWS.map(|row| row_view(lab, row));
    let heads = COLUMNS.map(|words| view! { <th scope="col" class="is-number">{t(words)}</th> });
    let all = Signal::derive(move || Some(bytes(lab).0));
    let hybrid = Signal::derive(move || Some(bytes(lab).1));
    view! {
        <div class="controls">
            {Row { control: "paper-context", ..CONTEXT_ROW }.view(lab)}
            <Options control="bytes" name=BYTES_NAME choices=Signal::stored(choices) value on_change=choose />
        </div>
        <LineFigure name="ten-million" title=TITLE summary chart height=280.0 />
        <div class="table-box" tabindex="0" role="region" aria-label=t(FORMULAS)>
            <table class="table" data-output="on-paper">
                <thead><tr><th scope="col">{t(MODEL)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="control-about">{move || formulas(lab)}</p>
        <dl class="run-facts">
            <div><dt>{t(ALL_CACHE)}</dt><dd><LiveNumber name="all-bytes" value=all format=Format::Bytes from=ALL_CACHE_FROM /></dd></div>
            <div><dt>{t(CACHE)}</dt><dd><LiveNumber name="hybrid-bytes" value=hybrid format=Format::Bytes from=CACHE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// A line of the table: its name, and what it says of a model at this context with numbers of so many bytes.
type Line = (Text, fn(Stack, f64, f64, Lang) -> String);

const ROWS: [Line; 5] = [
    (MEMORY, |stack, t, each, lang| Format::Bytes.write(stack.memory(t) * each, lang)),
    (READ, |stack, t, each, lang| Format::Bytes.write(stack.traffic(t) * each, lang)),
    (TOKEN, |stack, t, _, _| power(stack.decode(t))),
    (PROMPT, |stack, t, _, _| power(stack.prefill(t))),
    (TIME, |stack, t, _, lang| crate::ui::seconds(stack.prefill(t) / SPEED, lang)),
];

fn row_view(lab: Lab, (name, write): Line) -> AnyView {
    let cells = move || {
        let (t, each) = lab.chosen.config.with(|c| (f64::from(c.context), f64::from(c.bytes)));
        let cell = |(_, stack, _): (Text, Stack, Role)| {
            view! { <td class="is-number">{write(stack, t, each, lab.lang())}</td> }
        };
        stacks(lab.stack()).map(cell)
    };
    view! { <tr><th scope="row">{t(name)}</th>{cells}</tr> }.into_any()
}

/// The formulas with the numbers of the choices in them.
fn formulas(lab: Lab) -> String {
    let stack = lab.stack();
    let (t, each) = lab.chosen.config.with(|c| (f64::from(c.context), c.bytes));
    let number = |v: f64| grouped(v, 0);
    let (l, n, d, width, t) = (number(stack.layers), number(stack.attention), number(stack.head), number(stack.width()), number(t));
    let c = number(crate::labs::cost::laws::factor(stack.rival));
    let values = format!("L = {l}, n = {n}, d = {d}, D = {width}, t = T = {t}, c = {c}");
    match lab.lang() {
        Lang::En => format!(
            "Memory: {each} bytes × (n 2 t D + (L \u{2212} n) d D). Read for one token, one sequence alone: memory + {each} × 12 D² L for the weights. \
             Next token: 24 D² L + n 4 t D + (L \u{2212} n) c d D. Prompt of T tokens: 24 D² L T + n 2 T² D + (L \u{2212} n) c d D T; its time at 10¹⁵ operations a second. With {values}."
        ),
        Lang::ZhHant => format!(
            "記憶：{each} 位元組 ×（n 2 t D +（L \u{2212} n）d D）。單獨一段序列，一個 token 要讀取：記憶 + 權重 {each} × 12 D² L。\
             下一個 token：24 D² L + n 4 t D +（L \u{2212} n）c d D。T 個 token 的 prompt：24 D² L T + n 2 T² D +（L \u{2212} n）c d D T；時間以每秒 10¹⁵ 次運算計。其中 {values}。"
        ),
    }
}
