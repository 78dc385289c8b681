//! Widget `rungs`: the slider from nothing to a rule, and what the rung is.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::config::{GAMMA, KEYS, RUNG, SCALE};
use crate::labs::retention::ladder::half_life_of;
use crate::lesson::{Text, text};
use crate::ui::{Choice, Format, Limits, LiveNumber, Select, Slider, Words, live, t};

const RUNG_NAME: Text = text("Rung of the ladder", "階梯的第幾級");
const RUNG_ABOUT: Text = text(
    "From a memory that keeps everything to one that corrects itself.",
    "從什麼都留著的記憶，一路到會自己訂正的記憶。",
);
const GAMMA_NAME: Text = text("γ", "γ 值");
const GAMMA_ABOUT: Text = text(
    "What is left of the whole memory after each token.",
    "每過一個 token，整個記憶剩下多少。",
);
const ONLY_GAMMA: Text = text(
    "Only RetNet, the second rung, has this constant.",
    "只有第 2 級（RetNet）有這個常數。",
);
const QUERY_NAME: Text = text("Asked for", "查詢的 key");
const QUERY_ABOUT: Text = text(
    "The query is this key. A\u{2032} lies between A and B.",
    "query 就是這個 key。A\u{2032} 介於 A 和 B 之間。",
);
const SCALE_NAME: Text = text("Softmax: scale of the scores", "softmax 的分數倍率");
const SCALE_ABOUT: Text = text(
    "Softmax on the same stream: higher is pickier.",
    "同一個序列交給 softmax：越大越挑。",
);
const HALF: Text = text("half-life of γ, tokens", "γ 的半衰期（token）");
pub(super) const HALF_FROM: Text = text(
    "ln 2 / \u{2212}ln γ: after so many tokens a half is left.",
    "ln 2 / \u{2212}ln γ：過這麼多 token 之後剩下一半。",
);

/// What each rung forgets, and who decides.
pub(super) const WHAT: [Text; 7] = [
    text("Forgets nothing. Everything is added up.", "什麼都不忘，全部加起來。"),
    text("Forgets everything a little, at every token. A constant decides.", "每個 token 都把一切忘掉一點。由一個常數決定。"),
    text("Forgets everything at once, when the token says so.", "由 token 決定什麼時候忘，一忘就是全部。"),
    text("Forgets single columns, when the token says so.", "由 token 決定忘掉哪幾行。"),
    text("Forgets what it would read under this key, and nothing else.", "只忘掉這個 key 讀得出來的內容，其他不動。"),
    text("Lets the token clear the memory, then corrects what is left.", "先讓 token 清掉記憶，再訂正剩下的。"),
    text("The diagonal cousin: one step Δ says how much to forget and how much to write.", "對角線上的表親：一個步長 Δ 同時決定忘多少、寫多少。"),
];

/// Of the constant, tokens; `None`: it never fades.
pub(super) fn half_life(lab: Lab) -> Option<f64> {
    let gamma = lab.chosen.config.with(|c| f64::from(c.gamma));
    Some(half_life_of(gamma)).filter(|half| half.is_finite())
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    // Counted from 1, as the lesson counts.
    let rung = chosen.pick(|c| f64::from(c.rung) + 1.0);
    let limits = Limits::new(RUNG.min + 1.0, RUNG.max + 1.0, 1.0, RUNG.default + 1.0);
    let gamma = chosen.pick(|c| (f64::from(c.gamma) * 1e6).round() / 1e6);
    let scale = chosen.pick(|c| f64::from(c.scale));
    let query = chosen.pick(|c| c.query.to_string());
    let kind = chosen.pick(|c| c.kind());
    let name = live(move || kind.get().name().get(lab.lang()).to_string());
    let what = move || WHAT[usize::from(chosen.config.with(|c| c.rung)).min(6)].get(lab.lang());
    let keys = live(|| {
        let choice = |(i, key): (usize, &&str)| {
            Choice::new(i.to_string(), Words::from(Signal::stored(key.to_string())))
        };
        KEYS.iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let blocked =
        live(move || (rung.get() != 2.0).then(|| ONLY_GAMMA.get(lab.lang()).to_string()));
    let half = live(move || half_life(lab));
    view! {
        <Slider control="rung" name=RUNG_NAME about=RUNG_ABOUT limits value=rung reading=name on_change=move |v: f64| lab.edit(|c| c.rung = (v - 1.0) as u8) />
        <p class="rung-rule"><strong data-value="rung-name">{name}</strong>" "<span class="rung-formula">{move || kind.get().formula()}</span></p>
        <p class="lab-facts">{what}</p>
        <div class="controls">
            <Select control="query" name=QUERY_NAME about=QUERY_ABOUT choices=keys value=query
                on_change=lab.choose(|c, v| c.query = v) />
            <Slider control="gamma" name=GAMMA_NAME about=GAMMA_ABOUT limits=GAMMA.into() value=gamma blocked on_change=move |v: f64| lab.edit(|c| c.gamma = v as f32) />
            <Slider control="softmax-scale" name=SCALE_NAME about=SCALE_ABOUT limits=SCALE.into() value=scale on_change=move |v: f64| lab.edit(|c| c.scale = v as f32) />
        </div>
        <dl class="run-facts"><div><dt>{t(HALF)}</dt><dd><LiveNumber name="gamma-half-life" value=half format=Format::Significant(3) from=HALF_FROM /></dd></div></dl>
    }
    .into_any()
}
