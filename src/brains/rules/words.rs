//! What both grammars do with texts.

/// What follows the first of these beginnings that the text has.
pub(super) fn after<'a>(text: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    beginnings
        .iter()
        .find_map(|beginning| text.strip_prefix(beginning))
}

/// What follows the first of these pieces that the text holds.
pub(super) fn behind<'a>(text: &'a str, pieces: &[&str]) -> Option<&'a str> {
    let found = pieces
        .iter()
        .find_map(|piece| text.find(piece).map(|at| at + piece.len()));
    found.map(|at| &text[at..])
}

/// The text before the earliest of these pieces.
pub(super) fn before<'a>(text: &'a str, pieces: &[&str]) -> &'a str {
    let end = pieces.iter().filter_map(|piece| text.find(piece)).min();
    &text[..end.unwrap_or(text.len())]
}

pub(super) fn holds(text: &str, pieces: &[&str]) -> bool {
    pieces.iter().any(|piece| text.contains(piece))
}

/// Without spaces, quotes and marks at both ends.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || "「」『』\"'.,!?:;。，！？：；、（）".contains(c)
    })
}

/// The texts between these marks.
pub(super) fn pieces<'a>(text: &'a str, marks: &[&str]) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for mark in marks {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.split(mark))
            .collect();
    }
    pieces.retain(|piece| !bare(piece).is_empty());
    pieces
}

/// The whole numbers in a text, in their order.
pub(super) fn numbers(text: &str) -> Vec<u32> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}

/// The numbers up to 255.
pub(super) fn small_numbers(text: &str) -> Vec<u8> {
    numbers(text)
        .into_iter()
        .filter_map(|n| u8::try_from(n).ok())
        .collect()
}

/// Two numbers as a place: (column, row).
pub(super) fn place(text: &str) -> Option<(u8, u8)> {
    match small_numbers(text).as_slice() {
        [x, y] => Some((*x, *y)),
        _ => None,
    }
}

/// The expression that a text is, once these words stand for signs; None where anything else is left or there is nothing to work out.
pub(super) fn expression(text: &str, signs: &[(&str, &str)]) -> Option<String> {
    let mut text = text.to_string();
    for (word, sign) in signs {
        text = text.replace(word, sign);
    }
    text.retain(|c| !c.is_whitespace());
    let text = text.trim_end_matches(['=', '?', '？', '.', '。']);
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || "+-*/^().%".contains(c));
    let works = text
        .trim_start_matches('-')
        .contains(['+', '-', '*', '/', '^', '%']);
    (fits && works && text.contains(|c: char| c.is_ascii_digit())).then(|| text.to_string())
}

/// The id of a note, such as m1, if the text is one.
pub(super) fn note(text: &str) -> Option<String> {
    let text = bare(text);
    let digits = text.strip_prefix(['m', 'M'])?;
    let number: u32 = digits.parse().ok()?;
    Some(format!("m{number}"))
}

/// Three parts between bars, or three words.
pub(super) fn triple(text: &str) -> Option<(String, String, String)> {
    let parts: Vec<&str> = if text.contains(['|', '｜']) {
        text.split(['|', '｜']).map(bare).collect()
    } else {
        bare(text).split_whitespace().collect()
    };
    match parts.as_slice() {
        [s, p, o] if ![s, p, o].iter().any(|part| part.is_empty()) => {
            Some((s.to_string(), p.to_string(), o.to_string()))
        }
        _ => None,
    }
}
