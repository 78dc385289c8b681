//! A heat map: a table of numbers as pixels, with its scale, its twin in words and its SVG.

use std::sync::Arc;

use super::number::significant;
use super::ramp::{Ramp, Rgb};
use super::scene::{escape, push_number};
use super::table::{Cell, Table};
use super::text_width::text_width;

/// What the colours mean. Lock one and share it when two maps are compared.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HeatScale {
    pub ramp: Ramp,
    pub lo: f64,
    pub hi: f64,
}

/// Rows from top to bottom, columns from left to right.
#[derive(Clone, PartialEq, Debug)]
pub struct HeatMap {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row after row; not finite where there is nothing (a mask).
    pub values: Arc<Vec<f32>>,
    pub scale: HeatScale,
}

impl HeatScale {
    pub fn new(ramp: Ramp, lo: f64, hi: f64) -> HeatScale {
        HeatScale {
            ramp,
            lo: lo.min(hi),
            hi: hi.max(lo),
        }
    }

    /// From the values: 0 or the lowest up to the highest; a diverging ramp keeps zero in its middle.
    pub fn of(ramp: Ramp, values: &[f32]) -> HeatScale {
        let finite = values
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .map(f64::from);
        let (lo, hi) = finite.fold((0.0f64, 0.0f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
        if ramp == Ramp::Diverging {
            let far = hi.max(-lo).max(f64::MIN_POSITIVE);
            HeatScale {
                ramp,
                lo: -far,
                hi: far,
            }
        } else {
            HeatScale {
                ramp,
                lo,
                hi: if hi > lo { hi } else { lo + 1.0 },
            }
        }
    }

    /// `None` where there is nothing to show.
    pub fn color(&self, value: f64) -> Option<Rgb> {
        if !value.is_finite() {
            return None;
        }
        let span = self.hi - self.lo;
        Some(self.ramp.at(if span > 0.0 {
            (value - self.lo) / span
        } else {
            0.5
        }))
    }
}

impl HeatMap {
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// NaN outside, and where the table is shorter than it says.
    pub fn at(&self, row: usize, column: usize) -> f32 {
        if column >= self.width() {
            return f32::NAN;
        }
        self.values
            .get(row * self.width() + column)
            .copied()
            .unwrap_or(f32::NAN)
    }

    /// Red, green, blue, alpha of each cell; transparent where there is nothing.
    pub fn pixels(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.width() * self.height() * 4);
        for row in 0..self.height() {
            for column in 0..self.width() {
                match self.scale.color(f64::from(self.at(row, column))) {
                    Some((r, g, b)) => out.extend([r, g, b, 255]),
                    None => out.extend([0, 0, 0, 0]),
                }
            }
        }
        out
    }

    /// One row of the table for each row of the map; `corner` names the rows.
    pub fn table(&self, corner: &str) -> Table {
        let columns = std::iter::once(corner.to_string())
            .chain(self.columns.iter().cloned())
            .collect();
        let rows = self.rows.iter().enumerate().map(|(r, name)| {
            let cells = (0..self.width()).map(|c| Cell::Number(f64::from(self.at(r, c))));
            std::iter::once(Cell::Text(name.clone()))
                .chain(cells)
                .collect()
        });
        Table {
            columns,
            rows: rows.collect(),
        }
    }

    /// A self-contained SVG file: cells, names, scale.
    pub fn to_svg(&self, title: &str, description: &str) -> String {
        const CELL: f32 = 18.0;
        let left = self
            .rows
            .iter()
            .map(|n| text_width(n, 12.0))
            .fold(0.0, f32::max)
            + 8.0;
        let top = self
            .columns
            .iter()
            .map(|n| text_width(n, 12.0))
            .fold(0.0, f32::max)
            + 8.0;
        let (w, h) = (self.width() as f32 * CELL, self.height() as f32 * CELL);
        let mut out = String::from(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\" viewBox=\"0 0 ",
        );
        push_number(&mut out, left + w.max(200.0) + 8.0);
        out.push(' ');
        push_number(&mut out, top + h + 48.0);
        out.push_str("\"><title>");
        escape(&mut out, title);
        out.push_str("</title><desc>");
        escape(&mut out, description);
        out.push_str("</desc><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        for row in 0..self.height() {
            for column in 0..self.width() {
                if let Some(color) = self.scale.color(f64::from(self.at(row, column))) {
                    rect(
                        &mut out,
                        left + column as f32 * CELL,
                        top + row as f32 * CELL,
                        CELL,
                        CELL,
                        color,
                    );
                }
            }
        }
        for (row, name) in self.rows.iter().enumerate() {
            text(
                &mut out,
                left - 4.0,
                top + (row as f32 + 0.5) * CELL,
                "end",
                false,
                name,
            );
        }
        for (column, name) in self.columns.iter().enumerate() {
            text(
                &mut out,
                left + (column as f32 + 0.5) * CELL,
                top - 4.0,
                "start",
                true,
                name,
            );
        }
        let y = top + h + 12.0;
        for i in 0..50u8 {
            rect(
                &mut out,
                left + f32::from(i) * 4.0,
                y,
                4.1,
                10.0,
                self.scale.ramp.at(f64::from(i) / 49.0),
            );
        }
        text(
            &mut out,
            left,
            y + 22.0,
            "start",
            false,
            &significant(self.scale.lo, 3),
        );
        text(
            &mut out,
            left + 200.0,
            y + 22.0,
            "end",
            false,
            &significant(self.scale.hi, 3),
        );
        out.push_str("</svg>\n");
        out
    }
}

fn rect(out: &mut String, x: f32, y: f32, width: f32, height: f32, (r, g, b): Rgb) {
    for (name, value) in [
        ("<rect x=\"", x),
        ("\" y=\"", y),
        ("\" width=\"", width),
        ("\" height=\"", height),
    ] {
        out.push_str(name);
        push_number(out, value);
    }
    out.push_str("\" fill=\"#");
    for byte in [r, g, b] {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out.push_str("\"/>");
}

fn text(out: &mut String, x: f32, y: f32, anchor: &str, upward: bool, words: &str) {
    out.push_str("<text x=\"");
    push_number(out, x);
    out.push_str("\" y=\"");
    push_number(out, y);
    if upward {
        out.push_str("\" transform=\"");
        out.push_str(&super::scene::quarter_turn(x, y));
    }
    out.push_str("\" text-anchor=\"");
    out.push_str(anchor);
    out.push_str("\" dominant-baseline=\"central\">");
    escape(out, words);
    out.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> HeatMap {
        HeatMap {
            rows: vec!["a".into(), "b<".into()],
            columns: vec!["c".into(), "d".into(), "e".into()],
            values: Arc::new(vec![0.0, 0.5, 1.0, -1.0, f32::NAN, 0.25]),
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
        }
    }

    #[test]
    fn pixels_follow_rows_and_columns_and_masks_are_transparent() {
        let pixels = map().pixels();
        assert_eq!(pixels.len(), 2 * 3 * 4);
        assert_eq!(pixels[0..4], [68, 1, 84, 255]);
        assert_eq!(pixels[8..12], [253, 231, 37, 255]);
        assert_eq!(
            pixels[12..16],
            [68, 1, 84, 255],
            "below the scale: its lowest colour"
        );
        assert_eq!(pixels[16..20], [0, 0, 0, 0]);
    }

    #[test]
    fn a_diverging_scale_keeps_zero_in_the_middle() {
        let scale = HeatScale::of(Ramp::Diverging, &[-1.0, 3.0, f32::NAN]);
        assert_eq!((scale.lo, scale.hi), (-3.0, 3.0));
        assert_eq!(scale.color(0.0), Some((247, 247, 247)));
    }

    #[test]
    fn a_short_table_is_no_panic() {
        let mut map = map();
        map.values = Arc::new(vec![1.0]);
        assert!(map.at(1, 2).is_nan());
        assert!(map.to_svg("t", "d").contains("b&lt;"));
        assert_eq!(map.table("row").rows.len(), 2);
    }
}
