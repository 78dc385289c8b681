//! The same seed gives the same text in every browser and natively: the sampler's results, bit by bit. Runs on both sides.

use lecture_playground::nn::sampling::{
    NextLogits, SamplingError, Settings, beam, distinct, distribution, draw, self_bleu, uniform,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// FNV-1a.
#[derive(Clone, Copy)]
struct Bits(u64);

impl Bits {
    fn new() -> Bits {
        Bits(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: impl IntoIterator<Item = u8>) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// Logits that depend on the last token and the length, in steps that f32 holds exactly.
fn logits(tokens: &[u32]) -> Vec<f32> {
    let last = tokens.last().copied().unwrap_or(0);
    let at = |i: u32| (last * 29 + i * i * 7 + i * tokens.len() as u32 * 3) % 61;
    (0..65).map(|i| at(i) as f32 / 16.0 - 2.0).collect()
}

fn settings() -> [Settings; 5] {
    let plain = Settings::default();
    [
        plain,
        Settings {
            temperature: 0.7,
            repetition_penalty: 1.3,
            ..plain
        },
        Settings {
            temperature: 1.6,
            top_k: 20,
            ..plain
        },
        Settings {
            top_p: 0.9,
            ..plain
        },
        Settings {
            temperature: 1.3,
            min_p: 0.05,
            ..plain
        },
    ]
}

fn write(settings: &Settings, seed: u32, bits: &mut Bits) -> Vec<u32> {
    let mut tokens = vec![0];
    for _ in 0..80 {
        let d = distribution(&logits(&tokens), &tokens, settings).expect("finite logits");
        for p in [&d.model, &d.tempered, &d.last] {
            bits.add(p.iter().flat_map(|p| p.to_bits().to_le_bytes()));
        }
        bits.add(d.model_entropy.to_bits().to_le_bytes());
        bits.add(d.last_entropy.to_bits().to_le_bytes());
        tokens.push(draw(&d, uniform(seed, tokens.len() as u32)));
    }
    tokens
}

#[test]
fn distributions_and_draws_have_the_committed_bits() {
    let mut bits = Bits::new();
    for settings in settings() {
        for seed in 0..4 {
            let tokens = write(&settings, seed, &mut bits);
            bits.add(tokens.into_iter().flat_map(u32::to_le_bytes));
        }
    }
    assert_eq!(format!("{:016x}", bits.0), "740a0664f90766c2");
}

#[test]
fn diversity_and_beams_have_the_committed_bits() {
    struct Model;
    impl NextLogits for Model {
        type Error = SamplingError;
        fn logits(&mut self, tokens: &[u32]) -> Result<Vec<f32>, SamplingError> {
            Ok(logits(tokens))
        }
    }
    let samples: Vec<Vec<u32>> = (0..20)
        .map(|seed| write(&settings()[2], seed, &mut Bits::new()))
        .collect();
    let mut bits = Bits::new();
    bits.add(
        self_bleu(&samples)
            .expect("20 samples")
            .to_bits()
            .to_le_bytes(),
    );
    bits.add(
        distinct(&samples, 4)
            .expect("long ones")
            .to_bits()
            .to_le_bytes(),
    );
    for width in [1, 4, 8] {
        for path in beam(&mut Model, &[0], 24, width).expect("finite logits") {
            bits.add(path.log_probability.to_bits().to_le_bytes());
            bits.add(path.tokens.into_iter().flat_map(u32::to_le_bytes));
        }
    }
    assert_eq!(format!("{:016x}", bits.0), "63bb87b8cac30126");
}
