//! Widget `gates`: what the layer lets go at each token of a test sequence, now and over the steps of its training.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::data::recall::Task;
use crate::labs::retention::gates::{Which, clears, repeats};
use crate::labs::retention::protocol::{PROBES, WRITES};
use crate::lesson::{Text, text};
use crate::plot::{Axis, HeatMap, HeatScale, LineChart, Ramp, Role, Series, significant};
use crate::ui::{Choice, Format, HeatFigure, LineFigure, LiveNumber, Select, Words, live, say, t};

const NOW_TITLE: Text = text("Gate at each token, now", "每個 token 的閘門，現在");
const OVER_TITLE: Text = text("The same while it learns", "學習過程中的變化");
const EMPTY: Text = text("Press Train. The gates appear here.", "按下「訓練」，閘門會出現在這裡。");
const NO_GATE: Text = text(
    "This layer has neither gate nor β: it has nothing to learn to forget with.",
    "這種層沒有閘門也沒有 β：想學忘記也無從學起。",
);
const TOKEN: Text = text("token", "token");
const STEP: Text = text("training step", "訓練步數");
const LEFT: Text = text("share, 0 to 1", "比例，0 到 1");
const GATE: Text = text("gate", "閘門");
const BETA: Text = text("β", "β 值");
const CLEAR: Text = text("the token that clears", "宣告作廢的 token");
const REPEAT: Text = text("a key written before", "寫過的 key");
const SEQUENCE_NAME: Text = text("Test sequence", "測試序列");
const SEQUENCE_ABOUT: Text = text("None of them is ever trained on.", "訓練時都沒看過。");
const SHOW_NAME: Text = text("Look at", "看什麼");
const SHOW_ABOUT: Text = text("The gate lets the memory remain; β says how much of the correction is written.", "閘門決定記憶剩多少，β 決定訂正寫多少。");
const AT: Text = text("gate where everything before is void", "宣告作廢處的閘門");
pub(super) const AT_FROM: Text = text(
    "Mean over the tokens that clear, in the four test sequences.",
    "四個測試序列裡，宣告作廢的 token 的平均。",
);
const ELSEWHERE: Text = text("gate elsewhere", "其他地方的閘門");
pub(super) const ELSEWHERE_FROM: Text = text(
    "Mean over all other tokens of the four test sequences.",
    "四個測試序列裡，其他所有 token 的平均。",
);
const MEAN_BETA: Text = text("mean β", "β 的平均");
pub(super) const BETA_FROM: Text = text(
    "Mean over all tokens of the four test sequences.",
    "四個測試序列裡，所有 token 的平均。",
);

/// What is shown: what was chosen, where the layer has it.
fn which(lab: Lab) -> Which {
    let beta = lab.chosen.config.with(|c| c.show == 1);
    lab.watched.with(|watched| match (watched.has(Which::Gates), watched.has(Which::Betas)) {
        (true, true) if beta => Which::Betas,
        (false, true) => Which::Betas,
        _ => Which::Gates,
    })
}

