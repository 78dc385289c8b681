//! Widgets `choose` and `fit`: a relation, a layer, a factor; how often the line says what the model says, beside its controls.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{EMPTY, Lab, count, share};
use crate::labs::relations::config::{FACTOR, LAYER, PAIRS, SEED, beta};
use crate::labs::relations::relation::{RELATIONS, neighbour};
use crate::lesson::{Describe, Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, percent, significant};
use crate::ui::{Callout, Choice, CountFigure, Format, Kind, LineFigure, LiveNumber, MovedOn, NumberField, Select, Slider, say, t};

const RELATION: Text = text("Relation", "關係");
const RELATION_ABOUT: Text = text(
    "From a subject in the prompt to the word that the model says at its end.",
    "從開頭裡的主詞，到模型在句尾說出的詞。",
);
const LAYER_NAME: Text = text("Layer of the subject", "主詞取自第幾層");
const LAYER_ABOUT: Text = text(
    "How many blocks have read the text when the subject\u{2019}s state is taken. The end is always taken after all six.",
    "取出主詞狀態時，文字已經通過幾層。句尾一律取六層之後。",
);
const BETA_NAME: Text = text("Factor \u{3b2}", "倍率 \u{3b2}");
const BETA_ABOUT: Text = text(
    "Stretches what the matrix adds. 0 leaves b alone: one answer for everybody.",
    "把矩陣加上去的部分放大幾倍。0 只剩 b：對誰都是同一個答案。",
);
const PAIRS_NAME: Text = text("Examples to fit on", "用幾個例子求 W");
const PAIRS_ABOUT: Text = text(
    "Subjects whose derivative is averaged. All others are the test.",
    "把幾個主詞的導數平均。其餘的主詞都拿來測試。",
);
const SEED_NAME: Text = text("Seed", "亂數種子");
const SEED_ABOUT: Text = text(
    "Draws which subjects are fitted on, and the random controls.",
    "決定用哪些主詞求 W，以及隨機對照。",
);
const TITLE: Text = text("Says what the model says, on the other subjects", "在其他主詞上，說得和模型一樣");
const LINE: Text = text("W from the model\u{2019}s derivative", "用模型的導數求 W");
const SQUARES: Text = text("least squares on 7 of 10 subjects", "最小平方法，用七成主詞");
const FEW: Text = text("least squares on the same few", "最小平方法，用同樣幾個例子");
const OTHER: Text = text("control: W of another relation", "對照：別的關係的 W");
const RANDOM: Text = text("control: 20 random matrices", "對照：20 個隨機矩陣");
const MAJORITY: Text = text("baseline: best fixed answer", "基準：永遠答同一個詞");
const CURVE_TITLE: Text = text("The same, for every factor", "換不同的倍率");
const FAITHFUL: Text = text("share that agree", "相符的比例");
const HELD_OUT: Text = text("subjects tested", "測試的主詞");
pub(super) const HELD_OUT_FROM: Text = text(
    "Subjects of this relation that W was not fitted on.",
    "這個關係裡，沒有用來求 W 的主詞數。",
);
pub(super) const LINE_FROM: Text = text(
    "Share of the tested subjects for which the line reads out the model\u{2019}s own most probable word.",
    "測試的主詞當中，這條線讀出的詞和模型機率最高的詞相同的比例。",
);
pub(super) const SQUARES_FROM: Text = text(
    "The same for least squares, tested on the three tenths that it was not fitted on.",
    "最小平方法的同一個比例；用七成主詞求解，在另外三成上測試。",
);
pub(super) const OTHER_FROM: Text = text(
    "The same with the matrix of the next relation in the list, and the b that suits it.",
    "同一個比例，但矩陣換成清單裡下一個關係的，b 也重新求過。",
);
pub(super) const RANDOM_FROM: Text = text(
    "The same with 20 random matrices as large as W, each with the b that suits it; all draws together.",
    "同一個比例，但換成 20 個和 W 一樣大的隨機矩陣，b 各自重新求過；20 次合計。",
);

