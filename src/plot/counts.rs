//! Counts as bars with their 95 % intervals: treatment and controls under each other, each with its name and its numbers.

use super::ink::Ink;
use super::number::percent;
use super::role::Role;
use super::scene::{Anchor, Mark, Scene, Shape};
use super::table::{Cell, Table};

/// `right` of `of`, with the interval of the share.
#[derive(Clone, PartialEq, Debug)]
pub struct Count {
    /// In the reader's language.
    pub name: String,
    pub role: Role,
    pub right: u32,
    pub of: u32,
    /// Of the share, 0 to 1.
    pub interval: (f64, f64),
}

const ROW: f32 = 40.0;
const BAR: f32 = 11.0;
const FOOT: f32 = 20.0;

impl Count {
    /// 0 to 1; not a number for a count of nothing.
    pub fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.of)
    }
}

/// A row for each count: its name, `12 / 23 = 52 %`, a bar from 0 to 1, and the interval over it.
pub fn draw_counts(counts: &[Count], width: f32) -> Scene {
    let room = (width - 8.0).max(40.0);
    let x = |share: f64| 4.0 + room * share as f32;
    let height = ROW * counts.len() as f32 + FOOT;
    let mut scene = Scene {
        width,
        height,
        marks: Vec::new(),
    };
    let mut put = |shape, ink| scene.marks.push(Mark { shape, ink });
    let write = |text: String, x, y, anchor| Shape::Text {
        text,
        x,
        y,
        anchor,
        upward: false,
    };
    let line = |points| Shape::Path {
        points,
        closed: false,
    };
    for (share, anchor) in [
        (0.0, Anchor::Start),
        (0.5, Anchor::Middle),
        (1.0, Anchor::End),
    ] {
        let at = x(share);
        put(line(vec![(at, 4.0), (at, height - FOOT)]), Ink::GRID);
        put(
            write(percent(share, 0), at, height - FOOT / 2.0, anchor),
            Ink::TICK,
        );
    }
    for (i, count) in counts.iter().enumerate() {
        let top = ROW * i as f32;
        put(
            write(count.name.clone(), 4.0, top + 10.0, Anchor::Start),
            Ink::AXIS_NAME,
        );
        if count.of == 0 {
            put(
                write("\u{2013}".into(), width - 4.0, top + 10.0, Anchor::End),
                Ink::TICK,
            );
            continue;
        }
        let numbers = [
            &count.right.to_string(),
            " / ",
            &count.of.to_string(),
            " = ",
            &percent(count.share(), 0),
        ]
        .concat();
        put(
            write(numbers, width - 4.0, top + 10.0, Anchor::End),
            Ink::TICK,
        );
        let (y, middle) = (top + 20.0, top + 20.0 + BAR / 2.0);
        let bar = Shape::Rect {
            x: x(0.0),
            y,
            width: (x(count.share()) - x(0.0)).max(1.0),
            height: BAR,
        };
        put(bar, Ink::band(count.role));
        let (low, high) = (x(count.interval.0), x(count.interval.1));
        put(
            line(vec![(low, middle), (high, middle)]),
            Ink::line(count.role),
        );
        for end in [low, high] {
            put(
                line(vec![(end, middle - 4.0), (end, middle + 4.0)]),
                Ink::line(count.role),
            );
        }
        put(
            Shape::Circle {
                x: x(count.share()),
                y: middle,
                radius: 4.0,
            },
            Ink::point(count.role),
        );
    }
    scene
}

/// The twin. `columns`: what is counted, right, of, share, lower and upper end of the interval.
pub fn counts_table(counts: &[Count], columns: [&str; 6]) -> Table {
    let row = |c: &Count| {
        let numbers = [
            c.right.into(),
            c.of.into(),
            c.share(),
            c.interval.0,
            c.interval.1,
        ];
        std::iter::once(Cell::Text(c.name.clone()))
            .chain(numbers.map(Cell::Number))
            .collect()
    };
    Table {
        columns: columns.map(String::from).to_vec(),
        rows: counts.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Vec<Count> {
        let count = |right, of, interval| Count {
            name: "treatment".into(),
            role: Role::Treatment,
            right,
            of,
            interval,
        };
        vec![
            count(20, 23, (0.68, 0.95)),
            count(0, 23, (0.0, 0.14)),
            count(0, 0, (0.0, 1.0)),
        ]
    }

    #[test]
    fn every_bar_and_interval_lies_inside_the_figure_and_nothing_counted_has_none() {
        for width in [200.0, 600.0] {
            let scene = draw_counts(&counts(), width);
            let bars = scene
                .marks
                .iter()
                .filter(|m| matches!(m.shape, Shape::Rect { .. }))
                .count();
            assert_eq!(bars, 2);
            let inside = |x: f32| (0.0..=width).contains(&x);
            assert!(scene.marks.iter().all(|m| match &m.shape {
                Shape::Path { points, .. } => points.iter().all(|p| inside(p.0)),
                Shape::Rect { x, width, .. } => inside(*x) && inside(x + width),
                Shape::Circle { x, .. } | Shape::Text { x, .. } => inside(*x),
            }));
        }
    }

    #[test]
    fn the_table_holds_the_same_numbers() {
        let table = counts_table(&counts(), ["what", "right", "of", "share", "from", "to"]);
        assert_eq!(table.rows.len(), 3);
        assert_eq!(
            table.rows[0][1..3],
            [Cell::Number(20.0), Cell::Number(23.0)]
        );
    }
}
