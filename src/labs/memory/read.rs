//! Reading a memory of n lines: the needle, one line among them, is asked for with a noisy key.
//!
//! Each line has a key, a random direction of length 1 in d numbers, and one of `VALUES` values. The question's key is the needle's
//! plus noise. A soft read weighs line i by w_i = e^(b s_i) / sum_j e^(b s_j), s_i = key . k_i, and answers the value with the most
//! weight. What differs between the readers is which lines they are given.

use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

use crate::data::rng::{Pcg32, below, indexed};

/// Values that a line may hold: guessing is right once in so many.
pub const VALUES: u32 = 16;
/// Lines of memory at which the readers are compared.
pub const LINES: [u16; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/// d: numbers of a key.
pub const SIZE: usize = 32;
/// Tokens of one line.
pub const TOKENS: u32 = 12;

/// Which lines a reader is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reader {
    /// All of them.
    All,
    /// The newest k.
    Last,
    /// The k whose keys fit the question best.
    Top,
}

impl Reader {
    pub const ALL: [Reader; 3] = [Reader::All, Reader::Last, Reader::Top];

    /// Lines read for one question from a memory of n lines.
    pub fn lines(self, n: u32, k: u32) -> u32 {
        match self {
            Reader::All => n,
            Reader::Last | Reader::Top => k.min(n),
        }
    }

    /// Tokens read in a whole life: one question after each of n lines that were written.
    pub fn life(self, n: u32, k: u32) -> u64 {
        (1..=n).map(|n| u64::from(self.lines(n, k) * TOKENS)).sum()
    }
}

/// What is set.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Setting {
    /// b: how sharp the soft read is.
    pub sharpness: f64,
    /// Of the key with which the reader reads, per number.
    pub noise: f64,
    /// Of the key with which the k lines are looked up; the same dice as the reader's.
    pub search_noise: f64,
    /// k.
    pub kept: u32,
}

/// A memory and its question, drawn.
struct Memory {
    /// Row after row.
    keys: Vec<f64>,
    values: Vec<u32>,
    needle: usize,
    /// The dice of the noise.
    dice: Vec<f64>,
}

impl Memory {
    fn draw(lines: usize, rng: &mut Pcg32) -> Memory {
        let mut keys = Vec::with_capacity(lines * SIZE);
        for _ in 0..lines {
            let from = keys.len();
            keys.extend((0..SIZE).map(|_| -> f64 { StandardNormal.sample(rng) }));
            let key = &mut keys[from..];
            let length = libm::sqrt(key.iter().map(|x| x * x).sum());
            key.iter_mut().for_each(|x| *x /= length);
        }
        Memory {
            values: (0..lines).map(|_| below(rng, VALUES)).collect(),
            needle: below(rng, lines as u32) as usize,
            dice: (0..SIZE).map(|_| StandardNormal.sample(rng)).collect(),
            keys,
        }
    }

    /// s_i of every line for the needle's key with this much noise.
    fn scores(&self, noise: f64) -> Vec<f64> {
        let needle = &self.keys[self.needle * SIZE..][..SIZE];
        let asked: Vec<f64> = needle.iter().zip(&self.dice).map(|(k, z)| k + noise * z).collect();
        let dot = |key: &[f64]| key.iter().zip(&asked).map(|(a, b)| a * b).sum();
        self.keys.chunks_exact(SIZE).map(dot).collect()
    }
}

/// The weights of a soft read over these scores; they sum to 1.
pub fn weights(scores: &[f64], sharpness: f64) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> = scores.iter().map(|s| libm::exp(sharpness * (s - top))).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|w| w / sum).collect()
}

/// The value with the most weight among these lines.
fn value(memory: &Memory, scores: &[f64], lines: &[usize], sharpness: f64) -> u32 {
    let given: Vec<f64> = lines.iter().map(|i| scores[*i]).collect();
    let mut votes = [0.0; VALUES as usize];
    for (i, w) in lines.iter().zip(weights(&given, sharpness)) {
        votes[memory.values[*i] as usize] += w;
    }
    let mut best = 0;
    for (v, vote) in votes.iter().enumerate() {
        if *vote > votes[best] {
            best = v;
        }
    }
    best as u32
}

