//! A run's fingerprint: 32 bits over its losses. Same seed and settings, same digits.

/// Before the first loss (FNV-1a's start value).
pub const START: u32 = 0x811c_9dc5;

/// FNV-1a, 32 bits, over the four bytes of one more loss.
pub fn with_loss(fingerprint: u32, loss: f32) -> u32 {
    loss.to_bits()
        .to_le_bytes()
        .iter()
        .fold(fingerprint, |sum, byte| {
            (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference: FNV-1a of the bytes 61 62 63 64 ("abcd") is ce3479bd (Fowler, Noll, Vo, draft-eastlake-fnv).
    #[test]
    fn a_loss_is_hashed_as_its_four_bytes_lowest_first() {
        assert_eq!(with_loss(START, f32::from_le_bytes(*b"abcd")), 0xce34_79bd);
    }
}
