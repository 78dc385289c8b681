//! Words computed in the reader's language.

use crate::lesson::{Lang, Text, text};

/// The words of one language, computed: `say(lang, || .., || ..)` reads better than a match in a view.
pub fn say(lang: Lang, en: impl FnOnce() -> String, zh: impl FnOnce() -> String) -> String {
    match lang {
        Lang::En => en(),
        Lang::ZhHant => zh(),
    }
}

/// Some names in one line.
pub fn listed(names: impl IntoIterator<Item = Text>, lang: Lang) -> String {
    let names: Vec<&str> = names.into_iter().map(|name| name.get(lang)).collect();
    names.join(match lang {
        Lang::En => ", ",
        Lang::ZhHant => "、",
    })
}

/// A sentence for the site's notices. They outlive a page and its signals, so the words stay for as long as the tab.
pub fn kept(say: impl Fn(Lang) -> String) -> Text {
    text(String::leak(say(Lang::En)), String::leak(say(Lang::ZhHant)))
}
