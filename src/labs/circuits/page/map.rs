//! Widget `map`: the thirty components as switches, and what the behaviours do with those that are on.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::Lab;
use crate::labs::circuits::config::{Behaviour, Off};
use crate::labs::circuits::guesses::worst;
use crate::labs::circuits::parts::{BLOCK_PARTS, BLOCKS, Circuit, HEADS, PARTS, name};
use crate::labs::circuits::protocol::Found;
use crate::lesson::{Describe, Text, text};
use crate::plot::{Cell, Table, grouped, percent, significant};
use crate::ui::{Button, ButtonKind, Callout, Choice, Figure, Format, Kind, LiveNumber, Options, Twin, say, t};
use crate::data::tally::Tally;

const TITLE: Text = text("The model, component by component", "一個元件一個元件看這個模型");
const BEHAVIOUR: Text = text("Behaviour", "行為");
const OFF: Text = text("Off means", "關掉是指");
const MEAN: Text = text("its mean over ordinary text", "換成一般文字上的平均");
const ZERO: Text = text("nothing, zero", "直接設成零");
const ALL_ON: Text = text("All on", "全開");
const ALL_OFF: Text = text("All off", "全關");
const BLOCK: Text = text("block", "層");
const PART: Text = text("component", "元件");
const STATE: Text = text("state", "狀態");
const COST: Text = text("cost when off alone (nats)", "單獨關掉的代價（nats）");
const ON_WORD: Text = text("on", "開");
const OFF_WORD: Text = text("off", "關");
const HOW: Text = text(
    "Under each name, after the search: how the mean log p of the right answer changes (nats) when it alone is off. The bottom row reads the words first, the top row speaks last. Embedding and word table stay on. Arrow keys move, Enter switches.",
    "搜尋之後，名稱下面的數字是單獨關掉它時，正確答案平均 log p 的變化（nats）。最下面一列最先讀詞，最上面一列最後開口。詞向量和詞表一直開著。用方向鍵移動，按 Enter 開關。",
);
const SIZE: Text = text("components on", "開著的元件");
pub(super) const SIZE_FROM: Text = text("Of 24 heads and 6 MLPs.", "全部是 24 個 head 和 6 個 MLP。");
const RIGHT: Text = text("right answers", "答對");
pub(super) const RIGHT_FROM: Text = text(
    "Share of the measuring prompts of this behaviour that are answered right with the components that are on. The whole model answers all of these prompts right; no circuit was chosen on them.",
    "這個行為的測量用題目裡，只靠開著的元件答對的比例。這些題目完整模型全部答對，而且沒有用來挑選迴路。",
);
const LOG_P: Text = text("mean log p of the right answer", "正確答案的平均 log p");
pub(super) const LOG_P_FROM: Text = text(
    "Natural logarithm of the probability of the right answer, mean over the measuring prompts. 0: certain.",
    "正確答案的機率取自然對數，在測量用題目上平均。0 代表完全確定。",
);
const NATS: Text = text("nats", "nats");
const ELSEWHERE: Text = text("The same switches, all four behaviours", "同一組開關，四種行為");
const INTERVAL: Text = text("95 % interval", "95 % 區間");
const WHOLE: Text = text("whole model, all prompts", "完整模型，所有題目");
const WAITING: Text = text("The model is on its way.", "模型正在送來。");

pub(super) fn view(lab: Lab) -> AnyView {
    let focus = RwSignal::new(0_usize);
    let behaviour = lab.chosen.pick(|c| c.behaviour.id().to_string());
    let behaviours = Behaviour::ALL.map(|b| Choice::new(b.id(), b.name())).to_vec();
    let off = lab.chosen.pick(|c| String::from(if c.off == Off::Zero { "zero" } else { "mean" }));
    let set_off = move |value: String| {
        let off = if value == "zero" { Off::Zero } else { Off::Mean };
        lab.chosen.change(|c| c.off = off);
    };
    let all = move |circuit: Circuit| lab.chosen.change(|c| c.circuit = circuit);
    let size = lab.chosen.pick(|c| Some(c.circuit.size() as f64));
    let twin = Twin::new(move |_| untrack(|| table(lab)));
    let problem = move || {
        let told = lab.problem.get()?.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="problem">{told}</p></Callout> })
    };
    view! {
        <Options control="behaviour" name=BEHAVIOUR choices=Signal::stored(behaviours) value=behaviour
            on_change=move |id: String| lab.chosen.change(|c| c.behaviour = Behaviour::of(&id)) />
        <Figure name="map" title=TITLE summary=Signal::derive(move || summary(lab)) twin>
            {grid(lab, focus)}
        </Figure>
        <p class="lab-facts">{t(HOW)}</p>
        <div class="run-buttons">
            <Button control="all-on" words=ALL_ON kind=ButtonKind::Quiet on_press=move |()| all(Circuit::FULL) />
            <Button control="all-off" words=ALL_OFF kind=ButtonKind::Quiet on_press=move |()| all(Circuit::EMPTY) />
        </div>
        <Options control="off" name=OFF choices=Signal::stored(vec![Choice::new("mean", MEAN), Choice::new("zero", ZERO)]) value=off on_change=set_off />
        {problem}
        <dl class="run-facts">
            <div><dt>{t(SIZE)}</dt><dd><LiveNumber name="circuit-size" value=size format=Format::Decimals(0) from=SIZE_FROM /></dd></div>
            <div><dt>{t(RIGHT)}</dt><dd><LiveNumber name="accuracy" value=Memo::new(move |_| accuracy(lab)) format=Format::Percent(1) from=RIGHT_FROM /></dd></div>
            <div><dt>{t(LOG_P)}</dt><dd><LiveNumber name="log-p" value=Memo::new(move |_| log_p(lab)) format=Format::Significant(3) from=LOG_P_FROM unit=NATS /></dd></div>
        </dl>
        <p class="control-name">{t(ELSEWHERE)}</p>
        {elsewhere(lab)}
    }
    .into_any()
}

