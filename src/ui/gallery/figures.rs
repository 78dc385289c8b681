//! Charts, heat maps, bars.

use std::sync::Arc;

use leptos::prelude::*;

use super::section;
use super::toy::{Toy, floor, numbers, softmax};
use crate::lesson::{Lang, Text, text};
use crate::plot::{
    Axis, HeatMap, HeatScale, LineChart, Ramp, Reference, Role, Series, percent, significant,
};
use crate::ui::{Bar, BarList, HeatFigure, Limits, LineFigure, Slider, into, use_lang, visible};

pub(super) fn sections() -> AnyView {
    view! {
        {section("bars", text("A distribution, before and after", "分布：調整前與調整後"), bars())}
        {section("charts", text("Line charts", "折線圖"), charts())}
        {section("heat", text("Heat maps", "熱圖"), heat())}
    }
    .into_any()
}

const TOKENS: [&str; 26] = [
    "the", " ", "\n", "e", "and", "字", "t", "\u{202e}", "a", "of", "<b>", "is", "月", "th", "o",
    "。", "i", "n", "\t", "s", "🎉", "r", "光", "h", "l", "d",
];

fn bars() -> AnyView {
    let lang = use_lang();
    let temperature = RwSignal::new(0.8);
    let top_p = RwSignal::new(0.9);
    let picked = RwSignal::new(None::<u32>);
    let logits: Arc<Vec<f64>> = Arc::new(
        numbers(7, 120)
            .iter()
            .enumerate()
            .map(|(i, n)| 3.0 * n - 0.02 * i as f64)
            .collect(),
    );
    let list = Memo::new(move |_| {
        let before = softmax(&logits, 1.0);
        let tempered = softmax(&logits, temperature.get());
        let mut order: Vec<usize> = (0..logits.len()).collect();
        order.sort_by(|a, b| logits[*b].total_cmp(&logits[*a]).then(a.cmp(b)));
        // The token that crosses the line stays.
        let mut mass = 0.0;
        let mut kept = vec![false; logits.len()];
        for i in &order {
            kept[*i] = mass < top_p.get();
            mass += tempered[*i];
        }
        let rest: f64 = order
            .iter()
            .filter(|i| kept[**i])
            .map(|i| tempered[*i])
            .sum();
        let bar = |i: &usize| {
            let label = match TOKENS.get(*i) {
                Some(token) => visible(token),
                None => ["w", &i.to_string()].concat(),
            };
            let removed = (!kept[*i]).then_some(('p', text("top-p", "top-p 篩選")));
            let after = if kept[*i] { tempered[*i] / rest } else { 0.0 };
            Bar {
                key: *i as u32,
                label,
                before: before[*i],
                after,
                removed,
                chosen: picked.get() == Some(*i as u32),
            }
        };
        Arc::new(order.iter().map(bar).collect::<Vec<Bar>>())
    });
    let reading = move || {
        if temperature.get() == 0.0 {
            text("greedy", "貪婪").get(lang.get()).to_string()
        } else {
            String::new()
        }
    };
    view! {
        <div class="gallery-pair">
            <BarList name="gallery-distribution" bars=list before=text("the model", "模型") after=text("drawn from", "實際抽樣")
                on_pick=move |key| picked.set(Some(key)) />
            <div class="controls">
                <Slider control="gallery-temperature" name=text("Temperature", "溫度") about=text("Higher: a flatter distribution, more surprises.", "越高，分布越平，越常出現意外。")
                    limits=Limits::new(0.0, 3.0, 0.05, 0.8) value=temperature on_change=into(temperature) reading=Signal::derive(reading) />
                <Slider control="gallery-top-p" name=text("Top-p", "top-p 門檻") about=text("Keeps the most probable tokens up to this share.", "只保留機率最高、合計達到這個比例的 token。")
                    limits=Limits::new(0.0, 1.0, 0.01, 0.9) value=top_p on_change=into(top_p) />
            </div>
        </div>
    }
    .into_any()
}

