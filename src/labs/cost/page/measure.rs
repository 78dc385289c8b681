//! Widget `measure`: the next token and whole prompts, timed in this tab. Separate figures, never one: generating and reading are
//! different work.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row, TOKENS, context_axis};
use super::values::MS;
use crate::labs::cost::config::MEASURED;
use crate::labs::cost::guesses::{Crossing, LONG};
use crate::labs::cost::measure::HEADS;
use crate::labs::cost::protocol::{Task, Way};
use crate::lesson::{Text, text};
use crate::nn::mixers::Kind;
use crate::plot::{Axis, LineChart, Role, Series, grouped, significant};
use crate::ui::{Format, LineFigure, LiveNumber, MovedOn, Progress, RunNames, RunPanel, Spacing, say, t};

const MEASURE: Text = text("Measure on this machine", "在這台電腦上測量");
const SIZE_ROW: Row = Row {
    control: "measured",
    name: text("Size d of the measured heads", "要測的 head 大小 d"),
    about: text(
        "Of each head. The block in the second figure has four of them.",
        "每個 head 的大小。第二張圖的 block 有四個 head。",
    ),
    range: MEASURED,
    spacing: Spacing::Even,
    read: |c| f64::from(c.measured),
    write: |c, v| c.measured = v as u16,
};
const EMPTY: Text = text(
    "Press Measure. It takes some seconds.",
    "按下「測量」，要等幾秒。",
);
const DECODE_TITLE: Text = text("Time for the next token, one head", "一個 head 產生下一個 token 的時間");
const MICROSECONDS: Text = text("microseconds (log scale)", "微秒（對數刻度）");
const BLOCK_TITLE: Text = text("Time for the next token, a whole block", "一整個 block 產生下一個 token 的時間");
const HALF: Text = text("attention is half of the block at", "attention 占 block 一半於");
pub(super) const HALF_FROM: Text = text(
    "Measured: where the block with attention takes twice as long as the block with linear attention, on logarithmic axes. The formula says 6 D, with D four times the size of the head.",
    "實測：用 attention 的 block 花兩倍時間的地方（對數座標）。公式說是 6 D，D 是 head 大小的四倍。",
);
const PROMPT_TITLE: Text = text("Time to read a whole prompt, one head", "一個 head 讀完整段 prompt 的時間");
const PROMPT_AXIS: Text = text("tokens of the prompt (log scale)", "prompt 的 token 數（對數刻度）");
const MILLISECONDS: Text = text("milliseconds (log scale)", "毫秒（對數刻度）");
const SOFTMAX: Text = text("softmax attention", "softmax 注意力");
const RECURRENT: Text = text("linear, token by token", "線性，一個一個");
const CHUNKWISE: Text = text("linear, chunks of 64", "線性，64 個一塊");
const CROSSING: Text = text("times cross at", "時間相交於");
pub(super) const CROSSING_FROM: Text = text(
    "Where the measured curve of softmax attention passes that of linear attention for good, on logarithmic axes. This machine, this moment.",
    "實測的 softmax 注意力曲線最後一次越過線性注意力的地方（對數座標）。只代表這台電腦、這個時候。",
);
pub(super) const SLOPE_FROM: Text = text(
    "Measured: how steeply the time rises from 512 to 8,192 tokens on logarithmic axes; 1 is in proportion, 0 not at all.",
    "實測：從 512 到 8,192 個 token，時間在對數座標上的斜率；1 是成正比，0 是不變。",
);
pub(super) const PROMPT_FROM: Text = text(
    "Measured: the shortest of five readings of a prompt of 4,096 tokens on this machine.",
    "實測：在這台電腦上讀 4,096 個 token 的 prompt，五次裡最短的一次。",
);
const CACHE: Text = text("KV cache at 8,192 tokens", "8,192 個 token 的 KV cache");
const STATE: Text = text("memory matrix", "記憶矩陣");
const BYTES_FROM: Text = text(
    "Bytes that the measured head held for the next token, 4 for each number.",
    "測量時，這個 head 為了下一個 token 所保存的位元組，每個數字 4 個位元組。",
);
const SEED_TOKENS: u32 = 8192;
const READINGS: (Text, Text) = (
    text("Readings", "讀數"),
    text(
        "Times that were taken: every point of the figures five times, of which the shortest counts.",
        "計時的次數：每張圖的每一點各測五次，取最短的一次。",
    ),
);
const NAMES: RunNames = RunNames {
    start: "measure",
    resume: "measure-resume",
    pause: "measure-pause",
    step: "measure-step",
    stop: "measure-stop",
    reset: "measure-reset",
};
const DECODED: [(Kind, Role); 4] = [
    (Kind::Softmax, Role::Attention),
    (Kind::Linear, Role::Memory),
    (Kind::RetNet, Role::First),
    (Kind::GatedDelta, Role::Fifth),
];
const READ: [(Way, Text, Role); 3] = [
    (Way::Softmax, SOFTMAX, Role::Attention),
    (Way::Recurrent, RECURRENT, Role::Memory),
    (Way::Chunkwise, CHUNKWISE, Role::Third),
];

