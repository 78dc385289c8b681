//! Whether a text is fit to train on: said before the start, in numbers, with what to do about it.

use std::collections::BTreeSet;

use super::batches::TooShort;
use super::documents;
use super::tokenizer::shown;
use crate::lesson::{Describe, Lang};

/// Different visible characters that a text must have.
pub const FEWEST_SYMBOLS: usize = 3;
/// Most characters that get a token each: every one costs a row of the embedding and a column of the read-out.
pub const MOST_SYMBOLS: usize = 4000;
/// A shorter context is not offered.
const SHORTEST_CONTEXT: usize = 8;

/// Why a text is not trained on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// No character at all.
    Empty,
    /// Only this many spaces, line breaks and the like.
    OnlyWhiteSpace { characters: usize },
    /// One character and no other, this many times.
    OneCharacter { character: char, times: usize },
    /// Fewer than `FEWEST_SYMBOLS` different characters.
    TooFewSymbols { symbols: usize },
    /// More than `MOST_SYMBOLS` different characters, one token each.
    TooManySymbols { symbols: usize },
}

/// Spaces, line breaks, and characters of no width that only look like nothing.
fn blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character as u32, 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff)
}

/// Looks at the text itself; whether it is long enough is seen when its tokens are split (`batches::split`).
/// `characters`: one token per character is wanted (a byte-level BPE has no limit on different characters).
pub fn text(text: &str, characters: bool) -> Result<(), Unfit> {
    if text.is_empty() {
        return Err(Unfit::Empty);
    }
    let mut symbols: BTreeSet<char> = BTreeSet::new();
    symbols.extend(text.chars().filter(|&c| !blank(c)));
    let visible = || text.chars().filter(|&c| !blank(c)).count();
    match (symbols.len(), symbols.first()) {
        (0, _) | (_, None) => Err(Unfit::OnlyWhiteSpace {
            characters: text.chars().count(),
        }),
        (1, Some(&character)) => Err(Unfit::OneCharacter {
            character,
            times: visible(),
        }),
        (symbols, _) if symbols < FEWEST_SYMBOLS => Err(Unfit::TooFewSymbols { symbols }),
        (symbols, _) if characters && symbols > MOST_SYMBOLS => {
            Err(Unfit::TooManySymbols { symbols })
        }
        _ if documents::lines(text).next().is_none() => Err(Unfit::OnlyWhiteSpace {
            characters: text.chars().count(),
        }),
        _ => Ok(()),
    }
}

impl Describe for Unfit {
    fn describe(&self, lang: Lang) -> String {
        match (*self, lang) {
            (Unfit::Empty, Lang::En) => "There is no text. Paste or drop one.".into(),
            (Unfit::Empty, Lang::ZhHant) => "沒有文字。請貼上一段文字，或拖放一個檔案。".into(),
            (Unfit::OnlyWhiteSpace { characters }, Lang::En) => {
                format!(
                    "The text holds {characters} characters, all of them white space. There is nothing to learn."
                )
            }
            (Unfit::OnlyWhiteSpace { characters }, Lang::ZhHant) => {
                format!("這段文字有 {characters} 個字元，但全是空白，沒有東西可學。")
            }
            (Unfit::OneCharacter { character, times }, Lang::En) => {
                format!(
                    "The text is one character, {}, {times} times over. The next one is always the same: nothing to learn.",
                    shown(character)
                )
            }
            (Unfit::OneCharacter { character, times }, Lang::ZhHant) => {
                format!(
                    "這段文字只是同一個字元「{}」重複 {times} 次，下一個永遠一樣，沒有東西可學。",
                    shown(character)
                )
            }
            (Unfit::TooFewSymbols { symbols }, Lang::En) => {
                format!(
                    "The text has only {symbols} different characters; at least {FEWEST_SYMBOLS} are needed."
                )
            }
            (Unfit::TooFewSymbols { symbols }, Lang::ZhHant) => {
                format!("這段文字只有 {symbols} 種字元，至少要有 {FEWEST_SYMBOLS} 種。")
            }
            (Unfit::TooManySymbols { symbols }, Lang::En) => format!(
                "The text has {symbols} different characters, and each would be a token; at most {MOST_SYMBOLS} are allowed. \
                 Choose byte-level BPE, or a text with fewer rare characters."
            ),
            (Unfit::TooManySymbols { symbols }, Lang::ZhHant) => format!(
                "這段文字有 {symbols} 種字元，每種都要佔一個 token，上限是 {MOST_SYMBOLS} 種。請改用位元組層級的 BPE，或換一段罕用字較少的文字。"
            ),
        }
    }
}

