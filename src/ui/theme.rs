//! Puts the theme on the page, and keeps the reader's choice. The style sheet follows `data-theme` of the root element.

use leptos::prelude::*;

use super::storage;
pub use crate::wire::link::Theme;

/// Where it is kept; the script that runs before the first paint reads it too.
const KEY: &str = "theme";

/// The reader's choice at an earlier visit.
pub(super) fn stored() -> Theme {
    storage::get(KEY)
        .and_then(|name| Theme::from_name(&name))
        .unwrap_or_default()
}

pub(super) fn keep(theme: Theme) {
    if theme == Theme::System {
        storage::remove(KEY);
    } else {
        storage::set(KEY, theme.name());
    }
}

pub(super) fn apply(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            _ => root.set_attribute("data-theme", theme.name()),
        };
    }
}
