//! A whole two-layer transformer's loss, logits and gradients against JAX in double precision (scripts/make_golden/gpt.py).

use lecture_playground::backend::{Cpu, Params, Real};
use lecture_playground::nn::gpt::Gpt;
use lecture_playground::nn::reference::Mulberry32;
use lecture_playground::nn::trainer::training_plan;
use lecture_playground::tensor::{Graph, Plan};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const GOLDEN: &str = include_str!("golden/gpt_gradients.txt");

const MODEL: Gpt = Gpt {
    vocabulary: 7,
    context: 6,
    width: 12,
    layers: 2,
    heads: 3,
};
const IDS: [u32; 10] = [3, 1, 4, 1, 5, 0, 6, 2, 6, 3];
const TARGETS: [u32; 10] = [1, 4, 1, 5, 0, 6, 2, 6, 3, 3];

/// A line of the file: name, norm (or the loss), entries at some indices.
struct Line {
    name: String,
    number: f64,
    entries: Vec<(usize, f64)>,
}

fn golden() -> Vec<Line> {
    let line = |text: &str| {
        let mut words = text.split(' ');
        let name = words.next().unwrap().to_string();
        let number = words.next().unwrap().parse().unwrap();
        let entry = |w: &str| {
            let (i, v) = w.split_once(':').unwrap();
            (i.parse().unwrap(), v.parse().unwrap())
        };
        Line {
            name,
            number,
            entries: words.map(entry).collect(),
        }
    };
    let lines = GOLDEN.lines().filter(|l| !l.starts_with('#'));
    lines.map(line).collect()
}

/// (centre, spread) of a parameter's uniform start, as in the script.
fn spread(name: &str) -> (f64, f64) {
    if name.ends_with(".gain") {
        (1.0, 0.3)
    } else if name.ends_with(".bias") || name.ends_with("mlp.down.weight") {
        (0.0, 0.3)
    } else {
        (0.0, 0.5)
    }
}

fn drawn<F: Real>(g: &Graph) -> Params<F> {
    let mut numbers = Mulberry32::new(42);
    let mut params = Params::default();
    for spec in g.params() {
        let (centre, spread) = spread(&spec.name);
        let values: Vec<F> = (0..spec.shape.len())
            .map(|_| {
                let v = centre + (numbers.next_f64() * 2.0 - 1.0) * spread;
                F::of(v as f32 as f64)
            })
            .collect();
        params.push(&spec.name, spec.shape, &values);
    }
    params
}

/// Compares with the file: `tolerance` is relative to the norm of the parameter's gradient.
fn compare<F: Real>(tolerance: f64) {
    let g = Graph::new();
    let loss = MODEL.loss(&g, 2, 5);
    let (_, gradients) = training_plan(&g, loss).unwrap();
    let logits = g.find("logits").unwrap();
    let mut keep = vec![loss.id, logits];
    keep.extend(gradients.iter().map(|(_, id)| *id));
    let mut cpu = Cpu::<F>::new(Plan::new(&g, &keep));
    cpu.write_ids(g.find("ids").unwrap(), &IDS).unwrap();
    cpu.write_ids(g.find("targets").unwrap(), &TARGETS).unwrap();
    cpu.run(&drawn(&g), &[]).unwrap();
    let read = |name: &str| -> Vec<f64> {
        let id = match name {
            "loss" => loss.id,
            "logits" => logits,
            _ => gradients.iter().find(|(n, _)| n == name).unwrap().1,
        };
        let all: Vec<f64> = cpu.read(id).unwrap().iter().map(|v| v.to_f64()).collect();
        // Of the logits the file holds sequence 1, position 3.
        if name == "logits" {
            all[8 * 7..9 * 7].to_vec()
        } else {
            all
        }
    };
    let lines = golden();
    assert_eq!(lines.len(), 2 + gradients.len());
    for line in lines {
        let values = read(&line.name);
        let norm = values.iter().map(|v| v * v).sum::<f64>().sqrt();
        let close = |a: f64, b: f64| (a - b).abs() <= tolerance * line.number;
        assert!(
            close(norm, line.number),
            "{}: norm {norm} against {}",
            line.name,
            line.number
        );
        for (i, want) in line.entries {
            assert!(
                close(values[i], want),
                "{}[{i}]: {} against {want}",
                line.name,
                values[i]
            );
        }
    }
}

#[test]
fn in_double_precision_all_gradients_are_those_of_jax() {
    // Both sides round at 1e-16; sums of a few hundred terms lose two or three digits.
    compare::<f64>(1e-12);
}

#[test]
fn in_single_precision_all_gradients_are_those_of_jax() {
    // Rounding 6e-8, twenty products deep.
    compare::<f32>(3e-6);
}
