//! The parallel form: what the layer reads after each token, from all pairs of tokens at once and without a memory.

use super::ladder::Rule;
use super::stream::Stream;
use crate::nn::mixers::matrix::dot;

/// D_ij for one entry (row, column) of the memory: what remains of it at token i of what was written at j, 0 for j > i. The same
/// for every entry where the rule has one decay; the gate per column and the selective scan have more than one D.
pub fn decay_of(rule: Rule, stream: &Stream, row: usize, column: usize) -> Vec<Vec<f64>> {
    let tokens = stream.tokens();
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let remains = rule.remains(token, row, column);
        // Row i is row i - 1 faded once more, with the token itself whole.
        let before = i.checked_sub(1).map(|i| rows[i].clone());
        let mut now: Vec<f64> = before.unwrap_or_else(|| vec![0.0; tokens.len()]);
        now.iter_mut().for_each(|d| *d *= remains);
        now[i] = 1.0;
        rows.push(now);
    }
    rows
}

/// y_i for one query asked after each token, `[token][channel]`: row i of (Q K' with the decays) U.
///
/// U is what each token really adds: its value; for the selective scan its value times its step; for the delta rules the rows of
/// (I + tril(diag(beta) (K K' . D), -1)) U = diag(beta) V (Yang et al. 2024, arXiv 2406.06484; gated: arXiv 2412.06464).
pub fn read_outs(rule: Rule, stream: &Stream, query: &[f64]) -> Vec<Vec<f64>> {
    let tokens = stream.tokens();
    let added = added(rule, stream);
    let mut all = vec![vec![0.0; stream.values()]; tokens.len()];
    for row in 0..stream.values() {
        for (column, q) in query.iter().enumerate() {
            let decay = decay_of(rule, stream, row, column);
            for (y, decay) in all.iter_mut().zip(&decay) {
                let weighted = tokens.iter().zip(&added).zip(decay);
                y[row] += weighted
                    .map(|((token, u), d)| q * token.key[column] * d * u[row])
                    .sum::<f64>();
            }
        }
    }
    all
}

/// U, `[token][channel]`.
fn added(rule: Rule, stream: &Stream) -> Vec<Vec<f64>> {
    let tokens = stream.tokens();
    if !rule.corrects() {
        let stepped = |step: &f64, v: &f64| match rule {
            Rule::Selective => step * v,
            _ => *v,
        };
        let row = |token: &super::stream::Token| {
            let pairs = token.step.iter().zip(&token.value);
            pairs.map(|(s, v)| stepped(s, v)).collect()
        };
        return tokens.iter().map(row).collect();
    }
    let decay = decay_of(rule, stream, 0, 0);
    let mut added: Vec<Vec<f64>> = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        let mut u = token.value.clone();
        for (j, earlier) in added.iter().enumerate() {
            let share = decay[i][j] * dot(&token.key, &tokens[j].key);
            u.iter_mut().zip(earlier).for_each(|(u, e)| *u -= share * e);
        }
        u.iter_mut().for_each(|u| *u *= token.beta);
        added.push(u);
    }
    added
}
