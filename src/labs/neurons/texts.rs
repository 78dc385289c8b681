//! Generated documents on which neurons are watched and losses measured.

use std::collections::BTreeSet;

use crate::data::rng::stream;
use crate::data::world::{START, World};
use crate::world_model::forward::groups;

/// Different documents of the world, with the weights that its training had.
pub struct Texts {
    /// Start, words, full stop.
    pub rows: Vec<Vec<u32>>,
    /// Indices of rows that run together, of one padded length.
    pub parts: Vec<Vec<usize>>,
}

/// Documents of the lab.
pub const TEXTS: usize = 400;
/// Rows of a part: with the longest texts some 400 tokens.
const ROWS: usize = 16;
/// Lengths are padded to a multiple of this, so that a few shapes serve all. What follows a word cannot change what is computed there.
const PAD: usize = 4;

impl Texts {
    /// `count` of them.
    pub fn new(world: &World, seed: u64, count: usize) -> Texts {
        let mut rng = stream(seed, "neurons: texts");
        let mut seen = BTreeSet::new();
        let mut rows = Vec::with_capacity(count);
        while rows.len() < count {
            let (_, text) = world.document(&mut rng);
            if seen.insert(text.clone()) {
                let words = world.vocabulary.encode(&text).unwrap_or_default();
                rows.push(std::iter::once(START).chain(words).collect());
            }
        }
        let padded: Vec<Vec<u32>> = rows
            .iter()
            .map(|row: &Vec<u32>| vec![START; row.len().next_multiple_of(PAD)])
            .collect();
        let parts = groups(&padded, ROWS);
        Texts { rows, parts }
    }

    /// The rows of a part, padded to one length.
    pub fn padded(&self, part: usize) -> Vec<Vec<u32>> {
        let part = &self.parts[part];
        let longest = part.iter().map(|&i| self.rows[i].len()).max().unwrap_or(0);
        let pad = |&i: &usize| {
            let mut row = self.rows[i].clone();
            row.resize(longest.next_multiple_of(PAD), START);
            row
        };
        part.iter().map(pad).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_different_end_in_a_full_stop_and_each_is_in_one_part() {
        let world = World::new(1);
        let texts = Texts::new(&world, 7, 90);
        let stop = world.vocabulary.id(".").expect("a word");
        assert!(
            texts
                .rows
                .iter()
                .all(|row| row[0] == START && row.last() == Some(&stop))
        );
        let different: BTreeSet<&Vec<u32>> = texts.rows.iter().collect();
        assert_eq!(different.len(), 90);
        let mut all: Vec<usize> = texts.parts.concat();
        all.sort_unstable();
        assert_eq!(all, (0..90).collect::<Vec<_>>());
        for part in 0..texts.parts.len() {
            let rows = texts.padded(part);
            assert!(
                rows.iter()
                    .all(|row| row.len() == rows[0].len() && row.len().is_multiple_of(PAD))
            );
            assert!(rows[0].starts_with(&texts.rows[texts.parts[part][0]]));
        }
    }
}
