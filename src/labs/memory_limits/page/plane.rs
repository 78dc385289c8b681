//! Points in the plane that the reader moves, by pointer or by arrow keys. Drawn as SVG in units of a hundredth.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::labs::memory_limits::laws::Point;
use crate::lesson::{Lang, Text, text};
use crate::plot::significant;
use crate::ui::{live, use_lang};

/// Half of the side, in units of the plane, and pixels per unit.
const REACH: f64 = 1.6;
const SCALE: f64 = 100.0;
/// What an arrow key moves, and with Shift.
const STEP: f64 = 0.05;
const STRIDE: f64 = 0.25;

const HOW: Text = text(
    "Drag a point, or focus it and press the arrow keys (with Shift: farther).",
    "拖曳任一點；或移到點上用方向鍵移動（加 Shift 走得更遠）。",
);

/// What a point is.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) enum Sort {
    /// A square.
    #[default]
    Key,
    /// A hollow square: cannot win.
    Inside,
    /// A square in a ring: wins now.
    Winner,
    /// A circle at the end of an arrow from the middle.
    Query,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Dot {
    pub at: Point,
    pub sort: Sort,
    /// "3", "q": drawn beside the point.
    pub mark: String,
    /// "Key 3, cannot win": what a screen reader hears, with the place.
    pub name: String,
}

/// Moves the point of this index.
pub(super) type Move = Callback<(usize, Point)>;

/// `outline`: a polygon under the points.
pub(super) fn view(dots: Memo<Vec<Dot>>, outline: Signal<Vec<Point>>, on_move: Move) -> AnyView {
    let lang = use_lang();
    let svg = NodeRef::<leptos::svg::Svg>::new();
    let held = RwSignal::new(None::<usize>);
    let count = Memo::new(move |_| dots.with(Vec::len));
    let drag = move |event: ev::PointerEvent| {
        let (Some(index), Some(svg)) = (held.get_untracked(), svg.get_untracked()) else {
            return;
        };
        let box_ = svg.get_bounding_client_rect();
        let share = |at: f64, from: f64, length: f64| 2.0 * (at - from) / length.max(1.0) - 1.0;
        let x = REACH * share(f64::from(event.client_x()), box_.left(), box_.width());
        let y = -REACH * share(f64::from(event.client_y()), box_.top(), box_.height());
        on_move.run((index, [x, y]));
    };
    let dot = move |index: usize| {
        let dot = Memo::new(move |_| dots.with(|d| d.get(index).cloned()).unwrap_or_default());
        let place = live(move || dot.with(|d| ["translate(", &px(d.at[0]), " ", &px(-d.at[1]), ")"].concat()));
        let class = live(move || dot.with(|d| sort_class(d.sort)));
        let label = live(move || dot.with(|d| spoken(d, lang.get())));
        let is_query = Memo::new(move |_| dot.with(|d| d.sort == Sort::Query));
        let key = move |event: ev::KeyboardEvent| {
            let by = if event.shift_key() { STRIDE } else { STEP };
            let [x, y] = dot.with_untracked(|d| d.at);
            let to = match event.key().as_str() {
                "ArrowLeft" => [x - by, y],
                "ArrowRight" => [x + by, y],
                "ArrowUp" => [x, y + by],
                "ArrowDown" => [x, y - by],
                _ => return,
            };
            event.prevent_default();
            on_move.run((index, to));
        };
        let grab = move |event: ev::PointerEvent| {
            held.set(Some(index));
            let element = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
            if let Some(element) = element {
                // Without capture the point is lost when the pointer leaves the figure: a smaller comfort, not an error.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
        };
        view! {
            <g class=class transform=place tabindex="0" role="button" data-point=index aria-label=label
                on:keydown=key on:pointerdown=grab>
                <circle class="plane-reach" r="14" />
                {move || if is_query.get() {
                    view! { <circle class="plane-mark" r="7" /> }.into_any()
                } else {
                    view! { <rect class="plane-mark" x="-6" y="-6" width="12" height="12" /> }.into_any()
                }}
                <circle class="plane-ring" r="12" />
                <text class="plane-name" x="10" y="-9">{live(move || dot.with(|d| d.mark.clone()))}</text>
            </g>
        }
    };
    let arrow = live(move || {
        dots.with(|d| {
            let query = d.iter().find(|d| d.sort == Sort::Query);
            query.map(|q| ["M0 0L", &px(q.at[0]), " ", &px(-q.at[1])].concat()).unwrap_or_default()
        })
    });
    let polygon = live(move || {
        outline.with(|points| {
            let point = |[x, y]: &Point| [&px(*x), ",", &px(-*y)].concat();
            points.iter().map(point).collect::<Vec<_>>().join(" ")
        })
    });
    view! {
        <svg class="plane" viewBox="-160 -160 320 320" node_ref=svg role="group" aria-label=live(move || HOW.get(lang.get()))
            on:pointermove=drag on:pointerup=move |_| held.set(None) on:pointercancel=move |_| held.set(None)>
            <path class="plot-grid" d="M-150 0H150M0 -150V150" />
            <circle class="plot-grid" r="100" />
            <polygon class="plane-outline" points=polygon />
            <path class="plane-arrow" d=arrow />
            <For each=move || 0..count.get() key=|i| *i children=dot />
        </svg>
        <p class="control-about">{live(move || HOW.get(lang.get()))}</p>
    }
    .into_any()
}

fn px(x: f64) -> String {
    let hundredths = (x * SCALE * 10.0).round() / 10.0;
    hundredths.to_string()
}

const fn sort_class(sort: Sort) -> &'static str {
    match sort {
        Sort::Key => "plane-dot hue-orange",
        Sort::Inside => "plane-dot is-inside hue-grey",
        Sort::Winner => "plane-dot is-winner hue-orange",
        Sort::Query => "plane-dot is-query hue-blue",
    }
}

fn spoken(dot: &Dot, lang: Lang) -> String {
    let [x, y] = dot.at.map(|v| significant(v, 2));
    match lang {
        Lang::En => [&dot.name, ", at ", &x, ", ", &y].concat(),
        Lang::ZhHant => [&dot.name, "，位置 ", &x, "、", &y].concat(),
    }
}
