//! Where plotters draws: its calls become the marks of a [`Scene`]. No font, no DOM, nothing to fail.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};

use super::ink::Ink;
use super::scene::{Anchor, Mark, Scene, Shape};
use super::text_width::text_width;

/// plotters counts in whole units: one CSS pixel is this many of them.
pub(super) const UNITS: f32 = 16.0;

/// CSS pixels to plotters' units.
pub(super) fn units(pixels: f32) -> i32 {
    (pixels * UNITS).round() as i32
}

pub(super) struct SceneBackend<'a>(pub(super) &'a mut Scene);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl SceneBackend<'_> {
    fn push(&mut self, shape: Shape, color: BackendColor) -> Drawn {
        self.0.marks.push(Mark {
            shape,
            ink: Ink::from_backend(color),
        });
        Ok(())
    }
}

fn pixels((x, y): BackendCoord) -> (f32, f32) {
    (x as f32 / UNITS, y as f32 / UNITS)
}

impl DrawingBackend for SceneBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            units(self.0.width).max(0) as u32,
            units(self.0.height).max(0) as u32,
        )
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = pixels(point);
        self.push(
            Shape::Rect {
                x,
                y,
                width: 1.0 / UNITS,
                height: 1.0 / UNITS,
            },
            color,
        )
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.push(
            Shape::Path {
                points: vec![pixels(from), pixels(to)],
                closed: false,
            },
            style.color(),
        )
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let ((x0, y0), (x1, y1)) = (pixels(from), pixels(to));
        self.push(
            Shape::Rect {
                x: x0.min(x1),
                y: y0.min(y1),
                width: (x1 - x0).abs(),
                height: (y1 - y0).abs(),
            },
            style.color(),
        )
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.push(
            Shape::Path {
                points: path.into_iter().map(pixels).collect(),
                closed: false,
            },
            style.color(),
        )
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let (x, y) = pixels(center);
        self.push(
            Shape::Circle {
                x,
                y,
                radius: radius as f32 / UNITS,
            },
            style.color(),
        )
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.push(
            Shape::Path {
                points: corners.into_iter().map(pixels).collect(),
                closed: true,
            },
            style.color(),
        )
    }

    /// The line of text is centred on its point whatever the vertical anchor says: SVG centres better than a table of heights.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let (x, y) = pixels(at);
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let half = style.size() as f32 / UNITS / 2.0;
        let y = match style.anchor().v_pos {
            VPos::Top => y + half,
            VPos::Center => y,
            VPos::Bottom => y - half,
        };
        let upward = matches!(style.transform(), FontTransform::Rotate270);
        self.push(
            Shape::Text {
                text: text.into(),
                x,
                y,
                anchor,
                upward,
            },
            style.color(),
        )
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() as f32;
        Ok((
            text_width(text, size).ceil() as u32,
            (size * 1.2).ceil() as u32,
        ))
    }
}
