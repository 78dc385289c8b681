//! What a trained layer answers rightly: by the number of pairs stored, by age, void or not.

use serde::{Deserialize, Serialize};

/// So many right of so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Score {
    pub right: u32,
    pub of: u32,
}

impl Score {
    pub fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }

    /// 0 where nothing was asked.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }

    /// Standard error of the share, as if all answers were independent.
    pub fn spread(&self) -> f64 {
        let p = self.share();
        (p * (1.0 - p) / self.of.max(1) as f64).sqrt()
    }
}

/// An evaluation on sequences that were not trained on.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// (pairs stored, answers).
    pub by_length: Vec<(u32, Score)>,
    /// At the longest length: (writes after the one asked for, answers), newest first.
    pub by_age: Vec<(u32, Score)>,
    /// At the longest length: questions whose answer is a value, and those whose answer is "nothing".
    pub value: Score,
    pub none: Score,
}

impl Evaluation {
    /// The share of right answers with this many pairs stored.
    pub fn at(&self, pairs: u32) -> Option<f64> {
        let found = self.by_length.iter().find(|(n, _)| *n == pairs);
        found.map(|(_, score)| score.share())
    }

    /// The share of right answers about the write `age` writes ago.
    pub fn aged(&self, age: u32) -> Option<f64> {
        let found = self.by_age.iter().find(|(n, _)| *n == age);
        found.map(|(_, score)| score.share())
    }

    /// The mean of the two shares, where there are two kinds of questions: saying "nothing" always is worth a half.
    pub fn balanced(&self) -> f64 {
        match (self.value.of, self.none.of) {
            (_, 0) => self.value.share(),
            (0, _) => self.none.share(),
            _ => 0.5 * (self.value.share() + self.none.share()),
        }
    }
}
