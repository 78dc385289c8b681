//! Widget `many`: how often the right manual is found among more and more tools, and what reading costs.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Row};
use crate::labs::tools::config::{ALIKE, TOOLBOXES};
use crate::labs::tools::recall::{READ, SIZES, tokens};
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent};
use crate::ui::{Format, LineFigure, LiveNumber, say, t};

const ALIKE_ROW: Row = Row {
    control: "alike",
    name: text(
        "How alike the tools of a family are",
        "同一家族的工具有多像",
    ),
    about: text(
        "Share of the words of a manual that it has from its family of four.",
        "說明書裡有多少比例的字，和同家族的四個工具共用。",
    ),
    range: ALIKE,
    read: |c| f64::from(c.alike),
    write: |c, v| c.alike = v as f32,
};
const TOOLBOXES_ROW: Row = Row {
    control: "toolboxes",
    name: text("Toolboxes", "工具箱的數目"),
    about: text(
        "For each number of tools, each with one request.",
        "每一種工具數目抽幾個工具箱，每個工具箱問一次。",
    ),
    range: TOOLBOXES,
    read: |c| f64::from(c.toolboxes),
    write: |c, v| c.toolboxes = v as u16,
};
const RECALL: Text = text(
    "The right manual is among those that are read",
    "讀到的說明書裡有對的那一份",
);
const TOOLS: Text = text("number of tools (log scale)", "工具的數目（對數刻度）");
const SHARE: Text = text("share of requests", "請求的比例");
const ONE: Text = text("the best one is read", "只讀最像的一份");
const FIVE: Text = text("the best five are read", "讀最像的五份");
const COST: Text = text(
    "Tokens of manuals in the prompt",
    "prompt 裡說明書的 token 數",
);
const COST_AXIS: Text = text("tokens (log scale)", "token 數（對數刻度）");
const EVERY: Text = text("all manuals are read", "所有說明書都讀");
const EMPTY: Text = text(
    "Press the button above: the toolboxes come after the attacks.",
    "按上面的按鈕：試完攻擊就輪到工具箱。",
);
pub(super) const RECALL_FROM: Text = text(
    "Share of the toolboxes drawn so far.",
    "到目前為止抽出的工具箱裡的比例。",
);
pub(super) const TOKENS_FROM: Text = text(
    "64 tools with manuals of 60 tokens.",
    "64 個工具，一份說明書 60 個 token。",
);
const ALL_NAME: Text = text("tokens of all 64 manuals", "64 份說明書的 token 數");
const FIVE_NAME: Text = text("tokens of five manuals", "五份說明書的 token 數");

/// The share at one of the sizes, with one manual read (0) or five (1).
pub(super) fn share(lab: Lab, size: usize, read: usize) -> Option<f64> {
    let tally = lab.report.with(|r| r.found.recall[size][read]);
    (tally.of > 0).then(|| tally.share())
}

/// Tokens of all manuals, and of five, with 64 tools.
pub(super) fn cost() -> (f64, f64) {
    let (all, five) = tokens(SIZES[2], READ[1]);
    (f64::from(all), f64::from(five))
}

pub(super) fn view(lab: Lab) -> AnyView {
    let recall = Memo::new(move |_| recall(lab));
    let cost_chart = Memo::new(move |_| costs(lab));
    let number = |name: &'static str, words: Text, value: f64| {
        view! { <div><dt>{t(words)}</dt><dd><LiveNumber name value=Signal::stored(Some(value)) format=Format::Decimals(0) from=TOKENS_FROM /></dd></div> }.into_any()
    };
    let (all, five) = cost();
    view! {
        <div class="controls">{ALIKE_ROW.view(lab)}{TOOLBOXES_ROW.view(lab)}</div>
        <LineFigure name="recall" title=RECALL summary=Signal::derive(move || told(lab)) chart=recall empty=EMPTY height=300.0 />
        <LineFigure name="cost" title=COST summary=Signal::derive(move || told_cost(lab)) chart=cost_chart height=220.0 />
        <dl class="run-facts">{number("tokens-all", ALL_NAME, all)}{number("tokens-five", FIVE_NAME, five)}</dl>
    }
    .into_any()
}

fn recall(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let series = |read: usize, name: Text, role: Role| {
        let all = lab.report.with(|r| r.found.recall);
        let (mut points, mut band) = (vec![], vec![]);
        for (tools, tallies) in SIZES.into_iter().zip(all) {
            let tally = tallies[read];
            if tally.of > 0 {
                let (low, high) = tally.interval();
                points.push((f64::from(tools), tally.share()));
                band.push((f64::from(tools), low, high));
            }
        }
        Series::new(name.get(lang), role, Arc::new(points))
            .marked()
            .with_band(Arc::new(band))
    };
    LineChart {
        x: Axis::new(TOOLS.get(lang)).log().between(4.0, 256.0),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.05),
        series: vec![series(1, FIVE, Role::Second), series(0, ONE, Role::First)],
        references: vec![],
    }
}

fn costs(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let line = |name: Text, role: Role, of: fn(u32) -> u32| {
        let points = SIZES.map(|tools| (f64::from(tools), f64::from(of(tools))));
        Series::new(name.get(lang), role, Arc::new(points.to_vec()))
    };
    LineChart {
        x: Axis::new(TOOLS.get(lang)).log().between(4.0, 256.0),
        y: Axis::new(COST_AXIS.get(lang)).log(),
        series: vec![
            line(FIVE, Role::Second, |tools| tokens(tools, READ[1]).1),
            line(EVERY, Role::Fourth, |tools| tokens(tools, READ[1]).0),
        ],
        references: vec![],
    }
}

fn told(lab: Lab) -> String {
    let lang = lab.lang();
    let last = lab.report.with(|r| r.found.recall[3]);
    if last[0].of == 0 {
        return EMPTY.get(lang).into();
    }
    let of = last[0].of;
    let [one, five] = last.map(|tally| {
        let (low, high) = tally.interval();
        (
            tally.right,
            percent(tally.share(), 1),
            percent(low, 1),
            percent(high, 1),
        )
    });
    say(
        lang,
        || {
            format!(
                "Among 256 tools the right manual came first in {} of {of} toolboxes ({}; 95 %: {} to {}), and within the first five in {} ({}; 95 %: {} to {}).",
                one.0, one.1, one.2, one.3, five.0, five.1, five.2, five.3
            )
        },
        || {
            format!(
                "256 個工具時，{of} 個工具箱裡有 {} 個把對的說明書排在第一（{}；95 % 區間 {} 到 {}），{} 個排在前五（{}；95 % 區間 {} 到 {}）。",
                one.0, one.1, one.2, one.3, five.0, five.1, five.2, five.3
            )
        },
    )
}

fn told_cost(lab: Lab) -> String {
    let (all, five) = cost();
    say(
        lab.lang(),
        || {
            format!(
                "By formula, manuals of 60 tokens: with 64 tools all of them cost {all} tokens in every prompt, five of them {five}."
            )
        },
        || {
            format!(
                "由公式算出，一份說明書 60 個 token：64 個工具全部放進去，每個 prompt 要 {all} 個 token，只放五份要 {five} 個。"
            )
        },
    )
}
