//! The delta rule as gradient descent on the error of one pair, L(H) = |H k - v|^2 / 2, with beta as learning rate.

use crate::nn::mixers::matrix::{Matrix, dot};

/// L(H).
pub fn loss(h: &Matrix, k: &[f64], v: &[f64]) -> f64 {
    let read = h.read(k);
    0.5 * read
        .iter()
        .zip(v)
        .map(|(r, v)| (r - v) * (r - v))
        .sum::<f64>()
}

/// dL/dH = (H k - v) k'.
pub fn gradient(h: &Matrix, k: &[f64], v: &[f64]) -> Matrix {
    let wrong: Vec<f64> = h.read(k).iter().zip(v).map(|(r, v)| r - v).collect();
    let mut slope = Matrix::new(h.values, h.keys);
    slope.add(k, &wrong);
    slope
}

/// H - beta dL/dH.
pub fn step(h: &Matrix, k: &[f64], v: &[f64], beta: f64) -> Matrix {
    let slope = gradient(h, k, v);
    let mut next = h.clone();
    next.numbers
        .iter_mut()
        .zip(&slope.numbers)
        .for_each(|(h, s)| *h -= beta * s);
    next
}

/// What is left of the error after one step, as a factor on H k - v: 1 - beta |k|^2. Of absolute value below 1 for beta
/// between 0 and 2 / |k|^2: there repeated steps converge; 0 where one step is enough.
pub fn error_factor(k: &[f64], beta: f64) -> f64 {
    1.0 - beta * dot(k, k)
}

/// The memory itself and after each of `steps` steps on the same pair; stops where a number is no longer finite.
pub fn path(h: &Matrix, k: &[f64], v: &[f64], beta: f64, steps: usize) -> Vec<Matrix> {
    let mut path = vec![h.clone()];
    for _ in 0..steps {
        let next = step(&path[path.len() - 1], k, v, beta);
        if !next.numbers.iter().all(|x| x.is_finite()) {
            break;
        }
        path.push(next);
    }
    path
}

/// L over two entries of H (indices into its numbers), the others as they are: `n` x `n` values over `around` +- `reach` of
/// each entry's present number, row by row; rows move the second entry. `None` for entries that H does not have.
pub fn surface(
    h: &Matrix,
    k: &[f64],
    v: &[f64],
    entries: [usize; 2],
    reach: f64,
    n: usize,
) -> Option<Vec<f64>> {
    let centre = [*h.numbers.get(entries[0])?, *h.numbers.get(entries[1])?];
    let offset = |i: usize| reach * (2.0 * i as f64 / n.saturating_sub(1).max(1) as f64 - 1.0);
    let mut at = h.clone();
    let mut values = Vec::with_capacity(n * n);
    for row in 0..n {
        for column in 0..n {
            at.numbers[entries[0]] = centre[0] + offset(column);
            at.numbers[entries[1]] = centre[1] + offset(row);
            values.push(loss(&at, k, v));
        }
    }
    Some(values)
}
