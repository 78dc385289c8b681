//! Small dense linear algebra in f64: what fitting a line and turning it round needs. Matrices are square or tall and small (64).

/// Row-major.
#[derive(Clone, PartialEq, Debug)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<f64>,
}

/// A matrix as U diag(s) V^T: columns of `left` and `right` are unit vectors, `values` fall.
#[derive(Clone, PartialEq, Debug)]
pub struct Svd {
    pub left: Matrix,
    pub values: Vec<f64>,
    pub right: Matrix,
}

/// Sweeps after which the rotations stop whatever is left; 64 x 64 needs about ten.
const SWEEPS: usize = 60;

impl Matrix {
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix {
            rows,
            columns,
            values: vec![0.0; rows * columns],
        }
    }

    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.columns..][..self.columns]
    }

    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.values[i * self.columns..][..self.columns]
    }

    pub fn transposed(&self) -> Matrix {
        let mut to = Matrix::zeros(self.columns, self.rows);
        for i in 0..self.rows {
            for j in 0..self.columns {
                to.values[j * self.rows + i] = self.values[i * self.columns + j];
            }
        }
        to
    }

    /// x M, x a row as long as the matrix is high.
    pub fn after(&self, x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; self.columns];
        for (i, &a) in x.iter().enumerate() {
            for (to, m) in y.iter_mut().zip(self.row(i)) {
                *to += a * m;
            }
        }
        y
    }

    /// Frobenius.
    pub fn norm(&self) -> f64 {
        norm(&self.values)
    }
}

/// The W (d, m) that makes |S W - O|^2 + lambda |W|^2 least, for centred S (n, d), O (n, m). Cholesky of S^T S + lambda I; with
/// `lambda` > 0 there is always one, and a pivot that rounding pushed under zero is held just above it.
pub fn ridge(s: &Matrix, o: &Matrix, lambda: f64) -> Matrix {
    let d = s.columns;
    let mut a = Matrix::zeros(d, d);
    let mut w = Matrix::zeros(d, o.columns);
    for n in 0..s.rows {
        for (i, &x) in s.row(n).iter().enumerate() {
            for (to, y) in a.row_mut(i).iter_mut().zip(s.row(n)) {
                *to += x * y;
            }
            for (to, y) in w.row_mut(i).iter_mut().zip(o.row(n)) {
                *to += x * y;
            }
        }
    }
    for i in 0..d {
        a.values[i * d + i] += lambda;
    }
    cholesky(&mut a);
    // L (L^T W) = S^T O: down, then up.
    for i in 0..d {
        for k in 0..i {
            subtract(&mut w, i, k, a.values[i * d + k]);
        }
        divide(&mut w, i, a.values[i * d + i]);
    }
    for i in (0..d).rev() {
        for k in i + 1..d {
            subtract(&mut w, i, k, a.values[k * d + i]);
        }
        divide(&mut w, i, a.values[i * d + i]);
    }
    w
}

/// The lower factor in place of a symmetric positive matrix; what is above the diagonal stays as it was.
fn cholesky(a: &mut Matrix) {
    let d = a.columns;
    for i in 0..d {
        for j in 0..=i {
            let below: f64 = (0..j)
                .map(|k| a.values[i * d + k] * a.values[j * d + k])
                .sum();
            let left = a.values[i * d + j] - below;
            a.values[i * d + j] = if i == j {
                libm::sqrt(left.max(f64::MIN_POSITIVE))
            } else {
                left / a.values[j * d + j]
            };
        }
    }
}

/// Row `i` minus `by` times row `k`.
fn subtract(w: &mut Matrix, i: usize, k: usize, by: f64) {
    for j in 0..w.columns {
        w.values[i * w.columns + j] -= by * w.values[k * w.columns + j];
    }
}

fn divide(w: &mut Matrix, i: usize, by: f64) {
    for x in w.row_mut(i) {
        *x /= by;
    }
}

/// One-sided Jacobi (Hestenes 1958, "Inversion of Matrices by Biorthogonalization"): pairs of columns are turned until all are at
/// right angles. Rows >= columns. No drawing of lots, so the same bits on every machine.
pub fn svd(m: &Matrix) -> Svd {
    let n = m.columns;
    // Columns are handled as rows of the transposed: they lie together in memory.
    let mut u = m.transposed();
    let mut v = Matrix::zeros(n, n);
    for i in 0..n {
        v.values[i * n + i] = 1.0;
    }
    for _ in 0..SWEEPS {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                let (a, b, c) = (
                    dot(u.row(p), u.row(p)),
                    dot(u.row(q), u.row(q)),
                    dot(u.row(p), u.row(q)),
                );
                if c.abs() <= 1e-14 * libm::sqrt(a * b) {
                    continue;
                }
                turned = true;
                let zeta = (b - a) / (2.0 * c);
                let t = zeta.signum() / (zeta.abs() + libm::sqrt(1.0 + zeta * zeta));
                let cos = 1.0 / libm::sqrt(1.0 + t * t);
                turn(&mut u, p, q, cos, cos * t);
                turn(&mut v, p, q, cos, cos * t);
            }
        }
        if !turned {
            break;
        }
    }
    let sizes: Vec<f64> = (0..n).map(|i| norm(u.row(i))).collect();
    let order = crate::order::descending(n, |i| crate::order::number(sizes[i]));
    let (mut left, mut right) = (Matrix::zeros(n, m.rows), Matrix::zeros(n, n));
    let mut values = Vec::new();
    for (to, from) in order.into_iter().enumerate() {
        let from = from as usize;
        values.push(sizes[from]);
        right.row_mut(to).copy_from_slice(v.row(from));
        if sizes[from] > 0.0 {
            for (x, y) in left.row_mut(to).iter_mut().zip(u.row(from)) {
                *x = y / sizes[from];
            }
        }
    }
    Svd {
        left: left.transposed(),
        values,
        right: right.transposed(),
    }
}

