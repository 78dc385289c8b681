//! Right answers counted, and how sure their share is.

use serde::{Deserialize, Serialize};

/// How many questions were answered right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    pub right: u32,
    pub of: u32,
}

impl Tally {
    /// 0 to 1; 0 for no question.
    pub fn share(self) -> f64 {
        f64::from(self.right) / f64::from(self.of.max(1))
    }

    /// The 95 % interval of the share: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    /// (0, 1) for no question.
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.959_963_984_540_054;
        let n = f64::from(self.of);
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (p, zz) = (self.share(), Z * Z / n);
        let middle = (p + zz / 2.0) / (1.0 + zz);
        let half = Z / (1.0 + zz) * libm::sqrt(p * (1.0 - p) / n + zz / (4.0 * n));
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }

    pub fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }
}

/// The mean of the shares; none for none.
pub fn mean_share(tallies: impl IntoIterator<Item = Tally>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0);
    for tally in tallies {
        sum += tally.share();
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_literature() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, table I.
        for (right, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (a, b) = Tally { right, of }.interval();
            assert!(
                (a - low).abs() < 6e-5 && (b - high).abs() < 6e-5,
                "{right}/{of}: {a} {b}"
            );
        }
        assert_eq!(Tally::default().interval(), (0.0, 1.0));
    }
}
