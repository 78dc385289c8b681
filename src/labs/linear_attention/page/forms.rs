//! Widget `forms`: what the three forms cost, counted by formula, as numbers and as curves over T.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::linear_attention::config::{CHUNKS, CostOf, SIZES, TIMES};
use crate::labs::linear_attention::costs::{Form, kept_bytes, slope};
use crate::lesson::{Lang, Text, text};
use crate::nn::mixers::kind::Kind;
use crate::plot::{Axis, LineChart, Role, Series, significant};
use crate::ui::{Choice, Format, LineFigure, LiveNumber, Options, Select, Words, say, t};

const TIME_NAME: Text = text("Tokens T", "token 數 T");
const TIME_ABOUT: Text = text("Length of the sequence.", "序列的長度。");
const SIZE_NAME: Text = text("Length d", "長度 d");
const SIZE_ABOUT: Text = text(
    "Numbers in each query, key and value. The memory has d times d.",
    "每個 query、key、value 有幾個數字。記憶有 d 乘 d 個。",
);
const CHUNK_NAME: Text = text("Chunk C", "分塊 C");
const CHUNK_ABOUT: Text = text(
    "Tokens that are computed at once in the chunkwise form.",
    "分塊形式一次算幾個 token。",
);
const SHOW: Text = text("Show over T", "隨 T 畫出");
const OPERATIONS: Text = text("operations", "運算次數");
const ROUNDS: Text = text("rounds", "回合數");
const MEMORY: Text = text("memory", "記憶體");
const FORM: Text = text("form", "形式");
const HELD: Text = text("memory", "佔用");
const T_AXIS: Text = text("tokens T", "token 數 T");
const FLOPS_AXIS: Text = text("operations of the whole sequence", "整個序列的運算次數");
const ROUNDS_AXIS: Text = text("steps that wait for each other", "必須互相等待的步數");
const BYTES_AXIS: Text = text("bytes", "位元組");
const STATE: Text = text("memory H", "記憶 H");
const CACHE: Text = text("KV cache of softmax", "softmax 的 KV 快取");
const SCORES: Text = text("scores, parallel form", "平行形式的分數");
const KEPT: Text = text(
    "To write the next token, linear attention keeps",
    "要產生下一個 token，線性注意力得記住",
);
const KEPT_CACHE: Text = text("softmax attention keeps", "softmax 注意力得記住");
pub(super) const FLOPS_FROM: Text = text(
    "By formula, for the whole sequence: multiply and add count as 2, pairs behind the mask count too.",
    "用公式算整個序列：一乘一加算 2 次，被遮住的配對也算。",
);
const ROUNDS_FROM: Text = text(
    "Steps that cannot begin before another one has ended, however many processors there are.",
    "不管有多少處理器，都得等別人做完才能開始的步數。",
);
const BYTES_FROM: Text = text(
    "32-bit numbers held beside the rows and the outputs.",
    "除了輸入列和輸出之外，要佔用的 32 位元數字。",
);
const CACHE_FROM: Text = text(
    "2 T d numbers: every key and every value so far. By formula, 32-bit numbers.",
    "2 T d 個數字：到目前為止的每個 key 和 value。用公式算，32 位元。",
);
const STATE_FROM: Text = text(
    "d times d numbers, whatever T is. By formula, 32-bit numbers.",
    "d 乘 d 個數字，和 T 無關。用公式算，32 位元。",
);

pub(super) const fn role(form: Form) -> Role {
    match form {
        Form::Recurrent => Role::First,
        Form::Parallel => Role::Second,
        Form::Chunkwise => Role::Third,
    }
}

/// (d, T, C) as chosen.
fn sizes(lab: Lab) -> (usize, u64, usize) {
    lab.chosen
        .config
        .with(|c| (c.size.into(), c.time.into(), c.chunk.into()))
}