/// The slope of a layer's next token from 512 to 8,192 tokens.
pub(super) fn slope(lab: Lab, kind: Kind) -> Option<f64> {
    lab.seen.with(|seen| seen.slope(Task::Decode(kind), 512, SEED_TOKENS))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.measuring;
    let progress = Memo::new(move |_| {
        lab.measured.with(|report| Progress {
            step: report.done,
            steps: report.planned,
            remaining_seconds: report.remaining_seconds,
        })
    });
    let times = move |task: Task, by: f64| {
        let points = lab.seen.with(|seen| seen.curve(task));
        Arc::new(points.into_iter().map(|(x, ms)| (x, ms * by)).collect::<Vec<_>>())
    };
    let decode = Memo::new(move |_| {
        let lang = lab.lang();
        let line = |(kind, role): (Kind, Role)| {
            Series::new(kind.name().get(lang), role, times(Task::Decode(kind), 1000.0)).marked()
        };
        LineChart {
            x: context_axis(lang, 4.0, 8192.0),
            y: Axis::new(MICROSECONDS.get(lang)).log(),
            series: DECODED.map(line).to_vec(),
            references: vec![],
        }
    });
    let block = Memo::new(move |_| {
        let lang = lab.lang();
        let line = |kind: Kind, role: Role| {
            Series::new(kind.name().get(lang), role, times(Task::Block(kind), 1000.0)).marked()
        };
        LineChart {
            x: context_axis(lang, 64.0, 8192.0),
            y: Axis::new(MICROSECONDS.get(lang)).log(),
            series: vec![line(Kind::Softmax, Role::Attention), line(Kind::Linear, Role::Memory)],
            references: vec![],
        }
    });
    let half = Signal::derive(move || half(lab));
    let prompt = Memo::new(move |_| {
        let lang = lab.lang();
        let line = |(way, name, role): (Way, Text, Role)| {
            Series::new(name.get(lang), role, times(Task::Prompt(way), 1.0)).marked()
        };
        LineChart {
            x: Axis::new(PROMPT_AXIS.get(lang)).log().between(64.0, 4096.0),
            y: Axis::new(MILLISECONDS.get(lang)).log(),
            series: READ.map(line).to_vec(),
            references: vec![],
        }
    });
    let crossing = Signal::derive(move || match lab.seen.with(|seen| seen.crossing())? {
        Crossing::At(t) => Some(t),
        Crossing::Before(_) | Crossing::After(_) => None,
    });
    let bytes = move |kind: Kind| {
        Signal::derive(move || {
            let point = lab.seen.with(|seen| seen.point(Task::Decode(kind), SEED_TOKENS).copied())?;
            point.ms.map(|_| point.bytes as f64)
        })
    };
    let read = move |way: Way| Signal::derive(move || lab.seen.with(|seen| seen.ms(Task::Prompt(way), LONG)));
    let touched = Signal::derive(move || lab.measured.with(|report| report.done > 0));
    let (softmax, linear) = (bytes(Kind::Softmax), bytes(Kind::Linear));
    let prompts = READ.map(|(way, name, _)| (name, read(way), match way {
        Way::Softmax => "softmax-prompt",
        Way::Recurrent => "recurrent-prompt",
        Way::Chunkwise => "chunkwise-prompt",
    }));
    let prompt_facts = prompts.map(|(name, value, id)| {
        view! { <div><dt>{t(name)}</dt><dd><LiveNumber name=id value=value format=Format::Significant(3) from=PROMPT_FROM unit=MS /></dd></div> }
    });
    view! {
        <RunPanel job="measure" start=MEASURE step=READINGS state=session.job.state progress names=NAMES blocked=Signal::derive(move || lab.other_runs(lab.training))
            on_control=move |control| session.control(control)>
            {SIZE_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="decode" title=DECODE_TITLE summary=Signal::derive(move || decode_summary(lab)) chart=decode empty=EMPTY height=280.0 />
        <dl class="run-facts">
            <div><dt>{t(CROSSING)}</dt><dd><LiveNumber name="measured-crossing" value=crossing format=Format::Decimals(0) from=CROSSING_FROM unit=TOKENS /></dd></div>
            <div><dt>{t(CACHE)}</dt><dd><LiveNumber name="cache-memory" value=softmax format=Format::Bytes from=BYTES_FROM /></dd></div>
            <div><dt>{t(STATE)}</dt><dd><LiveNumber name="state-memory" value=linear format=Format::Bytes from=BYTES_FROM /></dd></div>
        </dl>
        <LineFigure name="block-time" title=BLOCK_TITLE summary=Signal::derive(move || block_summary(lab)) chart=block empty=EMPTY height=260.0 />
        <dl class="run-facts">
            <div><dt>{t(HALF)}</dt><dd><LiveNumber name="measured-half" value=half format=Format::Decimals(0) from=HALF_FROM unit=TOKENS /></dd></div>
        </dl>
        <LineFigure name="prompt" title=PROMPT_TITLE summary=Signal::derive(move || prompt_summary(lab)) chart=prompt empty=EMPTY height=260.0 />
        <dl class="run-facts">{prompt_facts.into_iter().collect_view()}</dl>
    }
    .into_any()
}

/// Where attention is half of its block, if that lies among the contexts.
pub(super) fn half(lab: Lab) -> Option<f64> {
    match lab.seen.with(|seen| seen.half_of_block())? {
        Crossing::At(t) => Some(t),
        Crossing::Before(_) | Crossing::After(_) => None,
    }
}

fn block_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let seen = lab.seen.get();
    let ends = |kind: Kind| {
        let us = |t: u32| seen.ms(Task::Block(kind), t).map(|ms| significant(ms * 1000.0, 3));
        Some((us(64)?, us(SEED_TOKENS)?))
    };
    let (Some(softmax), Some(linear)) = (ends(Kind::Softmax), ends(Kind::Linear)) else {
        return EMPTY.get(lang).into();
    };
    let (heads, width) = (HEADS, HEADS * usize::from(seen.size));
    say(
        lang,
        || {
            format!(
                "{heads} heads and the matrices around them, D = {width}: from 64 to 8,192 tokens of context, the block with attention goes from {} to {} µs, the one with linear attention from {} to {} µs.",
                softmax.0, softmax.1, linear.0, linear.1
            )
        },
        || {
            format!(
                "{heads} 個 head 加上外面的矩陣，D = {width}：上下文從 64 到 8,192 個 token，用 attention 的 block 從 {} 變成 {} 微秒，用線性注意力的從 {} 變成 {} 微秒。",
                softmax.0, softmax.1, linear.0, linear.1
            )
        },
    )
}

