//! Light, dark, or what the system says. The style sheet follows `data-theme` of the root element.

use leptos::prelude::*;

use super::storage;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// Where it is kept; the script that runs before the first paint reads it too.
const KEY: &str = "theme";

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Anything unknown is the system's.
    pub fn from_name(name: &str) -> Theme {
        Theme::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }

    pub fn stored() -> Theme {
        storage::get(KEY)
            .map(|name| Theme::from_name(&name))
            .unwrap_or_default()
    }

    /// Puts it on the page and keeps it for the next visit.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            let _ = match self {
                Theme::System => root.remove_attribute("data-theme"),
                _ => root.set_attribute("data-theme", self.name()),
            };
        }
        if self == Theme::System {
            storage::remove(KEY);
        } else {
            storage::set(KEY, self.name());
        }
    }
}
