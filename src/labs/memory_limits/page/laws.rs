//! Widget `laws`: error against the number of pairs for four memories, measured, with the closed form under it where one is known.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::memory_limits::choices::{DRAWS, LAW_SCALE, LAW_SIZE};
use crate::labs::memory_limits::guesses::error_half;
use crate::labs::memory_limits::laws::{Keys, Rule, law};
use crate::labs::memory_limits::protocol::{Curve, Laws};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Role, Series, significant};
use crate::ui::{
    Button, ButtonKind, Choice, Format, LineFigure, LiveNumber, Options, Slider, live, say, t,
};

const TITLE: Text = text("Error against the number of pairs", "誤差隨寫入對數的變化");
const EMPTY: Text = text("Guess first, then press Measure.", "先猜，再按「測量」。");
const MEASURE: Text = text("Measure", "測量");
const OTHER: Text = text("Measure with other dice", "換一組亂數再測");
const PAIRS: Text = text("pairs written, T", "寫入的對數 T");
const ERROR: Text = text("error of a read-out, relative", "讀出的相對誤差");
const KEYS: Text = text("Keys", "key 的來源");
const RANDOM: Text = text("random directions", "隨機方向");
const RIGHT_ANGLES: Text = text("at right angles, in turn", "互相垂直，輪流用");
const SIZE_NAME: Text = text("Size d", "大小 d");
const SIZE_ABOUT: Text = text("Length of keys and values; H has d \u{d7} d numbers.", "key 與 value 的長度；H 有 d × d 個數字。");
const SCALE_NAME: Text = text("Score scale of softmax", "softmax 的分數倍率");
const SCALE_ABOUT: Text = text(
    "Score = scale \u{d7} q \u{b7} k. Larger: sharper.",
    "分數 = 倍率 × q · k。越大越尖銳。",
);
const DRAWS_NAME: Text = text("Draws", "抽樣次數");
const DRAWS_ABOUT: Text = text(
    "Fresh sets of pairs for every point. The band is one standard deviation of single draws.",
    "每個點重抽這麼多批資料；色帶是單次結果的一個標準差。",
);
const HALF: Text = text("additive, T \u{2248} d / 2", "相加的記憶，T ≈ d / 2");
pub(super) const HALF_FROM: Text = text(
    "Measured mean error of the additive memory at the largest measured T that is not above d / 2.",
    "相加的記憶在不超過 d / 2 的最大測量點上的平均誤差。",
);
const LAW_HALF: Text = text("the law says", "公式說");
pub(super) const LAW_HALF_FROM: Text = text("The closed form at the same T and d.", "同樣的 T 與 d 代入公式。");

pub(super) fn view(lab: Lab) -> AnyView {
    let chart = Memo::new(move |_| chart(lab));
    let summary = live(move || summary(lab));
    let size = lab.chosen.pick(|c| f64::from(c.law_size));
    let scale = lab.chosen.pick(|c| f64::from(c.law_scale));
    let draws = lab.chosen.pick(|c| f64::from(c.draws));
    let choices = live(|| [("random", RANDOM), ("orthonormal", RIGHT_ANGLES)].map(|(id, w)| Choice::new(id, w)).to_vec());
    let keys = lab.chosen.pick(|c| c.law_keys);
    let chosen = live(move || if keys.get() == Keys::Random { "random" } else { "orthonormal" }.to_string());
    let choose = move |id: String| {
        lab.change(|c| c.law_keys = if id == "random" { Keys::Random } else { Keys::Orthonormal });
    };
    let words = live(move || if lab.wants_laws.get() { OTHER } else { MEASURE }.get(lab.lang()).to_string());
    let measure = move |()| {
        if lab.wants_laws.get_untracked() {
            lab.change(|c| c.law_seed = c.law_seed.wrapping_add(1));
        } else {
            lab.wants_laws.set(true);
        }
    };
    let half = Memo::new(move |_| measured_half(lab).map(|(_, e)| e));
    let law_half = Memo::new(move |_| law_half(lab));
    view! {
        <LineFigure name="laws" title=TITLE summary chart empty=EMPTY height=340.0 />
        <div class="run-buttons"><Button control="measure-laws" words=words kind=ButtonKind::Main on_press=measure /></div>
        <dl class="run-facts">
            <div><dt>{t(HALF)}</dt><dd><LiveNumber name="error-half" value=half format=Format::Decimals(3) from=HALF_FROM /></dd></div>
            <div><dt>{t(LAW_HALF)}</dt><dd><LiveNumber name="law-half" value=law_half format=Format::Decimals(3) from=LAW_HALF_FROM /></dd></div>
        </dl>
        <Options control="law-keys" name=KEYS choices value=chosen on_change=choose />
        <div class="controls">
            <Slider control="law-size" name=SIZE_NAME about=SIZE_ABOUT limits=LAW_SIZE.into() value=size on_change=move |v: f64| lab.change(|c| c.law_size = v as u8) />
            <Slider control="law-scale" name=SCALE_NAME about=SCALE_ABOUT limits=LAW_SCALE.into() value=scale on_change=move |v: f64| lab.change(|c| c.law_scale = v as f32) />
            <Slider control="draws" name=DRAWS_NAME about=DRAWS_ABOUT limits=DRAWS.into() value=draws on_change=move |v: f64| lab.change(|c| c.draws = v as u16) />
        </div>
    }
    .into_any()
}

