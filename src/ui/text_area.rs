//! Text from the reader. What comes in is counted and cut before it reaches the page: a megabyte in a text field can hang a tab.

use leptos::callback::UnsyncCallback;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::{Words, live, t, use_lang};
use super::dom::{next_id, value_of};
use super::visible::harmless;
use crate::lesson::{Lang, Text, text};
use crate::plot::grouped;

const CUT: Text = text(
    "The end was cut off: there is room for this much only.",
    "太長的部分沒有放入：最多只能這麼長。",
);
const CLEAR: Text = text("Remove the text", "移除文字");
const PASTE_HERE: Text = text("Paste a text here", "在這裡貼上文字");
const OR_FILE: Text = text("or choose a .txt file ", "或選擇 .txt 檔案 ");
const STAYS: Text = text(" It stays on this computer.", "文字只留在這台電腦上。");
const BEGINNING: Text = text("The beginning of your text:", "文字的開頭：");

/// As much of `incoming` as fits beside `used` characters. Never splits a character.
pub fn fitting(incoming: &str, used: usize, most: usize) -> &str {
    let room = most.saturating_sub(used);
    match incoming.char_indices().nth(room) {
        Some((end, _)) => &incoming[..end],
        None => incoming,
    }
}

/// A short text to edit (a prompt): at most `most` characters, with a counter. `data-control` is on the text area.
#[component]
pub fn TextArea(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] about: Words,
    /// In characters; at most about 2,000.
    most: usize,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(default = 2)] rows: u32,
    /// Enter (without shift, and not while composing) does this.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
) -> impl IntoView {
    let lang = use_lang();
    let (id, about_id) = (next_id("text"), next_id("about"));
    let node = NodeRef::<leptos::html::Textarea>::new();
    let cut = RwSignal::new(false);
    let count = Memo::new(move |_| value.with(|v| v.chars().count()));

    // Puts what fits in place of the selection, without the rest ever reaching the field.
    let insert = move |incoming: &str| {
        let Some(area) = node.get_untracked() else {
            return;
        };
        let now = area.value();
        let from = area.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
        let to = area.selection_end().ok().flatten().unwrap_or(u32::MAX) as usize;
        let (before, after) = around(&now, from, to);
        let used = before.chars().count() + after.chars().count();
        let fits = fitting(incoming, used, most);
        cut.set(fits.len() < incoming.len());
        let whole = [&before, fits, &after].concat();
        area.set_value(&whole);
        let caret = before.encode_utf16().count() + fits.encode_utf16().count();
        let _ = area.set_selection_range(caret as u32, caret as u32);
        on_change.run(whole);
    };
    let paste = move |event: ev::ClipboardEvent| {
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        event.prevent_default();
        insert(&text.unwrap_or_default());
    };
    let drop = move |event: ev::DragEvent| {
        let text = event
            .data_transfer()
            .and_then(|data| data.get_data("text/plain").ok());
        event.prevent_default();
        insert(&text.unwrap_or_default());
    };
    let before_input = move |event: ev::InputEvent| {
        // Composition cannot be refused; what is too long is taken back when it ends.
        let Some(data) = event.data().filter(|_| !event.is_composing()) else {
            return;
        };
        let Some(area) = node.get_untracked() else {
            return;
        };
        let chosen = area.selection_start().ok().flatten() != area.selection_end().ok().flatten();
        if !chosen && area.value().chars().count() + data.chars().count() > most {
            event.prevent_default();
            cut.set(true);
        }
    };
    let input = move |event: ev::Event| {
        let typed = value_of(&event);
        let composing = event
            .dyn_ref::<web_sys::InputEvent>()
            .is_some_and(|e| e.is_composing());
        let fits = fitting(&typed, 0, most).to_string();
        if fits.len() < typed.len() && !composing {
            if let Some(area) = node.get_untracked() {
                area.set_value(&fits);
            }
            cut.set(true);
        } else {
            cut.set(false);
        }
        if !composing {
            on_change.run(fits);
        }
    };
    let composed = move |event: ev::CompositionEvent| input(event.into());
    let key = move |event: ev::KeyboardEvent| {
        // keyCode 229: WebKit sends the Enter that ends a composition after `compositionend`.
        if event.key() == "Enter"
            && !event.shift_key()
            && !event.is_composing()
            && event.key_code() != 229
            && let Some(enter) = on_enter
        {
            event.prevent_default();
            enter.run(());
        }
    };
    view! {
        <div class="control text">
            <div class="control-head">
                <label class="control-name" for=id.clone()>{name.show()}</label>
                <output class="control-count" for=id.clone()>{live(move || count_words(count.get(), most, lang.get()))}</output>
            </div>
            <textarea id=id class="text-field" dir="auto" data-control=control node_ref=node rows=rows spellcheck="false" autocomplete="off" aria-describedby=about_id.clone()
                prop:value=value on:paste=paste on:drop=drop on:beforeinput=before_input on:input=input on:compositionend=composed on:keydown=key></textarea>
            <p class="control-about" id=about_id>{about.show()}</p>
            <p class="control-cut" role="status">{live(move || if cut.get() { CUT.get(lang.get()) } else { "" })}</p>
        </div>
    }
    .into_any()
}

