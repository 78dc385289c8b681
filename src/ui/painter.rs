//! Brings a scene to the screen: as SVG elements that are changed in place, or on a canvas for a PNG.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};

use crate::plot::{Anchor, Ink, Mark, Scene, Shape, dash_data, path_data, quarter_turn};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Keeps the elements of one `<svg>` and what they show. Marks that did not change are not touched.
pub struct Painter {
    svg: web_sys::Element,
    shown: Vec<(web_sys::Element, Mark)>,
}

impl Painter {
    pub fn new(svg: web_sys::Element) -> Painter {
        Painter {
            svg,
            shown: Vec::new(),
        }
    }

    /// Whether it still paints into this element.
    pub fn is_for(&self, svg: &web_sys::Element) -> bool {
        self.svg == *svg
    }

    pub fn paint(&mut self, scene: &Scene) {
        let size = [0.0, 0.0, scene.width, scene.height]
            .map(|v| v.to_string())
            .join(" ");
        set(&self.svg, "viewBox", &size);
        for (i, mark) in scene.marks.iter().enumerate() {
            match self.shown.get_mut(i) {
                Some((_, shown)) if shown == mark => {}
                Some((element, shown)) if tag(&shown.shape) == tag(&mark.shape) => {
                    dress(element, mark);
                    *shown = mark.clone();
                }
                Some((element, shown)) => {
                    if let Some(new) = create(mark) {
                        let _ = element.replace_with_with_node_1(&new);
                        (*element, *shown) = (new, mark.clone());
                    }
                }
                None => {
                    if let Some(new) = create(mark) {
                        let _ = self.svg.append_child(&new);
                        self.shown.push((new, mark.clone()));
                    }
                }
            }
        }
        for (element, _) in self.shown.drain(scene.marks.len().min(self.shown.len())..) {
            element.remove();
        }
    }
}

fn tag(shape: &Shape) -> &'static str {
    match shape {
        Shape::Path { .. } => "path",
        Shape::Circle { .. } => "circle",
        Shape::Rect { .. } => "rect",
        Shape::Text { .. } => "text",
    }
}

fn create(mark: &Mark) -> Option<web_sys::Element> {
    let element = document()
        .create_element_ns(Some(SVG), tag(&mark.shape))
        .ok()?;
    dress(&element, mark);
    Some(element)
}

fn set(element: &web_sys::Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn class_of(ink: Ink) -> String {
    [ink.class(), ink.role_class().unwrap_or_default()].join(" ")
}

fn dress(element: &web_sys::Element, mark: &Mark) {
    set(element, "class", &class_of(mark.ink));
    match &mark.shape {
        Shape::Path { points, closed } => {
            set(element, "d", &path_data(points, *closed));
            match mark.ink.dash() {
                Some(dash) => set(element, "stroke-dasharray", &dash_data(dash)),
                None => {
                    let _ = element.remove_attribute("stroke-dasharray");
                }
            }
        }
        Shape::Circle { x, y, radius } => {
            set(element, "cx", &x.to_string());
            set(element, "cy", &y.to_string());
            set(element, "r", &radius.to_string());
        }
        Shape::Rect {
            x,
            y,
            width,
            height,
        } => {
            set(element, "x", &x.to_string());
            set(element, "y", &y.to_string());
            set(element, "width", &width.to_string());
            set(element, "height", &height.to_string());
        }
        Shape::Text {
            text,
            x,
            y,
            anchor,
            upward,
        } => {
            set(element, "x", &x.to_string());
            set(element, "y", &y.to_string());
            set(element, "text-anchor", anchor.svg());
            set(element, "dominant-baseline", "central");
            if *upward {
                set(element, "transform", &quarter_turn(*x, *y));
            } else {
                // The element may have been a turned text before.
                let _ = element.remove_attribute("transform");
            }
            element.set_text_content(Some(text));
        }
    }
}

/// The scene on a new canvas, twice as fine, in the colours of the light theme. `None` where there is no canvas.
pub fn to_canvas(scene: &Scene) -> Option<web_sys::HtmlCanvasElement> {
    const FINE: f64 = 2.0;
    let canvas: web_sys::HtmlCanvasElement =
        document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width((f64::from(scene.width) * FINE) as u32);
    canvas.set_height((f64::from(scene.height) * FINE) as u32);
    let ctx: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    ctx.scale(FINE, FINE).ok()?;
    ctx.set_fill_style_str("#ffffff");
    ctx.fill_rect(0.0, 0.0, f64::from(scene.width), f64::from(scene.height));
    ctx.set_line_join("round");
    ctx.set_text_baseline("middle");
    for mark in &scene.marks {
        paint_mark(&ctx, mark);
    }
    Some(canvas)
}

fn paint_mark(ctx: &web_sys::CanvasRenderingContext2d, mark: &Mark) {
    let ink = mark.ink;
    ctx.set_fill_style_str(ink.paper());
    ctx.set_stroke_style_str(ink.paper());
    ctx.set_line_width(f64::from(ink.stroke()));
    ctx.set_global_alpha(f64::from(ink.opacity()));
    let dash: js_sys::Array = ink
        .dash()
        .unwrap_or_default()
        .iter()
        .map(|v| JsValue::from_f64(f64::from(*v)))
        .collect();
    let _ = ctx.set_line_dash(&dash);
    ctx.begin_path();
    match &mark.shape {
        Shape::Path { points, closed } => {
            for (i, (x, y)) in points.iter().enumerate() {
                let (x, y) = (f64::from(*x), f64::from(*y));
                if i == 0 {
                    ctx.move_to(x, y)
                } else {
                    ctx.line_to(x, y)
                }
            }
            if *closed {
                ctx.close_path();
            }
        }
        Shape::Circle { x, y, radius } => {
            let _ = ctx.arc(
                f64::from(*x),
                f64::from(*y),
                f64::from(*radius),
                0.0,
                std::f64::consts::TAU,
            );
        }
        Shape::Rect {
            x,
            y,
            width,
            height,
        } => ctx.rect(
            f64::from(*x),
            f64::from(*y),
            f64::from(*width),
            f64::from(*height),
        ),
        Shape::Text {
            text,
            x,
            y,
            anchor,
            upward,
        } => {
            let mut font = ink.font_size().to_string();
            font.push_str("px system-ui, sans-serif");
            ctx.set_font(&font);
            ctx.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            ctx.save();
            let _ = ctx.translate(f64::from(*x), f64::from(*y));
            if *upward {
                let _ = ctx.rotate(-std::f64::consts::FRAC_PI_2);
            }
            let _ = ctx.fill_text(text, 0.0, 0.0);
            ctx.restore();
            return;
        }
    }
    if ink.is_filled() {
        ctx.fill()
    } else {
        ctx.stroke()
    }
}
