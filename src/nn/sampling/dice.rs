//! The dice and the draw. Step i depends on the seed and on i only, so a text can be continued from anywhere.

use rand::Rng;
use rand_pcg::Pcg32;

use super::Distribution;
use crate::order::{descending, number};

/// PCG's default stream; every seed walks along the same one from a place of its own.
const STREAM: u64 = 0x0a02_bdbf_7bb3_c0a7;

/// The throw number `position` of the dice `seed`: in [0, 1), 53 random bits, the same on every machine.
///
/// Counter-based: throw i is made of outputs 2i and 2i + 1 of one Pcg32 sequence, reached by jumping ahead. Neighbouring seeds
/// are mixed first (SplitMix64, Steele et al. 2014), because the first output of a raw Pcg32 is a lattice over its seeds.
pub fn uniform(seed: u32, position: u32) -> f64 {
    let mut pcg = Pcg32::new(mix(seed as u64), STREAM);
    pcg.advance(2 * position as u64);
    let (high, low) = (pcg.next_u32() as u64, pcg.next_u32() as u64);
    ((high << 32 | low) >> 11) as f64 / (1u64 << 53) as f64
}

/// SplitMix64's output function.
fn mix(z: u64) -> u64 {
    let z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The token at `u` (in [0, 1)) when the kept tokens lie side by side, the most probable first, each as wide as it is probable.
///
/// In that order the same throw at a lower temperature never gives a less probable token. Never a removed token, nor one
/// of probability 0, however close `u` is to 1 (and whatever `u` is: below 0 or NaN gives the first, above 1 the last).
pub fn draw(distribution: &Distribution, u: f64) -> u32 {
    let last = &distribution.last;
    let mut order = descending(last.len(), |token| number(last[token].into()));
    order.retain(|&token| last[token as usize] > 0.0);
    let total: f64 = order.iter().map(|&token| last[token as usize] as f64).sum();
    let mut reached = 0.0;
    for &token in &order {
        reached += last[token as usize] as f64;
        if u * total < reached || u.is_nan() {
            return token;
        }
    }
    order.last().copied().unwrap_or(0) // `u * total` rounded up to the whole; 0 only for a distribution without any mass
}
