//! The engine against losses that four other engines agree on (W2, W5), same weights, data and optimiser.

use lecture_playground::nn::reference::{Session, Work};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn losses(work: Work, steps: usize) -> Vec<f64> {
    let mut session = Session::<f32>::new(work).unwrap();
    (0..steps).map(|_| session.step()).collect()
}

fn agrees(loss: f64, golden: f64) {
    assert!((loss - golden).abs() < 1e-4, "{loss} against {golden}");
}

#[test]
fn the_small_transformer_has_the_losses_of_other_engines() {
    let l = losses(Work::Small, 11);
    agrees(l[0], 4.2805);
    agrees(l[2], 3.4418);
    agrees(l[9], 2.2929);
    agrees(l[10], 2.1519);
}

#[test]
fn the_big_transformer_has_the_losses_of_other_engines() {
    let l = losses(Work::Big, 3);
    agrees(l[0], 4.3628);
    agrees(l[2], 3.1132);
}

#[test]
fn the_gru_has_the_losses_of_other_engines() {
    let l = losses(Work::Gru, 11);
    agrees(l[0], 4.1739);
    agrees(l[2], 4.1655);
    agrees(l[10], 4.1193);
}
