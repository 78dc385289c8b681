//! Tokens as the reader sees them: nothing invisible, no broken characters.

use std::sync::Arc;

use crate::data::tokenizer::StreamDecoder;
use crate::labs::next_token::protocol::{About, TokenView};
use crate::ui::{harmless, visible, visible_bytes};

/// The vocabulary of the open job.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Spelling(Option<Arc<About>>);

impl Spelling {
    pub(super) fn new(about: Option<Arc<About>>) -> Spelling {
        Spelling(about)
    }

    fn view(&self, token: u32) -> Option<&TokenView> {
        self.0.as_ref()?.vocabulary.get(token as usize)
    }

    /// One token, with spaces and line breaks made visible; a part of a character as its bytes.
    pub(super) fn show(&self, token: u32) -> String {
        match self.view(token) {
            Some(TokenView {
                text: Some(text), ..
            }) => visible(text),
            Some(TokenView { bytes, .. }) => visible_bytes(bytes),
            None => String::from("?"),
        }
    }

    /// Whether the line breaks after it.
    pub(super) fn breaks(&self, token: u32) -> bool {
        self.view(token)
            .is_some_and(|view| view.bytes.last() == Some(&b'\n'))
    }

    /// A text as one reads it. Half characters at its end are shown as their bytes.
    pub(super) fn read(&self, tokens: &[u32]) -> String {
        let mut decoder = StreamDecoder::new();
        let mut text = String::new();
        for token in tokens {
            let bytes = self.view(*token).map(|v| &v.bytes[..]).unwrap_or_default();
            text.push_str(&decoder.push(bytes));
        }
        text.push_str(&decoder.finish());
        harmless(&text)
    }
}
