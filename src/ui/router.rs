//! Where the reader is: the fragment of the address, so that one build runs at any path. The form of a link is `wire::link`'s.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::context::{Ui, Words};
use super::notice::Kind;
use crate::lesson::Describe;
use crate::wire::link::{LinkError, Place, Query, Route};

/// What a fragment asks for. A link that cannot be followed still names its place, where that much of it can be read.
pub(super) fn read(hash: &str) -> (Route, Option<LinkError>) {
    match hash.parse::<Route>() {
        Ok(route) => (route, None),
        Err(error) => {
            let path = hash.split('?').next().unwrap_or_default();
            let short = if path.len() > crate::wire::link::LONGEST_HASH {
                ""
            } else {
                path
            };
            (short.parse().unwrap_or_default(), Some(error))
        }
    }
}

pub(super) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Follows the address bar for as long as the page lives. A damaged link changes nothing at the place where the reader is.
pub(super) fn listen(ui: Ui) {
    let owner = Owner::current();
    let handle = window_event_listener_untyped("hashchange", move |_| {
        // Our own `replace_query` fires no such event; this is the reader's doing.
        let (route, error) = read(&hash());
        if let (Some(error), Some(owner)) = (error.clone(), &owner) {
            owner.with(|| tell(ui, error));
        }
        let here = ui.route.with_untracked(|now| now.place == route.place);
        if error.is_none() || !here {
            ui.follow(route);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Tells the reader why a link was not followed.
pub(super) fn tell(ui: Ui, error: LinkError) {
    ui.notices.push(
        Kind::Warning,
        Words::Live(Signal::derive(move || error.describe(ui.lang.get()))),
    );
}

thread_local! {
    static LAST_WRITE_MS: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// Writes the lab's state into the address without a new entry in the history and without a `hashchange`.
/// Browsers refuse about 100 of these in 30 s, so call it when a control comes to rest; what comes within 300 ms is dropped (`false`).
pub fn replace_query(lab: &str, query: &Query) -> bool {
    let now = window().performance().map(|p| p.now()).unwrap_or(0.0);
    if now - LAST_WRITE_MS.get() < 300.0 {
        return false;
    }
    LAST_WRITE_MS.set(now);
    let route = Route {
        place: Place::Lab(lab.into()),
        query: query.clone(),
    };
    window().history().is_ok_and(|history| {
        history
            .replace_state_with_url(&JsValue::NULL, "", Some(&route.to_string()))
            .is_ok()
    })
}

/// The whole address of a place, for "copy link".
pub fn address(route: &Route) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split_once('#').map_or(href.as_str(), |(base, _)| base);
    [base, &route.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_damaged_link_still_names_its_place() {
        let (route, error) = read("#/lab/next-token?v=1&s=");
        assert_eq!(route.place, Place::Lab("next-token".into()));
        assert_eq!(error, None, "an empty state is for the lab to refuse");
        let (route, error) = read("#/lab/next-token?v=1");
        assert_eq!(
            (route.place, error),
            (Place::Lab("next-token".into()), Some(LinkError::Damaged))
        );
        assert_eq!(read("#main").0.place, Place::Home);
    }

    proptest! {
        #[test]
        fn any_hash_leads_somewhere(hash in ".*") {
            let (route, error) = read(&hash);
            prop_assert!(error.is_some() || read(&route.to_string()).0 == route);
        }
    }
}
