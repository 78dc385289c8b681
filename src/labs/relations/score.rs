//! A line held against the model, on subjects that it was not fitted on; and the model moved by the line's inverse.

use rand_distr::{Distribution, StandardNormal};

use crate::nn::algebra::{Matrix, Svd, norm};
use super::config::{BETAS, beta};
use super::fit::{Line, wide};
use super::states::{States, site};
use crate::backend::{BackendError, Params, Region};
use crate::data::rng::{Pcg32, indexed};
use crate::data::tally::Tally;
use crate::world_model::exam::most_likely;
use crate::world_model::forward::{Change, Forward};
use crate::world_model::lens::read_out;

/// Random matrices that are drawn as a control.
pub const DRAWS: u64 = 20;

/// The word that a line reads out for a subject.
pub fn says(
    line: &Line,
    states: &States,
    i: usize,
    layer: usize,
    beta: f64,
    params: &Params<f32>,
) -> u32 {
    most_likely(&read_out(params, &line.at(&states.streams[i][layer], beta)))
}

/// How often the line says what the model says, over subjects `from..`.
pub fn faithful(
    line: &Line,
    states: &States,
    layer: usize,
    from: usize,
    beta: f64,
    params: &Params<f32>,
) -> Tally {
    let mut tally = Tally::default();
    for i in from..states.len() {
        tally.add(says(line, states, i, layer, beta, params) == states.says[i]);
    }
    tally
}

/// The same for every factor of `BETAS`.
pub fn by_beta(
    line: &Line,
    states: &States,
    layer: usize,
    from: usize,
    params: &Params<f32>,
) -> Vec<Tally> {
    (0..BETAS as u8)
        .map(|b| faithful(line, states, layer, from, beta(b), params))
        .collect()
}

/// What always saying one word would reach over subjects `from..`: the word that suits them best.
pub fn majority(states: &States, from: usize) -> Tally {
    let rest = &states.says[from..];
    let often = |word: &u32| rest.iter().filter(|w| *w == word).count() as u32;
    Tally {
        right: rest.iter().map(often).max().unwrap_or(0),
        of: rest.len() as u32,
    }
}

/// Random matrices as large as W in place of it: all draws together, and the shares of the worst and the best.
pub fn random_matrices(
    line: &Line,
    states: &States,
    layer: usize,
    from: usize,
    (beta, seed): (f64, u64),
    params: &Params<f32>,
) -> (Tally, (f32, f32)) {
    let mut all = Tally::default();
    let mut range = (1.0_f32, 0.0_f32);
    for draw in 0..DRAWS {
        let mut rng = indexed(seed, "matrix", draw);
        let mut w = Matrix::zeros(line.w.rows, line.w.columns);
        w.values = drawn(&mut rng, w.values.len(), line.w.norm());
        let tally = faithful(
            &Line::through(w, states, layer, from),
            states,
            layer,
            from,
            beta,
            params,
        );
        all.right += tally.right;
        all.of += tally.of;
        let share = tally.share() as f32;
        range = (range.0.min(share), range.1.max(share));
    }
    (all, range)
}

/// A random vector of this length.
fn drawn(rng: &mut Pcg32, n: usize, length: f64) -> Vec<f64> {
    let mut x: Vec<f64> = (0..n).map(|_| StandardNormal.sample(rng)).collect();
    let by = length / norm(&x).max(f64::MIN_POSITIVE);
    x.iter_mut().for_each(|x| *x *= by);
    x
}

/// How the subject's state is moved towards another subject's answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// s + (o' - o) W+.
    Inverse,
    /// s + a random direction as long as that.
    Random,
    /// s' itself.
    Swap,
}

/// What the model says of each subject `from..` after its state at `layer` was moved; `None` where there is no other answer to
/// move to.
pub fn moved(
    how: Move,
    inverse: &Matrix,
    states: &States,
    (layer, from, seed): (usize, usize, u64),
    forward: &mut Forward,
    params: &Params<f32>,
) -> Result<Vec<Option<u32>>, BackendError> {
    let others = states.others(from);
    let mut values = Vec::new();
    for (n, other) in others.iter().enumerate() {
        let i = from + n;
        let j = other.unwrap_or(i);
        let difference: Vec<f64> = states.ends[j]
            .iter()
            .zip(&states.ends[i])
            .map(|(a, b)| f64::from(a - b))
            .collect();
        let mut step = match how {
            Move::Swap => {
                let (to, s) = (
                    wide(&states.streams[j][layer]),
                    wide(&states.streams[i][layer]),
                );
                to.iter().zip(s).map(|(a, b)| a - b).collect()
            }
            Move::Inverse | Move::Random => inverse.after(&difference),
        };
        if how == Move::Random {
            step = drawn(
                &mut indexed(seed, "direction", i as u64),
                step.len(),
                norm(&step),
            );
        }
        values.extend(step.into_iter().map(|x| x as f32));
    }
    let rows = &states.texts[from..];
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let change = Change::add(site(layer), Region::all().at(1, states.at), values);
    let seen = forward.run(params, rows, &[change])?;
    let says = |(row, other): (usize, &Option<usize>)| match other {
        None => Ok(None),
        Some(_) => Ok(Some(most_likely(seen.last(row)?))),
    };
    others.iter().enumerate().map(says).collect()
}

/// How often what the model then says is the other subject's answer.
pub fn reached(said: &[Option<u32>], states: &States, from: usize) -> Tally {
    let mut tally = Tally::default();
    for (other, said) in states.others(from).iter().zip(said) {
        if let (Some(j), Some(word)) = (other, said) {
            tally.add(states.says[*j] == *word);
        }
    }
    tally
}

/// The inverse of a line's W on its `rank` strongest directions.
pub fn inverse(svd: &Svd, rank: u8) -> Matrix {
    svd.inverse(usize::from(rank))
}
