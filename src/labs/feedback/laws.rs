//! What the runs of each kind should be on average, with L open slots out of A symbols, all filled at random to begin with.

use super::program::ALPHABET;
use super::repair::Kind;

/// Runs until the program passes, on average over programs and dice.
///
/// Pass or fail: each run is right with probability A^-L. A score with random changes: with k slots wrong a change mends one with
/// probability k / (L A), so A L (1 + 1/2 + .. + 1/k) runs for k wrong slots, over the binomial distribution of k. In order: a
/// slot that was right (1/A) is known after one run, another one takes A/2; slots at the end that were right cost nothing. The
/// first wrong line: (A - 1)/2 symbols of each slot. The log: one run for each slot that was wrong.
pub fn runs(kind: Kind, open: u32) -> f64 {
    let (a, l) = (f64::from(ALPHABET), f64::from(open));
    match kind {
        Kind::PassFail => libm::pow(a, l),
        Kind::Score => {
            let right = 1.0 / a;
            let (mut mean, mut harmonic) = (1.0, 0.0);
            let mut chance = libm::pow(right, l); // of k = 0 wrong slots
            for k in 1..=open {
                let k = f64::from(k);
                harmonic += 1.0 / k;
                chance *= (l - k + 1.0) / k * (1.0 - right) / right;
                mean += chance * a * l * harmonic;
            }
            mean
        }
        Kind::ScoreInOrder => {
            let spared: f64 = (1..=open).map(|j| libm::pow(a, -f64::from(j))).sum();
            1.0 + l * (1.0 / a + (a - 1.0) / 2.0) - spared
        }
        Kind::Line => 1.0 + l * (a - 1.0) / 2.0,
        Kind::Log => 1.0 + l * (a - 1.0) / a,
    }
}

/// Bits that have to be found out: which of A^L programs is the right one.
pub fn bits(open: u32) -> f64 {
    f64::from(open) * libm::log2(f64::from(ALPHABET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formulas_have_the_values_of_a_hand_calculation() {
        assert_eq!(runs(Kind::PassFail, 4), 4096.0);
        assert_eq!(runs(Kind::Line, 6), 22.0);
        assert_eq!(runs(Kind::Log, 8), 8.0);
        // L = 1: wrong with 7/8, then 8 runs.
        assert!((runs(Kind::Score, 1) - 8.0).abs() < 1e-12);
        // L = 2: 49/64 of 24, 14/64 of 16, and the first run.
        assert!((runs(Kind::Score, 2) - (1.0 + 49.0 / 64.0 * 24.0 + 14.0 / 64.0 * 16.0)).abs() < 1e-12);
        // L = 1 in order: right at once with 1/8, else the mean of 1..=7 more.
        assert!((runs(Kind::ScoreInOrder, 1) - (1.0 + 7.0 / 8.0 * 4.0)).abs() < 1e-12);
        assert_eq!(bits(4), 12.0);
    }
}
