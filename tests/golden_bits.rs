//! What must have the same bits natively and in wasm: functions of one number (scripts/make_golden/bits.py computes them
//! independently, all but ln, which is libm's), random numbers, initial weights.

use lecture_playground::backend::{Params, Real, gelu};
use lecture_playground::data::rng::{DICE, Pcg32, stream};
use lecture_playground::nn::gpt::Gpt;
use lecture_playground::tensor::Graph;
use rand::Rng;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// FNV-1a over the bits of a function at 24,001 points between -120 and 120.
fn fingerprint(f: impl Fn(f32) -> f32) -> u64 {
    hash((-12_000..=12_000).map(|i| f(i as f32 * 0.01)))
}

fn hash(values: impl Iterator<Item = f32>) -> u64 {
    values
        .flat_map(|v| v.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |h, byte| {
            (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

#[test]
fn functions_of_one_number_have_the_committed_bits() {
    let found = [
        ("exp", fingerprint(Real::exp)),
        ("tanh", fingerprint(Real::tanh)),
        ("sigmoid", fingerprint(Real::sigmoid)),
        ("ln", fingerprint(|x| Real::ln(x.abs() + 0.001))),
        ("gelu", fingerprint(gelu)),
    ];
    let want = [
        ("exp", 0x8886314cc334d298),
        ("tanh", 0xd9a514eae562cbee),
        ("sigmoid", 0xe4a28b00dd490a2a),
        ("ln", 0x65d51a6f3c74f4e9),
        ("gelu", 0x6a4ae4cde54d43b4),
    ];
    assert_eq!(found, want);
}

#[test]
fn random_numbers_have_the_committed_bits() {
    // pcg32-demo of the reference C code: seed 42, sequence 54.
    let mut rng = Pcg32::new(42, 54);
    let first: Vec<u32> = (0..4).map(|_| rng.next_u32()).collect();
    assert_eq!(first, [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293]);
    let mut rng = stream(42, DICE);
    let first: Vec<u32> = (0..3).map(|_| rng.next_u32()).collect();
    assert_eq!(first, [2_670_934_420, 484_623_717, 915_225_250]);
}

#[test]
fn initial_weights_have_the_committed_bits() {
    let model = Gpt {
        vocabulary: 14,
        context: 24,
        width: 32,
        layers: 2,
        heads: 4,
    };
    let g = Graph::new();
    model.loss(&g, 1, 24);
    let params = Params::<f32>::init(&g, 42);
    assert_eq!(hash(params.data.iter().copied()), 0xa48ed34622c69911);
}