/// The widget `choose`.
pub(super) fn choose(lab: Lab) -> AnyView {
    let config = lab.chosen;
    let relations = Signal::stored(RELATIONS.iter().map(|r| Choice::new(r.id, r.name)).collect::<Vec<_>>());
    let relation = Signal::derive(move || lab.relation().id.to_string());
    let choose = move |id: String| {
        if let Some(at) = RELATIONS.iter().position(|r| r.id == id) {
            config.change(|c| c.relation = at as u8);
        }
    };
    let problem = move || {
        let error = lab.problem.get()?;
        let words = move || error.describe(lab.lang());
        Some(view! { <Callout kind=Kind::Warning><p data-value="problem">{words}</p></Callout> })
    };
    let working = move || {
        let (done, of) = lab.working.get()?;
        Some(say(
            lab.lang(),
            || format!("Measuring the derivative: {done} of {of} pieces"),
            || format!("正在測量導數：{done}／{of}"),
        ))
    };
    view! {
        <div class="controls">
            <Select control="relation" name=RELATION about=RELATION_ABOUT choices=relations value=relation on_change=choose />
            <Slider control="layer" name=LAYER_NAME about=LAYER_ABOUT limits=LAYER.into() value=config.pick(|c| f64::from(c.layer))
                on_change=move |value: f64| config.change(|c| c.layer = value as u8) />
            <Slider control="beta" name=BETA_NAME about=BETA_ABOUT limits=FACTOR.into() value=config.pick(|c| beta(c.beta))
                on_change=move |value: f64| config.change(|c| c.beta = (value * 2.0).round() as u8) />
            <Slider control="pairs" name=PAIRS_NAME about=PAIRS_ABOUT limits=PAIRS.into() value=config.pick(|c| f64::from(c.pairs))
                on_change=move |value: f64| config.change(|c| c.pairs = value as u8) />
            <NumberField control="seed" name=SEED_NAME about=SEED_ABOUT limits=SEED.into() value=config.pick(|c| f64::from(c.seed))
                on_change=move |value: f64| config.change(|c| c.seed = value as u32) />
        </div>
        <MovedOn session=lab.bench.session touched=lab.bench.touched() />
        {problem}
        <p class="lab-facts" role="status" data-value="working">{working}</p>
    }
    .into_any()
}

/// The widget `fit`.
pub(super) fn view(lab: Lab) -> AnyView {
    let counts = Memo::new(move |_| {
        let (lang, beta) = (lab.lang(), lab.beta());
        let found = lab.now(|fit| {
            let cell = &fit.cell;
            Some(vec![
                count(LINE, Role::Treatment, cell.at(beta), lang),
                count(SQUARES, Role::Second, cell.squares, lang),
                count(FEW, Role::Third, cell.few, lang),
                count(OTHER, Role::Control, cell.other.unwrap_or_default(), lang),
                count(RANDOM, Role::Control, cell.random, lang),
                count(MAJORITY, Role::Chance, cell.majority, lang),
            ])
        });
        Arc::new(found.unwrap_or_default())
    });
    let curve = Memo::new(move |_| chart(lab));
    let share = Format::Percent(0);
    view! {
        <CountFigure name="faithful" title=TITLE summary=Signal::derive(move || summary(lab)) counts />
        <dl class="run-facts">
            <div><dt>{t(HELD_OUT)}</dt><dd><LiveNumber name="held-out" value=Memo::new(move |_| held_out(lab)) format=Format::Decimals(0) from=HELD_OUT_FROM /></dd></div>
            <div><dt>{t(LINE)}</dt><dd><LiveNumber name="line-faithful" value=Memo::new(move |_| line(lab)) format=share from=LINE_FROM /></dd></div>
            <div><dt>{t(SQUARES)}</dt><dd><LiveNumber name="squares-faithful" value=Memo::new(move |_| squares(lab)) format=share from=SQUARES_FROM /></dd></div>
            <div><dt>{t(OTHER)}</dt><dd><LiveNumber name="other-faithful" value=Memo::new(move |_| other(lab)) format=share from=OTHER_FROM /></dd></div>
            <div><dt>{t(RANDOM)}</dt><dd><LiveNumber name="random-faithful" value=Memo::new(move |_| random(lab)) format=share from=RANDOM_FROM /></dd></div>
        </dl>
        <LineFigure name="beta" title=CURVE_TITLE summary=Signal::derive(move || curve_summary(lab)) chart=curve height=240.0 empty=EMPTY />
    }
    .into_any()
}

