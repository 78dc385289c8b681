//! After a panic nothing on the page works any more: this says so, in both languages, and offers to reload.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Puts the panel up when the page panics. Call it first.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let what = info.to_string();
        web_sys::console::error_1(&what.as_str().into());
        show(&what);
    }));
}

/// Plain DOM: the framework cannot be trusted here.
fn show(what: &str) {
    let page = document();
    let Some(body) = page.body() else { return };
    if page.get_element_by_id("crash").is_some() {
        return;
    }
    let make = |tag: &str, text: &str, lang: Option<&str>| {
        let element = page.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        if let Some(lang) = lang {
            let _ = element.set_attribute("lang", lang);
        }
        Some(element)
    };
    let Some(panel) = make("div", "", None) else {
        return;
    };
    panel.set_id("crash");
    panel.set_class_name("crash");
    let _ = panel.set_attribute("role", "alertdialog");
    let _ = panel.set_attribute("aria-label", "The page has stopped. 頁面已停止運作。");
    let parts = [
        make("h1", "The page has stopped", Some("en")),
        make(
            "p",
            "An error in the program; nothing you did wrong. Reload to start again. What this page keeps in your browser stays.",
            Some("en"),
        ),
        make("h1", "頁面已停止運作", Some("zh-Hant")),
        make(
            "p",
            "程式出錯了，不是你的操作有問題。請重新載入，就能重新開始；這個頁面存在瀏覽器裡的資料會保留。",
            Some("zh-Hant"),
        ),
        make("pre", &what.chars().take(600).collect::<String>(), None),
    ];
    for part in parts.into_iter().flatten() {
        let _ = panel.append_child(&part);
    }
    if let Some(button) = make("button", "Reload · 重新載入", None) {
        button.set_class_name("button is-main");
        let reload = Closure::<dyn FnMut()>::new(|| {
            let _ = window().location().reload();
        });
        let _ = button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref());
        reload.forget();
        let _ = panel.append_child(&button);
        let _ = body.append_child(&panel);
        if let Ok(button) = button.dyn_into::<web_sys::HtmlElement>() {
            let _ = button.focus();
        }
    }
}
