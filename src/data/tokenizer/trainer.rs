//! Learning the merges of a byte-level BPE: join the most frequent pair, again and again.
//!
//! The counts are kept up to date from merge to merge (only the words that hold the pair are touched), so a merge costs about
//! as much as its pair is frequent. One call of `merge` is one merge, so the work can be done in slices.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use super::bpe::{Bpe, byte_token, merge_in};
use super::pieces::pieces;
use crate::order::ascending;

/// Merges are learned from this many bytes of a text, from its start; the merges of more text hardly differ.
pub const LEARNED_FROM: usize = 1 << 19;

type Pair = (u32, u32);

/// Where the learning stands.
pub struct Trainer {
    /// Different pieces of the text as token ids, and how often each stands there.
    words: Vec<(Vec<u32>, i64)>,
    /// This and `places` are never walked through in an order that matters.
    counts: HashMap<Pair, i64>,
    /// Words that held the pair at some time.
    places: HashMap<Pair, Vec<u32>>,
    /// Candidates, the most frequent first, ties by the lower ids. May be out of date: checked against `counts` when taken.
    queue: BinaryHeap<(i64, Reverse<Pair>)>,
    merges: Vec<Pair>,
    wanted: usize,
}

impl Trainer {
    /// Counts the pairs of this text, for at most `merges` merges.
    pub fn new(text: &str, merges: usize) -> Trainer {
        let mut words: BTreeMap<&str, i64> = BTreeMap::new();
        for piece in pieces(&text[..text.floor_char_boundary(LEARNED_FROM)]) {
            *words.entry(piece).or_default() += 1;
        }
        let words: Vec<(Vec<u32>, i64)> = words
            .into_iter()
            .map(|(piece, count)| (piece.bytes().map(byte_token).collect(), count))
            .collect();
        let mut trainer = Trainer {
            words,
            counts: HashMap::new(),
            places: HashMap::new(),
            queue: BinaryHeap::new(),
            merges: Vec::new(),
            wanted: merges,
        };
        for word in 0..trainer.words.len() {
            trainer.count(word, 1);
            for two in trainer.words[word].0.windows(2) {
                trainer
                    .places
                    .entry((two[0], two[1]))
                    .or_default()
                    .push(word as u32);
            }
        }
        trainer.queue = trainer
            .counts
            .iter()
            .map(|(&pair, &count)| (count, Reverse(pair)))
            .collect();
        trainer
    }

    /// One merge. False when there are as many as wanted, or when no pair is left that occurs twice.
    pub fn merge(&mut self) -> bool {
        if self.merges.len() >= self.wanted {
            return false;
        }
        let Some(pair) = self.most_frequent() else {
            return false;
        };
        let token = 256 + self.merges.len() as u32;
        self.merges.push(pair);
        let words = self.places.remove(&pair).unwrap_or_default();
        let mut born = BTreeSet::new();
        let order = ascending(words.len(), |i| words[i].into());
        let mut words: Vec<u32> = order.into_iter().map(|i| words[i as usize]).collect();
        words.dedup();
        for word in words {
            let word = word as usize;
            if self.words[word]
                .0
                .windows(2)
                .any(|two| (two[0], two[1]) == pair)
            {
                self.count(word, -1);
                merge_in(&mut self.words[word].0, pair, token);
                self.count(word, 1);
                let with_token = self.words[word]
                    .0
                    .windows(2)
                    .map(|two| (two[0], two[1]))
                    .filter(|new| new.0 == token || new.1 == token);
                for new in with_token {
                    self.places.entry(new).or_default().push(word as u32);
                    born.insert(new);
                }
            }
        }
        self.counts.remove(&pair);
        // Pairs with the new token are the only ones that may have become more frequent.
        self.queue.extend(
            born.into_iter()
                .map(|new| (self.counts[&new], Reverse(new))),
        );
        true
    }

    /// Merges made so far, of those wanted.
    pub fn progress(&self) -> (usize, usize) {
        (self.merges.len(), self.wanted)
    }

    /// The tokenizer with the merges made so far.
    pub fn finish(self) -> Bpe {
        Bpe::from_merges(&self.merges)
    }

    /// Takes the most frequent pair off the queue.
    fn most_frequent(&mut self) -> Option<Pair> {
        while let Some((count, Reverse(pair))) = self.queue.pop() {
            let now = self.counts.get(&pair).copied().unwrap_or(0);
            if now < 2 {
                continue;
            }
            if now == count {
                return Some(pair);
            }
            self.queue.push((now, Reverse(pair)));
        }
        None
    }

    /// Adds (`sign` 1) or takes away (-1) the pairs of a word.
    fn count(&mut self, word: usize, sign: i64) {
        let (ids, times) = &self.words[word];
        for two in ids.windows(2) {
            *self.counts.entry((two[0], two[1])).or_default() += sign * times;
        }
    }
}
