//! Widget `search`: the long experiment, accuracy against the size of the circuit, beside its controls.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::data::rng::{indexed, shuffled};
use crate::labs::circuits::config::{SEED, SIZE};
use crate::labs::circuits::guesses::spread;
use crate::labs::circuits::parts::{Circuit, PARTS, left};
use crate::labs::circuits::protocol::{DRAWS, Found, KEPT, RANDOM_SIZES};
use crate::labs::circuits::prune::needed;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series};
use crate::ui::{Button, ButtonKind, LineFigure, MovedOn, NumberField, RunNames, RunPanel, Slider, say};
use crate::data::tally::Tally;

const START: Text = text("Search for small circuits", "尋找小迴路");
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Deals the prompts into those for choosing and those for measuring, and draws the random circuits.",
    "決定哪些題目用來挑選、哪些用來測量，也決定隨機迴路怎麼抽。",
);
const PASSES: (Text, Text) = (
    text("Passes", "次數"),
    text(
        "Forward passes over one set of prompts with one circuit.",
        "用一個迴路把一組題目跑過一遍，算一次。",
    ),
);
const TITLE: Text = text("How much is left, by size", "留下多少，取決於大小");
const EMPTY: Text = text(
    "Press the button above. All four behaviours are searched, one after the other.",
    "按上面的按鈕。四種行為會依序搜尋。",
);
const AXIS: Text = text("components on", "開著的元件數");
const RIGHT: Text = text("share of right answers", "答對的比例");
const GREEDY: Text = text("pruned step by step", "逐步剪枝");
const RANKED: Text = text("one ranking", "一次排名");
const RANDOM: Text = text("random", "隨機");
const WITH_FIRST: Text = text("random + MLP 1", "隨機加 MLP 1");
const LINE: Text = text("80 % of the whole model", "完整模型的 80 %");
const SIZE_NAME: Text = text("Components kept", "留下的元件數");
const SIZE_ABOUT: Text = text(
    "Switches the map to a circuit of this size.",
    "把上面的圖切換成這個大小的迴路。",
);
const USE_FOUND: Text = text("Switch to the found circuit", "切換成找到的迴路");
const USE_RANDOM: Text = text("Switch to a random one of this size", "切換成同樣大小的隨機迴路");
const NOT_YET: Text = text("Search first.", "請先搜尋。");
const NAMES: RunNames = RunNames {
    start: "search",
    resume: "resume",
    pause: "pause",
    step: "search-step",
    stop: "stop",
    reset: "reset",
};

pub(super) fn view(lab: Lab) -> AnyView {
    let bench = lab.bench;
    let session = bench.session;
    let seed = lab.chosen.pick(|c| f64::from(c.seed));
    let size = lab.chosen.pick(|c| f64::from(c.size));
    let drawn = StoredValue::new(0_u64);
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        lab.found(lab.behaviour(), |found| Some(chart(found, lang))).unwrap_or_default()
    });
    let missing = Signal::derive(move || {
        let done = lab.found(lab.behaviour(), |found| Some(found.pruned.len() == PARTS));
        (done != Some(true)).then(|| String::from(NOT_YET.get(lab.lang())))
    });
    let use_found = move |()| {
        let behaviour = lab.chosen.config.with_untracked(|c| c.behaviour);
        let size = lab.chosen.config.with_untracked(|c| usize::from(c.size));
        let circuit = untrack(|| {
            lab.found(behaviour, |found| (found.pruned.len() == PARTS).then(|| left(&found.pruned, size)))
        });
        if let Some(circuit) = circuit {
            lab.chosen.change(|c| c.circuit = circuit);
        }
    };
    let use_random = move |()| {
        drawn.update_value(|n| *n += 1);
        lab.chosen.change(|c| {
            let rng = &mut indexed(c.seed.into(), "a circuit by hand", drawn.get_value());
            c.circuit = Circuit::of(shuffled(rng, PARTS).into_iter().take(c.size.into()));
        });
    };
    view! {
        <RunPanel job="search" start=START state=session.job.state progress=bench.progress() names=NAMES step=PASSES
            on_control=move |control| session.control(control)>
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=seed on_change=move |value: f64| lab.chosen.change(|c| c.seed = value as u32) />
        </RunPanel>
        <MovedOn session touched=bench.touched() />
        <LineFigure name="sizes" title=TITLE summary=Signal::derive(move || summary(lab)) chart empty=EMPTY height=320.0 />
        <Slider control="size" name=SIZE_NAME about=SIZE_ABOUT limits=SIZE.into() value=size on_change=move |value: f64| lab.chosen.change(|c| c.size = value as u8) />
        <div class="run-buttons">
            <Button control="use-found" words=USE_FOUND blocked=missing on_press=use_found />
            <Button control="use-random" words=USE_RANDOM kind=ButtonKind::Quiet on_press=use_random />
        </div>
    }
    .into_any()
}