/// The operations of a form on the chosen sequence.
pub(super) fn flops(lab: Lab, form: Form) -> f64 {
    let (d, t, chunk) = sizes(lab);
    form.flops(d, t, chunk) as f64
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let time = chosen.pick(|c| c.time.to_string());
    let size = chosen.pick(|c| c.size.to_string());
    let chunk = chosen.pick(|c| c.chunk.to_string());
    let cost_of = chosen.pick(|c| c.cost_of.id().to_string());
    let show = move |value: String| {
        if let Some(cost) = CostOf::ALL.into_iter().find(|cost| cost.id() == value) {
            chosen.change(|c| c.cost_of = cost);
        }
    };
    let kinds = Signal::stored(
        CostOf::ALL
            .map(|cost| Choice::new(cost.id(), cost_words(cost)))
            .to_vec(),
    );
    let chart = Memo::new(move |_| chart(lab));
    let summary = Signal::derive(move || summary(lab));
    let title = Signal::derive(move || {
        let (d, _, c) = sizes(lab);
        let what = cost_words(lab.chosen.config.with(|c| c.cost_of)).get(lab.lang());
        say(
            lab.lang(),
            || format!("What grows with T: {what} (d = {d}, C = {c})"),
            || format!("隨 T 增加的{what}（d = {d}，C = {c}）"),
        )
    });
    view! {
        <div class="controls">
            <Select control="time" name=TIME_NAME about=TIME_ABOUT choices=list(&TIMES) value=time on_change=move |v: String| if let Ok(n) = v.parse() { chosen.change(|c| c.time = n) } />
            <Select control="size" name=SIZE_NAME about=SIZE_ABOUT choices=list(&SIZES) value=size on_change=move |v: String| if let Ok(n) = v.parse() { chosen.change(|c| c.size = n) } />
            <Select control="chunk" name=CHUNK_NAME about=CHUNK_ABOUT choices=list(&CHUNKS) value=chunk on_change=move |v: String| if let Ok(n) = v.parse() { chosen.change(|c| c.chunk = n) } />
        </div>
        {facts(lab)}
        <Options control="cost-of" name=SHOW choices=kinds value=cost_of on_change=show />
        <LineFigure name="cost" title summary chart height=280.0 />
    }
    .into_any()
}

/// Numbers read the same in both languages.
fn list(values: &[u16]) -> Signal<Vec<Choice>> {
    let choice = |n: &u16| {
        let words = n.to_string();
        Choice::new(words.clone(), Words::Live(Signal::stored(words)))
    };
    Signal::stored(values.iter().map(choice).collect())
}

const fn cost_words(cost: CostOf) -> Text {
    match cost {
        CostOf::Operations => OPERATIONS,
        CostOf::Rounds => ROUNDS,
        CostOf::Memory => MEMORY,
    }
}

