//! The numbers of a small heat map, written into its cells: a class reads a value, not a colour.

use super::heat::HeatMap;
use super::ink::Ink;
use super::number::grouped;

/// More cells than this are a texture, not a table.
const MOST_CELLS: usize = 120;

impl HeatMap {
    /// The text of each cell, row after row, all with the same decimals (two up to 1, fewer where the scale is wider); empty where
    /// there is nothing. `None` for a map of too many cells.
    pub fn numbers(&self) -> Option<Vec<String>> {
        let cells = self.width() * self.height();
        if cells == 0 || cells > MOST_CELLS {
            return None;
        }
        let extent = self.scale.hi.abs().max(self.scale.lo.abs());
        let decimals = match extent {
            e if e < 0.1 => 3,
            e if e < 2.0 => 2,
            e if e < 20.0 => 1,
            _ => 0,
        };
        let text = |i: usize| {
            let value = self.at(i / self.width(), i % self.width());
            if value.is_finite() {
                grouped(f64::from(value), decimals)
            } else {
                String::new()
            }
        };
        Some((0..cells).map(text).collect())
    }

    /// The ink that reads best on the colour of a cell (white below a relative luminance of about 0.2, WCAG 2).
    pub fn number_ink(&self, row: usize, column: usize) -> Ink {
        let color = self.scale.color(f64::from(self.at(row, column)));
        let (r, g, b) = color.unwrap_or((255, 255, 255));
        let linear = |c: u8| (f32::from(c) / 255.0) * (f32::from(c) / 255.0);
        let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        if luminance > 0.2 {
            Ink::DARK_NUMBER
        } else {
            Ink::LIGHT_NUMBER
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plot::{HeatScale, Ramp};

    fn map(values: Vec<f32>, columns: usize, scale: HeatScale) -> HeatMap {
        let names = |n: usize| (0..n).map(|i| i.to_string()).collect();
        HeatMap {
            rows: names(values.len() / columns),
            columns: names(columns),
            values: Arc::new(values),
            scale,
        }
    }

    #[test]
    fn shares_have_two_decimals_and_a_mask_has_no_text() {
        let map = map(
            vec![0.0, 0.876, f32::NAN, 1.0],
            2,
            HeatScale::new(Ramp::Cividis, 0.0, 1.0),
        );
        assert_eq!(
            map.numbers(),
            Some(vec!["0.00".into(), "0.88".into(), "".into(), "1.00".into()])
        );
        assert_eq!(map.number_ink(0, 0), Ink::LIGHT_NUMBER);
        assert_eq!(map.number_ink(1, 1), Ink::DARK_NUMBER);
    }

    #[test]
    fn a_wide_scale_has_fewer_decimals_and_a_large_map_has_none() {
        let scale = HeatScale::new(Ramp::Diverging, -8.0, 8.0);
        let small = map(vec![-7.96, 0.04], 2, scale);
        assert_eq!(
            small.numbers(),
            Some(vec!["\u{2212}8.0".into(), "0.0".into()])
        );
        assert_eq!(map(vec![0.0; 121], 11, scale).numbers(), None);
    }
}