/// By size, as far as measured; the band is the 95 % interval.
fn by_size(name: Text, role: Role, tallies: &[Tally], band: bool, lang: Lang) -> Series {
    let points = tallies.iter().enumerate().map(|(size, tally)| (size as f64, tally.share()));
    let mut series = Series::new(name.get(lang), role, Arc::new(points.collect()));
    if band {
        let of = |(size, tally): (usize, &Tally)| {
            let (low, high) = tally.interval();
            (size as f64, low, high)
        };
        series.band = Some(Arc::new(tallies.iter().enumerate().map(of).collect()));
    }
    series
}

/// Means of the draws; the band reaches from the least to the largest of them.
fn drawn(name: Text, role: Role, draws: &[Vec<Tally>], band: bool, lang: Lang) -> Series {
    let spreads: Vec<(f64, [f64; 3])> = draws
        .iter()
        .zip(RANDOM_SIZES)
        .filter_map(|(draws, size)| Some((size as f64, spread(draws)?)))
        .collect();
    let means = spreads.iter().map(|(size, [mean, ..])| (*size, *mean)).collect();
    let mut series = Series::new(name.get(lang), role, Arc::new(means)).marked();
    if band {
        let ends = spreads.iter().map(|(size, [_, low, high])| (*size, *low, *high));
        series.band = Some(Arc::new(ends.collect()));
    }
    series
}

fn chart(found: &Found, lang: Lang) -> LineChart {
    if found.greedy.is_empty() {
        return LineChart::default();
    }
    let full = found.greedy.get(PARTS).map(|tally| Reference {
        name: LINE.get(lang).into(),
        role: Role::Theory,
        y: KEPT * tally.share(),
    });
    LineChart {
        x: Axis::new(AXIS.get(lang)).between(0.0, PARTS as f64),
        y: Axis::new(RIGHT.get(lang)).between(0.0, 1.05),
        series: vec![
            by_size(GREEDY, Role::Treatment, &found.greedy, true, lang),
            by_size(RANKED, Role::Second, &found.ranked, false, lang),
            drawn(RANDOM, Role::Control, &found.random, false, lang),
            drawn(WITH_FIRST, Role::Third, &found.random_with_first, false, lang),
        ],
        references: full.into_iter().collect(),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let behaviour = lab.behaviour();
    let told = lab.found(behaviour, |found| {
        let of = found.greedy.get(PARTS)?.of;
        Some((needed(&found.greedy, KEPT), needed(&found.ranked, KEPT), of))
    });
    let Some((greedy, ranked, of)) = told else {
        return EMPTY.get(lang).into();
    };
    let behaviour = behaviour.name().get(lang);
    let Some(greedy) = greedy else {
        return say(
            lang,
            || format!("{behaviour}: the whole model answers none of the prompts, so there is nothing to keep."),
            || format!("{behaviour}：完整模型一題都沒答對，所以沒有什麼可以保留。"),
        );
    };
    let ranked_en = ranked.map(|n| format!("; by one ranking it takes {n}")).unwrap_or_default();
    let ranked_zh = ranked.map(|n| format!("；只排名一次要 {n} 個")).unwrap_or_default();
    say(
        lang,
        || format!("{behaviour}: {greedy} of {PARTS} components keep 80 % on {of} prompts that they were not chosen on{ranked_en}. Band: 95 % interval; random: mean of {DRAWS} draws."),
        || format!("{behaviour}：在 {of} 題沒有用來挑選的題目上，{PARTS} 個元件留 {greedy} 個就保住 80 %{ranked_zh}。色帶是 95 % 區間；隨機是 {DRAWS} 次抽樣的平均。"),
    )
}
