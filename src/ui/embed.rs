//! A lab inside someone else's page (`embed=1`): keys that mean nothing to the lab are handed to the page around it, so that
//! the slides of a talk still advance after a click into the figure.

use js_sys::{Object, Reflect};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, KeyboardEvent};

use super::context::Ui;

/// What slide shows listen to.
const KEYS: [&str; 10] = [
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    " ",
    "Escape",
];

/// Where such a key has a meaning of its own.
const OWN: &str = "input, select, textarea, button, a[href], summary, [contenteditable], [role=treeitem], [tabindex]:not([tabindex='-1'])";

/// Listens for as long as the site lives.
pub(super) fn hand_keys_up(ui: Ui) {
    window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let embedded = ui.route.with_untracked(|route| route.query.embed);
        let key = event.key();
        if !embedded || event.default_prevented() || !KEYS.contains(&key.as_str()) {
            return;
        }
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        if target.is_some_and(|element| element.closest(OWN).ok().flatten().is_some()) {
            return;
        }
        let Ok(Some(parent)) = window().parent() else {
            return;
        };
        let message = Object::new();
        for (name, value) in [("type", "lecture-playground:key"), ("key", &key)] {
            let _ = Reflect::set(&message, &name.into(), &JsValue::from_str(value));
        }
        // A key that the lab does not use tells nothing about the reader, so any page may hear of it.
        let _ = parent.post_message(&message, "*");
    });
}
