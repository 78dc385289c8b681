//! Where the reader is: the fragment of the address, so that one build runs at any path.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A place of the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    Gallery,
    /// `query`: what follows the `?`, as it stands.
    Lab {
        id: String,
        query: String,
    },
    Unknown(String),
}

/// A fragment longer than this is damaged.
const LONGEST: usize = 4096;

impl Route {
    /// From `location.hash`. Anything may come in.
    pub fn from_hash(hash: &str) -> Route {
        let path = hash.strip_prefix('#').unwrap_or(hash);
        if path.len() > LONGEST {
            return Route::Unknown(String::new());
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match path.trim_matches('/') {
            "" => Route::Home,
            "gallery" => Route::Gallery,
            other => match other.strip_prefix("lab/") {
                Some(id) if !id.is_empty() => Route::Lab {
                    id: id.into(),
                    query: query.into(),
                },
                _ => Route::Unknown(other.chars().take(80).collect()),
            },
        }
    }

    /// For `href`.
    pub fn hash(&self) -> String {
        match self {
            Route::Home => "#/".into(),
            Route::Gallery => "#/gallery".into(),
            Route::Lab { id, query } if query.is_empty() => ["#/lab/", id].concat(),
            Route::Lab { id, query } => ["#/lab/", id, "?", query].concat(),
            Route::Unknown(path) => ["#/", path].concat(),
        }
    }

    /// The same place, whatever the query: the page stays mounted.
    pub fn same_page(&self, other: &Route) -> bool {
        match (self, other) {
            (Route::Lab { id: a, .. }, Route::Lab { id: b, .. }) => a == b,
            _ => self == other,
        }
    }
}

/// The address bar as it stands.
pub fn current() -> Route {
    Route::from_hash(&window().location().hash().unwrap_or_default())
}

/// Follows the address bar for as long as the page lives.
pub fn listen(route: RwSignal<Route>) {
    let handle = window_event_listener_untyped("hashchange", move |_| {
        // Our own `replace_query` fires no such event; this is the reader's doing.
        route.set(current());
    });
    on_cleanup(move || handle.remove());
}

thread_local! {
    static LAST_WRITE_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// Writes the lab's state into the address without a new entry in the history and without a `hashchange`.
/// Browsers refuse about 100 of these in 30 s, so call it when a control comes to rest; what comes within 300 ms is dropped (`false`).
pub fn replace_query(id: &str, query: &str) -> bool {
    let now = window().performance().map(|p| p.now()).unwrap_or(0.0);
    if now - LAST_WRITE_MS.get() < 300.0 {
        return false;
    }
    LAST_WRITE_MS.set(now);
    let hash = Route::Lab {
        id: id.into(),
        query: query.into(),
    }
    .hash();
    window().history().is_ok_and(|history| {
        history
            .replace_state_with_url(&JsValue::NULL, "", Some(&hash))
            .is_ok()
    })
}

/// The whole address of a place, for "copy link".
pub fn address(route: &Route) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split_once('#').map_or(href.as_str(), |(base, _)| base);
    [base, &route.hash()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hashes_name_the_places() {
        assert_eq!(Route::from_hash(""), Route::Home);
        assert_eq!(Route::from_hash("#/"), Route::Home);
        assert_eq!(Route::from_hash("#/gallery"), Route::Gallery);
        assert_eq!(
            Route::from_hash("#/lab/next-token?v=1&s=ab"),
            Route::Lab {
                id: "next-token".into(),
                query: "v=1&s=ab".into()
            }
        );
        assert_eq!(Route::from_hash("#main"), Route::Unknown("main".into()));
    }

    proptest! {
        #[test]
        fn any_hash_gives_a_route_that_reads_back(hash in ".*") {
            let route = Route::from_hash(&hash);
            if !matches!(route, Route::Unknown(_)) {
                prop_assert_eq!(Route::from_hash(&route.hash()), route);
            }
        }
    }
}
