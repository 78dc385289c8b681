//! A relation as a line: o = beta s W + b, from the stream at the subject to the stream at the end.
//!
//! Hernandez et al. 2023, "Linearity of Relation Decoding in Transformer Language Models", arXiv 2308.09124: W is the mean of the
//! model's own derivative at a few subjects. Beside it the plain way, least squares on pairs (s, o).

use crate::nn::algebra::{Matrix, ridge};
use super::states::{States, site};
use crate::backend::{BackendError, Params, Region};
use crate::world_model::forward::{Change, Forward};

/// Half the step of a difference.
const STEP: f32 = 0.01;
/// Columns of one piece of a derivative: two rows of text for each.
pub const PIECE: usize = 16;

/// A row s goes to s W + b.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub w: Matrix,
    pub b: Vec<f64>,
}

impl Line {
    /// beta s W + b.
    pub fn at(&self, s: &[f32], beta: f64) -> Vec<f32> {
        let moved = self.w.after(&wide(s));
        moved
            .iter()
            .zip(&self.b)
            .map(|(x, b)| (beta * x + b) as f32)
            .collect()
    }

    /// The line of this W through the middle of the first `count` subjects: b = mean(o - s W).
    pub fn through(w: Matrix, states: &States, layer: usize, count: usize) -> Line {
        let mut b = vec![0.0; w.columns];
        for i in 0..count {
            let moved = w.after(&wide(&states.streams[i][layer]));
            for ((b, x), o) in b.iter_mut().zip(moved).zip(&states.ends[i]) {
                *b += (f64::from(*o) - x) / count.max(1) as f64;
            }
        }
        Line { w, b }
    }

    /// Least squares with a penalty on the first `count` subjects: lambda is a tenth of the mean variance, summed over the subjects.
    pub fn least_squares(states: &States, layer: usize, count: usize) -> Line {
        let streams = states.streams[..count].iter().map(|layers| &layers[layer]);
        let (s, s_mean) = centred(streams);
        let (o, o_mean) = centred(states.ends[..count].iter());
        let trace: f64 = s.values.iter().map(|x| x * x).sum();
        let lambda = 0.1 * trace / s.columns.max(1) as f64;
        let w = ridge(&s, &o, lambda.max(f64::MIN_POSITIVE));
        let moved = w.after(&s_mean);
        let b = o_mean.iter().zip(moved).map(|(o, x)| o - x).collect();
        Line { w, b }
    }
}

fn centred<'a>(rows: impl Iterator<Item = &'a Vec<f32>>) -> (Matrix, Vec<f64>) {
    let rows: Vec<Vec<f64>> = rows.map(|row| wide(row)).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let mean: Vec<f64> = (0..columns)
        .map(|j| rows.iter().map(|row| row[j]).sum::<f64>() / rows.len() as f64)
        .collect();
    let values = rows
        .iter()
        .flat_map(|row| row.iter().zip(&mean).map(|(x, m)| x - m))
        .collect();
    let m = Matrix {
        rows: rows.len(),
        columns,
        values,
    };
    (m, mean)
}

/// Columns `from..from + PIECE` of the stream at the subject `i`, moved up and down: that part of the derivative of the end,
/// `PIECE` rows of C. Central differences.
pub fn derivative(
    states: &States,
    i: usize,
    layer: usize,
    from: usize,
    forward: &mut Forward,
    params: &Params<f32>,
) -> Result<Vec<f64>, BackendError> {
    let width = forward.model().width;
    let end = site(forward.model().layers);
    let columns = PIECE.min(width - from);
    let rows = vec![states.texts[i].clone(); 2 * columns];
    let mut moves = vec![0.0; 2 * columns * width];
    for c in 0..columns {
        moves[2 * c * width + from + c] = STEP;
        moves[(2 * c + 1) * width + from + c] = -STEP;
    }
    let change = Change::add(site(layer), Region::all().at(1, states.at), moves);
    let seen = forward.run(params, &rows, &[change])?;
    let last = seen.time() - 1;
    let mut piece = Vec::with_capacity(columns * width);
    for c in 0..columns {
        let (up, down) = (
            seen.vector(&end, 2 * c, last)?,
            seen.vector(&end, 2 * c + 1, last)?,
        );
        let slope = |(u, d): (&f32, &f32)| f64::from(u - d) / f64::from(2.0 * STEP);
        piece.extend(up.iter().zip(down).map(slope));
    }
    Ok(piece)
}

pub fn wide(x: &[f32]) -> Vec<f64> {
    x.iter().map(|x| f64::from(*x)).collect()
}
