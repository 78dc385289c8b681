//! Curves and the table of points of a report.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::planning::protocol::{Curve, Point, Report};
use crate::lesson::{Lang, Text, text};
use crate::plot::{Role, Series, grouped, significant};
use crate::ui::{say, t};

const POINTS: Text = text("All points", "所有的點");
const CURVE: Text = text("curve", "曲線");
const COUNT: Text = text("succeeded (95 %)", "成功（95 %）");
const AMOUNT: Text = text("mean (95 %)", "平均（95 %）");

/// Below this a threshold prunes nothing; it stands in the table and not in the figure.
const SHOWN_FROM: f32 = -5.0;

/// Shares with their Wilson intervals.
pub(super) fn shares(report: &Report, curve: Curve, name: &str, role: Role) -> Series {
    let (mut points, mut band) = (Vec::new(), Vec::new());
    for point in report.curve(curve).filter(|point| point.x > SHOWN_FROM) {
        let x = f64::from(point.x);
        let (low, high) = point.tally.interval();
        points.push((x, point.tally.share()));
        band.push((x, low, high));
    }
    Series::new(name, role, Arc::new(points)).marked().with_band(Arc::new(band))
}

/// Mean amounts with their intervals.
pub(super) fn means(report: &Report, curve: Curve, name: &str, role: Role) -> Series {
    let (mut points, mut band) = (Vec::new(), Vec::new());
    for point in report.curve(curve).filter(|point| point.x > SHOWN_FROM) {
        let (x, Some(mean)) = (f64::from(point.x), point.mean()) else {
            continue;
        };
        let (low, high) = point.interval().unwrap_or((mean, mean));
        points.push((x, mean));
        band.push((x, low, high));
    }
    Series::new(name, role, Arc::new(points)).marked().with_band(Arc::new(band))
}

/// "12 of 20 (0.39 to 0.78)".
pub(super) fn count(point: &Point, lang: Lang) -> String {
    let (k, n) = (point.tally.right, point.tally.of);
    let (low, high) = point.tally.interval();
    let (low, high) = (grouped(low, 2), grouped(high, 2));
    say(
        lang,
        || format!("{k} of {n} ({low} to {high})"),
        || format!("{n} 次中 {k} 次（{low} 到 {high}）"),
    )
}

/// Every point of a tab, folded away. `name` says which curve a point belongs to.
pub(super) fn table(lab: Lab, report: RwSignal<Report>, output: &'static str, name: fn(Curve, Lang) -> String) -> AnyView {
    let rows = move || {
        let lang = lab.lang();
        let row = |point: &Point| {
            let number = |v: f64| significant(v, 3);
            let mean = match (point.mean(), point.interval()) {
                (Some(mean), Some((low, high))) if point.sum != 0.0 => {
                    let (mean, low, high) = (number(mean), number(low), number(high));
                    say(lang, || format!("{mean} ({low} to {high})"), || format!("{mean}（{low} 到 {high}）"))
                }
                _ => "\u{2013}".into(),
            };
            let x = if point.x > SHOWN_FROM { significant(f64::from(point.x), 2) } else { "\u{2013}".into() };
            view! {
                <tr><th scope="row">{name(point.curve, lang)}</th><td class="is-number">{x}</td><td>{count(point, lang)}</td><td>{mean}</td></tr>
            }
        };
        report.with(|report| report.points.iter().filter(|point| point.tally.of > 0).map(row).collect_view())
    };
    view! {
        <details class="figure-table">
            <summary>{t(POINTS)}</summary>
            <div class="table-box" tabindex="0" role="region" aria-label=t(POINTS)>
                <table class="table" data-output=output>
                    <thead><tr><th scope="col">{t(CURVE)}</th><th scope="col" class="is-number">"x"</th><th scope="col">{t(COUNT)}</th><th scope="col">{t(AMOUNT)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
