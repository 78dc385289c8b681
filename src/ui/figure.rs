//! The frame around every figure: title, one sentence of what is to be seen, the table twin, exports, full screen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::context::{Words, live, t, use_lang, use_ui};
use super::dom::{next_id, save_blob, save_text};
use crate::lesson::{Text, text};
use crate::plot::{Cell, Table, significant};

const TABLE: Text = text("Table", "表格");
const LARGE: Text = text("Full screen", "全螢幕");
const SMALL: Text = text("Leave full screen", "離開全螢幕");
const SAVE: Text = text("Save", "存檔");
const AS: Text = text("as", "為");
const FAILED: Text = text("The picture could not be made.", "無法產生圖檔。");

/// What a figure gives beside its picture.
#[derive(Clone, Copy)]
pub struct Twin {
    /// The numbers. `true`: every point (CSV); `false`: what can be read (table).
    pub table: Callback<bool, Table>,
    pub svg: Option<Callback<(), String>>,
    pub png: Option<Callback<(), Option<web_sys::HtmlCanvasElement>>>,
}

impl Twin {
    pub fn new(table: impl Fn(bool) -> Table + Send + Sync + 'static) -> Twin {
        Twin {
            table: Callback::new(table),
            svg: None,
            png: None,
        }
    }

    pub fn with_svg(mut self, svg: impl Fn() -> String + Send + Sync + 'static) -> Twin {
        self.svg = Some(Callback::new(move |()| svg()));
        self
    }

    pub fn with_png(
        mut self,
        png: impl Fn() -> Option<web_sys::HtmlCanvasElement> + Send + Sync + 'static,
    ) -> Twin {
        self.png = Some(Callback::new(move |()| png()));
        self
    }
}

/// A figure. `name` is `data-figure` and the name of saved files.
#[component]
pub fn Figure(
    name: &'static str,
    #[prop(into)] title: Words,
    /// One sentence computed from the data; what a screen reader hears of the picture.
    #[prop(into)]
    summary: Words,
    #[prop(optional, into)] twin: Option<Twin>,
    children: Children,
) -> impl IntoView {
    let (title_id, summary_id) = (next_id("figure"), next_id("summary"));
    let frame = NodeRef::<leptos::html::Figure>::new();
    let large = RwSignal::new(false);
    view! {
        <figure class="figure" class:is-large=large data-figure=name node_ref=frame aria-labelledby=title_id.clone() aria-describedby=summary_id.clone()
            on:keydown=move |event| if event.key() == "Escape" && large.get_untracked() { large.set(false) }>
            <figcaption class="figure-head">
                <p class="figure-title" id=title_id.clone()>{title.show()}</p>
                <p class="figure-summary" id=summary_id.clone()>{summary.show()}</p>
            </figcaption>
            <div class="figure-body">{children()}</div>
            {twin.map(|twin| view! { <Tools name title twin frame large /> })}
        </figure>
    }
    .into_any()
}

#[component]
fn Tools(
    name: &'static str,
    title: Words,
    twin: Twin,
    frame: NodeRef<leptos::html::Figure>,
    large: RwSignal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let lang = use_lang();
    let file = move |ending: &str| [name, ".", ending].concat();
    let label = move |kind: &str| {
        [
            SAVE.get(lang.get()),
            " ",
            &title.get(lang.get()),
            " ",
            AS.get(lang.get()),
            " ",
            kind,
        ]
        .concat()
    };
    let save_png = move |canvas: Option<web_sys::HtmlCanvasElement>| {
        let done = canvas.and_then(|canvas| {
            let file = file("png");
            let give = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
                if let Some(blob) = blob {
                    save_blob(&file, &blob);
                }
            });
            canvas.to_blob(give.unchecked_ref()).ok()
        });
        if done.is_none() {
            ui.notices.push(super::notice::Kind::Warning, FAILED);
        }
    };
    let toggle_large = move |_| {
        let Some(element) = frame.get_untracked() else {
            return;
        };
        if document().fullscreen_element().is_some() {
            document().exit_fullscreen();
        } else if large.get_untracked() {
            large.set(false);
        } else if element.request_fullscreen().is_err() || !document().fullscreen_enabled() {
            // No full screen on iPhones and in some frames: the figure covers the page instead.
            large.set(true);
        }
    };
    view! {
        <div class="figure-tools">
            <TableTwin twin />
            <div class="figure-buttons">
                <button type="button" class="button is-quiet" aria-label=live(move || label("CSV")) on:click=move |_| save_text(&file("csv"), "text/csv;charset=utf-8", &twin.table.run(true).to_csv())>"CSV"</button>
                {twin.svg.map(|svg| view! {
                    <button type="button" class="button is-quiet" aria-label=live(move || label("SVG")) on:click=move |_| save_text(&file("svg"), "image/svg+xml", &svg.run(()))>"SVG"</button>
                })}
                {twin.png.map(|png| view! {
                    <button type="button" class="button is-quiet" aria-label=live(move || label("PNG")) on:click=move |_| save_png(png.run(()))>"PNG"</button>
                })}
                <button type="button" class="button is-quiet" aria-pressed=live(move || if large.get() { "true" } else { "false" }) on:click=toggle_large>
                    {move || if large.get() { SMALL } else { LARGE }.get(lang.get())}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The numbers as a table, made when it is opened and renewed once a second while it is open.
#[component]
fn TableTwin(twin: Twin) -> impl IntoView {
    let open = RwSignal::new(false);
    let beat = RwSignal::new(0u32);
    let timer = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    let toggle = move |event: leptos::ev::Event| {
        let is_open = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlDetailsElement>().ok())
            .is_some_and(|details| details.open());
        open.set(is_open);
        stop();
        if is_open {
            let every = std::time::Duration::from_secs(1);
            timer.set_value(
                set_interval_with_handle(move || beat.update(|b| *b = b.wrapping_add(1)), every)
                    .ok(),
            );
        }
    };
    let table = Memo::new(move |_| {
        beat.track();
        if open.get() {
            untrack(|| twin.table.run(false))
        } else {
            Table::default()
        }
    });
    view! {
        <details class="figure-table" on:toggle=toggle>
            <summary>{t(TABLE)}</summary>
            {move || open.get().then(|| view! { <TableView table=table /> })}
        </details>
    }
    .into_any()
}

/// A table of words and numbers; scrolls in its own box, also by keyboard.
#[component]
pub fn TableView(#[prop(into)] table: Signal<Table>) -> impl IntoView {
    let head = move || {
        table.with(|t| {
            t.columns
                .iter()
                .map(|c| view! { <th scope="col">{c.clone()}</th> })
                .collect_view()
        })
    };
    let cell = |cell: &Cell| match cell {
        Cell::Number(value) if value.is_finite() => {
            view! { <td class="is-number">{significant(*value, 4)}</td> }.into_any()
        }
        Cell::Number(_) => view! { <td class="is-number">"\u{2013}"</td> }.into_any(),
        Cell::Text(text) => view! { <td><bdi>{text.clone()}</bdi></td> }.into_any(),
    };
    let body = move || {
        table.with(|t| {
            t.rows
                .iter()
                .map(|row| view! { <tr>{row.iter().map(cell).collect_view()}</tr> })
                .collect_view()
        })
    };
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(TABLE)>
            <table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}
