//! How a line chart is laid out: margins from the texts, names at the ends of lines (pushed apart), or above where there is no room.

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, IntoTextStyle};

use super::backend::{SceneBackend, UNITS, units};
use super::decimate::decimate;
use super::ink::Ink;
use super::line_chart::{DRAWN_POINTS, LineChart, Series};
use super::role::Marker;
use super::scale::Scale;
use super::scene::Scene;
use super::text_width::text_width;
use super::ticks::{tick_text, ticks};

/// A drawn chart, and where its values lie: enough to find the value under a pointer.
#[derive(Clone, PartialEq, Debug)]
pub struct Plot {
    pub scene: Scene,
    pub x: Scale,
    pub y: Scale,
    /// Inner rectangle in CSS pixels.
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Plot {
    /// The pixel of an x value.
    pub fn pixel_x(&self, x: f64) -> Option<f32> {
        Some(self.left + self.x.share(x)? as f32 * (self.right - self.left))
    }

    /// The pixel of a y value.
    pub fn pixel_y(&self, y: f64) -> Option<f32> {
        Some(self.bottom - self.y.share(y)? as f32 * (self.bottom - self.top))
    }

    /// The x value at a pixel, held inside the axis.
    pub fn value_x(&self, pixel: f32) -> f64 {
        self.x
            .at(f64::from((pixel - self.left) / (self.right - self.left)).clamp(0.0, 1.0))
    }
}

type Area<'a> = DrawingArea<SceneBackend<'a>, Shift>;

/// A name beside or above the lines.
struct Name<'a> {
    text: &'a str,
    ink: Ink,
    /// Where the line ends, if it is written there.
    y: f32,
}

impl LineChart {
    /// Draws the chart into this many CSS pixels (held to at least 160 by 120).
    pub fn draw(&self, width: f32, height: f32) -> Plot {
        let (width, height) = (width.clamp(160.0, 4000.0), height.clamp(120.0, 4000.0));
        let (x, y) = self.scales();
        let mut plot = Plot {
            scene: Scene {
                width,
                height,
                marks: Vec::new(),
            },
            x,
            y,
            left: 0.0,
            top: 0.0,
            right: width,
            bottom: height,
        };

        let y_ticks = ticks(&y, (height / 56.0) as usize);
        let y_texts: Vec<String> = y_ticks
            .iter()
            .map(|v| tick_text(*v, &y_ticks, y.log))
            .collect();
        let widest = y_texts
            .iter()
            .map(|t| text_width(t, Ink::TICK.font_size()))
            .fold(0.0, f32::max);
        plot.left = (widest + 12.0).max(28.0);
        plot.bottom = height - 44.0;
        // The name of the y axis stands above it, where it reads without turning the head.
        plot.top = 30.0;

        let names = self.names();
        let widest = names.iter().map(|n| name_width(n.text)).fold(0.0, f32::max);
        let beside = widest + 26.0 <= width * 0.3;
        plot.right = if beside && widest > 0.0 {
            width - widest - 26.0
        } else {
            width - 14.0
        };

        let mut scene = std::mem::take(&mut plot.scene);
        let root = SceneBackend(&mut scene).into_drawing_area();
        if !beside {
            plot.top = above(&root, &names, width, plot.top);
        }
        self.furniture(&root, &plot, &y_ticks, &y_texts);
        self.curves(&root, &plot);
        if beside {
            self.end_names(&root, &plot);
        }
        drop(root);
        plot.scene = scene;
        plot
    }

