//! Characters that a tokenizer does not know.

use crate::lesson::{Describe, Lang};

/// A text holds characters that the model has never seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownCharacters {
    /// Each once, in the order of the text.
    pub characters: Vec<char>,
}

/// At most this many are named in a message.
const NAMED: usize = 12;

/// A character as it can be shown: itself where it is visible alone, otherwise its code point.
pub(crate) fn shown(character: char) -> String {
    let invisible = character.is_control() || character.is_whitespace();
    // Marks that join or combine with their neighbours, and marks of direction, would change the message itself.
    let joining = matches!(character as u32,
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x0610..=0x061a | 0x064b..=0x065f | 0x200b..=0x200f
        | 0x202a..=0x202e | 0x2060..=0x206f | 0x20d0..=0x20ff | 0x3099..=0x309a | 0xe000..=0xf8ff | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f | 0xfeff | 0xfff0..=0xffff | 0x1f3fb..=0x1f3ff | 0xe0000..=0x10ffff);
    if invisible || joining {
        format!("U+{:04X}", character as u32)
    } else {
        character.to_string()
    }
}

impl Describe for UnknownCharacters {
    fn describe(&self, lang: Lang) -> String {
        let named: Vec<String> = self
            .characters
            .iter()
            .take(NAMED)
            .map(|&c| shown(c))
            .collect();
        let more = self.characters.len().saturating_sub(NAMED);
        match lang {
            Lang::En => {
                let list = named.join(", ");
                let rest = if more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                format!(
                    "The model has never seen these characters: {list}{rest}. Leave them out, or choose byte-level BPE, which knows every character."
                )
            }
            Lang::ZhHant => {
                let list = named.join("、");
                let rest = if more > 0 {
                    format!("等 {} 個", self.characters.len())
                } else {
                    String::new()
                };
                format!(
                    "模型沒看過這些字元：{list}{rest}。請刪去，或改用位元組層級的 BPE，它認得所有字元。"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_characters_in_both_languages() {
        let unknown = UnknownCharacters {
            characters: vec!['單', '🎉', '\u{301}', '\t'],
        };
        for lang in Lang::ALL {
            let message = unknown.describe(lang);
            for part in ["單", "🎉", "U+0301", "U+0009", "BPE"] {
                assert!(message.contains(part), "{message}");
            }
        }
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let unknown = UnknownCharacters {
            characters: ('a'..='z').collect(),
        };
        assert!(unknown.describe(Lang::En).contains("l and 14 more"));
        assert!(unknown.describe(Lang::ZhHant).contains("l等 26 個"));
    }
}
