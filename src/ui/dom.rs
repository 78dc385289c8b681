//! Small things about the browser that several components need.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A new id for `for`, `aria-describedby` and the like.
pub fn next_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut id = String::from(prefix);
    id.push('-');
    id.push_str(&number.to_string());
    id
}

/// The value of the input, select or text area that an event comes from.
pub fn value_of(event: &ev::Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        input.value()
    } else if let Some(select) = target.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.value()
    } else if let Some(area) = target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.value()
    } else {
        String::new()
    }
}

/// Width and height of an element in CSS pixels, followed while it is mounted. Zeros until they are known.
pub fn use_size(node: NodeRef<leptos::html::Div>) -> Signal<(f64, f64)> {
    let size = RwSignal::new((0.0, 0.0));
    effect(move || {
        let Some(element) = node.get() else { return };
        let measured = element.clone();
        let measure = move || {
            let now = (
                f64::from(measured.client_width()),
                f64::from(measured.client_height()),
            );
            if now.0 > 0.0 && size.try_get_untracked() != Some(now) {
                size.try_set(now);
            }
        };
        measure();
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |_| measure());
        let Ok(observer) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((observer, closure)));
        on_cleanup(move || {
            if let Some((observer, _closure)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
            }
        });
    });
    size.into()
}

/// The reader's font size in CSS pixels: the unit of everything that is laid out here and not by the style sheet.
pub fn root_font_size() -> f64 {
    let style = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| parse_number(size.trim_end_matches("px")))
        .unwrap_or(16.0)
}

/// Offers a text as a file to keep.
pub fn save_text(name: &str, mime: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    if let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

/// Offers a blob as a file to keep.
pub fn save_blob(name: &str, blob: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    if let Ok(element) = document().create_element("a") {
        let anchor: web_sys::HtmlAnchorElement = element.unchecked_into();
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // Firefox reads the blob after the click has returned.
    set_timeout(
        move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(10),
    );
}

/// The number that a field holds. By the browser's own reading: Rust's brings 16 kB of tables.
pub fn parse_number(text: &str) -> Option<f64> {
    #[cfg(target_arch = "wasm32")]
    let number = js_sys::parse_float(text);
    #[cfg(not(target_arch = "wasm32"))]
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(number)
}

/// An effect on the page, again whenever what it reads has changed. One copy of the machinery for all of them.
pub fn effect(run: impl Fn() + 'static) {
    fn start(run: Box<dyn Fn()>) {
        Effect::new(move |_| run());
    }
    start(Box::new(run));
}

/// Whether the reader asked for less motion.
pub fn reduced_motion() -> bool {
    media("(prefers-reduced-motion: reduce)")
}

/// Whether a media query holds.
pub fn media(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}
