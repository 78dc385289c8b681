//! Bytes to text while they arrive, without ever showing a replacement mark.

/// Puts the bytes of tokens together. Bytes that may still become a character are held back; bytes that cannot are shown as
/// `⟨E5⟩`, so that the reader sees what the model wrote instead of U+FFFD.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StreamDecoder {
    /// The beginning of a character: at most 3 bytes.
    pending: Vec<u8>,
}

impl StreamDecoder {
    pub fn new() -> StreamDecoder {
        StreamDecoder::default()
    }

    /// The text that these bytes complete.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.pending.extend_from_slice(bytes);
        let mut text = String::new();
        let mut rest = self.pending.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(valid) => {
                    text.push_str(valid);
                    rest = &[];
                    break;
                }
                Err(error) => {
                    let (valid, bad) = rest.split_at(error.valid_up_to());
                    text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                    match error.error_len() {
                        Some(length) => {
                            show(&bad[..length], &mut text);
                            rest = &bad[length..];
                        }
                        None => {
                            rest = bad; // the beginning of a character
                            break;
                        }
                    }
                }
            }
        }
        self.pending = rest.to_vec();
        text
    }

    /// The bytes held back: the beginning of a character.
    pub fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// The end of the text: what was held back, as `⟨E5⟩`.
    pub fn finish(&mut self) -> String {
        let mut text = String::new();
        show(&self.pending, &mut text);
        self.pending.clear();
        text
    }
}

fn show(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        text.push_str(&format!("\u{27e8}{byte:02X}\u{27e9}"));
    }
}
