//! What a layer and a model cost, by formula: plain arithmetic, so that the page can draw it.
//!
//! Letters as in the lesson: d a head's keys and values, H heads, D = H d the width, L layers, n of them attention, t tokens
//! seen so far, T tokens of a whole prompt. Multiply and add are 2 operations. "Decode" is the next token (inference);
//! "prefill" is a whole prompt; the two are never in one chart.
//!
//! Left out, the same on both sides: projections in the mixing alone, embedding and read-out, norms, the softmax's own 5 t
//! operations (below 2 % at d = 64), and grouped queries, which divide the cache by 4 to 8.

use crate::nn::mixers::{Kind, Size};

/// The layers with a memory of constant size that the lab offers.
pub const RIVALS: [Kind; 5] = [
    Kind::Linear,
    Kind::RetNet,
    Kind::ScalarGate,
    Kind::DeltaNet,
    Kind::GatedDelta,
];

/// Operations of a block's matrices for each token: 24 D^2 (queries, keys, values, output 8 D^2; MLP of ratio 4: 16 D^2).
const MATRICES: f64 = 24.0;
/// Numbers in them: each is used for one multiplication and one addition.
const WEIGHTS: f64 = 12.0;

/// A head of softmax attention at context t: 4 t d operations (q K', then the weighted sum of V).
pub fn softmax_decode(d: f64, t: f64) -> f64 {
    4.0 * t * d
}

/// A head's KV cache: 2 t d numbers.
pub fn cache_numbers(d: f64, t: f64) -> f64 {
    2.0 * t * d
}

/// A head of the layer with constant memory: c d^2 operations whatever the context is, c = 4 (linear) to 7 (gated delta).
pub fn rival_decode(rival: Kind, d: f64) -> f64 {
    factor(rival) * d * d
}

/// c of [`rival_decode`], from the counts of `nn::mixers` (a test holds those against the graph).
pub fn factor(rival: Kind) -> f64 {
    let one = Size {
        width: 1,
        keys: 1,
        values: 1,
    };
    rival.decode_flops(one, 1) as f64
}

/// The context at which both mix with as many operations: t = c d / 4, for linear attention t = d.
pub fn crossover_operations(rival: Kind, d: f64) -> f64 {
    factor(rival) * d / 4.0
}

/// The context at which both remember as many numbers: t = d / 2.
pub fn crossover_memory(d: f64) -> f64 {
    d / 2.0
}

/// The context at which attention's mixing costs as much as all matrices of its block: 4 t D = 24 D^2, t = 6 D.
pub fn crossover_block(width: f64) -> f64 {
    MATRICES * width / 4.0
}

/// A model on paper: `attention` of its layers are softmax attention, the others the rival.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stack {
    /// d
    pub head: f64,
    /// H
    pub heads: f64,
    /// L
    pub layers: f64,
    /// n, at most L.
    pub attention: f64,
    pub rival: Kind,
}

impl Stack {
    /// D = H d.
    pub fn width(&self) -> f64 {
        self.head * self.heads
    }

    /// The same model with another number of attention layers.
    pub fn with_attention(self, attention: f64) -> Stack {
        Stack { attention, ..self }
    }

    fn rivals(&self) -> f64 {
        self.layers - self.attention
    }

    /// Numbers in the blocks' matrices: 12 D^2 L. The rival's gates (H numbers wide) are left out.
    pub fn weights(&self) -> f64 {
        WEIGHTS * self.width().powi(2) * self.layers
    }

    /// Operations for the next token at context t: L 24 D^2 + n 4 t D + (L - n) c d D.
    pub fn decode(&self, t: f64) -> f64 {
        MATRICES * self.width().powi(2) * self.layers + self.decode_mixing(t)
    }

    /// The part of [`Stack::decode`] that mixes time.
    pub fn decode_mixing(&self, t: f64) -> f64 {
        let softmax = self.attention * self.heads * softmax_decode(self.head, t);
        softmax + self.rivals() * self.heads * rival_decode(self.rival, self.head)
    }

    /// Numbers that one sequence is remembered by after t tokens: n 2 t D + (L - n) d D.
    pub fn memory(&self, t: f64) -> f64 {
        let cache = self.attention * self.heads * cache_numbers(self.head, t);
        cache + self.rivals() * self.heads * self.head * self.head
    }

    /// Numbers that are read for the next token, one sequence alone: every weight and the whole memory.
    pub fn traffic(&self, t: f64) -> f64 {
        self.weights() + self.memory(t)
    }

    /// Operations for a prompt of T tokens: L 24 D^2 T + n 2 T^2 D (every pair once: token t looks at t others) +
    /// (L - n) c d D T.
    pub fn prefill(&self, prompt: f64) -> f64 {
        let softmax = self.attention * 2.0 * prompt * prompt * self.width();
        let rivals = self.rivals() * self.heads * rival_decode(self.rival, self.head) * prompt;
        MATRICES * self.width().powi(2) * self.layers * prompt + softmax + rivals
    }
}

