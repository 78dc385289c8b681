//! Associative recall: pairs of a key and a value are written one after the other, then keys are asked for. What a sequence
//! layer can answer is what its memory holds.

use serde::{Deserialize, Serialize};

use super::rng::{Pcg32, below, shuffle};

/// Keys there are.
pub const KEYS: u32 = 64;
/// Values there are; guessing is right once in `VALUES`.
pub const VALUES: u32 = 16;
/// The answer "nothing is stored under this key": one more class than there are values.
pub const NONE: u32 = VALUES;
/// Classes of an answer.
pub const CLASSES: u32 = VALUES + 1;
/// Different keys of one sequence of `Overwrite`.
pub const REWRITTEN: usize = 8;

/// What is written, and what the right answer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Task {
    /// All keys of a sequence are distinct; each is asked for.
    #[default]
    Plain,
    /// Eight keys, written again and again; the newest value of each is asked for.
    Overwrite,
    /// Distinct keys; at one token everything before it is declared void and must be answered with [`NONE`].
    Clear,
}

/// Sequences of one length, all arrays row-major.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pairs {
    pub rows: usize,
    /// Writes per sequence, T.
    pub writes: usize,
    /// Questions per sequence, R.
    pub reads: usize,
    /// (rows, T)
    pub keys: Vec<u32>,
    /// (rows, T)
    pub values: Vec<u32>,
    /// (rows, T): 1 at the token that clears, else 0.
    pub clears: Vec<u32>,
    /// (rows, R): keys asked for.
    pub asked: Vec<u32>,
    /// (rows, R): a value, or [`NONE`].
    pub answers: Vec<u32>,
    /// (rows, R): writes after the one that the question is about; 0 is the newest.
    pub ages: Vec<u32>,
}

impl Task {
    /// Questions after `writes` pairs.
    pub fn reads(self, writes: usize) -> usize {
        match self {
            Task::Plain | Task::Clear => writes,
            Task::Overwrite => REWRITTEN.min(writes),
        }
    }

    /// `rows` sequences of `writes` pairs (held to 1..=KEYS). The same numbers from the same generator.
    pub fn draw(self, rng: &mut Pcg32, rows: usize, writes: usize) -> Pairs {
        let writes = writes.clamp(1, KEYS as usize);
        let mut pairs = Pairs {
            rows,
            writes,
            reads: self.reads(writes),
            ..Pairs::default()
        };
        for _ in 0..rows {
            self.row(rng, &mut pairs);
        }
        pairs
    }

    fn row(self, rng: &mut Pcg32, pairs: &mut Pairs) {
        let (t, reads) = (pairs.writes, pairs.reads);
        let mut alphabet: Vec<u32> = (0..KEYS).collect();
        shuffle(rng, &mut alphabet);
        let keys: Vec<u32> = match self {
            Task::Plain | Task::Clear => alphabet[..t].to_vec(),
            // Every key at least once, the rest by lot, in any order.
            Task::Overwrite => {
                let mut order: Vec<u32> = (0..reads as u32).collect();
                order.extend((reads..t).map(|_| below(rng, reads as u32)));
                shuffle(rng, &mut order);
                order.iter().map(|&i| alphabet[i as usize]).collect()
            }
        };
        let values: Vec<u32> = (0..t).map(|_| below(rng, VALUES)).collect();
        let cleared = match self {
            Task::Clear => below(rng, t as u32) as usize,
            _ => 0,
        };
        for &asked in &alphabet[..reads] {
            let newest = keys.iter().rposition(|&k| k == asked);
            let newest = newest.expect("every key is written");
            let void = newest < cleared;
            pairs.asked.push(asked);
            pairs.answers.push(if void { NONE } else { values[newest] });
            pairs.ages.push((t - 1 - newest) as u32);
        }
        pairs
            .clears
            .extend((0..t).map(|i| u32::from(self == Task::Clear && i == cleared)));
        pairs.keys.extend(keys);
        pairs.values.extend(values);
    }
}

#[cfg(test)]
mod tests {
    use super::super::rng::stream;
    use super::*;

    fn draw(task: Task, writes: usize) -> Pairs {
        task.draw(&mut stream(3, "recall"), 50, writes)
    }

    /// The answer by reading the sequence from its start.
    fn replayed(pairs: &Pairs, row: usize, asked: u32) -> (u32, u32) {
        let at = row * pairs.writes..(row + 1) * pairs.writes;
        let (mut answer, mut age) = (NONE, 0);
        for i in at.clone() {
            if pairs.clears[i] == 1 {
                answer = NONE;
            }
            if pairs.keys[i] == asked {
                answer = pairs.values[i];
                age = (at.end - 1 - i) as u32;
            }
        }
        (answer, age)
    }

    #[test]
    fn every_answer_is_what_a_reader_of_the_sequence_would_say() {
        for task in [Task::Plain, Task::Overwrite, Task::Clear] {
            for writes in [1, 2, 7, 32] {
                let pairs = draw(task, writes);
                assert_eq!(pairs.keys.len(), 50 * writes);
                assert_eq!(pairs.asked.len(), 50 * task.reads(writes));
                for (i, &asked) in pairs.asked.iter().enumerate() {
                    let found = replayed(&pairs, i / pairs.reads, asked);
                    assert_eq!((pairs.answers[i], pairs.ages[i]), found, "{task:?}");
                }
            }
        }
    }

    #[test]
    fn plain_keys_are_distinct_and_overwritten_ones_are_eight() {
        for (task, wanted) in [(Task::Plain, 32), (Task::Clear, 32), (Task::Overwrite, 8)] {
            let pairs = draw(task, 32);
            for row in pairs.keys.chunks(32) {
                let different: std::collections::BTreeSet<_> = row.iter().collect();
                assert_eq!(different.len(), wanted, "{task:?}");
            }
        }
    }

    #[test]
    fn one_token_clears_and_about_half_of_the_questions_are_void() {
        let pairs = draw(Task::Clear, 32);
        for row in pairs.clears.chunks(32) {
            assert_eq!(row.iter().sum::<u32>(), 1);
        }
        let void = pairs.answers.iter().filter(|&&a| a == NONE).count();
        // 1600 questions in 50 sequences; the share of each is even between 0 and 31/32: standard deviation 0.04.
        assert!((600..=950).contains(&void), "{void}");
        assert!(draw(Task::Plain, 32).answers.iter().all(|&a| a < VALUES));
    }

    #[test]
    fn the_same_seed_draws_the_same_sequences() {
        assert_eq!(draw(Task::Plain, 9), draw(Task::Plain, 9));
        assert_ne!(draw(Task::Plain, 9).keys, draw(Task::Overwrite, 9).keys);
    }
}
