//! From text to token ids and back. Characters, or byte-level BPE trained on the text itself.
//!
//! Token 0 is always the line break, and stands at the start of every text (see `documents`): the start token.

/// Byte-level BPE: encoding, decoding, the list of merges.
pub mod bpe;
/// One token per character.
pub mod characters;
/// Bytes to text, with unfinished characters held back.
pub mod decoder;
/// Text cut into pieces that no merge may cross.
mod pieces;
/// Learning the merges, a slice at a time.
pub mod trainer;
/// Characters that a tokenizer does not know.
mod unknown;

pub use bpe::Bpe;
pub use characters::Characters;
pub use decoder::StreamDecoder;
pub use trainer::Trainer;
pub use unknown::UnknownCharacters;
pub(crate) use unknown::shown;

/// The token of the line break, with which every text starts.
pub const START: u32 = 0;

/// How a text is cut into tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tokenizer {
    Characters(Characters),
    Bpe(Bpe),
}

impl Tokenizer {
    /// One token for each character (Unicode scalar value) of this text.
    pub fn characters(text: &str) -> Tokenizer {
        Tokenizer::Characters(Characters::new(text))
    }

    /// Byte-level BPE with at most this many merges, learned from this text in one go (`Trainer` does it in slices).
    pub fn bpe(text: &str, merges: usize) -> Tokenizer {
        let mut trainer = Trainer::new(text, merges);
        while trainer.merge() {}
        Tokenizer::Bpe(trainer.finish())
    }

    /// Token ids of a text; no start token is put before it. Byte-level BPE knows every text; characters name those they do not know.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, UnknownCharacters> {
        match self {
            Tokenizer::Characters(characters) => characters.encode(text),
            Tokenizer::Bpe(bpe) => Ok(bpe.encode(text)),
        }
    }

    /// The text of token ids. Never a replacement mark: bytes that are no character are shown as `⟨E5⟩` (see `StreamDecoder`).
    /// Ids outside the vocabulary say nothing.
    pub fn decode(&self, ids: &[u32]) -> String {
        let mut decoder = StreamDecoder::new();
        let mut text = String::new();
        for &id in ids {
            text.push_str(&decoder.push(self.bytes(id).unwrap_or_default()));
        }
        text.push_str(&decoder.finish());
        text
    }

    /// The bytes of one token; `None` outside the vocabulary.
    pub fn bytes(&self, id: u32) -> Option<&[u8]> {
        match self {
            Tokenizer::Characters(characters) => characters.bytes(id),
            Tokenizer::Bpe(bpe) => bpe.bytes(id),
        }
    }

    /// Number of tokens. Ids are `0..size`.
    pub fn size(&self) -> usize {
        match self {
            Tokenizer::Characters(characters) => characters.size(),
            Tokenizer::Bpe(bpe) => bpe.size(),
        }
    }

    /// Every token, by id: its text (`None` where it is a part of a character) and its bytes.
    pub fn vocabulary(&self) -> Vec<(Option<String>, Vec<u8>)> {
        (0..self.size() as u32)
            .map(|id| {
                let bytes = self.bytes(id).unwrap_or_default().to_vec();
                (String::from_utf8(bytes.clone()).ok(), bytes)
            })
            .collect()
    }

    /// BPE: the pairs in the order in which they were merged; the n-th gives the token `256 + n`. Characters: none.
    pub fn merges(&self) -> &[(u32, u32)] {
        match self {
            Tokenizer::Characters(_) => &[],
            Tokenizer::Bpe(bpe) => bpe.merges(),
        }
    }
}

#[cfg(test)]
mod tests;