    /// The names to be written: curves that are not one of many, and references.
    fn names(&self) -> Vec<Name<'_>> {
        let curves = self
            .series
            .iter()
            .filter(|s| !s.thin && !s.name.is_empty() && s.points.iter().any(|p| p.1.is_finite()));
        let curves = curves.map(|s| Name {
            text: &s.name,
            ink: Ink::name(s.role),
            y: 0.0,
        });
        curves
            .chain(self.references.iter().map(|r| Name {
                text: &r.name,
                ink: Ink::name(r.role),
                y: 0.0,
            }))
            .collect()
    }

    fn furniture(&self, root: &Area, plot: &Plot, y_ticks: &[f64], y_texts: &[String]) {
        for (value, label) in y_ticks.iter().zip(y_texts) {
            let Some(at) = plot.pixel_y(*value) else {
                continue;
            };
            line(root, &[(plot.left, at), (plot.right, at)], Ink::GRID);
            text(root, label, (plot.left - 8.0, at), Ink::TICK, HPos::Right);
        }
        line(
            root,
            &[(plot.left, plot.bottom), (plot.right, plot.bottom)],
            Ink::AXIS,
        );
        let x_ticks = ticks(&plot.x, (((plot.right - plot.left) / 80.0) as usize).max(2));
        // A label that would touch the one before it is left out (the tick stays).
        let mut free_from = f32::NEG_INFINITY;
        for value in &x_ticks {
            let Some(at) = plot.pixel_x(*value) else {
                continue;
            };
            line(
                root,
                &[(at, plot.bottom), (at, plot.bottom + 5.0)],
                Ink::AXIS,
            );
            let label = tick_text(*value, &x_ticks, plot.x.log);
            let half = text_width(&label, Ink::TICK.font_size()) / 2.0;
            if at - half > free_from {
                text(
                    root,
                    &label,
                    (at, plot.bottom + 14.0),
                    Ink::TICK,
                    HPos::Center,
                );
                free_from = at + half + 8.0;
            }
        }
        text(
            root,
            &self.x.name,
            (plot.right, plot.bottom + 34.0),
            Ink::AXIS_NAME,
            HPos::Right,
        );
        text(
            root,
            &self.y.name,
            (0.0, plot.top - 19.0),
            Ink::AXIS_NAME,
            HPos::Left,
        );
    }

    fn curves(&self, root: &Area, plot: &Plot) {
        let frame = (
            units(plot.left)..units(plot.right),
            units(plot.bottom)..units(plot.top),
        );
        let area = root.apply_coord_spec(Cartesian2d::<Scale, Scale>::new(plot.x, plot.y, frame));
        for reference in &self.references {
            let ends = [(plot.x.lo, reference.y), (plot.x.hi, reference.y)];
            put(area.draw(&PathElement::new(
                ends.as_slice(),
                Ink::reference(reference.role),
            )));
        }
        for series in &self.series {
            if let Some(band) = &series.band {
                let there = band.iter().map(|(x, low, _)| (*x, *low));
                let back = band.iter().rev().map(|(x, _, high)| (*x, *high));
                let edge: Vec<(f64, f64)> = there.chain(back).filter(|p| shown(plot, p)).collect();
                put(area.draw(&Polygon::new(edge, Ink::band(series.role))));
            }
            let ink = if series.thin {
                Ink::thin(series.role)
            } else {
                Ink::line(series.role)
            };
            for stretch in series.points.split(|p| !shown(plot, p)) {
                if stretch.len() > 1 {
                    let points = clip(decimate(stretch, DRAWN_POINTS), plot);
                    put(area.draw(&PathElement::new(points, ink)));
                }
            }
        }
        for series in self.series.iter().filter(|s| !s.thin) {
            let marked: Vec<(f64, f64)> = if series.marked {
                decimate(&series.points, 200)
            } else {
                series
                    .points
                    .iter()
                    .rev()
                    .find(|p| shown(plot, p))
                    .copied()
                    .into_iter()
                    .collect()
            };
            for (x, y) in marked
                .into_iter()
                .filter(|p| shown(plot, p) && inside(plot, p))
            {
                if let (Some(px), Some(py)) = (plot.pixel_x(x), plot.pixel_y(y)) {
                    marker(root, (px, py), series);
                }
            }
        }
    }

    /// Names at the ends of the lines, at least a line's height apart.
    fn end_names(&self, root: &Area, plot: &Plot) {
        const APART: f32 = 17.0;
        let mut names: Vec<Name> = Vec::new();
        for series in self.series.iter().filter(|s| !s.thin && !s.name.is_empty()) {
            if let Some(y) = series
                .points
                .iter()
                .rev()
                .find(|p| shown(plot, p))
                .and_then(|p| plot.pixel_y(p.1))
            {
                names.push(Name {
                    text: &series.name,
                    ink: Ink::name(series.role),
                    y,
                });
            }
        }
        for reference in &self.references {
            if let Some(y) = plot.pixel_y(reference.y) {
                names.push(Name {
                    text: &reference.name,
                    ink: Ink::name(reference.role),
                    y,
                });
            }
        }
        for name in &mut names {
            name.y = name.y.clamp(plot.top, plot.bottom);
        }
        // A handful: by insertion, without the weight of a general sort.
        for i in 1..names.len() {
            let mut at = i;
            while at > 0 && names[at].y < names[at - 1].y {
                names.swap(at, at - 1);
                at -= 1;
            }
        }
        for i in 1..names.len() {
            names[i].y = names[i].y.max(names[i - 1].y + APART);
        }
        // What was pushed below the axis comes back up, and pushes the others before it.
        let mut floor = plot.bottom;
        for name in names.iter_mut().rev() {
            name.y = name.y.min(floor);
            floor = name.y - APART;
        }
        for name in &names {
            text(
                root,
                name.text,
                (plot.right + 12.0, name.y),
                name.ink,
                HPos::Left,
            );
        }
    }
}

