//! Many tools: how often the right manual is among the first k that BM25 finds, as their number grows and as they grow alike.
//!
//! A made-up toolbox: the manual of a tool is 15 words of 60, drawn with repetition; a request is 4 words of its tool's manual, of
//! which each one in four cases is any word instead. Tools come in families of four; the share `alike` of a manual's words is the
//! family's own.

use crate::data::rng::{Pcg32, below, indexed, unit};
use crate::data::tally::Tally;
use crate::worlds::bm25::Index;

/// Words that manuals are made of.
pub const VOCABULARY: u32 = 60;
/// Words of a manual.
pub const MANUAL: usize = 15;
/// Words of a request.
pub const REQUEST: usize = 4;
/// How often a word of a request has nothing to do with its tool.
pub const NOISE: f32 = 0.25;
/// Tools that are alike.
pub const FAMILY: usize = 4;
/// Tokens of a manual of the size that agents are given, for the count of what is read.
pub const TOKENS: u32 = 60;

/// The settings of one point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// Number of tools, 1..=1024.
    pub tools: usize,
    /// How many manuals are read, 1..=32.
    pub k: usize,
    /// Share of a manual's words that its family has in common, 0..=1.
    pub alike: f32,
}

/// The manuals of a toolbox, as numbers of words.
pub fn toolbox(point: Point, rng: &mut Pcg32) -> Vec<Vec<u32>> {
    let mut manuals = Vec::with_capacity(point.tools);
    let mut family = Vec::new();
    for tool in 0..point.tools {
        if tool % FAMILY == 0 {
            family = (0..MANUAL)
                .map(|_| below(rng, VOCABULARY))
                .collect::<Vec<_>>();
        }
        let words = family.iter().map(|&shared| {
            // Both are drawn, whichever is taken: the toolbox of another share differs in nothing else.
            let (own, dice) = (below(rng, VOCABULARY), unit(rng));
            if dice < point.alike { shared } else { own }
        });
        manuals.push(words.collect());
    }
    manuals
}

/// A request for this tool.
pub fn request(manual: &[u32], rng: &mut Pcg32) -> Vec<u32> {
    let word = |_| {
        let (any, dice) = (below(rng, VOCABULARY), unit(rng));
        let own = manual.get(below(rng, manual.len() as u32) as usize);
        if dice < NOISE {
            any
        } else {
            own.copied().unwrap_or(any)
        }
    };
    (0..REQUEST).map(word).collect()
}

/// In how many of `seeds` toolboxes, each with one request, the tool asked for is among the first k.
pub fn recall(point: Point, seed: u64, seeds: u32) -> Tally {
    let mut tally = Tally::default();
    for nth in 0..seeds {
        let mut rng = indexed(seed, "many tools", u64::from(nth));
        let manuals = toolbox(point, &mut rng);
        let wanted = below(&mut rng, manuals.len() as u32) as usize;
        let request = request(manuals.get(wanted).map_or(&[], Vec::as_slice), &mut rng);
        let index = Index::of_terms(manuals.iter().map(|manual| terms(manual)));
        let hits = index.best(&terms(&request), point.k);
        tally.add(hits.iter().any(|hit| hit.document == wanted));
    }
    tally
}

/// Tokens of manuals that the model reads: all of them, or the k that were found.
pub fn tokens(tools: usize, k: usize) -> (u32, u32) {
    (TOKENS * tools as u32, TOKENS * k.min(tools) as u32)
}

fn terms(words: &[u32]) -> Vec<String> {
    words.iter().map(|word| format!("w{word}")).collect()
}
