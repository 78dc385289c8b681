//! Every component in its states, with sample data computed when the page opens. The tests photograph it in both themes and languages.

mod controls;
mod figures;
mod runs;
mod toy;
mod words;

use leptos::prelude::*;

use super::context::t;
use crate::lesson::{Text, text};

pub(super) fn page() -> AnyView {
    view! {
        <article class="gallery">
            <header class="lab-head">
                <h1 tabindex="-1">{t(text("Components", "元件"))}</h1>
                <p class="home-lead">{t(text("What the labs are built from, each in its states. All data here is computed as the page opens.", "各個實驗都由這些元件組成，這裡列出每一種狀態。所有資料都在頁面開啟時計算。"))}</p>
            </header>
            {runs::sections()}
            {figures::sections()}
            {controls::sections()}
            {words::sections()}
        </article>
    }
    .into_any()
}

fn section(name: &'static str, title: Text, content: AnyView) -> AnyView {
    view! { <section data-gallery=name><h2>{t(title)}</h2>{content}</section> }.into_any()
}