/// Names in rows above the chart, each with a piece of its line. Returns the new top of the plot.
fn above(root: &Area, names: &[Name], width: f32, top: f32) -> f32 {
    const ROW: f32 = 20.0;
    let (mut x, mut y) = (0.0, 8.0);
    for name in names {
        // A little more to spare: here one name follows another.
        let wide = 1.08 * name_width(name.text) + 30.0;
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + ROW);
        }
        if let Some(role) = name.ink.role() {
            line(root, &[(x, y), (x + 24.0, y)], Ink::line(role));
        }
        text(root, name.text, (x + 30.0, y), name.ink, HPos::Left);
        x += wide + 16.0;
    }
    if names.is_empty() {
        top
    } else {
        y + ROW + top - 8.0
    }
}

/// Names are bold: some 8 % wider, with a little to spare for wider faces.
fn name_width(name: &str) -> f32 {
    text_width(name, 13.0) * 1.15
}

fn shown(plot: &Plot, (x, y): &(f64, f64)) -> bool {
    plot.x.share(*x).is_some() && plot.y.share(*y).is_some()
}

fn inside(plot: &Plot, (x, y): &(f64, f64)) -> bool {
    let within = |share: Option<f64>| share.is_some_and(|s| (-1e-9..=1.0 + 1e-9).contains(&s));
    within(plot.x.share(*x)) && within(plot.y.share(*y))
}

/// Values beyond the fixed end of an axis run along its edge instead of over the texts.
fn clip(mut points: Vec<(f64, f64)>, plot: &Plot) -> Vec<(f64, f64)> {
    for (x, y) in &mut points {
        *x = x.clamp(plot.x.lo, plot.x.hi);
        *y = y.clamp(plot.y.lo, plot.y.hi);
    }
    points
}

fn line(root: &Area, points: &[(f32, f32)], ink: Ink) {
    let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
    put(root.draw(&PathElement::new(points, ink)));
}

fn text(root: &Area, words: &str, (x, y): (f32, f32), ink: Ink, h_pos: HPos) {
    let size = f64::from(ink.font_size() * UNITS);
    // By value, not by name: a name is compared in lower case, and the tables for that weigh 10 kB.
    let font = FontDesc::new(FontFamily::SansSerif, size, FontStyle::Normal);
    let style = font
        .color(&ink.color())
        .into_text_style(root)
        .pos(Pos::new(h_pos, VPos::Center));
    put(root.draw(&Text::new(words, (units(x), units(y)), style)));
}

fn marker(root: &Area, (x, y): (f32, f32), series: &Series) {
    let ink = Ink::point(series.role);
    let at = |dx: f32, dy: f32| (units(x + dx), units(y + dy));
    let corners = match series.role.marker() {
        Marker::Circle => return put(root.draw(&Circle::new(at(0.0, 0.0), units(4.0), ink))),
        Marker::Ring => {
            return put(root.draw(&Circle::new(
                at(0.0, 0.0),
                units(4.0),
                Ink::ring(series.role),
            )));
        }
        Marker::Square => vec![at(-3.6, -3.6), at(3.6, -3.6), at(3.6, 3.6), at(-3.6, 3.6)],
        Marker::Triangle => vec![at(0.0, -4.8), at(4.6, 3.4), at(-4.6, 3.4)],
        Marker::Diamond => vec![at(0.0, -5.0), at(5.0, 0.0), at(0.0, 5.0), at(-5.0, 0.0)],
    };
    put(root.draw(&Polygon::new(corners, ink)));
}

