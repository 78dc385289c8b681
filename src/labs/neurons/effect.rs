//! How much worse the next word is predicted, by class of word, with an interval that knows that words of one text hang together.

use serde::{Deserialize, Serialize};

use super::classes::CLASSES;

/// Sums over texts, from which a mean per word and its standard error follow. They can be added up in any portions.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Texts with such a word.
    pub texts: f64,
    /// Words.
    pub n: f64,
    /// Extra loss, nats.
    pub s: f64,
    /// Of a text's words, of its loss: squares and product.
    pub nn: f64,
    pub sn: f64,
    pub ss: f64,
}

/// A mean with its 95 % interval, nats per word.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Effect {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// Words that it was measured on.
    pub words: f64,
}

impl Sums {
    /// A text: how many such words, and their extra loss in all.
    pub fn add(&mut self, n: f64, s: f64) {
        if n > 0.0 {
            self.texts += 1.0;
            self.n += n;
            self.s += s;
            self.nn += n * n;
            self.sn += s * n;
            self.ss += s * s;
        }
    }

    pub fn join(&mut self, other: &Sums) {
        self.texts += other.texts;
        self.n += other.n;
        self.s += other.s;
        self.nn += other.nn;
        self.sn += other.sn;
        self.ss += other.ss;
    }

    /// Extra loss per word: a ratio of two sums over texts, its variance from the spread between texts (Cochran 1977, "Sampling
    /// Techniques", 6.3). `None`: fewer than two texts.
    pub fn effect(&self) -> Option<Effect> {
        if self.texts < 2.0 || self.n <= 0.0 {
            return None;
        }
        let mean = self.s / self.n;
        let squares = (self.ss - 2.0 * mean * self.sn + mean * mean * self.nn).max(0.0);
        let error = libm::sqrt(squares * self.texts / (self.texts - 1.0)) / self.n;
        let half = 1.96 * error;
        Some(Effect {
            mean,
            low: mean - half,
            high: mean + half,
            words: self.n,
        })
    }
}

/// One `Sums` for each class, and one for all words.
pub type ByClass = [Sums; CLASSES + 1];

/// Adds the second to the first.
pub fn join(sums: &mut ByClass, other: &ByClass) {
    for (sum, more) in sums.iter_mut().zip(other) {
        sum.join(more);
    }
}

/// The class (not the last: all words) whose loss grows most.
pub fn largest(sums: &ByClass) -> Option<(usize, Effect)> {
    let effects = sums[..CLASSES].iter().enumerate();
    effects
        .filter_map(|(i, s)| Some((i, s.effect()?)))
        .max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_per_word_and_the_interval_from_the_spread_between_texts() {
        let mut sums = Sums::default();
        assert_eq!(sums.effect(), None);
        sums.add(1.0, 0.5);
        assert_eq!(sums.effect(), None);
        sums.add(0.0, 0.0);
        sums.add(3.0, 0.3);
        let effect = sums.effect().expect("two texts");
        assert!((effect.mean - 0.2).abs() < 1e-12 && effect.words == 4.0);
        // Residuals 0.5 - 0.2 and 0.3 - 0.6: sqrt(2 (0.09 + 0.09)) / 4.
        let half = 1.96 * 0.36_f64.sqrt() / 4.0;
        assert!(
            (effect.high - 0.2 - half).abs() < 1e-12 && (0.2 - effect.low - half).abs() < 1e-12
        );
    }

    #[test]
    fn portions_add_up_to_the_whole() {
        let texts = [(1.0, 0.5), (2.0, -0.1), (4.0, 0.7)];
        let (mut whole, mut a, mut b) = (Sums::default(), Sums::default(), Sums::default());
        texts.iter().for_each(|(n, s)| whole.add(*n, *s));
        a.add(texts[0].0, texts[0].1);
        texts[1..].iter().for_each(|(n, s)| b.add(*n, *s));
        a.join(&b);
        assert_eq!(a.texts, whole.texts);
        let gap = a.effect().expect("three").mean - whole.effect().expect("three").mean;
        assert!(gap.abs() < 1e-12);
    }
}
