//! A line chart: what it shows (here), and how it is laid out and drawn (`line_layout`).

use std::sync::Arc;

use super::decimate::decimate;
use super::role::Role;
use super::scale::Scale;
use super::table::{Cell, Table};

/// Most points drawn of one curve.
pub(super) const DRAWN_POINTS: usize = 2000;
/// Most rows of the table twin; the CSV holds every point.
const TABLE_ROWS: usize = 200;

/// What runs along one side.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Axis {
    /// In words with its unit: "training step", "loss (nats per token)".
    pub name: String,
    pub log: bool,
    /// Fixed ends; `None` takes them from the data. Lock both when two charts are compared.
    pub from: Option<f64>,
    pub to: Option<f64>,
}

/// One curve.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// Written at the end of the line.
    pub name: String,
    pub role: Role,
    /// (x, y), x ascending; what is not finite leaves a hole. Shared, so that a live chart copies nothing.
    pub points: Arc<Vec<(f64, f64)>>,
    /// One seed among many: thin, without marker or name.
    pub thin: bool,
    /// Markers at every point (few, measured apart) instead of at the end only.
    pub marked: bool,
    /// (x, low, high) around the curve; say in the name or the summary what it is and of how many runs.
    pub band: Option<Arc<Vec<(f64, f64, f64)>>>,
}

/// A level to compare with: "uniform guess".
#[derive(Clone, PartialEq, Debug)]
pub struct Reference {
    pub name: String,
    pub role: Role,
    pub y: f64,
}

/// The whole chart. All texts in the reader's language.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LineChart {
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
    pub references: Vec<Reference>,
}

impl Axis {
    pub fn new(name: impl Into<String>) -> Axis {
        Axis {
            name: name.into(),
            ..Axis::default()
        }
    }

    pub fn log(mut self) -> Axis {
        self.log = true;
        self
    }

    /// Both ends fixed.
    pub fn between(mut self, from: f64, to: f64) -> Axis {
        (self.from, self.to) = (Some(from), Some(to));
        self
    }

    /// The lower end fixed.
    pub fn from(mut self, from: f64) -> Axis {
        self.from = Some(from);
        self
    }

    /// The upper end fixed.
    pub fn to(mut self, to: f64) -> Axis {
        self.to = Some(to);
        self
    }
}

impl Series {
    pub fn new(name: impl Into<String>, role: Role, points: Arc<Vec<(f64, f64)>>) -> Series {
        Series {
            name: name.into(),
            role,
            points,
            thin: false,
            marked: false,
            band: None,
        }
    }

    pub fn thin(mut self) -> Series {
        self.thin = true;
        self
    }

    pub fn marked(mut self) -> Series {
        self.marked = true;
        self
    }

    pub fn with_band(mut self, band: Arc<Vec<(f64, f64, f64)>>) -> Series {
        self.band = Some(band);
        self
    }

    /// The y at the last point that is not after `x`; `None` before the first.
    pub fn value_at(&self, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|(px, _)| *px <= x);
        after
            .checked_sub(1)
            .and_then(|i| self.points.get(i))
            .map(|(_, y)| *y)
    }
}

impl LineChart {
    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.series
            .iter()
            .all(|s| !s.points.iter().any(|(x, y)| x.is_finite() && y.is_finite()))
    }

    /// The scales of both axes: given ends, or those of the data with a little air above and below.
    pub fn scales(&self) -> (Scale, Scale) {
        let xs = self
            .series
            .iter()
            .flat_map(|s| s.points.iter().map(|p| p.0));
        let ys = self.series.iter().flat_map(|s| {
            let band = s
                .band
                .iter()
                .flat_map(|b| b.iter().flat_map(|(_, low, high)| [*low, *high]));
            s.points
                .iter()
                .map(|p| p.1)
                .chain(band)
                .collect::<Vec<f64>>()
        });
        let ys = ys.chain(self.references.iter().map(|r| r.y));
        (self.x.scale(xs, 0.0), self.y.scale(ys, 0.05))
    }

    /// Every x at which some curve has a point, ascending: the stops of the keyboard cursor. At most 2,000.
    pub fn stops(&self) -> Vec<f64> {
        let mut xs: Vec<f64> = self
            .series
            .iter()
            .filter(|s| !s.thin)
            .flat_map(|s| decimate(&s.points, DRAWN_POINTS))
            .map(|p| p.0)
            .collect();
        super::number::ascending(&mut xs);
        xs.dedup();
        if xs.len() > DRAWN_POINTS {
            let every = xs.len().div_ceil(DRAWN_POINTS);
            xs = xs.into_iter().step_by(every).collect();
        }
        xs
    }

    /// All curves side by side over the union of their x. `all`: every point (CSV); otherwise about 200 rows.
    pub fn table(&self, all: bool) -> Table {
        let mut xs: Vec<f64> = self
            .series
            .iter()
            .flat_map(|s| s.points.iter().map(|p| p.0))
            .filter(|x| x.is_finite())
            .collect();
        super::number::ascending(&mut xs);
        xs.dedup();
        if !all && xs.len() > TABLE_ROWS {
            let every = xs.len().div_ceil(TABLE_ROWS);
            let last = xs.len() - 1;
            xs = xs
                .into_iter()
                .enumerate()
                .filter(|(i, _)| i % every == 0 || *i == last)
                .map(|(_, x)| x)
                .collect();
        }
        let columns = std::iter::once(self.x.name.clone())
            .chain(self.series.iter().map(|s| s.name.clone()))
            .collect();
        let mut cursors = vec![0usize; self.series.len()];
        let rows = xs
            .into_iter()
            .map(|x| {
                let mut row = vec![Cell::Number(x)];
                for (series, cursor) in self.series.iter().zip(&mut cursors) {
                    while series.points.get(*cursor).is_some_and(|p| p.0 < x) {
                        *cursor += 1;
                    }
                    let here = series.points.get(*cursor).filter(|p| p.0 == x);
                    row.push(Cell::Number(here.map_or(f64::NAN, |p| p.1)));
                }
                row
            })
            .collect();
        Table { columns, rows }
    }
}

impl Axis {
    fn scale(&self, values: impl Iterator<Item = f64>, air: f64) -> Scale {
        let usable = values.filter(|v| v.is_finite() && (!self.log || *v > 0.0));
        let (mut lo, mut hi) = usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| {
            (lo.min(v), hi.max(v))
        });
        if lo > hi {
            (lo, hi) = if self.log { (1.0, 10.0) } else { (0.0, 1.0) };
        }
        if self.log {
            return Scale::log(self.from.unwrap_or(lo), self.to.unwrap_or(hi));
        }
        let pad = (hi - lo) * air;
        Scale::linear(self.from.unwrap_or(lo - pad), self.to.unwrap_or(hi + pad))
    }
}
