//! All golden numbers again, in the wasm build that visitors run (on Node, by wasm-bindgen-test-runner).
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;

mod golden;
mod golden_agent;
mod golden_bits;
mod golden_curve;
mod golden_gradients;
mod golden_optimisers;
mod golden_tiny;

#[wasm_bindgen_test]
fn the_build_has_simd128() {
    // RUSTFLAGS in the environment would replace the flags of .cargo/config.toml without a word, and a step take four times as long.
    assert!(cfg!(target_feature = "simd128"));
}