/// The counted costs of the chosen sequence.
fn facts(lab: Lab) -> AnyView {
    let row = |form: Form| {
        let [flops_name, rounds_name, bytes_name] = match form {
            Form::Recurrent => ["flops-recurrent", "rounds-recurrent", "bytes-recurrent"],
            Form::Parallel => ["flops-parallel", "rounds-parallel", "bytes-parallel"],
            Form::Chunkwise => ["flops-chunkwise", "rounds-chunkwise", "bytes-chunkwise"],
        };
        let count = Memo::new(move |_| Some(flops(lab, form)));
        let span = Memo::new(move |_| {
            let (_, t, chunk) = sizes(lab);
            Some(form.span(t, chunk) as f64)
        });
        let bytes = Memo::new(move |_| {
            let (d, t, chunk) = sizes(lab);
            Some(form.working_bytes(d, t, chunk) as f64)
        });
        view! {
            <tr>
                <th scope="row"><span class=["la-dot ", role(form).class()].concat() aria-hidden="true"></span>{t(form.name())}</th>
                <td class="is-number"><LiveNumber name=flops_name value=count format=Format::Decimals(0) from=FLOPS_FROM /></td>
                <td class="is-number"><LiveNumber name=rounds_name value=span format=Format::Decimals(0) from=ROUNDS_FROM /></td>
                <td class="is-number"><LiveNumber name=bytes_name value=bytes format=Format::Bytes from=BYTES_FROM /></td>
            </tr>
        }
    };
    let kept = move |kind: Kind| {
        Memo::new(move |_| {
            let (d, t, _) = sizes(lab);
            Some(kept_bytes(kind, d, t) as f64)
        })
    };
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(OPERATIONS)>
            <table class="table"><thead><tr><th scope="col">{t(FORM)}</th><th scope="col">{t(OPERATIONS)}</th><th scope="col">{t(ROUNDS)}</th><th scope="col">{t(HELD)}</th></tr></thead>
                <tbody>{Form::ALL.map(row).collect_view()}</tbody></table>
        </div>
        <dl class="run-facts">
            <div><dt>{t(KEPT)}</dt><dd><LiveNumber name="bytes-state" value=kept(Kind::Linear) format=Format::Bytes from=STATE_FROM /></dd></div>
            <div><dt>{t(KEPT_CACHE)}</dt><dd><LiveNumber name="bytes-cache" value=kept(Kind::Softmax) format=Format::Bytes from=CACHE_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// Name, role, and the cost at T.
type Curve = (Text, Role, Box<dyn Fn(u64) -> u64>);

/// The curves of what is shown.
fn curves(lab: Lab) -> Vec<Curve> {
    let (d, _, chunk) = sizes(lab);
    match lab.chosen.config.with(|c| c.cost_of) {
        CostOf::Memory => vec![
            (SCORES, role(Form::Parallel), Box::new(move |t| Form::Parallel.working_bytes(d, t, chunk))),
            (CACHE, Role::Control, Box::new(move |t| kept_bytes(Kind::Softmax, d, t))),
            (STATE, Role::Memory, Box::new(move |t| kept_bytes(Kind::Linear, d, t))),
        ],
        cost => Form::ALL
            .map(|form| {
                let count: Box<dyn Fn(u64) -> u64> = match cost {
                    CostOf::Rounds => Box::new(move |t| form.span(t, chunk)),
                    _ => Box::new(move |t| form.flops(d, t, chunk)),
                };
                (form.name(), role(form), count)
            })
            .into(),
    }
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let points = |cost: &dyn Fn(u64) -> u64| {
        let point = |t: &u16| (f64::from(*t), cost(u64::from(*t)) as f64);
        Arc::new(TIMES.iter().map(point).collect::<Vec<_>>())
    };
    let name = match lab.chosen.config.with(|c| c.cost_of) {
        CostOf::Operations => FLOPS_AXIS,
        CostOf::Rounds => ROUNDS_AXIS,
        CostOf::Memory => BYTES_AXIS,
    };
    let series = curves(lab)
        .into_iter()
        .map(|(words, role, cost)| Series::new(words.get(lang), role, points(&*cost)).marked());
    LineChart {
        x: Axis::new(T_AXIS.get(lang)).log(),
        y: Axis::new(name.get(lang)).log(),
        series: series.collect(),
        references: vec![],
    }
}

/// The powers with which the curves grow.
fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let most = u64::from(TIMES[TIMES.len() - 1]);
    let named = curves(lab)
        .into_iter()
        .map(|(words, _, cost)| (words, significant_slope(slope(&*cost, most))));
    let each: Vec<String> = named
        .map(|(words, slope)| match lang {
            Lang::En => format!("{} {slope}", words.en),
            Lang::ZhHant => format!("{} {slope}", words.zh),
        })
        .collect();
    say(
        lang,
        || format!("Both axes are logarithmic, so the slope is the power of T. At the right end: {}.", each.join(", ")),
        || format!("兩軸都是對數，所以斜率就是 T 的次方。最右端的斜率：{}。", each.join("、")),
    )
}

fn significant_slope(slope: f64) -> String {
    if slope.fract() == 0.0 {
        (slope as i64).to_string()
    } else {
        significant(slope, 2)
    }
}
