//! A file that the reader opens, and one that they save.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::context::{t, use_ui};
use super::dom::save_blob;
use super::notice::Kind;
use crate::lesson::{Text, text};

const UNREADABLE: Text = text("The file could not be read.", "無法讀取這個檔案。");

/// Opens a file of at most `most` bytes and hands its bytes over. A larger one is refused unread, with `too_large`.
#[component]
pub fn FileField(
    control: &'static str,
    name: Text,
    /// Endings, as in the HTML attribute.
    accept: &'static str,
    most: usize,
    too_large: Text,
    #[prop(into)] on_bytes: Callback<Vec<u8>>,
) -> impl IntoView {
    let ui = use_ui();
    let choose = move |event: ev::Event| {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same file again is a choice too.
        input.set_value("");
        if file.size() > most as f64 {
            ui.notices.push(Kind::Warning, too_large);
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => {
                    on_bytes.try_run(js_sys::Uint8Array::new(&buffer).to_vec());
                }
                Err(_) => ui.notices.push(Kind::Warning, UNREADABLE),
            }
        });
    };
    view! {
        // The browser's own button would speak the browser's language.
        <label class="button file-button">{t(name)}<input type="file" accept=accept data-control=control on:change=choose /></label>
    }
}

/// Saves bytes as a file of this name.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    if let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence(&parts) {
        save_blob(name, &blob);
    }
}