/// One question to a fresh memory of so many lines: which readers answer it rightly, in the order of `Reader::ALL`.
pub fn ask(lines: usize, setting: &Setting, seed: u64, index: u64) -> [bool; 3] {
    let mut rng = indexed(seed, "memory/read", index.wrapping_mul(1024) ^ lines as u64);
    let memory = Memory::draw(lines, &mut rng);
    let scores = memory.scores(setting.noise);
    let all: Vec<usize> = (0..lines).collect();
    let kept = (setting.kept as usize).min(lines);
    let right = |given: &[usize]| value(&memory, &scores, given, setting.sharpness) == memory.values[memory.needle];
    Reader::ALL.map(|reader| match reader {
        Reader::All => right(&all),
        Reader::Last => right(&all[lines - kept..]),
        Reader::Top => {
            let found = memory.scores(setting.search_noise);
            let mut order = all.clone();
            order.sort_by(|a, b| found[*b].total_cmp(&found[*a]));
            right(&order[..kept])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tally::Tally;

    const SETTING: Setting = Setting { sharpness: 8.0, noise: 0.35, search_noise: 0.35, kept: 16 };

    fn tallies(lines: u16, setting: &Setting) -> [Tally; 3] {
        let mut tallies = [Tally::default(); 3];
        for index in 0..600 {
            let right = ask(usize::from(lines), setting, 1, index);
            tallies.iter_mut().zip(right).for_each(|(t, r)| t.add(r));
        }
        tallies
    }

    #[test]
    fn reading_everything_gets_worse_with_every_line_as_in_the_reference() {
        for (lines, wanted) in [(1, 1.0), (4, 0.94), (16, 0.86), (64, 0.69), (256, 0.50)] {
            let share = tallies(lines, &SETTING)[0].share();
            assert!((share - wanted).abs() < 0.06, "{lines}: {share}");
        }
    }

    #[test]
    fn the_newest_sixteen_forget_what_is_older_as_in_the_reference() {
        for (lines, wanted) in [(16, 0.86), (32, 0.44), (256, 0.12)] {
            let share = tallies(lines, &SETTING)[1].share();
            assert!((share - wanted).abs() < 0.06, "{lines}: {share}");
        }
    }

    #[test]
    fn looking_up_with_the_same_noisy_key_is_no_better_than_reading_everything() {
        let [all, _, top] = tallies(256, &SETTING);
        let ((low, high), share) = (all.interval(), top.share());
        assert!(low <= share && share <= high, "{low} {high} {share}");
        // Where the look-up has a better key than the reader, it helps; where all keys are clean, there is nothing to help.
        let [all, _, top] = tallies(256, &Setting { search_noise: 0.05, kept: 4, ..SETTING });
        assert!(top.interval().0 > all.interval().1, "{all:?} {top:?}");
        let clean = tallies(256, &Setting { noise: 0.0, search_noise: 0.0, ..SETTING });
        assert!(clean[0].share() > 0.97 && clean[2].share() > 0.97, "{clean:?}");
    }

    #[test]
    fn a_reader_that_is_given_every_line_answers_as_the_one_that_reads_all() {
        for index in 0..50 {
            let right = ask(16, &SETTING, 7, index);
            assert_eq!(right[0], right[1]);
            assert_eq!(right[0], right[2]);
        }
    }

    #[test]
    fn the_weights_are_one_over_one_plus_the_rivals() {
        let scores = [0.3, -0.1, 0.8];
        for (i, w) in weights(&scores, 8.0).into_iter().enumerate() {
            let rivals: f64 = (0..3).filter(|j| *j != i).map(|j| libm::exp(8.0 * (scores[j] - scores[i]))).sum();
            assert!((w - 1.0 / (1.0 + rivals)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_life_of_reading_everything_costs_the_square_of_its_length() {
        let n = 256;
        assert_eq!(Reader::All.life(n, 4), u64::from(TOKENS) * 256 * 257 / 2);
        assert_eq!(Reader::Top.life(n, 4), u64::from(TOKENS) * (1 + 2 + 3 + 4 * 253));
    }
}
