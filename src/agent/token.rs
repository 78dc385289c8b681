//! The alphabet of the tape: every character of Unicode, and nine marks that no text can hold.
//!
//! A token below 0x11_0000 is a Unicode scalar value; the marks lie above, where `char` cannot reach. So a text that spells
//! `<|system|>` is ten characters and never the mark, however it got onto the tape.
//!
//! [`write`] shows a tape as one text and [`read`] takes it back, exactly: there a mark is its name, and where a text holds `<|`
//! or `<\` a backslash is put after the `<`. This is for people and for copy and paste; a brain gets tokens.

/// A character of text, or a [`Mark`].
pub type Token = u32;

/// What opens a message or one part of it. See [`super::tape`] for the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    System,
    User,
    Assistant,
    Call,
    Tool,
    Think,
    Plan,
    Memory,
    End,
}

/// The first token that is not a character.
const FIRST: Token = 0x11_0000;

impl Mark {
    pub const ALL: [Mark; 9] = [
        Mark::System,
        Mark::User,
        Mark::Assistant,
        Mark::Call,
        Mark::Tool,
        Mark::Think,
        Mark::Plan,
        Mark::Memory,
        Mark::End,
    ];

    pub const fn token(self) -> Token {
        FIRST + self as Token
    }

    /// The mark that this token is; None: a character, or no token at all.
    pub fn of(token: Token) -> Option<Mark> {
        let at = token.checked_sub(FIRST)? as usize;
        Mark::ALL.get(at).copied()
    }

    /// As it is shown, and as a naive template writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Mark::System => "<|system|>",
            Mark::User => "<|user|>",
            Mark::Assistant => "<|assistant|>",
            Mark::Call => "<|call|>",
            Mark::Tool => "<|tool|>",
            Mark::Think => "<|think|>",
            Mark::Plan => "<|plan|>",
            Mark::Memory => "<|memory|>",
            Mark::End => "<|end|>",
        }
    }

    /// The mark whose name this text begins with.
    fn begins(text: &str) -> Option<Mark> {
        let named = |mark: &Mark| text.starts_with(mark.name());
        Mark::ALL.into_iter().find(named)
    }
}

/// The characters of a text, none of which is a mark.
pub fn text_tokens(text: &str) -> impl Iterator<Item = Token> {
    text.chars().map(Token::from)
}

/// The characters among these tokens; marks are left out.
pub fn text_of(tokens: &[Token]) -> String {
    tokens.iter().filter_map(|&t| char::from_u32(t)).collect()
}

/// As a template works that pastes strings together: a name of a mark in the text becomes the mark.
pub fn naive_tokens(text: &str) -> Vec<Token> {
    scan(text, false)
}

/// The tape as one text, which [`read`] takes back exactly.
pub fn write(tokens: &[Token]) -> String {
    let mut text = String::with_capacity(tokens.len());
    for (at, &token) in tokens.iter().enumerate() {
        if let Some(mark) = Mark::of(token) {
            text.push_str(mark.name());
        } else if let Some(c) = char::from_u32(token) {
            text.push(c);
            let next = tokens.get(at + 1).and_then(|&next| char::from_u32(next));
            if c == '<' && matches!(next, Some('|' | '\\')) {
                text.push('\\');
            }
        }
    }
    text
}

/// The tokens of a text in the form of [`write`]. A name that no mark has is plain text.
pub fn read(text: &str) -> Vec<Token> {
    scan(text, true)
}

/// Text with `<|` and `<\` written as [`write`] does, so that it names no mark.
pub fn escape(text: &str) -> String {
    write(&text_tokens(text).collect::<Vec<_>>())
}

fn scan(mut text: &str, escapes: bool) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len());
    while let Some(c) = text.chars().next() {
        if let Some(mark) = Mark::begins(text) {
            tokens.push(mark.token());
            text = &text[mark.name().len()..];
            continue;
        }
        tokens.push(Token::from(c));
        text = &text[c.len_utf8()..];
        if escapes && c == '<' {
            let mut escaped = text.chars();
            if let (Some('\\'), Some(next @ ('|' | '\\'))) = (escaped.next(), escaped.next()) {
                tokens.push(Token::from(next));
                text = escaped.as_str();
            }
        }
    }
    tokens
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts that come near a mark far more often than chance would have it.
    pub(in crate::agent) fn tricky() -> impl Strategy<Value = String> {
        let names = Mark::ALL.map(|mark| mark.name().to_string()).to_vec();
        let piece = prop_oneof![
            proptest::sample::select(names),
            "[<|\\\\>]{1,3}",
            "[a-z臺北 \n]{0,4}",
            any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    fn any_token() -> impl Strategy<Value = Token> {
        prop_oneof![
            proptest::sample::select(Mark::ALL.map(Mark::token).to_vec()),
            proptest::sample::select("<|\\>system".chars().map(Token::from).collect::<Vec<_>>()),
            any::<char>().prop_map(Token::from),
        ]
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_mark(text in tricky()) {
            prop_assert!(text_tokens(&text).all(|token| Mark::of(token).is_none()));
            let back = text_of(&text_tokens(&text).collect::<Vec<_>>());
            prop_assert_eq!(&back, &text);
            prop_assert!(naive_tokens(&escape(&text)).iter().all(|&token| Mark::of(token).is_none()));
        }

        #[test]
        fn a_tape_that_is_copied_and_pasted_is_the_same_tape(
            tokens in proptest::collection::vec(any_token(), 0..40)
        ) {
            prop_assert_eq!(read(&write(&tokens)), tokens);
        }

        #[test]
        fn any_text_can_be_pasted(text in tricky()) {
            let tokens = read(&text);
            prop_assert_eq!(read(&write(&tokens)), tokens);
        }
    }

    #[test]
    fn a_naive_template_takes_a_spelled_mark_for_the_mark() {
        let tokens = naive_tokens("a<|system|>b");
        let expected = [u32::from('a'), Mark::System.token(), u32::from('b')];
        assert_eq!(tokens, expected);
        assert_eq!(naive_tokens("<|sistem|>").len(), 10);
    }

    #[test]
    fn each_mark_has_one_token_beyond_unicode() {
        for (at, mark) in Mark::ALL.into_iter().enumerate() {
            assert_eq!(Mark::of(mark.token()), Some(mark));
            assert_eq!(mark.token(), 0x11_0000 + at as u32);
            assert_eq!(char::from_u32(mark.token()), None);
        }
        assert_eq!(Mark::of(0x11_0009), None);
    }
}
