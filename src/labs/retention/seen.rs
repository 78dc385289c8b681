//! Everything that the ladder shows of one stream at one token: computed from the choices, drawn by the page.

use super::config::{Config, Item, What, key_of};
use super::ladder::{Attention, Rule, attention, half_life, memories, weights};
use super::parallel::{decay_of, read_outs};
use crate::nn::mixers::matrix::Matrix;

/// One stream under one rule, asked with one query.
#[derive(Clone, PartialEq, Debug)]
pub struct Seen {
    pub rule: Rule,
    pub items: Vec<Item>,
    /// Tokens that have been read.
    pub at: usize,
    /// After each token, (d_v, d_k).
    pub memories: Vec<Matrix>,
    /// `[token][item]`
    pub weights: Vec<Vec<f64>>,
    pub attention: Attention,
    /// `[token][channel]`: by the recurrence, and by the parallel form.
    pub read: Vec<Vec<f64>>,
    pub parallel: Vec<Vec<f64>>,
    /// D of the chosen column.
    pub decay: Vec<Vec<f64>>,
    /// The first and the newest item written under the key that is asked for.
    pub old: Option<usize>,
    pub new: Option<usize>,
    /// Tokens until the old item weighs less than a half; `None`: not within this stream.
    pub half_life: Option<usize>,
}

impl Seen {
    /// Of choices that are inside their limits.
    pub fn new(config: &Config) -> Seen {
        let (rule, stream) = (config.rule(), config.stream());
        let query = key_of(config.query);
        let memories = memories(rule, &stream);
        // All channels of these streams fade alike.
        let first = |token: &Vec<Vec<f64>>| token.iter().map(|w| w[0]).collect();
        let at = usize::from(config.at).clamp(1, config.items.len());
        let mut own = (0..at).filter(|i| config.items[*i].key() == Some(config.query));
        let old = own.next();
        // Softmax has no rule of its own for keys: it takes the stream as the plain memory does.
        let plain = config.stream_for(Rule::Linear);
        Seen {
            at,
            read: memories.iter().map(|h| h.read(&query)).collect(),
            memories,
            weights: weights(rule, &stream, &query).iter().map(first).collect(),
            attention: attention(&plain, &query, f64::from(config.scale)),
            parallel: read_outs(rule, &stream, &query),
            decay: decay_of(rule, &stream, 0, usize::from(config.column)),
            new: own.next_back().or(old),
            half_life: old.and_then(|item| half_life(rule, &stream, item)),
            old,
            items: config.items.clone(),
            rule,
        }
    }

    /// Weight of an item in what is read now.
    pub fn weight(&self, item: usize) -> Option<f64> {
        self.weights[self.at - 1].get(item).copied()
    }

    /// The same under softmax.
    pub fn softmax(&self, item: usize) -> Option<f64> {
        self.attention.weights[self.at - 1].get(item).copied()
    }

    /// What the token looked at has done to the weights of all items before it under softmax.
    pub fn softmax_factor(&self) -> Option<f64> {
        self.attention.factors[self.at - 1]
    }

    /// What it has done to the weight of the old item under this rule.
    pub fn rung_factor(&self) -> Option<f64> {
        let old = self.old.filter(|old| *old + 1 < self.at)?;
        let before = self.weights[self.at - 2][old];
        (before.abs() > 1e-12).then(|| self.weights[self.at - 1][old] / before)
    }

    /// Largest difference between the two forms, over all tokens and channels.
    pub fn difference(&self) -> f64 {
        let all = self.read.iter().flatten().zip(self.parallel.iter().flatten());
        all.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    /// How far what is read now lies from the newest value of the key that is asked for.
    pub fn error(&self) -> Option<f64> {
        let wanted = match self.items[self.new?].what {
            What::Write { value, .. } => usize::from(value),
            _ => return None,
        };
        let missed = self.read[self.at - 1].iter().enumerate().map(|(i, y)| {
            let should = if i == wanted { 1.0 } else { 0.0 };
            (y - should) * (y - should)
        });
        Some(missed.sum::<f64>().sqrt())
    }

    /// The largest number of the memory at any token, for one scale over all of them.
    pub fn largest(&self) -> f64 {
        let all = self.memories.iter().flat_map(|h| &h.numbers);
        all.fold(1.0, |most, h| h.abs().max(most))
    }
}
