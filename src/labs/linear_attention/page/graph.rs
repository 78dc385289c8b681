//! Widget `graph`: who waits for whom. A node is as high as the round in which it can be computed.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::linear_attention::config::{NODES, PIECE};
use crate::labs::linear_attention::rounds::{Node, Shape, Work, graph, rounds};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Cell, Table};
use crate::ui::{
    Button, ButtonKind, Choice, Figure, Format, LiveNumber, Select, Slider, Timer, Twin, reduced_motion, say, t,
};

const SHAPE_NAME: Text = text("Form", "形式");
const SHAPE_ABOUT: Text = text("How the sequence is computed.", "用哪一種方式計算整個序列。");
const NODES_NAME: Text = text("Tokens", "token 數");
const NODES_ABOUT: Text = text("The squares at the bottom.", "最下面一排的方塊。");
const PIECE_NAME: Text = text("Chunk", "分塊");
const PIECE_ABOUT: Text = text(
    "Tokens computed at once. Only for the chunkwise form.",
    "一次算幾個 token。只用在分塊形式。",
);
const NEXT: Text = text("Next round", "下一回合");
const PLAY: Text = text("Play", "播放");
const BACK: Text = text("Back to the start", "回到開頭");
const DONE: Text = text("Everything is computed.", "全部算完了。");
const STILL: Text = text(
    "Your device asks for less motion: step with \u{201c}Next round\u{201d}.",
    "你的裝置要求減少動態效果：請用「下一回合」逐步看。",
);
const ROUNDS: Text = text("rounds in all", "總共的回合數");
pub(super) const ROUNDS_FROM: Text = text(
    "The longest chain of nodes that need each other, found in the graph. The formula of the layer says the same.",
    "圖上一個等一個的最長鏈，從圖裡數出來的；和這一層的公式一致。",
);
const ROUND: Text = text("done", "已完成");
const ROUND_FROM: Text = text("Rounds that you have stepped through.", "你已經走過的回合。");
const FORM: Text = text("form", "形式");
const SUMMARY_ROUNDS: Text = text("rounds", "回合數");