pub(super) fn view(lab: Lab) -> AnyView {
    let chosen = lab.chosen;
    let sequence = chosen.pick(|c| usize::from(c.sequence));
    let chart = Memo::new(move |_| chart(lab, sequence.get()));
    let map = Memo::new(move |_| map(lab, sequence.get()));
    let summary = Signal::derive(move || summary(lab));
    let over = Signal::derive(move || {
        let steps = lab.watched.with(|w| w.looks.len());
        say(
            lab.lang(),
            || format!("{steps} moments of the training, the newest at the bottom."),
            || format!("訓練中的 {steps} 個時刻，最新的在最下面。"),
        )
    });
    let numbers = live(|| {
        let words = |i: u32| Words::from(Signal::stored((i + 1).to_string()));
        (0..PROBES).map(|i| Choice::new(i.to_string(), words(i))).collect::<Vec<_>>()
    });
    let shows = live(|| vec![Choice::new("0", GATE), Choice::new("1", BETA)]);
    let nothing = live(move || map.with(|map| map.height() == 0));
    let at = Memo::new(move |_| at_clear(lab));
    let elsewhere = Memo::new(move |_| at_rest(lab));
    let beta = Memo::new(move |_| mean_beta(lab));
    let empty = live(move || {
        let begun = lab.watched.with(|w| !w.looks.is_empty());
        let words = if begun { NO_GATE } else { EMPTY };
        words.get(lab.lang()).to_string()
    });
    view! {
        <div class="controls">
            <Select control="sequence" name=SEQUENCE_NAME about=SEQUENCE_ABOUT choices=numbers value=chosen.pick(|c| c.sequence.to_string()) on_change=lab.choose(|c, v| c.sequence = v) />
            <Select control="show" name=SHOW_NAME about=SHOW_ABOUT choices=shows value=chosen.pick(|c| c.show.to_string()) on_change=lab.choose(|c, v| c.show = v) />
        </div>
        <LineFigure name="gates" title=NOW_TITLE summary chart height=240.0 empty=empty />
        <div prop:hidden=nothing><HeatFigure name="gates-over-steps" title=OVER_TITLE summary=over map row_name=STEP column_name=TOKEN /></div>
        <dl class="run-facts">
            <div><dt>{t(AT)}</dt><dd><LiveNumber name="gate-at-clear" value=at format=Format::Decimals(3) from=AT_FROM /></dd></div>
            <div><dt>{t(ELSEWHERE)}</dt><dd><LiveNumber name="gate-elsewhere" value=elsewhere format=Format::Decimals(3) from=ELSEWHERE_FROM /></dd></div>
            <div><dt>{t(MEAN_BETA)}</dt><dd><LiveNumber name="beta-mean" value=beta format=Format::Decimals(3) from=BETA_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

fn is_clear(lab: Lab) -> bool {
    lab.setup().is_some_and(|setup| setup.task == Task::Clear)
}

/// Mean gate at the tokens that clear; `None` on the other task and without a gate.
pub(super) fn at_clear(lab: Lab) -> Option<f64> {
    is_clear(lab).then(|| lab.means(Which::Gates).0).flatten()
}

pub(super) fn at_rest(lab: Lab) -> Option<f64> {
    is_clear(lab).then(|| lab.means(Which::Gates).1).flatten()
}

pub(super) fn mean_beta(lab: Lab) -> Option<f64> {
    lab.watched.with(|watched| {
        let betas = &watched.newest()?.betas;
        (!betas.is_empty()).then(|| betas.iter().map(|b| f64::from(*b)).sum::<f64>() / betas.len() as f64)
    })
}

fn name(which: Which) -> Text {
    match which {
        Which::Gates => GATE,
        Which::Betas => BETA,
    }
}

fn chart(lab: Lab, sequence: usize) -> LineChart {
    let (lang, which) = (lab.lang(), which(lab));
    let numbers = lab.watched.with(|w| w.newest().map(|look| look.of(which, sequence).to_vec()));
    let numbers = numbers.unwrap_or_default();
    let special = lab.sequences.with(|all| {
        let seen = all.get(sequence);
        let is = |token: usize| seen.is_some_and(|s| if is_clear(lab) { clears(s, token) } else { repeats(s, token) });
        (0..numbers.len()).filter(|token| is(*token)).collect::<Vec<_>>()
    });
    let point = |token: usize| ((token + 1) as f64, f64::from(numbers[token]));
    let all = Arc::new((0..numbers.len()).map(point).collect::<Vec<_>>());
    let those = Arc::new(special.into_iter().map(point).collect::<Vec<_>>());
    let mut series = vec![Series::new(name(which).get(lang), Role::Gate, all).marked()];
    if is_clear(lab) && !those.is_empty() {
        series.push(Series::new(CLEAR.get(lang), Role::Model, those).marked());
    }
    LineChart {
        x: Axis::new(TOKEN.get(lang)).between(1.0, f64::from(WRITES)),
        y: Axis::new(LEFT.get(lang)).between(0.0, 1.0),
        series,
        references: vec![],
    }
}

fn map(lab: Lab, sequence: usize) -> HeatMap {
    let which = which(lab);
    let clear = is_clear(lab);
    let columns = lab.sequences.with(|all| {
        let seen = all.get(sequence);
        let mark = |token: usize| match seen {
            Some(s) if clear && clears(s, token) => "\u{2702} ",
            Some(s) if !clear && repeats(s, token) => "\u{21bb} ",
            _ => "",
        };
        (0..usize::from(WRITES)).map(|token| [mark(token), &(token + 1).to_string()].concat()).collect::<Vec<_>>()
    });
    lab.watched.with(|watched| {
        let looks = || watched.looks.iter().filter(|look| !look.of(which, sequence).is_empty());
        HeatMap {
            rows: looks().map(|look| look.step.to_string()).collect(),
            columns,
            values: Arc::new(looks().flat_map(|look| look.of(which, sequence).to_vec()).collect()),
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
        }
    })
}

fn summary(lab: Lab) -> String {
    let (which, clear) = (which(lab), is_clear(lab));
    let Some(step) = lab.watched.with(|w| w.newest().map(|look| look.step)) else {
        return EMPTY.get(lab.lang()).into();
    };
    let (Some(at), Some(rest)) = lab.means(which) else {
        return if lab.watched.with(|w| w.has(which)) { String::new() } else { NO_GATE.get(lab.lang()).into() };
    };
    let (at, rest) = (significant(at, 3), significant(rest, 3));
    let place = if clear { CLEAR } else { REPEAT };
    let (what, place) = (name(which).get(lab.lang()), place.get(lab.lang()));
    say(
        lab.lang(),
        || format!("Step {step}: mean {what} {at} at {place}, {rest} elsewhere."),
        || format!("第 {step} 步：{place}，{what}平均 {at}；其他地方 {rest}。"),
    )
}