/// Contexts for a curve over `from..=to`: even on a logarithmic axis, whole tokens, both ends included.
pub fn contexts(from: f64, to: f64) -> Vec<f64> {
    const POINTS: usize = 60;
    let mut all: Vec<f64> = (0..=POINTS)
        .map(|i| (from * (to / from).powf(i as f64 / POINTS as f64)).round())
        .collect();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAPER: Stack = Stack {
        head: 128.0,
        heads: 32.0,
        layers: 32.0,
        attention: 4.0,
        rival: Kind::Linear,
    };

    fn size(d: usize) -> Size {
        Size {
            width: 3,
            keys: d,
            values: d,
        }
    }

    #[test]
    fn the_laws_are_the_engine_s_counts() {
        for d in [1, 16, 64] {
            for t in [1, 7, 4096] {
                let counted = Kind::Softmax.decode_flops(size(d), t) as f64;
                assert_eq!(counted, softmax_decode(d as f64, t as f64) + 5.0 * t as f64);
                let cache = Kind::Softmax.state_numbers(size(d), t) as f64;
                assert_eq!(cache, cache_numbers(d as f64, t as f64));
                for rival in RIVALS {
                    let counted = rival.decode_flops(size(d), t) as f64;
                    assert_eq!(counted, rival_decode(rival, d as f64), "{rival:?}");
                    let state = rival.state_numbers(size(d), t) as f64;
                    assert_eq!(state, (d * d) as f64, "{rival:?}");
                }
            }
        }
    }

    #[test]
    fn softmax_grows_with_slope_1_and_a_constant_memory_with_slope_0() {
        for (a, b) in [(1.0, 2.0), (100.0, 1e7)] {
            assert_eq!(
                softmax_decode(64.0, b) / softmax_decode(64.0, a),
                b / a,
                "log-log slope 1"
            );
            assert_eq!(cache_numbers(64.0, b) / cache_numbers(64.0, a), b / a);
            let none = PAPER.with_attention(0.0);
            assert_eq!(none.decode(b), none.decode(a));
            assert_eq!(none.memory(b), none.memory(a));
        }
    }

    #[test]
    fn the_crossovers_are_d_half_d_and_6_d() {
        assert_eq!(crossover_operations(Kind::Linear, 64.0), 64.0);
        assert_eq!(crossover_memory(64.0), 32.0);
        assert_eq!(crossover_block(64.0), 384.0);
        assert_eq!(crossover_block(4096.0), 24_576.0);
    }

    proptest! {
        #[test]
        fn at_a_crossover_both_sides_cost_the_same(d in 1u32..512, heads in 1u32..129, rival in 0..RIVALS.len()) {
            let (d, rival) = (f64::from(d), RIVALS[rival]);
            let t = crossover_operations(rival, d);
            prop_assert_eq!(softmax_decode(d, t), rival_decode(rival, d));
            prop_assert_eq!(cache_numbers(d, crossover_memory(d)), d * d);
            let one = Stack { head: d, heads: f64::from(heads), layers: 1.0, attention: 1.0, rival };
            let t = crossover_block(one.width());
            prop_assert_eq!(one.decode_mixing(t), MATRICES * one.width().powi(2));
            // Reading crosses at the same place: the cache is then as large as the weights.
            prop_assert_eq!(one.memory(t), one.weights());
        }

        #[test]
        fn a_hybrid_lies_between_its_parts_in_proportion(n in 0u32..=32, t in 1u32..10_000_000) {
            let (t, n) = (f64::from(t), f64::from(n));
            let (all, none) = (PAPER.with_attention(32.0), PAPER.with_attention(0.0));
            let hybrid = PAPER.with_attention(n);
            let share = n / 32.0;
            for of in [Stack::decode, Stack::memory, Stack::prefill, Stack::traffic] {
                let between = none_to_all(of(&none, t), of(&all, t), share);
                prop_assert!((of(&hybrid, t) / between - 1.0).abs() < 1e-12);
            }
        }
    }

    fn none_to_all(none: f64, all: f64, share: f64) -> f64 {
        none + share * (all - none)
    }

    #[test]
    fn ten_million_tokens_on_paper() {
        // 32 layers of width 4096, all attention, 2 bytes a number: 2 t D L = 2.6e12 numbers, 5.2 TB.
        let all = PAPER.with_attention(32.0);
        assert_eq!(all.memory(1e7), 2.0 * 1e7 * 4096.0 * 32.0);
        assert_eq!(all.weights(), 12.0 * 4096.0f64.powi(2) * 32.0);
        assert_eq!(all.prefill(1e7) - all.prefill(0.0), {
            let matrices = 24.0 * 4096.0f64.powi(2) * 32.0 * 1e7;
            matrices + 32.0 * 2.0 * 1e14 * 4096.0
        });
        // Without attention: 32 d D = 16.8 million numbers, at any context.
        assert_eq!(PAPER.with_attention(0.0).memory(1e7), 128.0 * 4096.0 * 32.0);
    }

    #[test]
    fn a_prompt_costs_the_sum_of_its_tokens() {
        let sum: f64 = (1..=1000).map(|t| PAPER.decode(f64::from(t))).sum();
        // The closed form counts t - 1/2 instead of t for the pairs.
        let half = 4.0 * 2.0 * 1000.0 * PAPER.width();
        assert_eq!(sum - half, PAPER.prefill(1000.0));
    }

    #[test]
    fn a_curve_has_both_ends_and_no_point_twice() {
        let all = contexts(1.0, 1e7);
        assert_eq!((all[0], all[all.len() - 1]), (1.0, 1e7));
        assert!(all.windows(2).all(|w| w[0] < w[1]) && all.len() > 40);
    }
}
