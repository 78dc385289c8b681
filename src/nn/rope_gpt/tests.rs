use super::*;
use crate::backend::{Cpu, Params};
use crate::nn::optim::AdamConfig;
use crate::nn::trainer::Trainer;
use crate::tensor::Plan;

const TINY: RopeGpt = RopeGpt {
    vocabulary: 7,
    width: 8,
    layers: 2,
    heads: 2,
    neurons: 12,
};

/// A model at (B, T) with its parameters in f64.
struct Ready {
    cpu: Cpu<f64>,
    params: Params<f64>,
    ids: crate::tensor::Id,
}

fn ready(batch: usize, time: usize, seed: u64) -> Ready {
    let g = Graph::new();
    let ids = g.input("ids", &[batch, time]);
    let logits = TINY.forward(&g, ids);
    g.check().expect("shapes fit");
    let sites: Vec<_> = [
        "pre.0",
        "pre.1",
        "pre.2",
        "blocks.0.attn.out",
        "blocks.0.mlp.out",
    ]
    .iter()
    .map(|name| g.find(name).expect("a site"))
    .chain([logits.id])
    .collect();
    let mut cpu = Cpu::new(Plan::new(&g, &sites));
    for (name, table) in ["rope.cos", "rope.sin"].iter().zip(TINY.rotations(time)) {
        let table: Vec<f64> = table.iter().map(|&x| f64::from(x)).collect();
        cpu.write(g.find(name).expect("an input"), &table)
            .expect("fits");
    }
    Ready {
        cpu,
        params: Params::init(&g, seed),
        ids: ids.id,
    }
}

impl Ready {
    fn read(&mut self, ids: &[u32], name: &str) -> Vec<f64> {
        self.cpu.write_ids(self.ids, ids).expect("fits");
        self.cpu.run(&self.params, &[]).expect("runs");
        let (_, id) = self
            .cpu
            .plan()
            .names()
            .iter()
            .find(|(n, _)| n == name)
            .expect("kept")
            .clone();
        self.cpu.read(id).expect("kept").to_vec()
    }
}

#[test]
fn parameters_are_counted_by_formula() {
    let g = Graph::new();
    TINY.loss(&g, 2, 3);
    let count: usize = g.params().iter().map(|p| p.shape.len()).sum();
    assert_eq!(count, TINY.parameters());
}

#[test]
fn the_residual_stream_is_the_sum_of_what_is_written_into_it() {
    let mut model = ready(2, 5, 1);
    let ids = [1, 2, 3, 4, 5, 6, 0, 1, 2, 3];
    let read = |model: &mut Ready, name: &str| model.read(&ids, name);
    let (a, b) = (read(&mut model, "pre.0"), read(&mut model, "pre.1"));
    let (attn, mlp) = (
        read(&mut model, "blocks.0.attn.out"),
        read(&mut model, "blocks.0.mlp.out"),
    );
    for i in 0..a.len() {
        assert!((a[i] + attn[i] + mlp[i] - b[i]).abs() < 1e-12);
    }
}

#[test]
fn a_later_token_changes_nothing_before_it_and_order_matters() {
    let mut model = ready(1, 5, 2);
    let a = model.read(&[1, 2, 3, 4, 5], "logits");
    let b = model.read(&[1, 2, 3, 4, 6], "logits");
    let v = TINY.vocabulary;
    assert_eq!(a[..4 * v], b[..4 * v]);
    assert_ne!(a[4 * v..], b[4 * v..]);
    let c = model.read(&[2, 1, 3, 4, 5], "logits");
    assert!(
        a[4 * v..]
            .iter()
            .zip(&c[4 * v..])
            .any(|(x, y)| (x - y).abs() > 1e-6),
        "positions are told apart"
    );
}

/// RoPE's property: a score depends on the distance of two positions alone.
#[test]
fn rotated_scores_depend_on_the_distance_only() {
    let dh = TINY.head_width();
    let [cos, sin] = TINY.rotations(12);
    let turn = |x: &[f64], t: usize| -> Vec<f64> {
        let half = dh / 2;
        (0..dh)
            .map(|j| {
                let turned = if j < half { -x[j + half] } else { x[j - half] };
                x[j] * f64::from(cos[t * dh + j]) + turned * f64::from(sin[t * dh + j])
            })
            .collect()
    };
    let (q, k) = ([0.3, -1.0, 0.5, 2.0], [1.0, 0.2, -0.7, 0.4]);
    let score = |a: usize, b: usize| -> f64 {
        turn(&q, a)
            .iter()
            .zip(turn(&k, b))
            .map(|(x, y)| x * y)
            .sum()
    };
    assert!((score(2, 1) - score(11, 10)).abs() < 1e-5);
    assert!((score(2, 1) - score(3, 1)).abs() > 1e-3);
}

#[test]
fn gradients_agree_with_finite_differences() {
    let g = Graph::new();
    let loss = TINY.loss(&g, 2, 4);
    let mut trainer: Trainer<f64> =
        Trainer::new(&g, loss, 3, AdamConfig::default(), f64::INFINITY).expect("differentiable");
    let find = |name: &str| g.find(name).expect("an input");
    for (name, table) in ["rope.cos", "rope.sin"].iter().zip(TINY.rotations(4)) {
        let table: Vec<f64> = table.iter().map(|&x| f64::from(x)).collect();
        trainer.write(find(name), &table).expect("fits");
    }
    trainer
        .write_ids(find("ids"), &[1, 2, 3, 4, 5, 6, 0, 1])
        .expect("fits");
    trainer
        .write_ids(find("targets"), &[2, 3, 4, 5, 6, 0, 1, 2])
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
            let error = (estimate - exact[at]).abs();
            assert!(
                error < 1e-6 * (1.0 + exact[at].abs()),
                "{name}[{at}]: {estimate} {}",
                exact[at]
            );
        }
    }
}