/// (T, error) of the additive memory at half of d.
pub(super) fn measured_half(lab: Lab) -> Option<(u32, f64)> {
    lab.laws.with(|l| l.as_ref().and_then(|l| error_half(&l.0, &l.1)))
}

pub(super) fn law_half(lab: Lab) -> Option<f64> {
    let (t, _) = measured_half(lab)?;
    lab.laws.with(|l| {
        let (laws, _) = &**l.as_ref()?;
        law(Rule::Linear, laws.keys, t as usize, usize::from(laws.size))
    })
}

fn rule_name(rule: Rule, lang: Lang) -> String {
    let name = match rule {
        Rule::Linear => text("adding", "相加"),
        Rule::Best => text("best matrix", "最好的矩陣"),
        Rule::Delta { .. } => text("delta rule", "delta 規則"),
        Rule::Softmax { .. } => text("softmax", "softmax"),
    };
    name.get(lang).into()
}

const fn rule_role(rule: Rule) -> Role {
    match rule {
        Rule::Linear => Role::Second,
        Rule::Best => Role::Third,
        Rule::Delta { .. } => Role::Fourth,
        Rule::Softmax { .. } => Role::First,
    }
}

fn chart(lab: Lab) -> LineChart {
    let lang = lab.lang();
    let mut series = Vec::new();
    lab.laws.with(|found| {
        let Some((laws, curves)) = found.as_deref() else {
            return;
        };
        for curve in curves {
            series.extend(closed_form(laws, curve, lang));
        }
        for curve in curves {
            let points = curve.points.iter().map(|p| (f64::from(p.pairs), p.mean)).collect();
            let band = curve.points.iter().map(|p| (f64::from(p.pairs), (p.mean - p.spread).max(0.0), p.mean + p.spread));
            let line = Series::new(rule_name(curve.rule, lang), rule_role(curve.rule), Arc::new(points)).marked();
            series.push(line.with_band(Arc::new(band.collect())));
        }
    });
    LineChart {
        x: Axis::new(PAIRS.get(lang)).from(0.0),
        y: Axis::new(ERROR.get(lang)).from(0.0),
        series,
        references: vec![],
    }
}

/// The expected error at every T, where a closed form is known.
fn closed_form(laws: &Laws, curve: &Curve, lang: Lang) -> Option<Series> {
    let last = curve.points.last()?.pairs;
    let at = |t: u32| Some((f64::from(t), law(curve.rule, laws.keys, t as usize, usize::from(laws.size))?));
    let points: Vec<(f64, f64)> = (1..=last).filter_map(at).collect();
    let name = match curve.rule {
        Rule::Linear => say(lang, || "law: adding".into(), || "公式：相加".into()),
        _ => say(lang, || "law: best".into(), || "公式：最好".into()),
    };
    (!points.is_empty()).then(|| Series::new(name, Role::Theory, Arc::new(points)))
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let told = lab.laws.with(|found| {
        let (laws, curves) = found.as_deref()?;
        let d = usize::from(laws.size);
        let at = |rule: fn(&Rule) -> bool| {
            let curve = curves.iter().find(|c| rule(&c.rule))?;
            let point = curve.points.iter().min_by_key(|p| p.pairs.abs_diff(d as u32))?;
            Some((point.pairs, shown(point.mean)))
        };
        let (t, adding) = at(|r| *r == Rule::Linear)?;
        let (_, best) = at(|r| *r == Rule::Best)?;
        let (_, delta) = at(|r| matches!(r, Rule::Delta { .. }))?;
        let (_, softmax) = at(|r| matches!(r, Rule::Softmax { .. }))?;
        let draws = laws.draws;
        Some(say(
            lang,
            || format!("d = {d}, {draws} draws a point. With {t} pairs: adding {adding}, best matrix {best}, delta rule {delta}, softmax {softmax}. Dashed: closed forms."),
            || format!("d = {d}，每點抽 {draws} 次。寫入 {t} 對時：相加 {adding}，最好的矩陣 {best}，delta 規則 {delta}，softmax {softmax}。虛線是公式。"),
        ))
    });
    told.unwrap_or_else(|| EMPTY.get(lang).into())
}

/// An error that is only rounding is zero.
fn shown(error: f64) -> String {
    if error < 5e-4 {
        "0".into()
    } else {
        significant(error, 2)
    }
}
