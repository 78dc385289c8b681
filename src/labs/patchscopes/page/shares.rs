//! Tallies as curves over the layers with their 95 % intervals, and in words.

use std::sync::Arc;

use crate::labs::patchscopes::protocol::Pair;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, Count, LineChart, Role, Series, percent};
use crate::data::tally::Tally;

const RIGHT: Text = text(
    "share right (band: 95 % interval)",
    "答對的比例（色帶：95 % 區間）",
);

/// A curve over the layers.
pub(super) fn curve(name: &str, role: Role, tallies: impl Iterator<Item = Tally>) -> Series {
    let counted: Vec<(f64, Tally)> = tallies
        .enumerate()
        .filter(|(_, tally)| tally.of > 0)
        .map(|(layer, tally)| (layer as f64, tally))
        .collect();
    let points = counted
        .iter()
        .map(|(x, tally)| (*x, tally.share()))
        .collect();
    let band = counted.iter().map(|(x, tally)| {
        let (low, high) = tally.interval();
        (*x, low, high)
    });
    let series = Series::new(name, role, Arc::new(points)).marked();
    if counted.is_empty() {
        series
    } else {
        series.with_band(Arc::new(band.collect()))
    }
}

pub(super) fn treated(pairs: &[Pair]) -> impl Iterator<Item = Tally> + '_ {
    pairs.iter().map(|p| p.treated)
}

pub(super) fn control(pairs: &[Pair]) -> impl Iterator<Item = Tally> + '_ {
    pairs.iter().map(|p| p.control)
}

/// The chart of such curves; `layers`: what the layer is of.
pub(super) fn chart(layers: Text, lang: Lang, series: Vec<Series>) -> LineChart {
    LineChart {
        x: Axis::new(layers.get(lang)).from(0.0),
        y: Axis::new(RIGHT.get(lang)).between(0.0, 1.0),
        series,
        references: Vec::new(),
    }
}

/// `20 / 32 (45 % to 77 %)`.
pub(super) fn counted(tally: Tally, lang: Lang) -> String {
    let (low, high) = tally.interval();
    let (low, high) = (percent(low, 0), percent(high, 0));
    let Tally { right, of } = tally;
    match lang {
        Lang::En => format!("{right} of {of} ({low} to {high})"),
        Lang::ZhHant => format!("{of} 題中 {right} 題（{low} 到 {high}）"),
    }
}

/// A row of a `CountFigure`.
pub(super) fn row(name: &str, role: Role, tally: Tally) -> Count {
    Count {
        name: name.into(),
        role,
        right: tally.right,
        of: tally.of,
        interval: tally.interval(),
    }
}

/// `None` for a count of nothing.
pub(super) fn share(tally: Tally) -> Option<f64> {
    (tally.of > 0).then(|| tally.share())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_that_is_not_counted_has_no_point() {
        let tallies = [
            Tally { right: 1, of: 4 },
            Tally::default(),
            Tally { right: 4, of: 4 },
        ];
        let series = curve("x", Role::Treatment, tallies.into_iter());
        assert_eq!(*series.points, [(0.0, 0.25), (2.0, 1.0)]);
        assert_eq!(series.band.map(|b| b.len()), Some(2));
        assert!(counted(tallies[2], Lang::En).starts_with("4 of 4 (51"));
        let nothing = curve("x", Role::Treatment, [Tally::default()].into_iter());
        assert!(nothing.points.is_empty() && nothing.band.is_none());
    }
}
