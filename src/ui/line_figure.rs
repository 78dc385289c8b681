//! A live line chart in its frame: drawn in place at the width it has, read by pointer and by arrow keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::{Words, live, t, use_lang};
use super::dom::{effect, use_size};
use super::figure::{Figure, Twin};
use super::painter::{Painter, to_canvas};
use crate::lesson::{Text, text};
use crate::plot::{Ink, LineChart, Mark, Plot, Role, Scene, Shape, significant};

const HOW: Text = text(
    "Chart. Left and right arrow keys read the values.",
    "圖表。用左右方向鍵讀出數值。",
);
const EMPTY: Text = text("Nothing measured yet.", "還沒有任何測量值。");

/// A line chart in a figure frame. `chart` may change every frame; all texts in it are in the reader's language.
#[component]
pub fn LineFigure(
    name: &'static str,
    #[prop(into)] title: Words,
    #[prop(into)] summary: Words,
    #[prop(into)] chart: Signal<LineChart>,
    /// CSS pixels.
    #[prop(default = 300.0)]
    height: f32,
    /// What to do first, while there is nothing to show.
    #[prop(optional, into)]
    empty: Option<Words>,
) -> impl IntoView {
    let lang = use_lang();
    let twin = {
        let scene = move || chart.with_untracked(|c| c.draw(720.0, 400.0).scene);
        let svg = move || {
            scene().to_svg(
                &untrack(|| title.get(lang.get())),
                &untrack(|| summary.get(lang.get())),
            )
        };
        Twin::new(move |all| chart.with_untracked(|c| c.table(all)))
            .with_svg(svg)
            .with_png(move || to_canvas(&scene()))
    };
    view! {
        <Figure name title summary twin>
            <LinePlot chart height empty=empty.unwrap_or(EMPTY.into()) />
        </Figure>
    }
    .into_any()
}

