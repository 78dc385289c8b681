//! A text as documents, and the documents as one stream of tokens.
//!
//! **A document is a line**: a couplet, a verse, a paragraph. Token 0 stands before each of them. It is the line break and the
//! start in one, as GPT-2's `<|endoftext|>` both ends one document and starts the next. So the model always learns what a line
//! begins with, an empty prompt has something to start from, and a generated text breaks its own lines.

use super::tokenizer::{START, Tokenizer, UnknownCharacters};

/// The lines of a text that hold anything, without the white space at their ends.
/// Line ends may be `\n`, `\r\n` or `\r`.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
}

/// A text with one `\n` between its lines and nothing else between them: what the models learn from.
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in lines(text) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// Documents one after the other, each with a start token before it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TokenStream {
    /// Token ids.
    pub tokens: Vec<u32>,
    /// Where each document starts: indices of start tokens in `tokens`, ascending.
    pub starts: Vec<usize>,
}

impl TokenStream {
    /// The stream of a text. Error: characters that the tokenizer does not know.
    pub fn new(text: &str, tokenizer: &Tokenizer) -> Result<TokenStream, UnknownCharacters> {
        let mut tokens = vec![START];
        tokens.extend(tokenizer.encode(&normalised(text))?);
        if tokens.len() == 1 {
            tokens.clear(); // a text without any line has no document
        }
        Ok(TokenStream::from_tokens(tokens))
    }

    /// A stream from token ids; every token 0 starts a document.
    pub fn from_tokens(tokens: Vec<u32>) -> TokenStream {
        let starts = (0..tokens.len())
            .filter(|&at| tokens[at] == START)
            .collect();
        TokenStream { tokens, starts }
    }

    /// Tokens of the longest document, its start token included.
    pub fn longest(&self) -> usize {
        let ends = self
            .starts
            .iter()
            .skip(1)
            .copied()
            .chain([self.tokens.len()]);
        self.starts
            .iter()
            .zip(ends)
            .map(|(start, end)| end - start)
            .max()
            .unwrap_or(0)
    }

    /// The tokens before index `at`, and the rest.
    pub(super) fn split_at(&self, at: usize) -> (TokenStream, TokenStream) {
        let (before, after) = self.tokens.split_at(at.min(self.tokens.len()));
        (
            TokenStream::from_tokens(before.to_vec()),
            TokenStream::from_tokens(after.to_vec()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_gives_the_same_lines() {
        for text in [
            "ab\ncd",
            "ab\r\ncd\r\n",
            "\n\nab  \r\rcd\n\n",
            "ab\t\n \ncd",
        ] {
            assert_eq!(lines(text).collect::<Vec<_>>(), ["ab", "cd"], "{text:?}");
            assert_eq!(normalised(text), "ab\ncd");
        }
    }

    #[test]
    fn a_start_token_stands_before_each_line() {
        let tokenizer = Tokenizer::characters("ab\ncde");
        let stream = TokenStream::new("\nab\r\n\r\ncde\n", &tokenizer).unwrap();
        assert_eq!(stream.tokens, [0, 1, 2, 0, 3, 4, 5]);
        assert_eq!(stream.starts, [0, 3]);
        assert_eq!(stream.longest(), 4);
    }

    #[test]
    fn a_text_without_lines_is_an_empty_stream() {
        let tokenizer = Tokenizer::characters("");
        assert_eq!(
            TokenStream::new(" \n\t\r\n", &tokenizer).unwrap(),
            TokenStream::default()
        );
        assert_eq!(TokenStream::default().longest(), 0);
    }
}