fn turn(m: &mut Matrix, p: usize, q: usize, cos: f64, sin: f64) {
    let (head, tail) = m.values.split_at_mut(q * m.columns);
    let columns = m.columns;
    for (x, y) in head[p * columns..][..columns]
        .iter_mut()
        .zip(&mut tail[..columns])
    {
        (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
    }
}

impl Svd {
    /// V_k diag(1/s_k) U_k^T: the inverse on the `rank` strongest directions, nothing on the others. Directions that rounding made
    /// (under 1e-12 of the strongest) are left out.
    pub fn inverse(&self, rank: usize) -> Matrix {
        let (rows, columns) = (self.right.rows, self.left.rows);
        let mut to = Matrix::zeros(rows, columns);
        let floor = 1e-12 * self.values.first().copied().unwrap_or(0.0);
        for k in (0..rank.min(self.values.len())).filter(|k| self.values[*k] > floor) {
            for i in 0..rows {
                let by = self.right.values[i * self.right.columns + k] / self.values[k];
                for j in 0..columns {
                    to.values[i * columns + j] += by * self.left.values[j * self.left.columns + k];
                }
            }
        }
        to
    }
}

pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

pub fn norm(a: &[f64]) -> f64 {
    libm::sqrt(dot(a, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern.
    fn drawn(rows: usize, columns: usize, seed: u32) -> Matrix {
        let value = |i: usize| libm::sin(1.7 * (i as f64 + 1.0) * (i as f64 + f64::from(seed)));
        let values = (0..rows * columns).map(value).collect();
        Matrix {
            rows,
            columns,
            values,
        }
    }

    fn times(a: &Matrix, b: &Matrix) -> Matrix {
        let values = (0..a.rows).flat_map(|i| b.after(a.row(i))).collect();
        Matrix {
            rows: a.rows,
            columns: b.columns,
            values,
        }
    }

    fn apart(a: &Matrix, b: &Matrix) -> f64 {
        assert_eq!((a.rows, a.columns), (b.rows, b.columns));
        a.values
            .iter()
            .zip(&b.values)
            .map(|(x, y)| (x - y).abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn singular_vectors_are_at_right_angles_and_give_the_matrix_back() {
        for (rows, columns) in [(5, 3), (4, 4), (64, 64)] {
            let m = drawn(rows, columns, 3);
            let found = svd(&m);
            let mut scaled = found.left.clone();
            for i in 0..rows {
                for (x, s) in scaled.row_mut(i).iter_mut().zip(&found.values) {
                    *x *= s;
                }
            }
            assert!(apart(&times(&scaled, &found.right.transposed()), &m) < 1e-12);
            let mut one = Matrix::zeros(columns, columns);
            (0..columns).for_each(|i| one.values[i * columns + i] = 1.0);
            assert!(apart(&times(&found.left.transposed(), &found.left), &one) < 1e-12);
            assert!(apart(&times(&found.right.transposed(), &found.right), &one) < 1e-12);
            assert!(found.values.windows(2).all(|w| w[0] >= w[1]));
        }
    }

    #[test]
    fn the_whole_inverse_inverts_and_a_part_of_it_obeys_penrose_s_laws() {
        let m = drawn(6, 6, 1);
        let whole = svd(&m).inverse(6);
        let mut one = Matrix::zeros(6, 6);
        (0..6).for_each(|i| one.values[i * 6 + i] = 1.0);
        assert!(apart(&times(&m, &whole), &one) < 1e-9);
        let part = svd(&m).inverse(2);
        // M+ M M+ = M+, and M+ M is symmetric.
        assert!(apart(&times(&times(&part, &m), &part), &part) < 1e-9);
        let around = times(&m, &part);
        assert!(apart(&around, &around.transposed()) < 1e-9);
    }

    #[test]
    fn a_matrix_of_low_rank_has_zero_singular_values_and_still_an_inverse() {
        let m = times(&drawn(5, 2, 1), &drawn(2, 5, 2));
        let found = svd(&m);
        assert!(
            found.values[1] > 0.01 && found.values[2] < 1e-14,
            "{:?}",
            found.values
        );
        let inverse = found.inverse(5);
        assert!(apart(&times(&times(&m, &inverse), &m), &m) < 1e-12);
        assert_eq!(svd(&Matrix::zeros(3, 3)).inverse(3), Matrix::zeros(3, 3));
    }

    #[test]
    fn ridge_finds_the_map_behind_exact_data_and_obeys_its_normal_equations() {
        let (s, w) = (drawn(9, 4, 1), drawn(4, 3, 2));
        assert!(apart(&ridge(&s, &times(&s, &w), 1e-12), &w) < 1e-9);
        let o = drawn(9, 3, 5);
        let lambda = 0.7;
        let found = ridge(&s, &o, lambda);
        // S^T (O - S W) = lambda W.
        let mut rest = times(&s, &found);
        rest.values
            .iter_mut()
            .zip(&o.values)
            .for_each(|(x, o)| *x = o - *x);
        let mut right = found.clone();
        right.values.iter_mut().for_each(|x| *x *= lambda);
        assert!(apart(&times(&s.transposed(), &rest), &right) < 1e-12);
        // More columns than rows: without lambda there would be many, with it there is one.
        assert!(
            ridge(&drawn(2, 4, 1), &drawn(2, 3, 1), 0.1)
                .values
                .iter()
                .all(|x| x.is_finite())
        );
    }
}
