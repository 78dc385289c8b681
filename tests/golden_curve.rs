//! One training run, seed 42, natively and in wasm: the same committed losses. Native products use fused multiply-adds
//! where the processor has them and wasm has none, so the numbers agree to 1e-4 and not to the bit.

use lecture_playground::data::rng::{DATA, below, stream};
use lecture_playground::nn::gpt::Gpt;
use lecture_playground::nn::optim::AdamConfig;
use lecture_playground::nn::trainer::Trainer;
use lecture_playground::tensor::Graph;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Loss before the update of steps 1, 2, 10, 50 and 100.
const LOSSES: [(usize, f64); 5] = [
    (1, 2.79671),
    (2, 2.58018),
    (10, 1.89218),
    (50, 1.15917),
    (100, 0.56779),
];

/// A text with structure: each of 24 words of three letters follows from the one before it, with some noise.
fn text() -> Vec<u32> {
    let mut rng = stream(42, "golden text");
    let mut word = 0;
    (0..600)
        .flat_map(|_| {
            word = if below(&mut rng, 8) == 0 {
                below(&mut rng, 24)
            } else {
                (word * 5 + 3) % 24
            };
            [word % 6, 6 + word / 6, 10 + word % 4]
        })
        .collect()
}

#[test]
fn the_hundredth_loss_is_the_same_natively_and_in_wasm() {
    let model = Gpt {
        vocabulary: 14,
        context: 24,
        width: 32,
        layers: 2,
        heads: 4,
    };
    let g = Graph::new();
    let loss = model.loss(&g, 6, 24);
    let (ids, targets) = (g.find("ids").unwrap(), g.find("targets").unwrap());
    let mut trainer = Trainer::<f32>::new(&g, loss, 42, AdamConfig::default(), 1.0).unwrap();
    let text = text();
    let mut data = stream(42, DATA);
    let mut losses = vec![];
    for _ in 0..100 {
        let starts: Vec<usize> = (0..6)
            .map(|_| below(&mut data, text.len() as u32 - 24) as usize)
            .collect();
        let window = |shift: usize| -> Vec<u32> {
            starts
                .iter()
                .flat_map(|s| text[s + shift..s + shift + 24].to_vec())
                .collect()
        };
        trainer.write_ids(ids, &window(0)).unwrap();
        trainer.write_ids(targets, &window(1)).unwrap();
        losses.push(trainer.step(3e-3).unwrap().loss);
    }
    let got: Vec<(usize, f64)> = LOSSES.iter().map(|&(n, _)| (n, losses[n - 1])).collect();
    for ((n, got), (_, want)) in got.iter().zip(LOSSES) {
        assert!(
            (got - want).abs() < 1e-4,
            "step {n}: {got} against {want}; all: {losses:?}"
        );
    }
    // It learned, so the curve is one of a model at work.
    assert!(losses[99] < 0.6 * losses[0]);
}
