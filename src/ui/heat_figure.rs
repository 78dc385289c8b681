//! A heat map in its frame: pixels on a canvas, names and cursor as SVG over it, the printed scale, read by pointer and arrow keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};

use super::context::{Words, live, t, use_lang};
use super::dom::{effect, use_size};
use super::figure::{Figure, Twin};
use super::heat_layout::{names, place};
use super::line_figure::paint_into;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, significant};

const HOW: Text = text(
    "Heat map. Arrow keys move over the cells and read them.",
    "熱圖。用方向鍵逐格移動並讀出數值。",
);
const SCALE: Text = text("Scale", "色階");
const ZERO: Text = text("zero is the palest", "零的顏色最淺");
const NOTHING: Text = text("nothing here", "此格沒有值");

/// A heat map in a figure frame. `row_name` and `column_name` say what rows and columns are ("looks from", "looks at").
#[component]
pub fn HeatFigure(
    name: &'static str,
    #[prop(into)] title: Words,
    #[prop(into)] summary: Words,
    #[prop(into)] map: Signal<HeatMap>,
    #[prop(into)] row_name: Words,
    #[prop(into)] column_name: Words,
    /// The cell that is picked by click or Enter: (row, column).
    #[prop(optional, into)]
    on_pick: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let lang = use_lang();
    let table =
        move |_all: bool| map.with_untracked(|m| m.table(&untrack(|| row_name.get(lang.get()))));
    let svg = move || {
        map.with_untracked(|m| {
            m.to_svg(
                &untrack(|| title.get(lang.get())),
                &untrack(|| summary.get(lang.get())),
            )
        })
    };
    let twin = Twin::new(table)
        .with_svg(svg)
        .with_png(move || map.with_untracked(large_canvas));
    view! {
        <Figure name title summary twin>
            <HeatPlot map row_name column_name on_pick />
        </Figure>
    }
    .into_any()
}

/// The map without its frame.
#[component]
pub fn HeatPlot(
    #[prop(into)] map: Signal<HeatMap>,
    #[prop(into)] row_name: Words,
    #[prop(into)] column_name: Words,
    on_pick: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let lang = use_lang();
    let holder = NodeRef::<leptos::html::Div>::new();
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    let svg = NodeRef::<leptos::svg::Svg>::new();
    let width = use_size(holder);
    let cursor = RwSignal::new(None::<(usize, usize)>);
    let at = Memo::new(move |_| map.with(|m| place(m, (width.get().0 as f32).max(120.0))));
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        map.with(|m| draw_pixels(&canvas, m));
    });
    paint_into(svg, move || {
        Some(map.with(|m| names(m, at.get(), cursor.get())))
    });

    let cell_under = move |x: f64, y: f64| {
        let at = at.get_untracked();
        let (column, row) = (
            (x as f32 - at.left) / at.cell,
            (y as f32 - at.top) / at.cell,
        );
        let inside = column >= 0.0
            && row >= 0.0
            && map.with_untracked(|m| (column as usize) < m.width() && (row as usize) < m.height());
        inside.then_some((row as usize, column as usize))
    };
    let under = move |event: &ev::MouseEvent| {
        let element = event
            .current_target()?
            .dyn_into::<web_sys::Element>()
            .ok()?;
        let rect = element.get_bounding_client_rect();
        cell_under(
            f64::from(event.client_x()) - rect.left(),
            f64::from(event.client_y()) - rect.top(),
        )
    };
    let key = move |event: ev::KeyboardEvent| {
        let (rows, columns) = map.with_untracked(|m| (m.height(), m.width()));
        if rows == 0 || columns == 0 {
            return;
        }
        let (row, column) = cursor.get_untracked().unwrap_or((0, 0));
        let to = match event.key().as_str() {
            "ArrowRight" => (row, (column + 1).min(columns - 1)),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowDown" => ((row + 1).min(rows - 1), column),
            "ArrowUp" => (row.saturating_sub(1), column),
            "Home" => (row, 0),
            "End" => (row, columns - 1),
            "Enter" | " " => {
                if let (Some(pick), Some(cell)) = (on_pick, cursor.get_untracked()) {
                    event.prevent_default();
                    pick.run(cell);
                }
                return;
            }
            "Escape" => return cursor.set(None),
            _ => return,
        };
        event.prevent_default();
        cursor.set(Some(to));
    };
    let reading = move || {
        let Some((row, column)) = cursor.get() else {
            return String::new();
        };
        let lang = lang.get();
        map.with(|m| {
            let value = m.at(row, column);
            let value = if value.is_finite() {
                significant(f64::from(value), 3)
            } else {
                NOTHING.get(lang).into()
            };
            let name = |names: &[String], i: usize| names.get(i).cloned().unwrap_or_default();
            [
                &row_name.get(lang),
                " ",
                &name(&m.rows, row),
                ", ",
                &column_name.get(lang),
                " ",
                &name(&m.columns, column),
                ": ",
                &value,
            ]
            .concat()
        })
    };
    let px = |pixels: f32| [&pixels.to_string(), "px"].concat();
    view! {
        <p class="plot-axes">{row_name.show()}" ↓  "{column_name.show()}" →"</p>
        <div class="heat-holder" node_ref=holder>
            <div class="heat" tabindex="0" role="group" aria-label=t(HOW) style:width=live(move || px(at.get().width)) style:height=live(move || px(at.get().height))
                on:keydown=key on:pointermove=move |event| cursor.set(under(&event)) on:pointerdown=move |event| cursor.set(under(&event))
                on:pointerleave=move |_| cursor.set(None) on:blur=move |_| cursor.set(None)
                on:click=move |event| if let (Some(pick), Some(cell)) = (on_pick, under(&event)) { pick.run(cell) }>
                <canvas class="heat-cells" node_ref=canvas aria-hidden="true"
                    style:left=live(move || px(at.get().left)) style:top=live(move || px(at.get().top))
                    style:width=live(move || px(at.get().width - at.get().left)) style:height=live(move || px(at.get().height - at.get().top))></canvas>
                <svg class="heat-names" node_ref=svg aria-hidden="true"></svg>
            </div>
        </div>
        <output class="plot-reading" aria-live="polite">{live(reading)}</output>
        <HeatKey scale=Signal::derive(move || map.with(|m| m.scale)) />
    }
    .into_any()
}

