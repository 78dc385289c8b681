//! Sorting for what runs in the worker, compiled once: each type that a program sorts brings a copy of the sort of its own,
//! some 10 kB of wasm.

/// The indices 0..`n` from the lowest key to the highest, equals in their order.
pub fn ascending(n: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = (0..n).map(|i| (key(i), i as u32)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// The indices 0..`n` from the highest key to the lowest, equals in their order.
pub fn descending(n: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    ascending(n, |i| !key(i))
}

/// A key that orders numbers as they are: -inf, .., -1, 0 (either zero), 1, .., inf. NaN stands at an end, by its sign.
pub fn number(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits(); // -0 becomes 0
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_in_their_order_and_equals_keep_theirs(numbers in prop::collection::vec(-5i8..5, 0..60)) {
            let xs: Vec<f64> = numbers.iter().map(|&n| f64::from(n) / 3.0).collect();
            let mut expected: Vec<u32> = (0..xs.len() as u32).collect();
            expected.sort_by(|&a, &b| xs[b as usize].partial_cmp(&xs[a as usize]).unwrap());
            prop_assert_eq!(descending(xs.len(), |i| number(xs[i])), expected.clone());
            expected.sort_by(|&a, &b| xs[a as usize].partial_cmp(&xs[b as usize]).unwrap().then(a.cmp(&b)));
            prop_assert_eq!(ascending(xs.len(), |i| number(xs[i])), expected);
        }

        #[test]
        fn keys_of_numbers_compare_as_the_numbers(a: f64, b: f64) {
            prop_assert_eq!(number(a).cmp(&number(b)), a.partial_cmp(&b).unwrap());
        }
    }

    #[test]
    fn zeros_are_equal_and_infinities_stand_at_the_ends() {
        assert_eq!(number(0.0), number(-0.0));
        assert!(
            number(f64::NEG_INFINITY) < number(f64::MIN)
                && number(f64::MAX) < number(f64::INFINITY)
        );
    }
}
