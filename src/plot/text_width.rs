//! How wide a text will be, without asking a browser: a table of system sans widths, good to about 5 %.

/// Widths of ASCII 32..127 in hundredths of an em (mean of the usual system sans faces).
const ASCII: [u8; 95] = [
    28, 30, 39, 62, 58, 82, 68, 23, 33, 33, 42, 60, 27, 37, 27, 35, // space to /
    57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 28, 28, 60, 60, 60, 48, // 0 to ?
    95, 66, 65, 66, 71, 59, 56, 71, 73, 28, 51, 66, 55, 86, 74, 76, // @ to O
    62, 76, 65, 62, 60, 72, 65, 94, 63, 61, 60, 33, 35, 33, 60, 50, // P to _
    40, 55, 59, 52, 59, 55, 33, 58, 58, 25, 26, 53, 25, 87, 57, 58, // ` to o
    59, 59, 37, 49, 35, 57, 52, 76, 52, 52, 49, 35, 29, 35, 60, // p to ~
];

/// The width in the unit of `size` (a font size).
pub fn text_width(text: &str, size: f32) -> f32 {
    text.chars().map(em).sum::<f32>() * size
}

fn em(c: char) -> f32 {
    match c {
        ' '..='~' => f32::from(ASCII[c as usize - 32]) / 100.0,
        // Combining marks and zero-width characters.
        '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' => 0.0,
        // Chinese, Japanese, Korean, full-width forms, emoji.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' => 1.0,
        '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{20000}'..='\u{3ffff}' => 1.0,
        // Superscript digits and signs.
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209f}' => 0.38,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_one_em_a_character() {
        assert_eq!(text_width("溫度", 13.0), 26.0);
    }

    #[test]
    fn digits_are_equally_wide() {
        let widths: Vec<f32> = ('0'..='9').map(em).collect();
        assert!(widths.iter().all(|w| *w == widths[0]));
    }

    #[test]
    fn wide_letters_are_wider_than_thin_ones() {
        assert!(text_width("WWW", 10.0) > 2.5 * text_width("iii", 10.0));
    }
}
