//! The first steps of the shipped tiny brain, natively and in the wasm build that visitors run.

use lecture_playground::brains::tiny::recipe::{SMOKE_LOSS, SMOKE_STEPS, SMOKE_TOLERANCE};
use lecture_playground::brains::tiny::run::AgentRun;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// (step, loss in nats, how far a host may be off). In f64 the same run gives 5.439351, 4.213781, 1.969318.
const ON_RECORD: [(u32, f64, f64); 3] = [
    (1, 5.439_351, 1e-5),
    (10, 4.213_781, 1e-4),
    (SMOKE_STEPS, SMOKE_LOSS, SMOKE_TOLERANCE),
];

#[test]
fn the_way_to_the_shipped_brain_is_the_one_on_record() {
    let mut run = AgentRun::shipped();
    for (step, on_record, tolerance) in ON_RECORD {
        let mut loss = f64::NAN;
        while run.steps_taken() < step {
            loss = run.step().expect("a step").loss;
        }
        assert!((loss - on_record).abs() <= tolerance, "step {step}: {loss}");
    }
}
