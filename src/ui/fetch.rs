//! Files that lie beside the page, brought when they are wanted.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit};

use crate::lesson::{Text, text};

/// Why a file did not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotFetched {
    /// It is missing, or the connection is.
    Missing,
    /// It came twice, and both times not as it was built.
    Damaged,
}

impl NotFetched {
    /// What a reader is told who chose a shipped model.
    pub const fn of_model(self) -> Text {
        match self {
            NotFetched::Missing => text(
                "The model could not be fetched. Check the connection, then choose it again.",
                "無法取得模型。請檢查網路連線，再選一次。",
            ),
            NotFetched::Damaged => text(
                "The model\u{2019}s file came damaged, twice: its checksum is wrong. Choose it again in a while; if you host this site, upload the folder \u{201c}models\u{201d} again.",
                "模型檔兩次傳來都已損壞：檢查碼不符。請稍後再選一次；若你是架站的人，請重新上傳「models」資料夾。",
            ),
        }
    }
}

/// The bytes at an address relative to the page. `progress` is told the share that has come, where the server says how much
/// there is.
pub async fn fetch(path: &str, progress: impl Fn(f64)) -> Result<Vec<u8>, NotFetched> {
    let came = read(path, RequestCache::Default, &progress).await;
    came.map_err(|_| NotFetched::Missing)
}

/// The bytes of a shipped model, as they were built (`data::shipped::is_whole`): one that came damaged is asked for once more,
/// past the browser's cache.
/// (A digest that the browser checks, as for the parts of the page, would hide the progress: it hands nothing out before the end.)
pub async fn fetch_model(
    name: &str,
    is_whole: impl Fn(&[u8]) -> bool,
    progress: impl Fn(f64),
) -> Result<Vec<u8>, NotFetched> {
    let path = ["models/", name].concat();
    for cache in [RequestCache::Default, RequestCache::Reload] {
        let came = read(&path, cache, &progress).await;
        let bytes = came.map_err(|_| NotFetched::Missing)?;
        if is_whole(&bytes) {
            return Ok(bytes);
        }
    }
    Err(NotFetched::Damaged)
}

async fn read(
    path: &str,
    cache: RequestCache,
    progress: &impl Fn(f64),
) -> Result<Vec<u8>, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let address = web_sys::Url::new_with_base(path, &base)?.href();
    let init = RequestInit::new();
    init.set_cache(cache);
    let response = JsFuture::from(window().fetch_with_str_and_init(&address, &init)).await?;
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
