//! One token per character.

use std::collections::{BTreeSet, HashMap};

use super::UnknownCharacters;

/// The characters of a text as tokens.
///
/// A character is a Unicode scalar value, not what the eye takes for one: `é` may be two (e and an accent), a family emoji is
/// seven. So no token is ever half a character, and any sequence of tokens is a valid text.
/// Ids: 0 is the line break, then the others in the order of their code points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Characters {
    symbols: Vec<String>,
    /// Only looked up, never walked through.
    ids: HashMap<char, u32>,
}

impl Characters {
    /// The characters of this text.
    pub fn new(text: &str) -> Characters {
        // One by one: collected in one go, the whole text would be held and sorted.
        let mut found: BTreeSet<char> = BTreeSet::new();
        found.extend(text.chars().filter(|&c| c != '\n'));
        let symbols: Vec<char> = std::iter::once('\n').chain(found).collect();
        let ids = symbols.iter().copied().zip(0..).collect();
        Characters {
            symbols: symbols.into_iter().map(String::from).collect(),
            ids,
        }
    }

    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, UnknownCharacters> {
        let mut ids = Vec::with_capacity(text.len());
        let mut characters = Vec::new();
        let mut seen = BTreeSet::new();
        for character in text.chars() {
            match self.ids.get(&character) {
                Some(&id) => ids.push(id),
                None if seen.insert(character) => characters.push(character),
                None => {}
            }
        }
        if characters.is_empty() {
            Ok(ids)
        } else {
            Err(UnknownCharacters { characters })
        }
    }

    pub(super) fn bytes(&self, id: u32) -> Option<&[u8]> {
        self.symbols.get(id as usize).map(String::as_bytes)
    }

    pub(super) fn size(&self) -> usize {
        self.symbols.len()
    }
}
