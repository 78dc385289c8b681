//! Byte-level BPE: a token is a run of bytes. Every text can be encoded, even one with characters never seen in training.
//!
//! Source: Sennrich et al. 2016, arXiv 1508.07909; on bytes: Radford et al. 2019 (GPT-2), section 2.2.

use std::collections::HashMap;

use super::START;
use super::pieces::pieces;

/// The tokens and the merges that made them.
///
/// Ids: 0 is the line break (byte 0A), 1 to 255 the other bytes in order, 256 + n what the n-th merge gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bpe {
    merges: Vec<(u32, u32)>,
    /// Only looked up, never walked through: its order is not the same twice.
    ranks: HashMap<(u32, u32), u32>,
    tokens: Vec<Vec<u8>>,
}

/// The token of a single byte.
pub(super) fn byte_token(byte: u8) -> u32 {
    match byte {
        b'\n' => START,
        0..b'\n' => u32::from(byte) + 1,
        _ => u32::from(byte),
    }
}

impl Bpe {
    /// From a list of merges. Each may use single bytes and the tokens of earlier merges; the list ends at the first that does not.
    pub fn from_merges(merges: &[(u32, u32)]) -> Bpe {
        let mut tokens = vec![Vec::new(); 256];
        for byte in 0..=255 {
            tokens[byte_token(byte) as usize].push(byte);
        }
        let mut bpe = Bpe {
            merges: Vec::new(),
            ranks: HashMap::new(),
            tokens,
        };
        for &(left, right) in merges {
            let (Some(a), Some(b)) = (bpe.bytes(left), bpe.bytes(right)) else {
                break;
            };
            let joined = [a, b].concat();
            bpe.ranks.insert((left, right), bpe.merges.len() as u32);
            bpe.merges.push((left, right));
            bpe.tokens.push(joined);
        }
        bpe
    }

    /// Token ids of any text.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let mut known: HashMap<&str, Vec<u32>> = HashMap::new(); // words repeat
        let mut ids = Vec::with_capacity(text.len() / 2);
        for piece in pieces(text) {
            match known.get(piece) {
                Some(found) => ids.extend_from_slice(found),
                None => {
                    let found = self.encode_piece(piece);
                    ids.extend_from_slice(&found);
                    known.insert(piece, found);
                }
            }
        }
        ids
    }

    /// Replays the merges in the order in which they were learned: the earliest first, from the left.
    fn encode_piece(&self, piece: &str) -> Vec<u32> {
        let mut ids: Vec<u32> = piece.bytes().map(byte_token).collect();
        let rank =
            |left: u32, right: u32| self.ranks.get(&(left, right)).copied().unwrap_or(u32::MAX);
        let mut ranks: Vec<u32> = ids.windows(2).map(|pair| rank(pair[0], pair[1])).collect();
        loop {
            let earliest = ranks
                .iter()
                .enumerate()
                .min_by_key(|(at, rank)| (**rank, *at));
            let Some((at, &merge)) = earliest.filter(|(_, rank)| **rank != u32::MAX) else {
                return ids;
            };
            ids[at] = 256 + merge;
            ids.remove(at + 1);
            ranks.remove(at);
            // Only the two pairs beside the new token are new.
            if at > 0 {
                ranks[at - 1] = rank(ids[at - 1], ids[at]);
            }
            if at < ranks.len() {
                ranks[at] = rank(ids[at], ids[at + 1]);
            }
        }
    }

    pub(super) fn bytes(&self, id: u32) -> Option<&[u8]> {
        self.tokens.get(id as usize).map(Vec::as_slice)
    }

    pub(super) fn size(&self) -> usize {
        self.tokens.len()
    }

    /// In the order in which they were learned.
    pub fn merges(&self) -> &[(u32, u32)] {
        &self.merges
    }
}

/// Replaces the pair, from the left, wherever it stands.
pub(super) fn merge_in(ids: &mut Vec<u32>, pair: (u32, u32), token: u32) {
    let (mut read, mut write) = (0, 0);
    while read < ids.len() {
        let here = read + 1 < ids.len() && (ids[read], ids[read + 1]) == pair;
        ids[write] = if here { token } else { ids[read] };
        read += if here { 2 } else { 1 };
        write += 1;
    }
    ids.truncate(write);
}
