//! Which component goes next, and how small a circuit may be: the bookkeeping of backward pruning, without a model.

use super::parts::{PARTS, left};
use super::protocol::Found;
use crate::data::tally::Tally;

/// How many components a round switches off when `size` are left: the least harmful fifth, at least one.
pub fn dropped(size: usize) -> usize {
    (size / 5).max(1).min(size)
}

/// Sizes at which a round begins, from the whole model down.
pub fn rounds() -> Vec<usize> {
    let mut sizes = vec![PARTS];
    while let Some(&size) = sizes.last()
        && size > dropped(size)
    {
        sizes.push(size - dropped(size));
    }
    sizes
}

/// The components by harm, the least harmful first: `scores` is the mean log p without each of `parts`. Equals by number.
pub fn least_harmful(parts: &[u8], scores: &[f32]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // Stable: equals stay in their order.
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    order.into_iter().map(|i| parts[i]).collect()
}

/// One ranking of all components by what each does alone.
pub fn ranking(found: &Found) -> Vec<u8> {
    let all: Vec<u8> = (0..PARTS as u8).collect();
    least_harmful(&all, &found.alone)
}

/// The components that pruning has left, in the model's order.
pub fn remaining(found: &Found) -> Vec<u8> {
    let circuit = left(&found.pruned, PARTS - found.pruned.len());
    circuit.parts().map(|p| p as u8).collect()
}

/// Ends a round whose scores are complete: the least harmful fifth joins the order.
pub fn end_round(found: &mut Found, scores: &[f32]) {
    let parts = remaining(found);
    let order = least_harmful(&parts, scores);
    found.pruned.extend(&order[..dropped(parts.len())]);
}

/// The smallest size from which on every circuit keeps this share of what the whole model gets right. `curve`: by size, from 0
/// to all. `None` before the curve is complete, or where the whole model gets nothing right.
pub fn needed(curve: &[Tally], share: f64) -> Option<usize> {
    let full = curve.get(PARTS)?.share();
    if full <= 0.0 {
        return None;
    }
    let kept = |size: &usize| curve[*size].share() >= share * full;
    (0..=PARTS).rev().take_while(kept).last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::circuits::parts::Circuit;

    /// A model in which every component adds its own number, and which needs 4 and 7 together.
    fn score(circuit: Circuit) -> f32 {
        let sum: f32 = circuit.parts().map(|p| p as f32 / 100.0).sum();
        let pair = circuit.has(4) && circuit.has(7);
        sum + if pair { 10.0 } else { 0.0 }
    }

    fn pruned() -> Found {
        let mut found = Found::default();
        for size in rounds() {
            let parts = remaining(&found);
            assert_eq!(parts.len(), size);
            let circuit = left(&found.pruned, size);
            let scores: Vec<f32> = parts
                .iter()
                .map(|p| score(circuit.without(usize::from(*p))))
                .collect();
            end_round(&mut found, &scores);
        }
        found
    }

    #[test]
    fn every_component_goes_once_and_the_pair_that_matters_stays_to_the_end() {
        let found = pruned();
        let mut all = found.pruned.clone();
        all.sort_unstable();
        assert_eq!(all, (0..PARTS as u8).collect::<Vec<_>>());
        assert_eq!(found.pruned[0], 0);
        assert_eq!(left(&found.pruned, 2), Circuit::of([4, 7]));
        assert_eq!(remaining(&found), Vec::<u8>::new());
    }

    #[test]
    fn a_round_drops_a_fifth_and_the_last_rounds_one() {
        assert_eq!(
            rounds(),
            [30, 24, 20, 16, 13, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1]
        );
        assert_eq!([30, 9, 4, 1].map(dropped), [6, 1, 1, 1]);
    }

    #[test]
    fn the_needed_size_is_the_smallest_above_which_nothing_falls_short() {
        let curve = |right: &dyn Fn(usize) -> u32| -> Vec<Tally> {
            (0..=PARTS)
                .map(|size| Tally {
                    right: right(size),
                    of: 10,
                })
                .collect()
        };
        assert_eq!(
            needed(&curve(&|size| if size >= 8 { 10 } else { 0 }), 0.8),
            Some(8)
        );
        // A lucky small circuit does not count, nor does an exact 80 percent fail.
        assert_eq!(
            needed(
                &curve(&|size| if size == 3 || size >= 12 { 8 } else { 1 }),
                0.8
            ),
            Some(12)
        );
        assert_eq!(needed(&curve(&|_| 7), 0.8), Some(0));
        assert_eq!(needed(&curve(&|_| 0), 0.8), None);
        assert_eq!(needed(&[], 0.8), None);
    }
}
