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

/// Numbers of tools that are measured.
pub const SIZES: [u32; 4] = [4, 16, 64, 256];
/// How many manuals are read.
pub const READ: [u32; 2] = [1, 5];

/// The manuals of so many tools, as numbers of words. `alike`: share of a manual's words that its family has in common, 0..=1.
pub fn toolbox(tools: u32, alike: f64, rng: &mut Pcg32) -> Vec<Vec<u32>> {
    let mut manuals = Vec::new();
    let mut family = Vec::new();
    for tool in 0..tools as usize {
        if tool % FAMILY == 0 {
            family = (0..MANUAL)
                .map(|_| below(rng, VOCABULARY))
                .collect::<Vec<_>>();
        }
        let words = family.iter().map(|&shared| {
            // Both are drawn, whichever is taken: the toolbox of another share differs in nothing else.
            let (own, dice) = (below(rng, VOCABULARY), unit(rng));
            if f64::from(dice) < alike { shared } else { own }
        });
        manuals.push(words.collect());
    }
    manuals
}

/// A request for the tool with this manual.
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

/// In toolbox number `nth`: how many manuals come before that of the tool that is asked for. None: it is not found at all.
pub fn rank(tools: u32, alike: f64, seed: u64, nth: u32) -> Option<usize> {
    let mut rng = indexed(seed, "many tools", u64::from(nth));
    let manuals = toolbox(tools, alike, &mut rng);
    let wanted = below(&mut rng, tools) as usize;
    let request = request(manuals.get(wanted)?, &mut rng);
    let index = Index::of_terms(manuals.iter().map(|manual| terms(manual)));
    let hits = index.best(&terms(&request), manuals.len());
    hits.iter().position(|hit| hit.document == wanted)
}

/// Counts these toolboxes in: for each of [`READ`], whether the tool is among so many manuals.
pub fn count(
    tallies: &mut [Tally; 2],
    tools: u32,
    alike: f64,
    seed: u64,
    toolboxes: std::ops::Range<u32>,
) {
    for nth in toolboxes {
        let rank = rank(tools, alike, seed, nth);
        for (tally, read) in tallies.iter_mut().zip(READ) {
            tally.add(rank.is_some_and(|rank| rank < read as usize));
        }
    }
}

/// Tokens of manuals that the model reads: all of them, or the k that were found.
pub fn tokens(tools: u32, k: u32) -> (u32, u32) {
    (TOKENS * tools, TOKENS * k.min(tools))
}

fn terms(words: &[u32]) -> Vec<String> {
    words.iter().map(|word| format!("w{word}")).collect()
}
