//! Widget `cache`: what the next token costs with and without the KV cache, measured now.

use std::sync::Arc;

use leptos::prelude::*;

use super::sample::blocked;
use super::state::{Cost, Lab};
use crate::labs::next_token::protocol::{Answer, Ask};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, significant};
use crate::ui::{Button, Format, LineFigure, LiveNumber, say, t};

const MEASURE: Text = text("Measure on this machine", "在這台電腦上測量");
const BUSY: Text = text("Measuring…", "測量中……");
const TITLE: Text = text("Cost of the next token", "產生下一個 token 的代價");
const EMPTY: Text = text(
    "Press Measure. It takes a second or two.",
    "按下「測量」，大約一兩秒。",
);
const POSITION: Text = text("tokens in the window", "視窗裡的 token 數");
const MS: Text = text("time (ms)", "時間（毫秒）");
const WITH: Text = text("with cache", "用快取");
const WITHOUT: Text = text("without", "不用快取");
const SPEEDUP: Text = text("speed-up at the end of the window", "視窗尾端的加速");
pub(super) const SPEEDUP_FROM: Text = text(
    "Time without the cache divided by time with it, for the last token of the window; both measured just now.",
    "視窗最後一個 token：不用快取的時間除以用快取的時間，都是剛才測的。",
);
const TIMES: Text = text("times", "倍");

/// How many times as fast the last token of the window comes with the cache.
pub(super) fn speedup(cost: &Cost) -> Option<f64> {
    let (with, without) = (cost.with_cache_ms.last()?, cost.without_ms.last()?);
    (*with > 0.0).then(|| f64::from(*without) / f64::from(*with))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let measure = move |()| {
        let ask = Ask::CacheCost {
            weights: untrack(|| lab.weights()),
        };
        lab.ask(lab.timing, ask, move |answer| {
            if let Answer::CacheCost {
                with_cache_ms,
                without_ms,
            } = answer
            {
                lab.cost.set(Some(Cost {
                    with_cache_ms,
                    without_ms,
                }));
            }
        });
    };
    let words = Signal::derive(move || {
        let words = if lab.timing.get() { BUSY } else { MEASURE };
        words.get(lab.lang()).to_string()
    });
    let chart = Memo::new(move |_| {
        let lang = lab.lang();
        let curve = |ms: &[f32]| {
            let point = |(i, ms): (usize, &f32)| ((i + 1) as f64, f64::from(*ms));
            Arc::new(ms.iter().enumerate().map(point).collect::<Vec<_>>())
        };
        let (with, without) = lab.cost.with(|cost| match cost {
            Some(cost) => (curve(&cost.with_cache_ms), curve(&cost.without_ms)),
            None => Default::default(),
        });
        LineChart {
            x: Axis::new(POSITION.get(lang)),
            y: Axis::new(MS.get(lang)).from(0.0),
            series: vec![
                Series::new(WITHOUT.get(lang), Role::Control, without),
                Series::new(WITH.get(lang), Role::Treatment, with),
            ],
            references: vec![],
        }
    });
    let factor = Memo::new(move |_| lab.cost.with(|cost| cost.as_ref().and_then(speedup)));
    let summary = Signal::derive(move || {
        let cost = lab.cost.get();
        let ends = cost.as_ref().and_then(|c| {
            let number = |ms: Option<&f32>| ms.map(|ms| significant(f64::from(*ms), 2));
            Some((
                number(c.with_cache_ms.last())?,
                number(c.without_ms.last())?,
                c.without_ms.len(),
            ))
        });
        match ends {
            Some((with, without, n)) => say(
                lab.lang(),
                || {
                    format!(
                        "Token {n} of the window takes {with} ms with the cache and {without} ms without: without it, everything before is computed again."
                    )
                },
                || {
                    format!(
                        "視窗裡的第 {n} 個 token：用快取 {with} 毫秒，不用 {without} 毫秒；不用快取，就得把前面的全部重算。"
                    )
                },
            ),
            None => EMPTY.get(lab.lang()).into(),
        }
    });
    view! {
        <div class="run-buttons"><Button control="measure-cache" words=words on_press=measure blocked=Signal::derive(move || blocked(lab)) /></div>
        <LineFigure name="cache" title=TITLE summary chart empty=EMPTY height=240.0 />
        <dl class="run-facts"><div><dt>{t(SPEEDUP)}</dt><dd><LiveNumber name="cache-speedup" value=factor format=Format::Significant(2) from=SPEEDUP_FROM unit=TIMES /></dd></div></dl>
    }
    .into_any()
}
