//! The same checks for every layer of the list, then the laws that tell them apart.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

use super::*;
use crate::backend::{Cpu, Params, Real};
use crate::tensor::{Graph, Id, Plan};

mod costs;
mod forms;
mod gradients;
mod laws;
mod long;
mod loops;

/// Unequal lengths, so that a swapped axis fails.
const SIZE: Size = Size {
    width: 6,
    keys: 4,
    values: 3,
};

fn scope(graph: &Graph) -> Scope<'_> {
    Scope {
        graph,
        name: "mix".into(),
        size: SIZE,
        gamma: 0.8,
    }
}

/// Numbers in [-1, 1), the same for the same seed.
fn noise(n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Pcg32::seed_from_u64(seed);
    (0..n)
        .map(|_| (rng.next_u32() >> 8) as f32 / 8_388_608.0 - 1.0)
        .collect()
}

/// Runs a graph on inputs by name and gives the values of `outputs`.
fn run<F: Real>(g: &Graph, inputs: &[(&str, &[f32])], outputs: &[Id], seed: u64) -> Vec<Vec<F>> {
    g.check().unwrap_or_else(|e| panic!("{e}"));
    let mut cpu = Cpu::<F>::new(Plan::new(g, outputs));
    for (name, values) in inputs {
        let values: Vec<F> = values.iter().map(|v| F::of(*v as f64)).collect();
        cpu.write(g.find(name).expect("an input"), &values)
            .expect("an input of this shape");
    }
    cpu.run(&Params::init(g, seed), &[]).expect("a run");
    outputs
        .iter()
        .map(|id| cpu.read(*id).expect("kept").to_vec())
        .collect()
}

/// The largest difference over the largest number.
fn error(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    let top = b.iter().fold(0.0f32, |top, v| top.max(v.abs()));
    let most = a.iter().zip(b).fold(0.0f32, |most, (a, b)| {
        let apart = (a - b).abs();
        // Written so that NaN is kept.
        if apart <= most { most } else { apart }
    });
    most / top.max(1e-6)
}

#[test]
fn the_list_is_in_the_order_of_the_kinds_and_every_id_finds_its_kind() {
    assert_eq!(MIXERS.len(), Kind::ALL.len());
    for (mixer, kind) in MIXERS.iter().zip(Kind::ALL) {
        assert_eq!(mixer.kind(), kind);
        assert_eq!(kind.mixer().kind(), kind);
        assert_eq!(Kind::find(kind.id()), Some(kind));
        assert!(!kind.name().en.is_empty() && !kind.name().zh.is_empty());
    }
    assert_eq!(Kind::find("transformer"), None);
}