/// The chart without its frame.
#[component]
pub fn LinePlot(
    #[prop(into)] chart: Signal<LineChart>,
    #[prop(default = 300.0)] height: f32,
    #[prop(into)] empty: Words,
) -> impl IntoView {
    let lang = use_lang();
    let (holder, svg, over) = (
        NodeRef::<leptos::html::Div>::new(),
        NodeRef::<leptos::svg::Svg>::new(),
        NodeRef::<leptos::svg::Svg>::new(),
    );
    let size = use_size(holder);
    let plot = Memo::new(move |_| {
        let (width, height) = size.get();
        (width > 0.0).then(|| chart.with(|c| c.draw(width as f32, height as f32)))
    });
    let cursor = RwSignal::new(None::<f64>);
    let is_empty = Memo::new(move |_| chart.with(LineChart::is_empty));

    paint_into(svg, move || {
        plot.with(|p| p.as_ref().map(|p| p.scene.clone()))
    });
    paint_into(over, move || {
        let plot = plot.get()?;
        Some(chart.with(|c| cursor_scene(c, &plot, cursor.get())))
    });

    let reading = move || {
        let Some(x) = cursor.get() else {
            return String::new();
        };
        chart.with(|c| reading(c, x))
    };
    let point = move |event: ev::PointerEvent| {
        let Some(element) = event
            .current_target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        else {
            return;
        };
        let offset = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        if let Some(plot) = plot.get_untracked() {
            let x = plot.value_x(offset as f32);
            cursor.set(chart.with_untracked(|c| nearest(&c.stops(), x)));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let stops = chart.with_untracked(LineChart::stops);
        let at = cursor
            .get_untracked()
            .map(|x| stops.partition_point(|s| *s < x));
        let leap = (stops.len() / 20).max(1);
        let last = stops.len().saturating_sub(1);
        let to = match (event.key().as_str(), at) {
            ("ArrowRight", Some(at)) => at + 1,
            ("ArrowLeft", Some(at)) => at.saturating_sub(1),
            ("PageUp", Some(at)) => at + leap,
            ("PageDown", Some(at)) => at.saturating_sub(leap),
            ("Home", _) => 0,
            ("End" | "ArrowRight" | "ArrowLeft", _) => last,
            ("Escape", _) => return cursor.set(None),
            _ => return,
        };
        event.prevent_default();
        cursor.set(stops.get(to.min(last)).copied());
    };
    view! {
        <div class="plot" node_ref=holder style:height=[&height.to_string(), "px"].concat() tabindex="0" role="group" aria-label=t(HOW)
            on:keydown=key on:pointermove=point on:pointerdown=point on:pointerleave=move |_| cursor.set(None) on:blur=move |_| cursor.set(None)>
            <svg class="plot-svg" node_ref=svg aria-hidden="true"></svg>
            <svg class="plot-over" node_ref=over aria-hidden="true"></svg>
            <p class="plot-empty" prop:hidden=live(move || !is_empty.get())>{live(move || empty.get(lang.get()))}</p>
        </div>
        <output class="plot-reading" aria-live="polite">{live(reading)}</output>
    }
    .into_any()
}

/// Paints the scene into the element whenever it changes.
pub(super) fn paint_into(
    node: NodeRef<leptos::svg::Svg>,
    scene: impl Fn() -> Option<Scene> + 'static,
) {
    let painter = StoredValue::new_local(None::<Painter>);
    effect(move || {
        let (Some(svg), Some(scene)) = (node.get(), scene()) else {
            return;
        };
        painter.update_value(|painter| {
            let svg: web_sys::Element = svg.unchecked_into();
            if !painter.as_ref().is_some_and(|p| p.is_for(&svg)) {
                *painter = Some(Painter::new(svg));
            }
            if let Some(painter) = painter {
                painter.paint(&scene);
            }
        });
    });
}

fn nearest(stops: &[f64], x: f64) -> Option<f64> {
    let after = stops.partition_point(|s| *s < x);
    let candidates = [after.checked_sub(1), Some(after)];
    let near = candidates
        .into_iter()
        .flatten()
        .filter_map(|i| stops.get(i))
        .min_by(|a, b| (*a - x).abs().total_cmp(&(*b - x).abs()));
    near.copied()
}

/// A line at the cursor and a ring on each curve.
fn cursor_scene(chart: &LineChart, plot: &Plot, cursor: Option<f64>) -> Scene {
    let mut scene = Scene {
        width: plot.scene.width,
        height: plot.scene.height,
        marks: Vec::new(),
    };
    let Some((x, px)) = cursor.and_then(|x| Some((x, plot.pixel_x(x)?))) else {
        return scene;
    };
    scene.marks.push(Mark {
        shape: Shape::Path {
            points: vec![(px, plot.top), (px, plot.bottom)],
            closed: false,
        },
        ink: Ink::thin(Role::Residual),
    });
    for series in chart.series.iter().filter(|s| !s.thin) {
        if let Some(py) = series.value_at(x).and_then(|y| plot.pixel_y(y)) {
            let y = py.clamp(plot.top, plot.bottom);
            scene.marks.push(Mark {
                shape: Shape::Circle {
                    x: px,
                    y,
                    radius: 5.0,
                },
                ink: Ink::ring(series.role),
            });
        }
    }
    scene
}

/// "training step 120: training 2.31, validation 2.50".
fn reading(chart: &LineChart, x: f64) -> String {
    let number = |v: f64| {
        if v.fract() == 0.0 && v.abs() < 1e9 {
            crate::plot::grouped(v, 0)
        } else {
            significant(v, 4)
        }
    };
    let mut out = [&chart.x.name, " ", &number(x)].concat();
    let mut between = ": ";
    for series in chart.series.iter().filter(|s| !s.thin) {
        if let Some(y) = series.value_at(x) {
            out.push_str(&[between, &series.name, "\u{a0}", &significant(y, 4)].concat());
            between = ", ";
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_stop_is_found() {
        assert_eq!(nearest(&[0.0, 10.0, 20.0], 14.0), Some(10.0));
        assert_eq!(nearest(&[0.0, 10.0, 20.0], 99.0), Some(20.0));
        assert_eq!(nearest(&[], 1.0), None);
    }
}
