//! The two languages of the site, equal in rank, and the blocks of a lesson. Imports nothing of ours.

mod blocks;
/// The words of the course in both languages.
pub mod glossary;
#[cfg(test)]
pub(crate) mod names;
#[cfg(test)]
mod parse;

pub use blocks::{Answer, Block, Choice, Guess, Inline, Lesson};

use serde::{Deserialize, Serialize};

/// A language of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    En,
    ZhHant,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::ZhHant];

    /// The value of the `lang` attribute, and of `lang=` in a link.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::ZhHant => "zh-Hant",
        }
    }

    /// The language of a tag such as `zh-TW`, `zh-Hant` or `en-GB`; `None` where it is neither.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Lang::ZhHant)
        } else if tag.starts_with("en") {
            Some(Lang::En)
        } else {
            None
        }
    }
}

/// One text in both languages. Both are always given, so a missing translation does not compile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    pub en: &'static str,
    pub zh: &'static str,
}

/// A text in both languages: `text("Temperature", "溫度")`.
pub const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

impl Text {
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::ZhHant => self.zh,
        }
    }
}

/// Something that the reader is told in their language: errors above all.
pub trait Describe {
    /// What happened, where, and what to do about it: one or two sentences.
    fn describe(&self, lang: Lang) -> String;
}

/// The first half-width mark (`,` `:` `;` `?` `!` `(` `)` or a full stop) that touches a Chinese character, with its neighbours:
/// Chinese is set with full-width marks. For tests.
pub fn half_width_mark(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let chinese = |at: Option<&char>| at.is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let at = (0..chars.len()).find(|&at| {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        ",:;?!().".contains(chars[at]) && (chinese(before) || chinese(chars.get(at + 1)))
    })?;
    Some(
        chars[at.saturating_sub(4)..(at + 5).min(chars.len())]
            .iter()
            .collect(),
    )
}
