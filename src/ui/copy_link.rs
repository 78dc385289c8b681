//! "Copy link": the whole state of the lab in one address. Says whether it worked; where it cannot, shows the address to copy by hand.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::context::{t, use_lang, use_ui};
use super::router::address;
use crate::lesson::{Text, text};
use crate::wire::link::Route;

const COPY: Text = text("Copy link", "複製連結");
const COPIED: Text = text(
    "The link is copied. It opens this state anywhere.",
    "已複製連結。在任何地方開啟，都會回到這個狀態。",
);
const BY_HAND: Text = text(
    "The browser does not allow copying. Take the link from this field:",
    "瀏覽器不允許複製。請從這個欄位取用連結：",
);

/// `route` gives the place at the moment of the click, with the configuration in its query.
#[component]
pub fn CopyLink(#[prop(into)] route: Callback<(), Route>) -> impl IntoView {
    let ui = use_ui();
    let lang = use_lang();
    let outcome = RwSignal::new(None::<Result<(), String>>);
    let copy = move |_| {
        let link = address(&route.run(()));
        spawn_local(async move {
            // `navigator.clipboard` is missing without https, and may refuse.
            let clipboard = window().navigator().clipboard();
            let there = !clipboard.is_undefined();
            let done = if there {
                JsFuture::from(clipboard.write_text(&link)).await.is_ok()
            } else {
                false
            };
            if done {
                ui.notices.announce(COPIED.get(lang.get_untracked()).into());
            }
            outcome.try_set(Some(if done { Ok(()) } else { Err(link) }));
        });
    };
    view! {
        <div class="copy-link">
            <button type="button" class="button" data-control="copy-link" on:click=copy>{t(COPY)}</button>
            {move || match outcome.get() {
                None => ().into_any(),
                Some(Ok(())) => view! { <p class="copy-done">{t(COPIED)}</p> }.into_any(),
                Some(Err(link)) => view! {
                    <label class="copy-hand">{t(BY_HAND)}<input type="text" class="number-field is-wide" readonly prop:value=link data-output="link" /></label>
                }
                .into_any(),
            }}
        </div>
    }
    .into_any()
}