/// The printed scale; zero is marked on a diverging one.
#[component]
pub fn HeatKey(#[prop(into)] scale: Signal<HeatScale>) -> impl IntoView {
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    effect(move || {
        let Some(canvas) = canvas.get() else { return };
        let ramp = scale.get().ramp;
        let pixels: Vec<u8> = (0..64u8)
            .flat_map(|i| {
                let (r, g, b) = ramp.at(f64::from(i) / 63.0);
                [r, g, b, 255]
            })
            .collect();
        put_pixels(&canvas, &pixels, 64, 1);
    });
    let end = move |f: fn(HeatScale) -> f64| move || significant(f(scale.get()), 3);
    view! {
        <p class="heat-key">
            <span class="only-read">{t(SCALE)}" "</span>
            <span>{live(end(|s| s.lo))}</span>
            <canvas class="heat-ramp" node_ref=canvas aria-hidden="true"></canvas>
            <span>{live(end(|s| s.hi))}</span>
            <span class="heat-zero" prop:hidden=live(move || scale.get().ramp != Ramp::Diverging)>{t(ZERO)}</span>
        </p>
    }
    .into_any()
}

fn put_pixels(canvas: &web_sys::HtmlCanvasElement, pixels: &[u8], width: u32, height: u32) {
    if width == 0 || height == 0 || pixels.len() != (width * height * 4) as usize {
        return;
    }
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let ctx = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|c| c.dyn_into::<web_sys::CanvasRenderingContext2d>().ok());
    let image =
        web_sys::ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height);
    if let (Some(ctx), Ok(image)) = (ctx, image) {
        let _ = ctx.put_image_data(&image, 0.0, 0.0);
    }
}

/// One pixel a cell; the style sheet enlarges it without smoothing.
fn draw_pixels(canvas: &web_sys::HtmlCanvasElement, map: &HeatMap) {
    put_pixels(
        canvas,
        &map.pixels(),
        map.width() as u32,
        map.height() as u32,
    );
}

/// For a PNG: 16 pixels a cell, at most about 4,096 a side.
fn large_canvas(map: &HeatMap) -> Option<web_sys::HtmlCanvasElement> {
    let create = || {
        Some(
            document()
                .create_element("canvas")
                .ok()?
                .unchecked_into::<web_sys::HtmlCanvasElement>(),
        )
    };
    let small = create()?;
    draw_pixels(&small, map);
    let each = (4096 / map.width().max(map.height()).max(1)).clamp(1, 16) as u32;
    let large = create()?;
    large.set_width(map.width() as u32 * each);
    large.set_height(map.height() as u32 * each);
    let ctx: web_sys::CanvasRenderingContext2d = large.get_context("2d").ok()??.unchecked_into();
    ctx.set_image_smoothing_enabled(false);
    ctx.draw_image_with_html_canvas_element_and_dw_and_dh(
        &small,
        0.0,
        0.0,
        f64::from(large.width()),
        f64::from(large.height()),
    )
    .ok()?;
    Some(large)
}