fn charts() -> AnyView {
    let lang = use_lang();
    let runs: Vec<Arc<Vec<(f64, f64)>>> = (1..=8)
        .map(|seed| {
            let mut toy = Toy::new(seed);
            (0..300).for_each(|_| toy.step());
            Arc::new(toy.validation)
        })
        .collect();
    let steps = runs[0].len();
    let at = |i: usize| runs.iter().map(move |run| run[i].1);
    let mean: Vec<(f64, f64)> = (0..steps)
        .map(|i| (runs[0][i].0, at(i).sum::<f64>() / runs.len() as f64))
        .collect();
    let last = mean.last().map_or(f64::NAN, |p| p.1);
    let band: Vec<(f64, f64, f64)> = (0..steps)
        .map(|i| {
            (
                runs[0][i].0,
                at(i).fold(f64::INFINITY, f64::min),
                at(i).fold(0.0, f64::max),
            )
        })
        .collect();
    let (mean, band) = (Arc::new(mean), Arc::new(band));
    let words = move |t: Text| t.get(lang.get()).to_string();
    let seeds = move || LineChart {
        x: Axis::new(words(text("training step", "訓練步數"))),
        y: Axis::new(words(text("squared error", "平方誤差"))).from(0.0),
        series: runs
            .iter()
            .enumerate()
            .map(|(i, run)| Series::new((i + 1).to_string(), Role::Control, run.clone()).thin())
            .chain([Series::new(
                words(text("mean of 8", "8 次平均")),
                Role::Model,
                mean.clone(),
            )
            .with_band(band.clone())])
            .collect(),
        references: vec![Reference {
            name: words(text("best possible", "理論下限")),
            role: Role::Theory,
            y: floor(),
        }],
    };
    let curve = |role: Role, name: Text, f: fn(f64) -> f64| {
        let points: Arc<Vec<(f64, f64)>> =
            Arc::new((0..9).map(|i| (2f64.powi(i), f(2f64.powi(i)))).collect());
        (role, name, points)
    };
    let costs = [
        curve(Role::Query, text("attention", "自注意力"), |t| t * t),
        curve(Role::Memory, text("constant memory", "固定記憶"), |t| {
            24.0 * t
        }),
        curve(Role::Gate, text("with a gate", "加上閘門"), |t| {
            40.0 * t
        }),
    ];
    let cost = move || LineChart {
        x: Axis::new(words(text("tokens (log scale)", "token 數（對數刻度）"))).log(),
        y: Axis::new(words(text(
            "operations (log scale)",
            "運算次數（對數刻度）",
        )))
        .log(),
        series: costs
            .iter()
            .map(|(role, name, points)| Series::new(words(*name), *role, points.clone()).marked())
            .collect(),
        references: Vec::new(),
    };
    let summary = move || match lang.get() {
        Lang::En => [
            "The mean of eight seeds ends at ",
            &significant(last, 3),
            "; the band spans all of them.",
        ]
        .concat(),
        Lang::ZhHant => [
            "八個亂數種子的平均最後是 ",
            &significant(last, 3),
            "，色帶涵蓋全部八次。",
        ]
        .concat(),
    };
    view! {
        <div class="gallery-pair">
            <LineFigure name="gallery-seeds" title=text("Eight seeds and their mean", "八個亂數種子與平均") summary=Signal::derive(summary) chart=Signal::derive(seeds) />
            <LineFigure name="gallery-cost" title=text("Cost against length, by formula", "長度與成本（依公式）")
                summary=text("The square overtakes the lines at 24 and 40 tokens.", "平方曲線在 24 與 40 個 token 時超過兩條直線。") chart=Signal::derive(cost) />
            <LineFigure name="gallery-empty" title=text("Before anything was measured", "還沒有測量之前") summary=text("Empty.", "沒有資料。")
                chart=Signal::stored(LineChart::default()) empty=text("Press \u{201c}Train\u{201d} to draw this curve.", "按「開始訓練」畫出這條曲線。") height=160.0 />
        </div>
    }
    .into_any()
}

fn heat() -> AnyView {
    let lang = use_lang();
    let names: Vec<String> = [
        "the", "␣", "cat", "␣", "sat", "␣", "on", "␣", "the", "␣", "mat", "⏎",
    ]
    .map(String::from)
    .to_vec();
    let side = names.len();
    let logits = numbers(11, side * side);
    let mut weights = vec![f32::NAN; side * side];
    let (mut most, mut at) = (0.0, (0, 0));
    for row in 0..side {
        // Causal: a position sees itself and what came before it.
        for (column, weight) in softmax(&logits[row * side..row * side + row + 1], 0.4)
            .into_iter()
            .enumerate()
        {
            weights[row * side + column] = weight as f32;
            if column < row && weight > most {
                (most, at) = (weight, (row, column));
            }
        }
    }
    let attention = HeatMap {
        rows: names.clone(),
        columns: names.clone(),
        values: Arc::new(weights),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    };
    let values: Vec<f32> = numbers(5, 8 * 24).iter().map(|v| *v as f32).collect();
    let memory = HeatMap {
        rows: (1..=8).map(|i| i.to_string()).collect(),
        columns: (1..=24).map(|i| i.to_string()).collect(),
        scale: HeatScale::of(Ramp::Diverging, &values),
        values: Arc::new(values),
    };
    let summary = move || {
        let (row, column) = (names[at.0].as_str(), names[at.1].as_str());
        let share = percent(most, 0);
        match lang.get() {
            Lang::En => [
                "The strongest look back goes from \u{201c}",
                row,
                "\u{201d} to \u{201c}",
                column,
                "\u{201d}: ",
                &share,
                ".",
            ]
            .concat(),
            Lang::ZhHant => [
                "回看最強的一格，是從「",
                row,
                "」看「",
                column,
                "」:",
                &share,
                "。",
            ]
            .concat(),
        }
    };
    view! {
        <div class="gallery-pair">
            <HeatFigure name="gallery-attention" title=text("Who looks at whom (random weights)", "誰看著誰（隨機權重）") summary=Signal::derive(summary)
                map=Signal::stored(attention) row_name=text("looks from", "從") column_name=text("looks at", "看向") />
            <HeatFigure name="gallery-memory" title=text("A memory around zero", "以零為中心的記憶矩陣")
                summary=text("Random numbers between −1 and 1; zero is the palest colour.", "介於 −1 與 1 之間的隨機數；零的顏色最淺。")
                map=Signal::stored(memory) row_name=text("value", "列") column_name=text("key", "行") />
        </div>
    }
    .into_any()
}
