//! The optimisers and the schedule against optax in double precision (scripts/make_golden/optimisers.py).

use lecture_playground::nn::optim::{Adam, AdamConfig, Schedule, Sgd, clip_factor};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const GOLDEN: &str = include_str!("golden/optimisers.txt");

fn golden(name: &str) -> Vec<f64> {
    let line = GOLDEN
        .lines()
        .find(|l| l.split(' ').next() == Some(name))
        .unwrap_or_else(|| panic!("no {name}"));
    line.split(' ')
        .skip(1)
        .map(|v| v.parse().unwrap())
        .collect()
}

/// Six steps with the script's gradients; `update` gets the parameters and the gradient.
fn agrees(name: &str, mut update: impl FnMut(&mut [f64], &[f64])) {
    let mut p = [0.5, -1.0, 2.0, 0.0, 1e-3];
    for step in 0..6 {
        let gradient: Vec<f64> = (0..5)
            .map(|i| (3.0 * step as f64 + i as f64).sin() + p[i] / 4.0)
            .collect();
        update(&mut p, &gradient);
    }
    for (a, b) in p.iter().zip(golden(name)) {
        assert!(
            (a - b).abs() < 1e-13 * b.abs().max(1.0),
            "{name}: {a} against {b}"
        );
    }
}

fn adam(name: &str, learning_rate: f64, config: AdamConfig, clip: f64) {
    let mut state = Adam::new(5);
    agrees(name, |p, g| {
        let norm = g.iter().map(|v| v * v).sum::<f64>().sqrt();
        state.begin();
        // In two parts, as a model's parameters are.
        let scale = clip_factor(norm, clip);
        state.update(&config, learning_rate, 0, &mut p[..2], &g[..2], scale);
        state.update(&config, learning_rate, 2, &mut p[2..], &g[2..], scale);
    });
}

#[test]
fn adam_steps_as_in_optax() {
    let plain = AdamConfig::default();
    adam("adam", 0.01, plain, f64::INFINITY);
    let other = AdamConfig {
        beta1: 0.8,
        beta2: 0.95,
        eps: 1e-3,
        ..plain
    };
    adam("adam-other-constants", 0.1, other, f64::INFINITY);
}

#[test]
fn decay_is_decoupled_as_in_adamw() {
    let config = AdamConfig {
        decay: 0.1,
        ..AdamConfig::default()
    };
    adam("adamw", 0.01, config, f64::INFINITY);
}

#[test]
fn clipping_is_by_the_norm_of_the_whole_gradient() {
    let config = AdamConfig {
        eps: 0.1,
        ..AdamConfig::default()
    };
    adam("adam-clipped", 0.01, config, 0.75);
    assert_eq!(clip_factor(3.0, 1.5), 0.5);
    assert_eq!(clip_factor(1.5, 1.5), 1.0);
    assert_eq!(clip_factor(0.0, 1.5), 1.0);
}

#[test]
fn gradient_descent_steps_as_in_optax_with_and_without_momentum() {
    for (name, momentum) in [("sgd", 0.0), ("sgd-momentum", 0.9)] {
        let mut state = Sgd::new(5, momentum);
        agrees(name, |p, g| {
            state.update(0.05, 0, &mut p[..2], &g[..2], 1.0);
            state.update(0.05, 2, &mut p[2..], &g[2..], 1.0);
        });
    }
}

#[test]
fn the_schedule_rises_in_a_line_and_falls_along_half_a_cosine() {
    let schedule = Schedule::WarmupCosine {
        warmup: 4,
        floor: 0.1,
    };
    for (step, want) in golden("warmup-cosine").into_iter().enumerate() {
        let got = schedule.factor(step as u32, 12);
        assert!(
            (got - want).abs() < 1e-12,
            "step {step}: {got} against {want}"
        );
    }
    // After the last step, and beyond, the floor; and no run is too short.
    assert!((schedule.factor(12, 12) - 0.1).abs() < 1e-12);
    assert!((schedule.factor(99, 12) - 0.1).abs() < 1e-12);
    assert_eq!(schedule.factor(0, 0), 0.25);
    assert!(schedule.factor(5, 3).is_finite());
    assert_eq!(Schedule::Constant.factor(7, 9), 1.0);
}
