//! The thirty components of the model and sets of them: plain numbers, for the page and for the job.

use serde::{Deserialize, Serialize};

/// Blocks of the model.
pub const BLOCKS: usize = 6;
/// Attention heads of a block.
pub const HEADS: usize = 4;
/// Components of a block: its heads, then its MLP.
pub const BLOCK_PARTS: usize = HEADS + 1;
/// Components in all.
pub const PARTS: usize = BLOCKS * BLOCK_PARTS;
/// The first block's MLP.
pub const FIRST_MLP: usize = HEADS;

/// The block of a component, from 0.
pub const fn block(part: usize) -> usize {
    part / BLOCK_PARTS
}

/// The head of a component within its block, from 0; `None` for an MLP.
pub const fn head(part: usize) -> Option<usize> {
    let place = part % BLOCK_PARTS;
    if place < HEADS { Some(place) } else { None }
}

/// "3.1": block 3, head 1. "MLP 3": the MLP of block 3. Counted from 1; the same in both languages.
pub fn name(part: usize) -> String {
    let block = (block(part) + 1).to_string();
    match head(part) {
        Some(head) => [&block, ".", &(head + 1).to_string()].concat(),
        None => ["MLP ", &block].concat(),
    }
}

/// The components that are left on. Bit `p` = component `p`, block by block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Circuit(pub u32);

impl Circuit {
    /// The whole model.
    pub const FULL: Circuit = Circuit((1 << PARTS) - 1);
    /// Every component off: embedding and unembedding are all that is left.
    pub const EMPTY: Circuit = Circuit(0);

    /// Of these bits, without those that stand for nothing.
    pub const fn of_bits(bits: u32) -> Circuit {
        Circuit(bits & Circuit::FULL.0)
    }

    /// These components on, all others off.
    pub fn of(parts: impl IntoIterator<Item = usize>) -> Circuit {
        let bits = parts.into_iter().filter(|p| *p < PARTS);
        Circuit(bits.fold(0, |bits, p| bits | 1 << p))
    }

    pub const fn has(self, part: usize) -> bool {
        part < PARTS && self.0 & (1 << part) != 0
    }

    pub fn without(self, part: usize) -> Circuit {
        Circuit(self.0 & !(1 << part))
    }

    /// With this component switched over.
    pub fn switched(self, part: usize) -> Circuit {
        Circuit::of_bits(self.0 ^ (1 << part))
    }

    /// Number of components that are on.
    pub const fn size(self) -> usize {
        self.0.count_ones() as usize
    }

    /// In the model's order.
    pub fn parts(self) -> impl Iterator<Item = usize> {
        (0..PARTS).filter(move |p| self.has(*p))
    }
}

/// The circuit that is left once the first `PARTS - size` components of an order of removal are off.
pub fn left(order: &[u8], size: usize) -> Circuit {
    let gone = PARTS.saturating_sub(size);
    order
        .iter()
        .take(gone)
        .fold(Circuit::FULL, |circuit, p| circuit.without(usize::from(*p)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circuit_is_a_set_of_components() {
        let circuit = Circuit::of([4, 10, 99]);
        assert_eq!(
            (circuit.size(), circuit.has(4), circuit.has(5)),
            (2, true, false)
        );
        assert_eq!(circuit.switched(4).switched(5), Circuit::of([5, 10]));
        assert_eq!(circuit.parts().collect::<Vec<_>>(), [4, 10]);
        assert_eq!(Circuit::of_bits(u32::MAX), Circuit::FULL);
        assert_eq!(Circuit::FULL.size(), PARTS);
        assert!(!circuit.has(31) && !Circuit::FULL.has(32));
    }

    #[test]
    fn components_are_named_by_block_and_head() {
        assert_eq!(
            [0, 3, FIRST_MLP, 10, 29].map(name),
            ["1.1", "1.4", "MLP 1", "3.1", "MLP 6"]
        );
        assert_eq!((block(29), head(29), head(28)), (5, None, Some(3)));
    }

    #[test]
    fn an_order_of_removal_leaves_a_circuit_of_every_size() {
        let order: Vec<u8> = (0..PARTS as u8).collect();
        assert_eq!(left(&order, PARTS), Circuit::FULL);
        assert_eq!(left(&order, 2), Circuit::of([28, 29]));
        assert_eq!(left(&order, 0), Circuit::EMPTY);
    }
}
