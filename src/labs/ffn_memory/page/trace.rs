//! Widget `trace`: which places bring the answer back when the subject has been swapped.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::lesson::{Describe, Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, percent};
use crate::ui::{Choice, HeatFigure, Options, live, say};

const TITLE: Text = text("Put one place back: does the answer return?", "只還原一個位置，答案會回來嗎？");
const LAYER: Text = text("layer", "層");
const WORD: Text = text("word", "詞");
const SITE: Text = text("What is put back", "還原什麼");
const STREAM: Text = text("everything at this place", "這個位置的全部內容");
const ATTENTION: Text = text("what attention adds", "注意力加的");
const MLP: Text = text("what the memory adds", "記憶加的");
const EMPTY: Text = text("The model is being asked.", "正在問模型。");

pub(super) fn view(lab: Lab) -> AnyView {
    let site = RwSignal::new(0_usize);
    let names = ["stream", "attention", "mlp"];
    let choices = vec![Choice::new("stream", STREAM), Choice::new("attention", ATTENTION), Choice::new("mlp", MLP)];
    let map = Memo::new(move |_| map(lab, site.get()));
    view! {
        <Options control="site" name=SITE choices=Signal::stored(choices) value=Signal::derive(move || String::from(names[site.get()]))
            on_change=move |value: String| site.set(names.iter().position(|n| *n == value).unwrap_or(0)) />
        <HeatFigure name="trace" title=TITLE summary=live(move || summary(lab, site.get())) map row_name=LAYER column_name=WORD />
    }
    .into_any()
}

/// Layers from the last to the first, words from the subject on.
fn map(lab: Lab, site: usize) -> HeatMap {
    let found = lab.trace.with(|trace| trace.as_ref().and_then(|t| t.as_ref().ok()).cloned());
    let (mut rows, mut columns, mut values) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(trace) = found {
        let (time, from) = (trace.tokens.len(), trace.subject as usize);
        columns = trace.tokens[from..].iter().map(|id| lab.word(*id).to_string()).collect();
        let layers = trace.restored[site].len() / time.max(1);
        for layer in (0..layers).rev() {
            rows.push((layer + 1).to_string());
            values.extend_from_slice(&trace.restored[site][layer * time + from..(layer + 1) * time]);
        }
    }
    HeatMap {
        rows,
        columns,
        values: Arc::new(values),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    }
}

fn summary(lab: Lab, site: usize) -> String {
    let lang = lab.lang();
    lab.trace.with(|trace| {
        let trace = match trace {
            None => return EMPTY.get(lang).into(),
            Some(Err(error)) => return error.describe(lang),
            Some(Ok(trace)) => trace,
        };
        let time = trace.tokens.len();
        let best = trace.restored[site].iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let (at, p) = best.map_or((0, 0.0), |(i, p)| (i, *p));
        let (layer, word) = (at / time + 1, lab.word(trace.tokens[at % time]));
        let (answer, other) = (lab.word(trace.answer), lab.word(trace.swapped[trace.subject as usize]));
        let (clean, corrupt, p) = (percent(trace.clean.into(), 0), percent(trace.corrupt.into(), 0), percent(p.into(), 0));
        say(
            lang,
            || format!("The answer \u{201c}{answer}\u{201d} has probability {clean}; with \u{201c}{other}\u{201d} as the subject {corrupt}. Putting back one place brings at best {p}: layer {layer}, at \u{201c}{word}\u{201d}."),
            || format!("「{answer}」的機率是 {clean}；主詞換成「{other}」之後是 {corrupt}。只還原一個位置，最多回到 {p}：第 {layer} 層的「{word}」。"),
        )
    })
}
