//! How a heat map is laid out: room for its names, upright or turned, and for a number in each cell.

use crate::plot::{Anchor, HeatMap, Ink, Mark, Role, Scene, Shape, text_width};

/// Where the cells lie, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Place {
    pub left: f32,
    pub top: f32,
    pub cell: f32,
    pub width: f32,
    pub height: f32,
}

/// Names are written where a cell is at least this high or wide.
const NAMED: f32 = 11.0;
const FONT: f32 = 12.0;
/// Longest name of a column, CSS pixels; rows may have more (`longest_row`).
const LONGEST: f32 = 132.0;
/// `text_width` is good to about 5 %.
const SPARE: f32 = 1.06;

/// Names of rows take at most two fifths of the picture.
fn longest_row(width: f32) -> f32 {
    (0.4 * width).clamp(80.0, 200.0)
}

fn longest(names: &[String], most: f32) -> f32 {
    let widths = names.iter().map(|n| SPARE * text_width(n, FONT));
    widths.fold(0.0, f32::max).min(most)
}

/// Whether the names of the columns fit over them without being turned.
fn is_upright(map: &HeatMap, cell: f32) -> bool {
    longest(&map.columns, f32::INFINITY) <= cell - 4.0
}

/// As large as the width allows, at most 40 pixels a cell.
pub(super) fn place(map: &HeatMap, width: f32) -> Place {
    let (columns, rows) = (map.width().max(1) as f32, map.height().max(1) as f32);
    let left = longest(&map.rows, longest_row(width)) + 8.0;
    let cell = ((width - left) / columns).clamp(1.0, 40.0);
    let left = if cell >= NAMED { left } else { 0.0 };
    let top = match cell {
        c if c < NAMED => 0.0,
        c if is_upright(map, c) => FONT + 8.0,
        _ => longest(&map.columns, LONGEST) + 8.0,
    };
    let cell = ((width - left) / columns).clamp(0.5, 40.0);
    Place {
        left,
        top,
        cell,
        width: left + columns * cell,
        height: top + rows * cell,
    }
}

/// What stands over the pixels: names, numbers, and the cell under the cursor.
pub(super) fn names(map: &HeatMap, at: Place, cursor: Option<(usize, usize)>) -> Scene {
    let mut scene = Scene {
        width: at.width,
        height: at.height,
        marks: Vec::new(),
    };
    let mut write = |text: &String, x: f32, y: f32, upward: bool, anchor: Anchor, here: bool| {
        let ink = if here { Ink::AXIS_NAME } else { Ink::TICK };
        let most = if anchor == Anchor::End {
            at.left - 8.0
        } else {
            LONGEST
        };
        let text = short(text, most);
        scene.marks.push(Mark {
            shape: Shape::Text {
                text,
                x,
                y,
                anchor,
                upward,
            },
            ink,
        });
    };
    let upright = is_upright(map, at.cell);
    if at.cell >= NAMED {
        for (row, name) in map.rows.iter().enumerate() {
            let y = at.top + (row as f32 + 0.5) * at.cell;
            write(
                name,
                at.left - 6.0,
                y,
                false,
                Anchor::End,
                cursor.is_some_and(|c| c.0 == row),
            );
        }
        for (column, name) in map.columns.iter().enumerate() {
            let x = at.left + (column as f32 + 0.5) * at.cell;
            let here = cursor.is_some_and(|c| c.1 == column);
            if upright {
                write(name, x, at.top - 10.0, false, Anchor::Middle, here);
            } else {
                write(name, x, at.top - 6.0, true, Anchor::Start, here);
            }
        }
    }
    numbers(&mut scene, map, at);
    if let Some((row, column)) = cursor {
        let (x, y) = (
            at.left + column as f32 * at.cell,
            at.top + row as f32 * at.cell,
        );
        let side = at.cell;
        let frame = |grow: f32| {
            vec![
                (x - grow, y - grow),
                (x + side + grow, y - grow),
                (x + side + grow, y + side + grow),
                (x - grow, y + side + grow),
                (x - grow, y - grow),
            ]
        };
        // Dark and light beside each other: one of them is seen on any colour.
        scene.marks.push(Mark {
            shape: Shape::Path {
                points: frame(0.5),
                closed: false,
            },
            ink: Ink::line(Role::Residual),
        });
        scene.marks.push(Mark {
            shape: Shape::Path {
                points: frame(2.5),
                closed: false,
            },
            ink: Ink::GRID,
        });
    }
    scene
}

/// Every cell's number, where all of them fit.
fn numbers(scene: &mut Scene, map: &HeatMap, at: Place) {
    let Some(numbers) = map.numbers() else { return };
    if longest(&numbers, f32::INFINITY) > at.cell - 4.0 {
        return;
    }
    for (i, text) in numbers.into_iter().enumerate().filter(|n| !n.1.is_empty()) {
        let (row, column) = (i / map.width(), i % map.width());
        let shape = Shape::Text {
            text,
            x: at.left + (column as f32 + 0.5) * at.cell,
            y: at.top + (row as f32 + 0.5) * at.cell,
            anchor: Anchor::Middle,
            upward: false,
        };
        let ink = map.number_ink(row, column);
        scene.marks.push(Mark { shape, ink });
    }
}

/// Cut to this many CSS pixels.
fn short(name: &str, most: f32) -> String {
    if SPARE * text_width(name, FONT) <= most + 1.0 {
        return name.into();
    }
    let mut out = String::new();
    for c in name.chars() {
        if SPARE * text_width(&out, FONT) > most - 2.0 * FONT {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plot::{HeatScale, Ramp};

    #[test]
    fn cells_fit_the_width_and_names_fit_beside_them() {
        let names: Vec<String> = (0..12).map(|i| format!("token{i}")).collect();
        let map = HeatMap {
            rows: names.clone(),
            columns: names,
            values: Arc::new(vec![0.0; 144]),
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
        };
        let at = place(&map, 320.0);
        assert!(
            at.width <= 320.5 && at.cell > NAMED && at.left > 30.0,
            "{at:?}"
        );
        let small = place(&map, 130.0);
        assert!(small.width <= 131.0 && small.left == 0.0, "{small:?}");
    }

    #[test]
    fn long_names_are_shortened() {
        let cut = short("a very long token indeed, longer than any", 96.0);
        assert!(
            text_width(&cut, FONT) <= 96.0 && cut.ends_with('…'),
            "{cut}"
        );
        assert_eq!(
            short("city of a landmark", longest_row(536.0)),
            "city of a landmark"
        );
    }

    #[test]
    fn short_names_stand_upright_and_numbers_fit_their_cells() {
        let names: Vec<String> = (0..4).map(|i| i.to_string()).collect();
        let map = HeatMap {
            rows: names.clone(),
            columns: names,
            values: Arc::new(vec![0.5; 16]),
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
        };
        let at = place(&map, 320.0);
        assert!(is_upright(&map, at.cell) && at.top < 24.0, "{at:?}");
        let scene = names_and_numbers(&map, at);
        assert_eq!(
            scene,
            4 + 4 + 16,
            "names of rows and columns, and a number in each cell"
        );
        let narrow = place(&map, 100.0);
        assert_eq!(
            names_and_numbers(&map, narrow),
            8,
            "no room for numbers: {narrow:?}"
        );
    }

    fn names_and_numbers(map: &HeatMap, at: Place) -> usize {
        names(map, at, None).marks.len()
    }
}