/// A long text (up to `most` characters): pasted or dropped, never put into the page but for its beginning.
/// `data-control` is on the field that takes the paste. Files go to `on_file` unread.
#[component]
pub fn PasteBox(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] about: Words,
    most: usize,
    /// The text as it stands; empty: none.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_file: Option<UnsyncCallback<web_sys::File>>,
) -> impl IntoView {
    let lang = use_lang();
    let (id, about_id) = (next_id("paste"), next_id("about"));
    let cut = RwSignal::new(false);
    let over = RwSignal::new(false);
    let count = Memo::new(move |_| value.with(|v| v.chars().count()));
    let beginning = Memo::new(move |_| value.with(|v| harmless(fitting(v, 0, 2000))));
    let take = move |incoming: String| {
        let fits = fitting(&incoming, 0, most);
        cut.set(fits.len() < incoming.len());
        on_change.run(fits.to_string());
    };
    let has_file = on_file.is_some();
    let on_file = StoredValue::new_local(on_file);
    let give_file = move |files: Option<web_sys::FileList>| {
        if let (Some(file), Some(on_file)) = (files.and_then(|f| f.get(0)), on_file.get_value()) {
            on_file.run(file);
            true
        } else {
            false
        }
    };
    let paste = move |event: ev::ClipboardEvent| {
        event.prevent_default();
        if let Some(data) = event.clipboard_data()
            && !give_file(data.files())
        {
            take(data.get_data("text/plain").unwrap_or_default());
        }
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(data) = event.data_transfer()
            && !give_file(data.files())
        {
            take(data.get_data("text/plain").unwrap_or_default());
        }
    };
    // Typing, and tests that fill the field: small by nature, taken over and cleared.
    let input = move |event: ev::Event| take(value_of(&event));
    let choose = move |event: ev::Event| {
        let picked = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(picked) = picked {
            give_file(picked.files());
            picked.set_value("");
        }
    };
    view! {
        <div class="control paste" class:is-over=over on:drop=drop on:dragover=move |event| { event.prevent_default(); over.set(true) } on:dragleave=move |_| over.set(false)>
            <div class="control-head">
                <label class="control-name" for=id.clone()>{name.show()}</label>
                <output class="control-count" for=id.clone()>{live(move || count_words(count.get(), most, lang.get()))}</output>
            </div>
            <textarea id=id class="text-field is-paste" dir="auto" rows="2" data-control=control spellcheck="false" autocomplete="off" placeholder=t(PASTE_HERE)
                aria-describedby=about_id.clone() on:paste=paste on:change=input></textarea>
            {has_file.then(|| view! {
                <label class="paste-file">{t(OR_FILE)}<input type="file" accept=".txt,text/plain" on:change=choose /></label>
            })}
            <p class="control-about" id=about_id>{about.show()}{t(STAYS)}</p>
            <p class="control-cut" role="status">{live(move || if cut.get() { CUT.get(lang.get()) } else { "" })}</p>
            <div class="paste-beginning" prop:hidden=live(move || count.get() == 0)>
                <p class="control-about">{t(BEGINNING)}</p>
                <pre class="paste-text" tabindex="0" role="region" aria-label=t(BEGINNING)><bdi>{beginning}</bdi></pre>
                <button type="button" class="button is-quiet" on:click=move |_| { cut.set(false); on_change.run(String::new()) }>{t(CLEAR)}</button>
            </div>
        </div>
    }
    .into_any()
}

/// The text before and after a selection that is given in UTF-16 units.
fn around(text: &str, from: usize, to: usize) -> (String, String) {
    let at = |units: usize| {
        let mut seen = 0;
        for (byte, c) in text.char_indices() {
            if seen >= units {
                return byte;
            }
            seen += c.len_utf16();
        }
        text.len()
    };
    let (from, to) = (at(from), at(to.max(from)));
    (text[..from].into(), text[to..].into())
}

fn count_words(count: usize, most: usize, lang: Lang) -> String {
    let unit = match lang {
        Lang::En => " characters",
        Lang::ZhHant => " 字",
    };
    [
        &grouped(count as f64, 0),
        " / ",
        &grouped(most as f64, 0),
        unit,
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_is_counted_in_characters() {
        assert_eq!(fitting("a🎉字b", 0, 3), "a🎉字");
        assert_eq!(fitting("abc", 2, 3), "a");
        assert_eq!(fitting("abc", 9, 3), "");
        assert_eq!(around("a🎉b", 1, 3), ("a".into(), "b".into()));
    }

    proptest! {
        #[test]
        fn no_more_than_the_room_is_taken(incoming in ".*", used in 0usize..20, most in 0usize..20) {
            let fits = fitting(&incoming, used, most);
            prop_assert!(incoming.starts_with(fits));
            prop_assert!(fits.chars().count() <= most.saturating_sub(used));
        }

        #[test]
        fn any_selection_leaves_whole_characters(text in ".*", from in 0usize..30, to in 0usize..30) {
            let (before, after) = around(&text, from, to);
            prop_assert!(text.starts_with(&before) && text.ends_with(&after));
        }
    }
}
