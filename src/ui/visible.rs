//! Text as it can be seen: a token may be a space, a line break, or a character that draws nothing or turns the line around.

/// The text with everything invisible made visible: `␣` for a space, `⏎` for a line break, `⇥` for a tab, `‹U+202E›` for the rest.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('\u{2423}'),
            '\n' => out.push('\u{23ce}'),
            '\t' => out.push('\u{21e5}'),
            '\u{3000}' => out.push_str("\u{2423}\u{2423}"),
            c if draws_nothing(c) => {
                out.push('\u{2039}');
                out.push_str(&code_point(c));
                out.push('\u{203a}');
            }
            c => out.push(c),
        }
    }
    if out.is_empty() {
        out.push('\u{2205}');
    }
    out
}

/// Bytes that are a part of a character, as `‹E5 96›`.
pub fn visible_bytes(bytes: &[u8]) -> String {
    let mut out = String::from("\u{2039}");
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        for digit in [byte >> 4, byte & 15] {
            out.push(
                char::from_digit(u32::from(digit), 16)
                    .unwrap_or('0')
                    .to_ascii_uppercase(),
            );
        }
    }
    out.push('\u{203a}');
    out
}

/// The text for running text: spaces and breaks stay, what would turn the line around or hide is shown by its code.
pub fn harmless(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            if draws_nothing(c) && !matches!(c, '\n' | '\t') {
                out.push_str(&["\u{2039}", &code_point(c), "\u{203a}"].concat());
            } else {
                out.push(c);
            }
            out
        })
}

fn draws_nothing(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{e0000}'..='\u{e0fff}')
}

fn code_point(c: char) -> String {
    let mut digits = String::new();
    let value = u32::from(c);
    for shift in [20, 16, 12, 8, 4, 0] {
        let digit = (value >> shift) & 15;
        if shift < 16 || digit > 0 || !digits.is_empty() {
            digits.push(
                char::from_digit(digit, 16)
                    .unwrap_or('0')
                    .to_ascii_uppercase(),
            );
        }
    }
    ["U+", &digits].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_stays_invisible() {
        assert_eq!(visible(" a\n\t"), "␣a⏎⇥");
        assert_eq!(visible("\u{202e}b"), "‹U+202E›b");
        assert_eq!(visible("\u{e0041}"), "‹U+E0041›");
        assert_eq!(visible(""), "∅");
        assert_eq!(visible("字🎉"), "字🎉");
        assert_eq!(visible_bytes(&[0xe5, 0x96]), "‹E5 96›");
    }

    proptest! {
        #[test]
        fn what_is_shown_draws_something_and_turns_nothing_around(text in ".*") {
            prop_assert!(!visible(&text).chars().any(|c| draws_nothing(c) || c == ' '));
            prop_assert!(!harmless(&text).chars().any(|c| draws_nothing(c) && !matches!(c, '\n' | '\t')));
        }
    }
}
