//! The ladder: what each rule leaves of the memory, and how much each past item weighs in what is read now.

use serde::{Deserialize, Serialize};

use super::stream::{Stream, Token};
use crate::nn::mixers::matrix::{Matrix, dot, later_item_factor, softmax_weights};

/// A rung. Formulas and papers: `nn::mixers`, one file each.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// H + v k'
    Linear,
    /// gamma H + v k'
    Gamma(f64),
    /// g_t H + v k'
    Gate,
    /// G_t . H + v k', a gate per column
    Gates,
    /// H + beta (v - H k) k'
    Delta,
    /// The delta rule on g_t H
    GatedDelta,
    /// exp(dt A) . h + (dt v) k': row v fades by dt_v, column n at the rate A_n = -(n + 1) / d_k
    Selective,
}

impl Rule {
    /// From nothing to a rule; `gamma` for the rung that has one.
    pub fn ladder(gamma: f64) -> [Rule; 7] {
        [
            Rule::Linear,
            Rule::Gamma(gamma.clamp(0.0, 1.0)),
            Rule::Gate,
            Rule::Gates,
            Rule::Delta,
            Rule::GatedDelta,
            Rule::Selective,
        ]
    }

    /// What remains of entry (row, column) of the memory before the token writes.
    pub(super) fn remains(self, token: &Token, row: usize, column: usize) -> f64 {
        match self {
            Rule::Linear | Rule::Delta => 1.0,
            Rule::Gamma(gamma) => gamma,
            Rule::Gate | Rule::GatedDelta => token.gate,
            Rule::Gates => token.gates[column],
            Rule::Selective => {
                let rate = (column + 1) as f64 / token.key.len() as f64;
                libm::exp(-token.step[row] * rate)
            }
        }
    }

    /// Reads before it writes, and writes the difference.
    pub(super) fn corrects(self) -> bool {
        matches!(self, Rule::Delta | Rule::GatedDelta)
    }

    /// One token.
    fn advance(self, h: &mut Matrix, token: &Token) {
        h.fade(|row, column| self.remains(token, row, column));
        if self.corrects() {
            h.correct(&token.key, &token.value, token.beta);
        } else if self == Rule::Selective {
            let stepped: Vec<f64> = token
                .value
                .iter()
                .zip(&token.step)
                .map(|(v, s)| v * s)
                .collect();
            h.add(&token.key, &stepped);
        } else {
            h.add(&token.key, &token.value);
        }
    }
}

/// The memory after each token, (d_v, d_k).
pub fn memories(rule: Rule, stream: &Stream) -> Vec<Matrix> {
    let mut h = Matrix::new(stream.values(), stream.keys());
    let step = |token| {
        rule.advance(&mut h, token);
        h.clone()
    };
    stream.tokens().iter().map(step).collect()
}

/// How much each item weighs in what `query` reads after each token: `[token][item][channel]`, items up to the token.
///
/// Every rule is linear in the values, so the memory is a sum over items of v_i by a key that the later tokens have changed:
/// a gate shrinks it, the delta rule removes from it what later keys point at. The weight is that key times the query. It is
/// the same number in every channel, except for the selective scan, whose rows fade at rates of their own.
pub fn weights(rule: Rule, stream: &Stream, query: &[f64]) -> Vec<Vec<Vec<f64>>> {
    let mut traces: Vec<Matrix> = Vec::new();
    let mut all = Vec::new();
    for token in stream.tokens() {
        for trace in &mut traces {
            trace.fade(|row, column| rule.remains(token, row, column));
            if rule.corrects() {
                trace.correct(&token.key, &vec![0.0; stream.values()], token.beta);
            }
        }
        let mut own = Matrix::new(stream.values(), stream.keys());
        let share: Vec<f64> = match rule {
            _ if rule.corrects() => vec![token.beta; stream.values()],
            Rule::Selective => token.step.clone(),
            _ => vec![1.0; stream.values()],
        };
        own.add(&token.key, &share);
        traces.push(own);
        all.push(traces.iter().map(|trace| trace.read(query)).collect());
    }
    all
}

/// Tokens until an item weighs less than half of what it weighed when written, asked with its own key, in its first
/// channel; `None` where the stream ends before.
pub fn half_life(rule: Rule, stream: &Stream, item: usize) -> Option<usize> {
    let key = &stream.tokens().get(item)?.key;
    let over_time = weights(rule, stream, key);
    let weight = |t: usize| over_time[t][item][0].abs();
    let start = weight(item);
    (item..stream.tokens().len())
        .find(|&t| weight(t) < 0.5 * start)
        .map(|t| t - item)
}

/// Steps after which a constant decay has left a half: ln 2 / -ln gamma. Infinite for 1, 0 for 0.
pub fn half_life_of(gamma: f64) -> f64 {
    let gamma = gamma.clamp(0.0, 1.0);
    if gamma == 0.0 {
        0.0
    } else {
        std::f64::consts::LN_2 / -libm::log(gamma).min(-0.0)
    }
}

/// D_ij of the parallel form of a rule with one decay for the whole memory: what remains at token i of what was written at j,
/// 0 for j > i. `None` for the other rules.
pub fn decay_matrix(rule: Rule, stream: &Stream) -> Option<Vec<Vec<f64>>> {
    if !matches!(
        rule,
        Rule::Linear | Rule::Gamma(_) | Rule::Gate | Rule::GatedDelta
    ) {
        return None;
    }
    let tokens = stream.tokens();
    let between = |i: usize, j: usize| -> f64 {
        let later = &tokens[j.min(i) + 1..=i];
        later
            .iter()
            .map(|token| rule.remains(token, 0, 0))
            .product()
    };
    let row = |i: usize| {
        (0..tokens.len())
            .map(|j| if j > i { 0.0 } else { between(i, j) })
            .collect()
    };
    Some((0..tokens.len()).map(row).collect())
}

/// Softmax attention on the same stream, asked with one query after each token.
#[derive(Clone, PartialEq, Debug)]
pub struct Attention {
    /// `[token][item]`: 0 for tokens that write nothing.
    pub weights: Vec<Vec<f64>>,
    /// By which factor this token has shrunk the weights of all items before it, Z_t / Z_(t+1): 1 where it writes nothing,
    /// `None` for the first write.
    pub factors: Vec<Option<f64>>,
}

/// Scores are `scale` q . k.
pub fn attention(stream: &Stream, query: &[f64], scale: f64) -> Attention {
    let (mut items, mut scores): (Vec<usize>, Vec<f64>) = (vec![], vec![]);
    let mut found = Attention {
        weights: vec![],
        factors: vec![],
    };
    for (t, token) in stream.tokens().iter().enumerate() {
        let mut factor = (!items.is_empty()).then_some(1.0);
        if token.writes() {
            let score = scale * dot(&token.key, query);
            factor = factor.map(|_| later_item_factor(&scores, score));
            items.push(t);
            scores.push(score);
        }
        let keys: Vec<Vec<f64>> = scores.iter().map(|s| vec![*s]).collect();
        let shares = softmax_weights(&keys, &[1.0], 1.0);
        let mut row = vec![0.0; t + 1];
        items.iter().zip(shares).for_each(|(&i, w)| row[i] = w);
        found.weights.push(row);
        found.factors.push(factor);
    }
    found
}