pub(super) fn accuracy(lab: Lab) -> Option<f64> {
    let tally = lab.now().with(|now| now.as_ref().map(|now| now.tally))?;
    (tally.of > 0).then(|| tally.share())
}

pub(super) fn log_p(lab: Lab) -> Option<f64> {
    lab.now().with(|now| {
        let now = now.as_ref()?;
        (now.tally.of > 0).then(|| now.log_p.into())
    })
}

/// "38 of 42".
pub(super) fn counted(tally: Tally, lab: Lab) -> String {
    let Tally { right, of } = tally;
    say(lab.lang(), || format!("{right} of {of}"), || format!("{of} 題中 {right} 題"))
}

/// "85 % to 98 %".
pub(super) fn interval(tally: Tally, lab: Lab) -> String {
    let (low, high) = tally.interval();
    let (low, high) = (percent(low, 0), percent(high, 0));
    say(lab.lang(), || format!("{low} to {high}"), || format!("{low} 到 {high}"))
}

/// What a component costs when it alone is off, once it has been tried.
fn cost(found: &Found, part: usize) -> Option<f64> {
    Some(f64::from(found.full? - found.alone.get(part)?))
}

/// What being off changes, in nats; less than the second decimal is next to nothing.
fn change(cost: f64) -> String {
    if cost.abs() < 0.005 { "\u{2248}\u{a0}0".into() } else { grouped(-cost, 2) }
}

fn level(cost: Option<f64>) -> &'static str {
    match cost.unwrap_or(0.0) {
        c if c >= 4.0 => "4",
        c if c >= 1.0 => "3",
        c if c >= 0.2 => "2",
        c if c >= 0.05 => "1",
        _ => "0",
    }
}

