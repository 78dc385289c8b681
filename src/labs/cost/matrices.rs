//! What a block does beside its mixing: four projections and an MLP four times as wide, 12 D^2 weights for every token.

/// The matrices of one block, stored (in, out), with the numbers that pass through them.
pub struct Matrices {
    d: usize,
    /// Queries, keys, values and output side by side (D, 4 D), up (D, 4 D), down (4 D, D).
    weights: [Vec<f32>; 3],
    x: Vec<f32>,
    wide: Vec<f32>,
    pub out: Vec<f32>,
}

impl Matrices {
    /// D = `d`. The numbers do not matter, only how many there are; they are small, so that nothing overflows.
    pub fn new(d: usize) -> Matrices {
        let numbers = |n: usize, by: usize| -> Vec<f32> {
            let at = |i: usize| (i * by % 17) as f32 / 17.0 - 0.5;
            (0..n).map(|i| at(i) / d as f32).collect()
        };
        Matrices {
            d,
            weights: [numbers(4 * d * d, 7), numbers(4 * d * d, 5), numbers(4 * d * d, 3)],
            x: numbers(d, 11),
            wide: vec![0.0; 4 * d],
            out: vec![0.0; d],
        }
    }

    /// One token through all of them.
    pub fn pass(&mut self) {
        let [projections, up, down] = &self.weights;
        multiply(&self.x, projections, &mut self.wide);
        // What the projections give is fed on, so that no work can be left out as unused.
        self.out.copy_from_slice(&self.wide[..self.d]);
        multiply(&self.out, up, &mut self.wide);
        self.wide.iter_mut().for_each(|v| *v = v.max(0.0));
        multiply(&self.wide, down, &mut self.out);
    }

    /// Weights: 12 D^2.
    pub fn count(&self) -> usize {
        self.weights.iter().map(Vec::len).sum()
    }
}

/// y = x W: row after row of W, so that neighbours in memory are used together.
fn multiply(x: &[f32], w: &[f32], y: &mut [f32]) {
    y.fill(0.0);
    for (x, row) in x.iter().zip(w.chunks_exact(y.len())) {
        for (y, w) in y.iter_mut().zip(row) {
            *y += x * w;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_times_a_matrix_is_the_sum_of_its_weighted_rows() {
        let mut y = [9.0; 3];
        multiply(&[2.0, -1.0], &[1.0, 0.0, 3.0, 4.0, 5.0, -6.0], &mut y);
        assert_eq!(y, [-2.0, -5.0, 12.0]);
    }

    #[test]
    fn a_block_has_twelve_times_the_square_of_its_width_and_uses_them() {
        let mut matrices = Matrices::new(8);
        assert_eq!(matrices.count(), 12 * 64);
        matrices.pass();
        let before = matrices.out.clone();
        assert!(before.iter().all(|v| v.is_finite()) && before.iter().any(|v| *v != 0.0));
        for part in 0..3 {
            let mut other = Matrices::new(8);
            other.weights[part].iter_mut().for_each(|w| *w *= -2.0);
            other.pass();
            assert_ne!(other.out, before, "matrix {part}");
        }
    }
}
