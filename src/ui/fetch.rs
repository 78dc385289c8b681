//! Files that lie beside the page, brought when they are wanted.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The file is missing, or the connection is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotFetched;

/// The bytes at an address relative to the page. `progress` is told the share that has come, where the server says how much
/// there is.
pub async fn fetch(path: &str, progress: impl Fn(f64)) -> Result<Vec<u8>, NotFetched> {
    read(path, progress).await.map_err(|_| NotFetched)
}

async fn read(path: &str, progress: impl Fn(f64)) -> Result<Vec<u8>, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let address = web_sys::Url::new_with_base(path, &base)?.href();
    let response = JsFuture::from(window().fetch_with_str(&address)).await?;
    let response: web_sys::Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let length = response.headers().get("content-length")?;
    let length: f64 = length.and_then(|n| n.parse().ok()).unwrap_or(0.0);
    let Some(body) = response.body() else {
        return Err(JsValue::NULL);
    };
    let reader = body.get_reader();
    let next: Function = Reflect::get(&reader, &"read".into())?.dyn_into()?;
    let mut bytes = Vec::new();
    loop {
        let promise: Promise = next.call0(&reader)?.dyn_into()?;
        let piece = JsFuture::from(promise).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(bytes);
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        bytes.extend(piece.to_vec());
        // A compressed answer says the compressed length.
        if length > 0.0 {
            progress((bytes.len() as f64 / length).min(1.0));
        }
    }
}