pub(super) fn held_out(lab: Lab) -> Option<f64> {
    lab.now(|fit| Some(fit.cell.majority.of.into()))
}

pub(super) fn line(lab: Lab) -> Option<f64> {
    let beta = lab.beta();
    lab.now(|fit| share(fit.cell.at(beta)))
}

pub(super) fn squares(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.squares))
}

pub(super) fn other(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.other?))
}

pub(super) fn random(lab: Lab) -> Option<f64> {
    lab.now(|fit| share(fit.cell.random))
}

fn summary(lab: Lab) -> String {
    let (lang, beta) = (lab.lang(), lab.beta());
    let found = lab.now(|fit| {
        let cell = &fit.cell;
        let (line, range) = (cell.at(beta), cell.random_range);
        let (low, high) = line.interval();
        let p = |x: f64| percent(x, 0);
        Some((line, p(low), p(high), p(range.0.into()), p(range.1.into())))
    });
    let Some((line, low, high, worst, best)) = found else {
        return EMPTY.get(lang).into();
    };
    let (right, of) = (line.right, line.of);
    let (relation, other) = lab.chosen.config.with(|c| (usize::from(c.relation), neighbour(c.relation.into())));
    let (name, other) = (RELATIONS[relation].name.get(lang), RELATIONS[other].name.get(lang));
    say(
        lang,
        || format!("{name}: the line says the model\u{2019}s word for {right} of {of} subjects (95 % interval {low} to {high}). The random matrices reach {worst} to {best}; the other relation is \u{201c}{other}\u{201d}. Whiskers are 95 % intervals."),
        || format!("{name}：{of} 個主詞裡，這條線有 {right} 個說得和模型一樣（95 % 區間 {low} 到 {high}）。隨機矩陣介於 {worst} 到 {best}；「別的關係」是{other}。橫線是 95 % 區間。"),
    )
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let found = lab.now(|fit| {
        let tallies = fit.cell.line.iter().enumerate();
        let x = |i: usize| beta(i as u8);
        let points: Vec<(f64, f64)> = tallies.clone().map(|(i, tally)| (x(i), tally.share())).collect();
        let band: Vec<(f64, f64, f64)> = tallies.map(|(i, tally)| (x(i), tally.interval().0, tally.interval().1)).collect();
        Some((points, band, fit.cell.majority.share()))
    });
    let (points, band, majority) = found.unwrap_or_default();
    let mut line = Series::new(LINE.get(lang), Role::Treatment, Arc::new(points)).marked();
    // A band without points would be a path without a start.
    if !band.is_empty() {
        line = line.with_band(Arc::new(band));
    }
    LineChart {
        x: Axis::new(BETA_NAME.get(lang)).between(0.0, 5.0),
        y: Axis::new(FAITHFUL.get(lang)).between(0.0, 1.0),
        series: vec![line],
        references: vec![Reference {
            name: MAJORITY.get(lang).into(),
            role: Role::Chance,
            y: majority,
        }],
    }
}

fn curve_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.now(|fit| {
        let best = fit.cell.line.iter().enumerate().rev().max_by_key(|(_, tally)| tally.right)?;
        Some((significant(beta(best.0 as u8), 2), percent(best.1.share(), 0), percent(fit.cell.at(2).share(), 0)))
    });
    let Some((at, best, plain)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Best at \u{3b2} = {at} ({best}); with \u{3b2} = 1 it is {plain}. The band is the 95 % interval."),
        || format!("最好的是 \u{3b2} = {at}（{best}）；\u{3b2} = 1 時是 {plain}。色帶是 95 % 區間。"),
    )
}
