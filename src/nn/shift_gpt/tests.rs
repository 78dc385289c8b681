use super::*;
use crate::backend::{Cpu, Params};
use crate::nn::optim::AdamConfig;
use crate::nn::trainer::Trainer;
use crate::tensor::Plan;

const TINY: ShiftGpt = ShiftGpt {
    vocabulary: 7,
    width: 8,
    layers: 2,
    heads: 2,
    neurons: 12,
};

/// Logits (T, V) of one row at these positions, in f64.
fn logits(ids: &[u32], positions: &[u32], layers: usize) -> Vec<f64> {
    let model = ShiftGpt { layers, ..TINY };
    let g = Graph::new();
    let input = g.input("ids", &[1, ids.len()]);
    let logits = model.forward(&g, input);
    g.check().expect("shapes fit");
    let mut cpu: Cpu<f64> = Cpu::new(Plan::new(&g, &[logits.id]));
    for (name, table) in ["rope.cos", "rope.sin"]
        .iter()
        .zip(model.rotations(positions))
    {
        let table: Vec<f64> = table.iter().map(|&x| f64::from(x)).collect();
        cpu.write(g.find(name).expect("an input"), &table)
            .expect("fits");
    }
    cpu.write_ids(input.id, ids).expect("fits");
    cpu.run(&Params::init(&g, 5), &[]).expect("runs");
    cpu.read(logits.id).expect("kept").to_vec()
}

#[test]
fn parameters_are_counted_by_formula() {
    let g = Graph::new();
    TINY.loss(&g, 2, 3);
    let count: usize = g.params().iter().map(|p| p.shape.len()).sum();
    assert_eq!(count, TINY.parameters());
}

#[test]
fn a_later_token_changes_nothing_before_it() {
    let at = [0, 1, 2, 3, 4];
    let (a, b) = (
        logits(&[1, 2, 3, 4, 5], &at, 2),
        logits(&[1, 2, 3, 4, 6], &at, 2),
    );
    let v = TINY.vocabulary;
    assert_eq!(a[..4 * v], b[..4 * v]);
    assert_ne!(a[4 * v..], b[4 * v..]);
}

#[test]
fn half_of_the_channels_are_the_left_neighbours() {
    let g = Graph::new();
    let x = g.input("x", &[2, 3, 4]);
    let y = shifted(x);
    g.check().expect("shapes fit");
    let mut cpu: Cpu<f64> = Cpu::new(Plan::new(&g, &[y.id]));
    let values: Vec<f64> = (1..=24).map(f64::from).collect();
    cpu.write(x.id, &values).expect("fits");
    cpu.run(&Params::default(), &[]).expect("runs");
    let rows: [[f64; 4]; 6] = [
        [0.0, 0.0, 3.0, 4.0],
        [1.0, 2.0, 7.0, 8.0],
        [5.0, 6.0, 11.0, 12.0],
        // The second text does not see the first.
        [0.0, 0.0, 15.0, 16.0],
        [13.0, 14.0, 19.0, 20.0],
        [17.0, 18.0, 23.0, 24.0],
    ];
    assert_eq!(cpu.read(y.id).expect("kept"), rows.concat());
}

/// RoPE knows distances only: moving a whole text changes nothing, so a model cannot be taught long texts by that.
#[test]
fn a_text_moved_as_a_whole_reads_the_same_and_one_pulled_apart_does_not() {
    let ids = [1, 2, 3, 4, 5];
    let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-4);
    let here = logits(&ids, &[0, 1, 2, 3, 4], 2);
    assert!(close(&here, &logits(&ids, &[100, 101, 102, 103, 104], 2)));
    assert!(!close(&here, &logits(&ids, &[0, 1, 2, 30, 31], 2)));
}

#[test]
fn gradients_agree_with_finite_differences() {
    let g = Graph::new();
    let loss = TINY.loss(&g, 2, 4);
    let mut trainer: Trainer<f64> =
        Trainer::new(&g, loss, 3, AdamConfig::default(), f64::INFINITY).expect("differentiable");
    let find = |name: &str| g.find(name).expect("an input");
    let positions = [0, 1, 2, 3, 0, 1, 7, 8];
    for (name, table) in ["rope.cos", "rope.sin"]
        .iter()
        .zip(TINY.rotations(&positions))
    {
        let table: Vec<f64> = table.iter().map(|&x| f64::from(x)).collect();
        trainer.write(find(name), &table).expect("fits");
    }
    trainer
        .write_ids(find("ids"), &[1, 2, 3, 4, 5, 6, 0, 1])
        .expect("fits");
    trainer
        .write_ids(find("targets"), &[2, 3, 4, 5, 6, 0, 1, 2])
        .expect("fits");
    trainer
        .write(
            find("weights"),
            &[0.0, 0.5, 0.25, 0.0, 0.125, 0.0, 0.125, 0.0],
        )
        .expect("fits");
    trainer.evaluate().expect("runs");
    let names: Vec<String> = g.params().iter().map(|p| p.name.clone()).collect();
    let exact: Vec<Vec<f64>> = names
        .iter()
        .map(|name| trainer.gradient(name).expect("trained").to_vec())
        .collect();
    for (name, exact) in names.iter().zip(exact) {
        for at in [0, exact.len() / 2, exact.len() - 1] {
            let mut value = |by: f64| {
                trainer.params.get_mut(name).expect("a parameter")[at] += by;
                let loss = trainer.evaluate().expect("runs").loss;
                trainer.params.get_mut(name).expect("a parameter")[at] -= by;
                loss
            };
            let step = 1e-5;
            let estimate = (value(step) - value(-step)) / (2.0 * step);
            assert!(
                (estimate - exact[at]).abs() < 1e-6 * (1.0 + exact[at].abs()),
                "{name}[{at}]: {estimate} {}",
                exact[at]
            );
        }
    }
}
