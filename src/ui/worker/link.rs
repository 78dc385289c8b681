//! One running worker of the browser: started so that it obeys the page's policy, listened to, posted to, ended.

use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use crate::train::trouble::Cause;

/// What comes from a worker.
pub(super) enum Heard {
    /// A frame of `wire`.
    Frame(Uint8Array),
    /// It is of no use any more.
    Lost(Cause),
}

/// A worker that has been started. Ended when dropped.
pub(super) struct Link {
    worker: Worker,
    /// Of the one-line module; the browser has read it once a message has come.
    address: String,
    _listeners: [Closure<dyn FnMut(JsValue)>; 3],
}

/// The revision of the page's own files.
pub(super) fn revision() -> String {
    let meta = document()
        .query_selector("meta[name=asset-rev]")
        .ok()
        .flatten();
    meta.and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}

impl Link {
    /// Starts a worker and tells `heard` what comes from it, beginning with its hello.
    /// `lecture`: each has a worker of its own.
    pub(super) fn start(
        lecture: u8,
        heard: impl Fn(Heard) + Clone + 'static,
    ) -> Result<Link, Cause> {
        let (worker, address) = start(lecture).map_err(|error| Cause::Script(words(&error)))?;
        let (on_frame, on_garbled, on_lost) = (heard.clone(), heard.clone(), heard);
        let listeners = [
            Closure::new(move |event: JsValue| {
                let data = event.unchecked_into::<MessageEvent>().data();
                match data.dyn_into::<Uint8Array>() {
                    Ok(frame) => on_frame(Heard::Frame(frame)),
                    // worker_boot.js: `boot_error`, or `boot_ready`, which our own hello has said already.
                    Err(data) => {
                        if let Some(error) = property(&data, "boot_error") {
                            on_frame(Heard::Lost(Cause::Script(error)));
                        }
                    }
                }
            }),
            Closure::new(move |_| on_garbled(Heard::Lost(Cause::Unreadable))),
            // A plain event without a message: the file is missing or blocked.
            Closure::new(move |event: JsValue| {
                let message =
                    property(&event, "message").unwrap_or_else(|| "worker_boot.js".into());
                on_lost(Heard::Lost(Cause::Script(message)));
            }),
        ];
        let [message, garbled, error] = listeners
            .each_ref()
            .map(|l| Some(l.as_ref().unchecked_ref()));
        worker.set_onmessage(message);
        worker.set_onmessageerror(garbled);
        worker.set_onerror(error);
        Ok(Link {
            worker,
            address,
            _listeners: listeners,
        })
    }

    /// Hands a frame over; the copy that leaves the wasm memory is not copied again.
    pub(super) fn post(&self, frame: &[u8]) -> Result<(), Cause> {
        let frame = Uint8Array::from(frame);
        self.worker
            .post_message_with_transfer(&frame, &Array::of1(&frame.buffer()))
            .map_err(|error| Cause::Script(words(&error)))
    }

    /// The one-line module is not needed any more.
    pub(super) fn started(&mut self) {
        if !self.address.is_empty() {
            let _ = Url::revoke_object_url(&std::mem::take(&mut self.address));
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onmessageerror(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        self.started();
    }
}

/// A worker from a one-line blob module: it inherits the page's content security policy, which one that is fetched by its own
/// address would escape when the policy stands in a meta element.
fn start(lecture: u8) -> Result<(Worker, String), JsValue> {
    let mut file = String::from("worker_boot.js?v=");
    file.push_str(&String::from(js_sys::encode_uri_component(&revision())));
    if lecture != 1 {
        file.push_str("&w=worker_");
        file.push_str(&lecture.to_string());
    }
    let base = document().base_uri()?.unwrap_or_default();
    let address = Url::new_with_base(&file, &base)?.href();
    let module = format!("import {};", js_sys::JSON::stringify(&address.into())?);
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&module.into()), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Ok((Worker::new_with_options(&address, &options)?, address))
}

/// A property that is a text and says something.
fn property(of: &JsValue, name: &str) -> Option<String> {
    Reflect::get(of, &name.into())
        .ok()?
        .as_string()
        .filter(|text| !text.is_empty())
}

fn words(error: &JsValue) -> String {
    property(error, "message")
        .or_else(|| error.as_string())
        .unwrap_or_default()
}

/// Milliseconds on the page's clock.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