fn grid(lab: Lab, focus: RwSignal<usize>) -> AnyView {
    let move_to = move |event: ev::KeyboardEvent| {
        let at = focus.get_untracked();
        let (block, place) = (at / BLOCK_PARTS, at % BLOCK_PARTS);
        // The top row is the last block.
        let (block, place) = match event.key().as_str() {
            "ArrowUp" => ((block + 1).min(BLOCKS - 1), place),
            "ArrowDown" => (block.saturating_sub(1), place),
            "ArrowLeft" => (block, place.saturating_sub(1)),
            "ArrowRight" => (block, (place + 1).min(BLOCK_PARTS - 1)),
            "Home" => (block, 0),
            "End" => (block, BLOCK_PARTS - 1),
            _ => return,
        };
        event.prevent_default();
        let next = block * BLOCK_PARTS + place;
        focus.set(next);
        let wanted = format!("[data-part=\"{next}\"]");
        let inside = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let button = inside.and_then(|e| e.query_selector(&wanted).ok().flatten());
        if let Some(button) = button.and_then(|b| b.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let heads = (1..=HEADS).map(|h| ["head ", &h.to_string()].concat());
    let head = heads.chain(["MLP".into()]).map(|h: String| view! { <th scope="col">{h}</th> }).collect_view();
    let rows = (0..BLOCKS)
        .rev()
        .map(|block| {
            let cells = (0..BLOCK_PARTS).map(|place| switch(lab, focus, block * BLOCK_PARTS + place));
            view! { <tr><th scope="row">{(block + 1).to_string()}</th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    view! {
        <div class="lens-box">
            <table class="lens circuit" on:keydown=move_to>
                <thead><tr><th scope="col">{t(BLOCK)}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn switch(lab: Lab, focus: RwSignal<usize>, part: usize) -> AnyView {
    let on = Memo::new(move |_| lab.chosen.config.with(|c| c.circuit.has(part)));
    let cost = Memo::new(move |_| lab.found(lab.behaviour(), |found| cost(found, part)));
    let shown = move || cost.get().map_or_else(|| "\u{a0}".into(), change);
    let label = move || {
        let state = if on.get() { ON_WORD } else { OFF_WORD }.get(lab.lang());
        [&name(part), " ", state].concat()
    };
    let press = move |_| {
        focus.set(part);
        lab.chosen.change(|c| c.circuit = c.circuit.switched(part));
    };
    view! {
        <td>
            <button type="button" class="lens-cell" class:is-off=move || !on.get() data-control="part" data-part=part.to_string()
                data-level=move || level(cost.get()) aria-pressed=move || if on.get() { "true" } else { "false" }
                tabindex=move || if focus.get() == part { "0" } else { "-1" } on:click=press>
                <span class="lens-word">{label}</span>" "<span class="lens-share">{shown}</span>
            </button>
        </td>
    }
    .into_any()
}

/// All four behaviours with the components that are on.
fn elsewhere(lab: Lab) -> AnyView {
    let row = |(behaviour, tried): (Behaviour, RwSignal<Option<crate::labs::circuits::protocol::Answer>>)| {
        let read = move |of: fn(Lab, &crate::labs::circuits::protocol::Answer) -> String| {
            move || tried.with(|now| now.as_ref().map(|now| of(lab, now)))
        };
        let share = Memo::new(move |_| {
            let tally = tried.with(|now| now.as_ref().map(|now| now.tally))?;
            (tally.of > 0).then(|| tally.share())
        });
        view! {
            <tr data-behaviour=behaviour.id()>
                <th scope="row">{t(behaviour.name())}</th>
                <td class="is-number"><LiveNumber name="tried" value=share format=Format::Percent(0) from=RIGHT_FROM /></td>
                <td class="is-number">{read(|lab, now| counted(now.tally, lab))}</td>
                <td>{read(|lab, now| interval(now.tally, lab))}</td>
                <td>{read(|lab, now| counted(now.whole, lab))}</td>
            </tr>
        }
    };
    let rows = Behaviour::ALL.into_iter().zip(lab.tried).map(row).collect_view();
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(ELSEWHERE)>
            <table class="table" data-output="elsewhere">
                <thead><tr><th scope="col">{t(BEHAVIOUR)}</th><th scope="col" colspan="2" class="is-number">{t(RIGHT)}</th><th scope="col">{t(INTERVAL)}</th><th scope="col">{t(WHOLE)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let size = lab.chosen.config.with(|c| c.circuit.size());
    let Some(tally) = lab.now().with(|now| now.as_ref().map(|now| now.tally)) else {
        return WAITING.get(lang).into();
    };
    let (behaviour, right, range) = (lab.behaviour().name(), counted(tally, lab), interval(tally, lab));
    let behaviour = behaviour.get(lang);
    if tally.of == 0 {
        return say(
            lang,
            || format!("This model does not show the behaviour \u{201c}{behaviour}\u{201d} yet: the whole model answers none of the prompts."),
            || format!("這個模型還不會「{behaviour}」：完整模型一題都沒答對。"),
        );
    }
    let first = say(
        lang,
        || format!("{behaviour}: {size} of {PARTS} components are on, {right} right (95 % interval {range})."),
        || format!("{behaviour}：{PARTS} 個元件開著 {size} 個，{right}答對（95 % 區間 {range}）。"),
    );
    let told = lab.found(lab.behaviour(), worst).map(|(part, cost)| {
        let (part, cost) = (name(part), significant(cost, 2));
        say(
            lang,
            || format!(" Off alone, {part} costs most: {cost} nats. Darker cells cost more."),
            || format!("單獨關掉代價最大的是 {part}：{cost} nats。顏色越深，代價越大。"),
        )
    });
    first + &told.unwrap_or_default()
}

fn table(lab: Lab) -> Table {
    let lang = lab.lang();
    let circuit = lab.chosen.config.with(|c| c.circuit);
    let row = |part: usize| {
        let state = if circuit.has(part) { ON_WORD } else { OFF_WORD };
        let cost = lab.found(lab.behaviour(), |found| cost(found, part));
        vec![
            Cell::Text(name(part)),
            Cell::Text(state.get(lang).into()),
            Cell::Number(cost.unwrap_or(f64::NAN)),
        ]
    };
    Table {
        columns: [PART, STATE, COST].map(|text| String::from(text.get(lang))).to_vec(),
        rows: (0..PARTS).map(row).collect(),
    }
}