/// Between two rounds while playing.
const BEAT_MS: u64 = 600;
/// Units of the drawing.
const COLUMN: f64 = 52.0;
const ROW: f64 = 40.0;
const EDGE: f64 = 24.0;
const RADIUS: f64 = 14.0;

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let shape = chosen.pick(|c| c.shape);
    let shape_id = chosen.pick(|c| c.shape.id().to_string());
    let tokens = chosen.pick(|c| f64::from(c.nodes));
    let piece = chosen.pick(|c| f64::from(c.piece));
    let shapes = Signal::stored(Shape::ALL.map(|s| Choice::new(s.id(), s.name())).to_vec());
    let choose = move |value: String| {
        if let Some(shape) = Shape::ALL.into_iter().find(|s| s.id() == value) {
            chosen.change(|c| c.shape = shape);
        }
    };
    let all = Memo::new(move |_| lab.nodes.with(|nodes| rounds(nodes)));
    let timer = Timer::new(BEAT_MS);
    let step = move || {
        let next = untrack(|| (lab.round() + 1).min(all.get()));
        lab.set_round(next);
        next < all.get_untracked()
    };
    let next = move |()| {
        timer.stop();
        step();
    };
    let back = move |()| {
        timer.stop();
        lab.set_round(0);
    };
    let play = move |()| {
        lab.set_round(0);
        beat(timer, step);
    };
    let finished = Signal::derive(move || (lab.round() >= all.get()).then(|| DONE.get(lab.lang()).to_string()));
    let still = Signal::derive(move || reduced_motion().then(|| STILL.get(lab.lang()).to_string()));
    let not_chunked = Signal::derive(move || {
        (shape.get() != Shape::Chunkwise).then(|| PIECE_ABOUT.get(lab.lang()).to_string())
    });
    let title = Signal::derive(move || {
        let name = shape.get().name().get(lab.lang());
        say(lab.lang(), || format!("Who waits for whom: {name}"), || format!("誰在等誰：{name}"))
    });
    let summary = Signal::derive(move || summary(lab, shape.get(), all.get()));
    let twin = Twin::new(move |_| untrack(|| table(lab)));
    let rounds_value = Memo::new(move |_| Some(all.get() as f64));
    let round_value = Memo::new(move |_| Some(lab.round() as f64));
    view! {
        <div class="controls">
            <Select control="shape" name=SHAPE_NAME about=SHAPE_ABOUT choices=shapes value=shape_id on_change=choose />
            <Slider control="nodes" name=NODES_NAME about=NODES_ABOUT limits=NODES.into() value=tokens on_change=move |n: f64| chosen.change(|c| c.nodes = n as u8) />
            <Slider control="piece" name=PIECE_NAME about=PIECE_ABOUT limits=PIECE.into() value=piece blocked=not_chunked on_change=move |n: f64| chosen.change(|c| c.piece = n as u8) />
        </div>
        <div class="run-buttons">
            <Button control="next-round" words=NEXT kind=ButtonKind::Main on_press=next blocked=finished />
            <Button control="play-rounds" words=PLAY on_press=play blocked=still />
            <Button control="first-round" words=BACK on_press=back />
        </div>
        <Figure name="graph" title summary twin>
            {move || lab.nodes.with(|nodes| picture(nodes, lab))}
        </Figure>
        <dl class="run-facts">
            <div><dt>{t(ROUNDS)}</dt><dd><LiveNumber name="rounds" value=rounds_value format=Format::Decimals(0) from=ROUNDS_FROM /></dd></div>
            <div><dt>{t(ROUND)}</dt><dd><LiveNumber name="round" value=round_value format=Format::Decimals(0) from=ROUND_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

/// One round after another, until `step` says that it was the last.
fn beat(timer: Timer, step: impl Fn() -> bool + Copy + 'static) {
    timer.start(move || {
        if step() {
            beat(timer, step);
        }
    });
}

/// Where a node is drawn. What a chunk hands on stands between the columns.
fn place(node: &Node, height: f64) -> (f64, f64) {
    let shift = if node.work == Work::HandedOn { 0.5 } else { 0.0 };
    let x = EDGE + (node.token as f64 + shift) * COLUMN;
    (x, height - EDGE - node.round as f64 * ROW)
}

fn picture(nodes: &[Node], lab: Lab) -> AnyView {
    let columns = nodes.iter().map(|n| n.token + 1).max().unwrap_or(1);
    let height = 2.0 * EDGE + rounds(nodes) as f64 * ROW;
    let width = 2.0 * EDGE + (columns as f64 - 1.0) * COLUMN;
    let edges = nodes.iter().flat_map(|node| {
        let (x, y) = place(node, height);
        let round = node.round;
        node.needs.iter().map(move |need| {
            let (from_x, from_y) = place(&nodes[*need], height);
            let done = move || round <= lab.round();
            view! { <line class="la-edge" class:is-done=done x1=from_x y1=from_y - RADIUS x2=x y2=y + RADIUS /> }
        })
    });
    let edges = edges.collect_view();
    let marks = nodes
        .iter()
        .enumerate()
        .map(|(i, node)| {
            let (x, y) = place(node, height);
            let (work, round) = (node.work, node.round);
            let done = move || round <= lab.round();
            let now = move || round > 0 && round == lab.round();
            let label = if work == Work::Input { node.token + 1 } else { round };
            let shape = match work {
                Work::Input => view! { <rect class="la-mark" x=x - 12.0 y=y - 12.0 width="24" height="24" /> }.into_any(),
                Work::HandedOn => {
                    let points = format!("{x},{} {},{y} {x},{} {},{y}", y - 12.0, x + 12.0, y + 12.0, x - 12.0);
                    view! { <polygon class="la-mark" points=points /> }.into_any()
                }
                Work::Token => view! { <circle class="la-mark" cx=x cy=y r=RADIUS /> }.into_any(),
            };
            view! {
                <g class="la-node" class:is-done=done class:is-now=now class:is-input=work == Work::Input data-node=i data-round=round>
                    {shape}
                    <text x=x y=y text-anchor="middle" dominant-baseline="central">{label}</text>
                </g>
            }
        })
        .collect_view();
    let size = format!("0 0 {width} {height}");
    view! { <svg class="la-graph" viewBox=size style:max-width=format!("{width}px") aria-hidden="true">{edges}{marks}</svg> }.into_any()
}

fn summary(lab: Lab, shape: Shape, all: usize) -> String {
    let lang = lab.lang();
    let (tokens, done) = (lab.chosen.config.with(|c| c.nodes), lab.round());
    let busy = lab.nodes.with(|nodes| {
        (1..=all)
            .map(|round| nodes.iter().filter(|n| n.round == round).count())
            .max()
            .unwrap_or(0)
    });
    let why = why(shape).get(lang);
    say(
        lang,
        || format!("{tokens} tokens take {all} rounds, at most {busy} nodes in one round; {done} done. The number in a node is its round. {why}"),
        || format!("{tokens} 個 token 要 {all} 個回合，一回合最多同時算 {busy} 個節點；已完成 {done} 個。節點裡的數字是它的回合。{why}"),
    )
}

const fn why(shape: Shape) -> Text {
    match shape {
        Shape::Rnn => text(
            "Each step goes through a tanh, so no other order is possible.",
            "每一步都要經過 tanh，所以不可能換順序。",
        ),
        Shape::Recurrent => text(
            "The same chain, but its steps only add: they may be regrouped, as in the other forms.",
            "同樣的一條鏈，但每一步只是相加，可以像其他形式那樣重新分組。",
        ),
        Shape::Chunkwise => text(
            "Diamonds are the memory that a chunk hands on; only they wait for each other.",
            "菱形是分塊傳下去的記憶，只有它們要互相等待。",
        ),
        Shape::Scan => text(
            "Each round doubles how far back a node has seen.",
            "每一回合，節點看得到的距離就加倍。",
        ),
        Shape::Parallel => text(
            "Nobody waits, but every pair of tokens is a line.",
            "誰也不用等，但每一對 token 都是一條線。",
        ),
    }
}

/// The rounds of all forms at this number of tokens.
fn table(lab: Lab) -> Table {
    let lang: Lang = lab.lang();
    let (tokens, piece) = lab.chosen.config.with(|c| (usize::from(c.nodes), usize::from(c.piece)));
    let row = |shape: Shape| {
        let count = rounds(&graph(shape, tokens, piece));
        vec![Cell::Text(shape.name().get(lang).into()), Cell::Number(count as f64)]
    };
    Table {
        columns: vec![FORM.get(lang).into(), SUMMARY_ROUNDS.get(lang).into()],
        rows: Shape::ALL.map(row).into(),
    }
}
