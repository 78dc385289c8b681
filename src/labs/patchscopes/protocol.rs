//! What the lab's page and its job say to each other, inside the frames of `wire`.

use serde::{Deserialize, Serialize};

use crate::data::tally::Tally;

/// Words told of each distribution.
pub const TOP: usize = 5;
/// Longest prompt, in words.
pub const PROMPT_WORDS: usize = 24;

/// A word with its probability, most probable first.
pub type Words = Vec<(u32, f32)>;

/// Read a state of one prompt out in another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Look {
    pub source: String,
    /// Which word, counted from 1; 0: the last.
    pub source_at: u8,
    pub target: String,
    pub target_at: u8,
    /// Give the state the length of the one that it replaces.
    pub rescale: bool,
}

/// What was seen.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct View {
    /// With the start, which is position 0.
    pub source: Vec<u32>,
    pub source_at: u32,
    pub target: Vec<u32>,
    pub target_at: u32,
    /// L
    pub layers: u32,
    /// What the target prompt says by itself.
    pub plain: Words,
    /// Of the source state at each layer 0..=L: the logit lens.
    pub lens: Vec<Words>,
    /// From source layer 0..=L into target layer 0..L: row by row.
    pub cells: Vec<Words>,
    /// The first control: the target's own states put where they were. Largest change of any logit.
    pub itself: f32,
}

impl View {
    pub fn cell(&self, from: usize, into: usize) -> Option<&Words> {
        let layers = self.layers as usize;
        (into < layers)
            .then(|| self.cells.get(from * layers + into))
            .flatten()
    }
}

/// Right answers with the state, and with the state of the next example that has another answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pair {
    pub treated: Tally,
    pub control: Tally,
}

/// One held-out two-step question.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Held {
    /// Index into `Topic::TWO_HOP`.
    pub topic: u8,
    pub prompt: String,
    /// Which word of the prompt the subject is, counted from 1.
    pub subject_at: u8,
    /// Ids.
    pub answer: u32,
    pub said: u32,
    /// The second step, asked with the word that answers the first: right?
    pub spelled: bool,
    /// By source layer: right with the state of the first step, with that of another question.
    pub chain: Vec<[bool; 2]>,
    /// Back-patching at the subject, at the last word: which pairs (bits, in the order of `prompts::pairs`) give the right answer,
    /// with the own state and with that of another question. Only where the question was answered wrong.
    pub back: [Option<[u32; 2]>; 2],
}

impl Held {
    pub fn wrong(&self) -> bool {
        self.said != self.answer
    }
}

/// All counts so far.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// By layer: the word itself is repeated, its state put into the same layer.
    pub words: Vec<Pair>,
    /// By source layer: the home is named, the state of the last word of "amy lives in" put into layer 0.
    pub last: Vec<Pair>,
    /// The same states by the logit lens.
    pub lens: Vec<Tally>,
    /// By layer: country, city of a landmark, its state put into the same layer.
    pub country: Vec<Pair>,
    pub city: Vec<Pair>,
    /// Empty until the questions have been asked.
    pub held: Vec<Held>,
}

impl Report {
    /// Wrong answers made right by the chain, by source layer.
    pub fn chain(&self) -> Vec<Pair> {
        let mut layers: Vec<Pair> = Vec::new();
        for held in self.held.iter().filter(|h| h.wrong()) {
            for (layer, [treated, control]) in held.chain.iter().enumerate() {
                if layers.len() <= layer {
                    layers.push(Pair::default());
                }
                layers[layer].treated.add(*treated);
                layers[layer].control.add(*control);
            }
        }
        layers
    }

    /// Wrong answers made right where the answer of the first step was written as a word.
    pub fn spelled(&self) -> Tally {
        let mut tally = Tally::default();
        let wrong = self.held.iter().filter(|h| h.wrong());
        wrong.for_each(|h| tally.add(h.spelled));
        tally
    }

    /// Held-out two-step questions answered right as they are.
    pub fn plain(&self) -> Tally {
        let mut tally = Tally::default();
        self.held.iter().for_each(|h| tally.add(!h.wrong()));
        tally
    }

    /// Back-patching at a place (0 subject, 1 last word): wrong answers that any of the pairs makes right, the most favourable choice.
    pub fn back(&self, place: usize) -> Pair {
        let mut pair = Pair::default();
        for [own, other] in self.patched_back(place) {
            pair.treated.add(own != 0);
            pair.control.add(other != 0);
        }
        pair
    }

    /// The same for each pair alone.
    pub fn back_by_pair(&self, place: usize, pairs: usize) -> Vec<Pair> {
        let mut all = vec![Pair::default(); pairs];
        for [own, other] in self.patched_back(place) {
            for (i, pair) in all.iter_mut().enumerate() {
                pair.treated.add(own >> i & 1 == 1);
                pair.control.add(other >> i & 1 == 1);
            }
        }
        all
    }

    /// One fixed pair as a rule: the one that does best on every second wrong question, counted on the others, and the other way round.
    pub fn back_by_rule(&self, place: usize, pairs: usize) -> Pair {
        let patched: Vec<[u32; 2]> = self.patched_back(place).collect();
        let mut sum = Pair::default();
        for half in 0..2 {
            let of = |half: usize| patched.iter().skip(half).step_by(2);
            let fixed = |i: usize, k: usize| of(half).filter(|bits| bits[k] >> i & 1 == 1).count();
            let best = |k: usize| (0..pairs).rev().max_by_key(|i| fixed(*i, k)).unwrap_or(0);
            let (own, other) = (best(0), best(1));
            for bits in of(1 - half) {
                sum.treated.add(bits[0] >> own & 1 == 1);
                sum.control.add(bits[1] >> other & 1 == 1);
            }
        }
        sum
    }

    fn patched_back(&self, place: usize) -> impl Iterator<Item = [u32; 2]> + '_ {
        self.held.iter().filter_map(move |h| h.back[place])
    }
}