impl Describe for TooShort {
    fn describe(&self, lang: Lang) -> String {
        let TooShort { tokens, needed } = *self;
        let shorter = tokens >= super::batches::tokens_needed(SHORTEST_CONTEXT);
        match lang {
            Lang::En => {
                let advice = if shorter {
                    "Use a longer text, or a shorter context."
                } else {
                    "Use a longer text."
                };
                format!(
                    "The text is too short: {tokens} tokens. This context needs at least {needed}: one window to train on and one to test on. {advice}"
                )
            }
            Lang::ZhHant => {
                let advice = if shorter {
                    "請用長一點的文字，或縮短上下文長度。"
                } else {
                    "請用長一點的文字。"
                };
                format!(
                    "文字太短：只有 {tokens} 個 token。這個上下文長度至少需要 {needed} 個：訓練一段、驗證一段。{advice}"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unfit_text_is_told_what_it_is() {
        assert_eq!(text("", true), Err(Unfit::Empty));
        assert_eq!(
            text(" \n\t\u{3000}\u{200b}", true),
            Err(Unfit::OnlyWhiteSpace { characters: 5 })
        );
        assert_eq!(
            text("哈哈 哈\n哈", true),
            Err(Unfit::OneCharacter {
                character: '哈',
                times: 4
            })
        );
        assert_eq!(
            text("abab ab", true),
            Err(Unfit::TooFewSymbols { symbols: 2 })
        );
        assert_eq!(text("abcabc", true), Ok(()));
        let many: String = (0x4e00..0x4e00 + 4001).filter_map(char::from_u32).collect();
        assert_eq!(
            text(&many, true),
            Err(Unfit::TooManySymbols { symbols: 4001 })
        );
        assert_eq!(text(&many, false), Ok(()));
        let most: String = many.chars().take(4000).collect();
        assert_eq!(text(&most, true), Ok(()));
    }

    #[test]
    fn every_message_has_its_numbers_in_both_languages() {
        let cases: [(&dyn Describe, &[&str]); 5] = [
            (&Unfit::OnlyWhiteSpace { characters: 17 }, &["17"]),
            (
                &Unfit::OneCharacter {
                    character: 'x',
                    times: 23,
                },
                &["x", "23"],
            ),
            (&Unfit::TooFewSymbols { symbols: 2 }, &["2", "3"]),
            (
                &Unfit::TooManySymbols { symbols: 4321 },
                &["4321", "4000", "BPE"],
            ),
            (
                &TooShort {
                    tokens: 57,
                    needed: 132,
                },
                &["57", "132"],
            ),
        ];
        for (case, parts) in cases {
            for lang in Lang::ALL {
                let message = case.describe(lang);
                assert!(parts.iter().all(|part| message.contains(part)), "{message}");
            }
        }
        assert!(Unfit::Empty.describe(Lang::ZhHant).ends_with('。'));
    }

    #[test]
    fn a_shorter_context_is_only_advised_where_one_would_do() {
        assert!(
            TooShort {
                tokens: 20,
                needed: 132
            }
            .describe(Lang::En)
            .contains("shorter context")
        );
        assert!(
            !TooShort {
                tokens: 19,
                needed: 132
            }
            .describe(Lang::En)
            .contains("shorter context")
        );
    }
}