fn decode_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let seen = lab.seen.get();
    let ends = |kind: Kind| {
        let us = |t: u32| seen.ms(Task::Decode(kind), t).map(|ms| significant(ms * 1000.0, 3));
        Some((us(64)?, us(SEED_TOKENS)?))
    };
    let (Some(softmax), Some(linear)) = (ends(Kind::Softmax), ends(Kind::Linear)) else {
        return EMPTY.get(lang).into();
    };
    let d = seen.size;
    let rounds = match seen.measured {
        false => text("So far", "到目前為止"),
        true => text("Best of five readings", "五次裡最短的一次"),
    };
    let rounds = rounds.get(lang);
    say(
        lang,
        || {
            format!(
                "{rounds}, d = {d}, on this machine: from 64 to 8,192 tokens of context, attention\u{2019}s next token goes from {} to {} µs, linear attention\u{2019}s from {} to {} µs.",
                softmax.0, softmax.1, linear.0, linear.1
            )
        },
        || {
            format!(
                "{rounds}，d = {d}，在這台電腦上：上下文從 64 到 8,192 個 token，attention 的下一個 token 從 {} 變成 {} 微秒，線性注意力從 {} 變成 {} 微秒。",
                softmax.0, softmax.1, linear.0, linear.1
            )
        },
    )
}

fn prompt_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let seen = lab.seen.get();
    let ms = |way: Way| seen.ms(Task::Prompt(way), LONG).map(|ms| significant(ms, 3));
    let (Some(softmax), Some(recurrent), Some(chunkwise)) = (ms(Way::Softmax), ms(Way::Recurrent), ms(Way::Chunkwise)) else {
        return EMPTY.get(lang).into();
    };
    let n = grouped(f64::from(LONG), 0);
    say(
        lang,
        || format!("{n} tokens on this machine, one thread: softmax attention {softmax} ms, linear attention token by token {recurrent} ms, in chunks {chunkwise} ms."),
        || format!("這台電腦用一個執行緒讀 {n} 個 token：softmax 注意力 {softmax} 毫秒，線性注意力一個一個讀 {recurrent} 毫秒，分塊讀 {chunkwise} 毫秒。"),
    )
}
