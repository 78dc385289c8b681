//! Reads the paths out of a Rust source, without a parser: comments and strings blanked, then words and braces.

pub(crate) struct Found {
    pub(crate) line: usize,
    /// From the root of the crate on.
    pub(crate) path: Vec<String>,
}

/// Every path that starts at the root of the crate, names in braces one by one.
pub(crate) fn paths(file: &str, tokens: &[Token]) -> Vec<Found> {
    let parts: Vec<&str> = file.split('/').collect();
    // Length of the file's module path: mod.rs stands for its folder.
    let file_depth = parts.len() - (parts.last() == Some(&"mod.rs")) as usize;
    let mut inline = Inline::default();
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        inline.step(tokens, i);
        let depth = file_depth + inline.modules.len();
        let start = i;
        let mut supers = 0;
        while word(tokens, i) == "super" && word(tokens, i + 1) == "::" {
            supers += 1;
            i += 2;
        }
        let root = word(tokens, i) == "crate" || word(tokens, i) == "lecture_playground";
        let prefix: Vec<String> = match () {
            _ if root && word(tokens, i + 1) == "::" => {
                i += 2;
                Vec::new()
            }
            _ if supers > 0 && supers >= depth => Vec::new(),
            // One below the root: a sibling of the file's own folder.
            _ if supers > 0 && supers + 1 == depth => vec![parts[0].to_string()],
            _ => {
                i = i.max(start + 1);
                continue;
            }
        };
        let mut all = Vec::new();
        i = tree(tokens, i, prefix, &mut all);
        found.extend(all.into_iter().map(|path| Found {
            line: tokens[start].line,
            path,
        }));
    }
    found
}

/// Modules written inside the file, such as `mod tests { .. }`: how many braces stood open where each began.
#[derive(Default)]
struct Inline {
    braces: usize,
    modules: Vec<usize>,
}

impl Inline {
    fn step(&mut self, tokens: &[Token], i: usize) {
        match word(tokens, i) {
            "{" => {
                if i >= 2 && word(tokens, i - 2) == "mod" {
                    self.modules.push(self.braces);
                }
                self.braces += 1;
            }
            "}" => {
                self.braces = self.braces.saturating_sub(1);
                if self.modules.last() == Some(&self.braces) {
                    self.modules.pop();
                }
            }
            _ => {}
        }
    }
}

/// Reads `a::{b, c::d}` from `i` on; returns where it ends.
fn tree(
    tokens: &[Token],
    mut i: usize,
    mut path: Vec<String>,
    all: &mut Vec<Vec<String>>,
) -> usize {
    loop {
        if word(tokens, i) == "{" {
            i += 1;
            while i < tokens.len() && word(tokens, i) != "}" {
                let next = tree(tokens, i, path.clone(), all);
                i = next.max(i + (next == i) as usize); // a comma, or something that is no path
            }
            return i + 1;
        }
        if !word(tokens, i).starts_with(|c: char| c.is_alphabetic() || c == '_') {
            if word(tokens, i) == "*" {
                all.push(path);
                return i + 1;
            }
            return i;
        }
        path.push(word(tokens, i).to_string());
        i += 1;
        if word(tokens, i) != "::" {
            all.push(path);
            return i;
        }
        i += 1;
    }
}

pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
}

fn word(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |token| &token.text)
}

/// Words, `::`, and single marks.
pub(crate) fn tokens(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (number, text) in code.lines().enumerate() {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = match first {
                _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                _ => first.len_utf8(),
            };
            if !first.is_whitespace() {
                tokens.push(Token {
                    line: number + 1,
                    text: rest[..length].to_string(),
                });
            }
            rest = &rest[length..];
        }
    }
    tokens
}

/// The source with comments, strings and characters blanked, line by line as before.
pub(crate) fn code_only(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => string(rest, 1, "\"", true),
            'r' if !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw_string(rest),
            '\'' => character(rest),
            _ => 0,
        };
        let length = skipped.max(first.len_utf8());
        match skipped {
            0 => out.push(first),
            _ => out.extend(
                rest[..length]
                    .chars()
                    .map(|c| if c == '\n' { '\n' } else { ' ' }),
            ),
        }
        rest = &rest[length..];
    }
    out
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut i = 0;
    while i < text.len() {
        let rest = &text.as_bytes()[i..];
        match rest {
            [b'/', b'*', ..] => (depth, i) = (depth + 1, i + 2),
            [b'*', b'/', ..] => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

/// Length up to and with `end`, after `start` bytes.
fn string(text: &str, start: usize, end: &str, escapes: bool) -> usize {
    let mut i = start;
    while i < text.len() {
        match text.as_bytes()[i] {
            b'\\' if escapes => i += 2,
            _ if text.as_bytes()[i..].starts_with(end.as_bytes()) => return i + end.len(),
            _ => i += 1,
        }
    }
    text.len()
}

/// 0 where the `r` begins no raw string.
fn raw_string(text: &str) -> usize {
    let marks = text[1..].bytes().take_while(|&b| b == b'#').count();
    match text.as_bytes().get(1 + marks) {
        Some(b'"') => string(text, marks + 2, &format!("\"{}", "#".repeat(marks)), false),
        _ => 0,
    }
}

/// 0 where the `'` begins a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => string(text, 1, "'", true),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}
