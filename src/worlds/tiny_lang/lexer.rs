//! From characters to tokens, each with its line and column.

/// What the parser reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'s> {
    Number(i64),
    /// A number beyond 64 bits.
    Huge,
    Name(&'s str),
    Let,
    Print,
    If,
    Else,
    While,
    Fn,
    Return,
    /// `( ) { } ; , = + - * / < ==`
    Sign(&'static str),
    /// A character that no program has.
    Foreign,
    End,
}

/// A token where it stands. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'s> {
    pub token: Token<'s>,
    pub text: &'s str,
    pub line: u32,
    pub col: u32,
}

/// `==` before `=`.
const SIGNS: [&str; 13] = [
    "==", "(", ")", "{", "}", ";", ",", "=", "+", "-", "*", "/", "<",
];

/// All tokens; the last one is `End`.
pub(super) fn tokens(source: &str) -> Vec<Placed<'_>> {
    let mut out = Vec::new();
    let (mut rest, mut line, mut col) = (source, 1, 1);
    while let Some(c) = rest.chars().next() {
        let (token, length) = match c {
            '\n' => {
                (line, col, rest) = (line + 1, 1, &rest[1..]);
                continue;
            }
            c if c.is_whitespace() => {
                (col, rest) = (col + 1, &rest[c.len_utf8()..]);
                continue;
            }
            '#' => {
                rest = &rest[length(rest, |c| c != '\n')..];
                continue;
            }
            '0'..='9' => {
                let length = length(rest, |c| c.is_ascii_digit());
                (
                    rest[..length].parse().map_or(Token::Huge, Token::Number),
                    length,
                )
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = length(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                (word(&rest[..length]), length)
            }
            c => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => (Token::Foreign, c.len_utf8()),
            },
        };
        let text = &rest[..length];
        out.push(Placed {
            token,
            text,
            line,
            col,
        });
        col += text.chars().count() as u32;
        rest = &rest[length..];
    }
    out.push(Placed {
        token: Token::End,
        text: "",
        line,
        col,
    });
    out
}

/// Bytes at the beginning of `text` whose characters are `such`.
fn length(text: &str, such: impl Fn(char) -> bool) -> usize {
    text.find(|c| !such(c)).unwrap_or(text.len())
}

fn word(text: &str) -> Token<'_> {
    match text {
        "let" => Token::Let,
        "print" => Token::Print,
        "if" => Token::If,
        "else" => Token::Else,
        "while" => Token::While,
        "fn" => Token::Fn,
        "return" => Token::Return,
        name => Token::Name(name),
    }
}