/// The scene cannot fail and is borrowed by nobody else, so a drawing call has nothing to report.
fn put<E>(drawn: Result<(), E>) {
    debug_assert!(drawn.is_ok());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::line_chart::{Axis, Reference};
    use super::super::role::Role;
    use super::super::scene::Shape;
    use super::*;
    use proptest::prelude::*;

    fn chart(points: Vec<(f64, f64)>) -> LineChart {
        LineChart {
            x: Axis::new("step"),
            y: Axis::new("loss"),
            series: vec![Series::new("training", Role::Training, Arc::new(points))],
            references: vec![Reference {
                name: "guess".into(),
                role: Role::Chance,
                y: 4.0,
            }],
        }
    }

    fn every_point(scene: &Scene) -> Vec<(f32, f32)> {
        let of = |shape: &Shape| match shape {
            Shape::Path { points, .. } => points.clone(),
            Shape::Circle { x, y, .. } | Shape::Text { x, y, .. } => vec![(*x, *y)],
            Shape::Rect {
                x,
                y,
                width,
                height,
            } => vec![(*x, *y), (x + width, y + height)],
        };
        scene.marks.iter().flat_map(|m| of(&m.shape)).collect()
    }

    #[test]
    fn the_last_point_ends_at_its_value() {
        let plot = chart(vec![(0.0, 4.0), (10.0, 2.0)]).draw(640.0, 320.0);
        let curve = plot
            .scene
            .marks
            .iter()
            .find(|m| m.ink == Ink::line(Role::Training))
            .expect("a curve");
        let Shape::Path { points, .. } = &curve.shape else {
            panic!("a path")
        };
        let (x, y) = points[1];
        assert!(
            (x - plot.right).abs() < 0.1 && (y - plot.pixel_y(2.0).expect("shown")).abs() < 0.1
        );
        assert!((plot.value_x(x) - 10.0).abs() < 0.05);
    }

    #[test]
    fn names_at_line_ends_do_not_touch() {
        let mut both = chart(vec![(0.0, 4.0), (10.0, 2.0)]);
        for (i, role) in [Role::First, Role::Second, Role::Third]
            .into_iter()
            .enumerate()
        {
            both.series.push(Series::new(
                "curve",
                role,
                Arc::new(vec![(0.0, 4.0), (10.0, 2.0 + i as f64 * 1e-3)]),
            ));
        }
        let scene = both.draw(800.0, 300.0).scene;
        let is_name = |ink: Ink| ink.class() == "plot-name";
        let mut ys: Vec<f32> = scene
            .marks
            .iter()
            .filter(|m| is_name(m.ink))
            .filter_map(|m| {
                if let Shape::Text { y, .. } = m.shape {
                    Some(y)
                } else {
                    None
                }
            })
            .collect();
        ys.sort_by(f32::total_cmp);
        assert_eq!(ys.len(), 5);
        assert!(ys.windows(2).all(|w| w[1] - w[0] > 15.0), "{ys:?}");
    }

    #[test]
    fn a_hundred_thousand_points_are_drawn_as_two_thousand() {
        let scene = chart(
            (0..100_000)
                .map(|i| (f64::from(i), f64::from(i % 7)))
                .collect(),
        )
        .draw(640.0, 320.0)
        .scene;
        assert!(every_point(&scene).len() < 2200);
    }

    proptest! {
        #[test]
        fn any_data_is_drawn_inside_the_figure(
            points in proptest::collection::vec((any::<f64>(), any::<f64>()), 0..50),
            log_x: bool, log_y: bool, width in 1f32..2000.0, height in 1f32..1000.0,
        ) {
            let mut chart = chart(points);
            chart.x.log = log_x;
            chart.y.log = log_y;
            let scene = chart.draw(width, height).scene;
            for (x, y) in every_point(&scene) {
                prop_assert!(x >= -1.0 && x <= scene.width + 1.0 && y >= -1.0 && y <= scene.height + 1.0, "{x} {y}");
            }
        }
    }
}
