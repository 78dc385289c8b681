//! The browser's storage, which may be blocked, missing, full or filled with anything. Nothing here panics.

use leptos::prelude::window;

/// Of every key: on a shared host the storage is shared with other projects.
pub const PREFIX: &str = "lecture-playground:";
/// What is longer is not stored (and not read).
const LONGEST: usize = 100_000;

fn storage() -> Option<web_sys::Storage> {
    // Blocked: an error. Switched off in Firefox: null.
    window().local_storage().ok().flatten()
}

fn full(key: &str) -> String {
    [PREFIX, key].concat()
}

/// What was kept under this key, if it can be read.
pub fn get(key: &str) -> Option<String> {
    let value = storage()?.get_item(&full(key)).ok().flatten()?;
    (value.len() <= LONGEST).then_some(value)
}

/// Keeps it, and reads it back. `false`: it will be gone with the tab.
pub fn set(key: &str, value: &str) -> bool {
    let Some(storage) = storage() else {
        return false;
    };
    let key = full(key);
    value.len() <= LONGEST
        && storage.set_item(&key, value).is_ok()
        && storage.get_item(&key).ok().flatten().as_deref() == Some(value)
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&full(key));
    }
}

/// Whether anything can be kept at all. Asked once at the start, for one notice.
pub fn works() -> bool {
    let kept = set("probe", "1");
    remove("probe");
    kept
}
