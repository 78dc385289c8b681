//! Pages whose code arrives when they are opened, so that the first visit does not pay for every lab.
//!
//! A release build puts each [`lazy_page!`](crate::lazy_page) into a wasm file of its own (`scripts/split.mjs`); elsewhere the page is
//! simply called. The cut is at functions: what two labs share (the kit) stands in files that both fetch.

use std::pin::Pin;

use leptos::prelude::*;

use super::choice::Button;
use super::context::t;
use crate::lesson::{Text, text};

/// The file of a page did not arrive, or was not the one that belongs to this build.
pub struct NotLoaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for NotLoaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A page that may have to be fetched first.
pub type LazyPage = fn() -> Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>> + Send>>;

/// `lazy_page!(name, path::to::page)`: a [`LazyPage`] of a `fn() -> AnyView`. `name` is an identifier of its own for each page.
#[macro_export]
macro_rules! lazy_page {
    ($name:ident, $page:path) => {{
        #[cfg(split)]
        #[allow(unsafe_code)] // an import and an export of the same signature, written by the macro
        #[leptos::wasm_split::wasm_split($name, wasm_split_path = leptos::wasm_split, fallible)]
        fn $name() -> Result<leptos::prelude::AnyView, $crate::ui::NotLoaded> {
            Ok($page())
        }
        #[cfg(not(split))]
        async fn $name() -> Result<leptos::prelude::AnyView, $crate::ui::NotLoaded> {
            Ok($page())
        }
        || Box::pin($name())
    }};
}

const LOADING: Text = text("Loading …", "載入中 …");
const FAILED: Text = text(
    "The code of this page did not arrive. Check the connection, then try again; if the site was updated meanwhile, reload it.",
    "這一頁的程式沒有送到。請檢查網路連線後再試一次；如果網站剛好更新，請重新載入。",
);
const AGAIN: Text = text("Try again", "再試一次");

/// The page, or what keeps it. The page belongs to the caller's owner, as if it had been called here.
pub(super) fn lazy_view(page: LazyPage) -> AnyView {
    let attempt = RwSignal::new(0_u32);
    let waiting = RwSignal::new(true);
    let content = move || {
        attempt.track();
        Suspend::new(async move {
            let arrived = page().await;
            waiting.try_set(false);
            arrived.unwrap_or_else(|NotLoaded| failed(attempt, waiting))
        })
    };
    view! {
        <p class="page-loading" role="status" hidden=move || !waiting.get()>{t(LOADING)}</p>
        {content}
    }
    .into_any()
}

fn failed(attempt: RwSignal<u32>, waiting: RwSignal<bool>) -> AnyView {
    let again = move |()| {
        waiting.set(true);
        attempt.update(|n| *n += 1);
    };
    view! {
        <div role="alert">
            <p>{t(FAILED)}</p>
            <p><Button control="load-again" words=AGAIN on_press=Callback::new(again) /></p>
        </div>
    }
    .into_any()
}
