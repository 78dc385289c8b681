//! Widget `scores`: how well each way of reading a layer tells the true concepts.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::sae::concepts::{COUNT, Family};
use crate::labs::sae::protocol::{Method, Report};
use crate::labs::sae::score::{clean, mean};
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, percent, significant};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};
use crate::data::tally::Tally;

const TITLE: Text = text("F1 by family of concepts", "各類概念的 F1");
const FAMILY: Text = text("family", "類別");
const METHOD: Text = text("method", "方法");
const ALL: Text = text("all 65", "全部 65 個");
const EMPTY: Text = text(
    "Scores come at the end of the run above.",
    "上面的執行結束時會評分。",
);
const FEATURES: Text = text("features", "特徵數");
const MEAN: Text = text("mean F1", "平均 F1");
const CLEAN: Text = text("concepts with F1 > 0.8", "F1 > 0.8 的概念");
const INTERVAL: Text = text("of 65, with its 95 % interval", "共 65 個，95 % 信賴區間");
pub(super) const MEAN_FROM: Text = text(
    "For each of 65 concepts the F1 of the best feature on the half of the texts that did not choose it; the mean of the 65.",
    "65 個概念各取最好的特徵，在沒有用來選它的那一半文件上算 F1，再取平均。",
);
pub(super) const CLEAN_FROM: Text = text(
    "Concepts of 65 whose best feature has a tested F1 above 0.8.",
    "65 個概念裡，最好的特徵測試 F1 高於 0.8 的個數。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| {
        let lang = lab.lang();
        let values = lab
            .bench
            .told(|r: &Report| Some(table(r)))
            .unwrap_or_default();
        let scored = !values.is_empty();
        let rows = std::iter::once(ALL).chain(Family::ALL.map(Family::name));
        HeatMap {
            rows: if scored {
                rows.map(|n| n.get(lang).into()).collect()
            } else {
                Vec::new()
            },
            columns: if scored {
                Method::ALL.map(|m| m.short().get(lang).into()).to_vec()
            } else {
                Vec::new()
            },
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
            values: Arc::new(values),
        }
    });
    let rows = Method::ALL
        .into_iter()
        .enumerate()
        .map(|(at, method)| row(lab, at, method))
        .collect_view();
    view! {
        <HeatFigure name="methods" title=TITLE summary=Signal::derive(move || summary(lab)) map row_name=FAMILY column_name=METHOD />
        <div class="table-box" tabindex="0" role="region" aria-label=t(METHOD)>
            <table class="table" data-output="methods-table">
                <thead><tr><th scope="col">{t(METHOD)}</th><th scope="col" class="is-number">{t(FEATURES)}</th><th scope="col" class="is-number">{t(MEAN)}</th><th scope="col" class="is-number">{t(CLEAN)}</th><th scope="col" class="is-number">{t(INTERVAL)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lab: Lab, at: usize, method: Method) -> AnyView {
    let features = move || match method {
        Method::Latents => usize::from(lab.chosen.config.with(|c| c.latents)),
        Method::Neurons | Method::Random => 256,
        Method::Axes | Method::Components => 128,
    };
    let of = move |read: fn(&[crate::labs::sae::score::Best]) -> f64| {
        Memo::new(move |_| {
            lab.bench
                .told(|r: &Report| r.best.get(at).map(|best| read(best)))
        })
    };
    let count = of(|best| clean(best).into());
    let interval = move || {
        count.get().map(|n| {
            let (low, high) = Tally {
                right: n as u32,
                of: COUNT as u32,
            }
            .interval();
            [percent(low, 0), "\u{2013}".into(), percent(high, 0)].concat()
        })
    };
    view! {
        <tr>
            <th scope="row">{t(method.name())}</th>
            <td class="is-number">{features}</td>
            <td class="is-number"><LiveNumber name="mean-f1" value=of(mean) format=Format::Decimals(3) from=MEAN_FROM /></td>
            <td class="is-number"><LiveNumber name="clean" value=count format=Format::Decimals(0) from=CLEAN_FROM /></td>
            <td class="is-number">{interval}</td>
        </tr>
    }
    .into_any()
}

/// Mean tested F1: all concepts, then each family, by method. What has no score yet is empty.
fn table(report: &Report) -> Vec<f32> {
    if report.best.is_empty() {
        return Vec::new();
    }
    let rows = std::iter::once(None).chain(Family::ALL.map(Some));
    let mut values = Vec::new();
    for family in rows {
        for at in 0..Method::ALL.len() {
            let scores: Vec<f32> = report.best.get(at).map_or(Vec::new(), |best| {
                let of = |i: &usize| family.is_none_or(|f| Family::of(*i) == f);
                (0..best.len())
                    .filter(of)
                    .map(|i| best[i].found.tested)
                    .collect()
            });
            values.push(if scores.is_empty() {
                f32::NAN
            } else {
                scores.iter().sum::<f32>() / scores.len() as f32
            });
        }
    }
    values
}

pub(super) fn mean_latents(report: &Report) -> Option<f64> {
    report
        .best
        .first()
        .filter(|_| report.is_scored())
        .map(|best| mean(best))
}

/// Of the method that does best beside the latents, once all are scored.
pub(super) fn mean_baseline(report: &Report) -> Option<f64> {
    let others = report
        .best
        .get(1..)
        .filter(|b| b.len() + 1 == Method::ALL.len())?;
    others.iter().map(|b| mean(b)).reduce(f64::max)
}

pub(super) fn clean_of(report: &Report, at: usize) -> Option<f64> {
    report
        .best
        .get(at)
        .filter(|_| report.is_scored())
        .map(|best| clean(best).into())
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab
        .bench
        .told(|r: &Report| Some((mean_latents(r)?, mean_baseline(r)?)));
    let Some((latents, others)) = found.map(|(a, b)| (significant(a, 3), significant(b, 3))) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || {
            format!(
                "Mean F1 over all concepts: {latents} for latents, {others} for the best of the other methods."
            )
        },
        || format!("所有概念的平均 F1：latent 是 {latents}，其他方法最好的是 {others}。"),
    )
}
