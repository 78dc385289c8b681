//! FNV-1a, 64 bits: names of random streams, and whether a file came as it was built. Not against forgery.
//!
//! Source: Fowler, Noll, Vo, draft-eastlake-fnv. Also compiled into build.rs, so it imports nothing.

/// The hash of these bytes.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
