//! A figure as a list of marks in CSS pixels: drawn by the page, painted on a canvas, or written out as SVG text.

use super::ink::Ink;

/// How a text hangs on its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// The geometry of a mark.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A polyline, or a filled polygon where `closed`.
    Path {
        points: Vec<(f32, f32)>,
        closed: bool,
    },
    Circle {
        x: f32,
        y: f32,
        radius: f32,
    },
    Rect {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// `y` is the middle of the line of text. `upward`: turned a quarter to read from below.
    Text {
        text: String,
        x: f32,
        y: f32,
        anchor: Anchor,
        upward: bool,
    },
}

/// One thing that is drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    pub shape: Shape,
    pub ink: Ink,
}

/// A finished figure.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scene {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

impl Scene {
    /// A self-contained SVG file in the colours of the light theme, with title and description inside.
    pub fn to_svg(&self, title: &str, description: &str) -> String {
        let mut out = String::with_capacity(4096);
        out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
        attribute(&mut out, "width", self.width);
        attribute(&mut out, "height", self.height);
        out.push_str(" viewBox=\"0 0 ");
        push_number(&mut out, self.width);
        out.push(' ');
        push_number(&mut out, self.height);
        out.push_str("\" font-family=\"system-ui, sans-serif\"><title>");
        escape(&mut out, title);
        out.push_str("</title><desc>");
        escape(&mut out, description);
        out.push_str("</desc><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        for mark in &self.marks {
            mark.write(&mut out);
        }
        out.push_str("</svg>\n");
        out
    }
}

impl Mark {
    fn write(&self, out: &mut String) {
        let ink = self.ink;
        match &self.shape {
            Shape::Path { points, closed } => {
                out.push_str("<path d=\"");
                out.push_str(&path_data(points, *closed));
                out.push('"');
            }
            Shape::Circle { x, y, radius } => {
                out.push_str("<circle");
                attribute(out, "cx", *x);
                attribute(out, "cy", *y);
                attribute(out, "r", *radius);
            }
            Shape::Rect {
                x,
                y,
                width,
                height,
            } => {
                out.push_str("<rect");
                attribute(out, "x", *x);
                attribute(out, "y", *y);
                attribute(out, "width", *width);
                attribute(out, "height", *height);
            }
            Shape::Text {
                text,
                x,
                y,
                anchor,
                upward,
            } => {
                out.push_str("<text");
                attribute(out, "x", *x);
                attribute(out, "y", *y);
                if *upward {
                    out.push_str(" transform=\"");
                    out.push_str(&quarter_turn(*x, *y));
                    out.push('"');
                }
                out.push_str(" text-anchor=\"");
                out.push_str(anchor.svg());
                out.push_str("\" dominant-baseline=\"central\"");
                attribute(out, "font-size", ink.font_size());
                out.push_str(" fill=\"");
                out.push_str(ink.paper());
                out.push_str("\">");
                escape(out, text);
                out.push_str("</text>");
                return;
            }
        }
        let (fill, stroke) = if ink.is_filled() {
            (ink.paper(), "none")
        } else {
            ("none", ink.paper())
        };
        out.push_str(" fill=\"");
        out.push_str(fill);
        out.push_str("\" stroke=\"");
        out.push_str(stroke);
        out.push('"');
        if ink.opacity() < 1.0 {
            attribute(out, "opacity", ink.opacity());
        }
        if !ink.is_filled() {
            attribute(out, "stroke-width", ink.stroke());
            out.push_str(" stroke-linejoin=\"round\"");
            if let Some(dash) = ink.dash() {
                out.push_str(" stroke-dasharray=\"");
                out.push_str(&dash_data(dash));
                out.push('"');
            }
        }
        out.push_str("/>");
    }
}

impl Anchor {
    pub const fn svg(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// The `d` attribute of a path.
pub fn path_data(points: &[(f32, f32)], closed: bool) -> String {
    let mut d = String::with_capacity(points.len() * 12);
    for (i, (x, y)) in points.iter().enumerate() {
        d.push(if i == 0 { 'M' } else { 'L' });
        push_number(&mut d, *x);
        d.push(' ');
        push_number(&mut d, *y);
    }
    if closed && !d.is_empty() {
        d.push('Z');
    }
    d
}

/// The `stroke-dasharray` attribute.
pub fn dash_data(dash: &[f32]) -> String {
    let mut out = String::new();
    for (i, length) in dash.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        push_number(&mut out, *length);
    }
    out
}

/// The `transform` attribute of a text that reads from below.
pub fn quarter_turn(x: f32, y: f32) -> String {
    let mut out = String::from("rotate(-90 ");
    push_number(&mut out, x);
    out.push(' ');
    push_number(&mut out, y);
    out.push(')');
    out
}

fn attribute(out: &mut String, name: &str, value: f32) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_number(out, value);
    out.push('"');
}

/// At most two decimals, by hand: a chart writes thousands of these per frame.
pub(super) fn push_number(out: &mut String, value: f32) {
    // Anything that is not a coordinate on a screen is a fault of the caller; drawn at the origin rather than as "NaN".
    let hundredths = if value.is_finite() {
        (f64::from(value.clamp(-1e6, 1e6)) * 100.0).round() as i64
    } else {
        0
    };
    if hundredths < 0 {
        out.push('-');
    }
    let hundredths = hundredths.unsigned_abs();
    let (whole, rest) = (hundredths / 100, (hundredths % 100) as u8);
    let mut digits = [0u8; 12];
    let mut at = digits.len();
    let mut left = whole;
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    for digit in &digits[at..] {
        out.push(char::from(*digit));
    }
    if rest > 0 {
        out.push('.');
        out.push(char::from(b'0' + rest / 10));
        if rest % 10 > 0 {
            out.push(char::from(b'0' + rest % 10));
        }
    }
}

/// Text for the inside of an SVG element or attribute: nothing in it can become markup or an illegal character.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: f32) -> String {
        let mut out = String::new();
        push_number(&mut out, value);
        out
    }

    #[test]
    fn a_closed_path_of_no_points_is_no_path() {
        assert_eq!(path_data(&[], true), "");
        assert_eq!(path_data(&[(0.0, 1.0), (2.0, 3.0)], true), "M0 1L2 3Z");
    }

    #[test]
    fn numbers_are_written_short() {
        assert_eq!(
            ["0", "-0.5", "12", "2.34", "1000000", "0"].map(String::from),
            [0.0, -0.5, 12.0, 2.344, 9e9, f32::NAN].map(written)
        );
    }

    proptest! {
        #[test]
        fn a_written_number_reads_back_within_half_a_hundredth(value in -1e4f32..1e4) {
            let back: f64 = written(value).parse().expect("a number");
            prop_assert!((back - f64::from(value)).abs() <= 0.005 + 1e-9, "{value} {back}");
        }

        #[test]
        fn no_text_becomes_markup(text in ".*") {
            let scene = Scene {
                width: 10.0,
                height: 10.0,
                marks: vec![Mark { shape: Shape::Text { text: text.clone(), x: 1.0, y: 1.0, anchor: Anchor::Start, upward: false }, ink: Ink::TICK }],
            };
            let svg = scene.to_svg(&text, &text);
            let tags = ["<svg ", "<title>", "</title>", "<desc>", "</desc>", "<rect ", "<text ", "</text>", "</svg>"];
            prop_assert_eq!(svg.matches('<').count(), tags.len());
            for tag in tags {
                prop_assert_eq!(svg.matches(tag).count(), 1, "{}", tag);
            }
        }
    }
}
