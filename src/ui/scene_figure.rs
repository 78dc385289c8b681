//! A drawing of a lab's own in the frame of every figure: a scene for the width it has, with its table.

use leptos::prelude::*;

use super::context::{Words, use_lang};
use super::dom::use_size;
use super::figure::{Figure, Twin};
use super::line_figure::paint_into;
use super::painter::to_canvas;
use crate::plot::{Scene, Table};

/// Width of saved pictures, CSS pixels.
const SAVED: f32 = 720.0;

/// `scene` draws for a width in CSS pixels; its texts and those of `table` are in the reader's language. What cannot be seen is in
/// `summary` and `table`.
#[component]
pub fn SceneFigure(
    name: &'static str,
    #[prop(into)] title: Words,
    #[prop(into)] summary: Words,
    #[prop(into)] scene: Callback<f32, Scene>,
    #[prop(into)] table: Signal<Table>,
) -> impl IntoView {
    let lang = use_lang();
    let holder = NodeRef::<leptos::html::Div>::new();
    let svg = NodeRef::<leptos::svg::Svg>::new();
    let size = use_size(holder);
    let drawn = Memo::new(move |_| {
        let width = size.get().0 as f32;
        (width > 0.0).then(|| scene.run(width))
    });
    paint_into(svg, move || drawn.get());
    let saved = move || untrack(|| scene.run(SAVED));
    let picture = move || {
        let words = |words: Words| untrack(|| words.get(lang.get()));
        saved().to_svg(&words(title), &words(summary))
    };
    let twin = Twin::new(move |_| table.get_untracked())
        .with_svg(picture)
        .with_png(move || to_canvas(&saved()));
    let height = move || {
        let height = drawn.with(|scene| scene.as_ref().map_or(0.0, |scene| scene.height));
        [&height.to_string(), "px"].concat()
    };
    view! {
        <Figure name title summary twin>
            <div class="scene" node_ref=holder>
                <svg class="scene-svg" node_ref=svg aria-hidden="true" style:height=height></svg>
            </div>
        </Figure>
    }
    .into_any()
}
