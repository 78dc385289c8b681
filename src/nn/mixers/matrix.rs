//! One memory as plain numbers, for laws and figures: the same writes as the layers', without the graph.

/// H, (d_v, d_k), row-major.
#[derive(Clone, PartialEq, Debug)]
pub struct Matrix {
    pub values: usize,
    pub keys: usize,
    pub numbers: Vec<f64>,
}

impl Matrix {
    /// Nothing stored.
    pub fn new(values: usize, keys: usize) -> Matrix {
        Matrix {
            values,
            keys,
            numbers: vec![0.0; values * keys],
        }
    }

    /// H k.
    pub fn read(&self, k: &[f64]) -> Vec<f64> {
        self.numbers
            .chunks(self.keys.max(1))
            .map(|row| dot(row, k))
            .collect()
    }

    /// H + v k'.
    pub fn add(&mut self, k: &[f64], v: &[f64]) {
        for (row, v) in self.numbers.chunks_mut(self.keys.max(1)).zip(v) {
            row.iter_mut().zip(k).for_each(|(h, k)| *h += v * k);
        }
    }

    /// H + beta (v - H k) k'.
    pub fn correct(&mut self, k: &[f64], v: &[f64], beta: f64) {
        let found = self.read(k);
        let missing: Vec<f64> = v.iter().zip(&found).map(|(v, f)| beta * (v - f)).collect();
        self.add(k, &missing);
    }

    /// Every number times its own factor; `factor(row, column)`.
    pub fn fade(&mut self, factor: impl Fn(usize, usize) -> f64) {
        let keys = self.keys.max(1);
        for (i, h) in self.numbers.iter_mut().enumerate() {
            *h *= factor(i / keys, i % keys);
        }
    }

    /// The sum of the squares of its numbers.
    pub fn square(&self) -> f64 {
        dot(&self.numbers, &self.numbers)
    }
}

/// The weights of softmax attention with scores `scale` q . k.
pub fn softmax_weights(keys: &[Vec<f64>], q: &[f64], scale: f64) -> Vec<f64> {
    let scores: Vec<f64> = keys.iter().map(|k| scale * dot(k, q)).collect();
    let top = scores.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    let shares: Vec<f64> = scores.iter().map(|s| libm::exp(s - top)).collect();
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|s| s / sum).collect()
}

/// Softmax: the factor Z_t / Z_(t+1) by which one more item of this score shrinks the weight of every item before it.
pub fn later_item_factor(scores: &[f64], later: f64) -> f64 {
    let top = scores.iter().fold(later, |a, b| a.max(*b));
    let sum: f64 = scores.iter().map(|s| libm::exp(s - top)).sum();
    sum / (sum + libm::exp(later - top))
}

/// a . b
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
