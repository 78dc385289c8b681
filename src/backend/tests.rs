//! The same checks for every case of the list, then what the list cannot say.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

use super::cases::{CASES, Case, Fill};
use super::{BackendError, Change, Cpu, Edit, Params, Real, Region};
use crate::tensor::{Fit, Graph, Id, Init, Op, Plan, T, grad};

mod edits;
mod fused;
mod list;
mod runs;

/// f32 numbers for an input, the same for each call with the same arguments.
fn values(fill: Fill, n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Pcg32::seed_from_u64(seed);
    let mut unit = || (rng.next_u32() >> 8) as f32 / 16_777_216.0;
    (0..n)
        .map(|_| {
            let u = unit();
            let off_zero = (0.1 + 0.9 * u) * if unit() < 0.5 { -1.0 } else { 1.0 };
            match fill {
                Fill::Any => 2.0 * u - 1.0,
                Fill::Positive => 0.5 + u,
                Fill::OffZero | Fill::Fixed => off_zero,
                Fill::Ids(below) => (u * below as f32).floor(),
            }
        })
        .collect()
}

/// A case with a scalar loss (a weighted sum of its result) and the gradients of all inputs that have one.
struct Built {
    graph: Graph,
    inputs: Vec<Id>,
    result: Id,
    loss: Id,
    /// (input's place in the case, gradient's node)
    gradients: Vec<(usize, Id)>,
}

fn build(case: &Case) -> Built {
    let graph = Graph::new();
    let (inputs, result, loss, gradients) = {
        let handles: Vec<T<'_>> = case
            .inputs
            .iter()
            .enumerate()
            .map(|(i, (dims, _))| graph.input(&format!("x{i}"), dims))
            .collect();
        let y = (case.build)(&handles);
        graph
            .check()
            .unwrap_or_else(|e| panic!("{}: {e}", case.name));
        let weights = graph.input("weights", y.shape().dims());
        let loss = (y * weights).sum();
        let wanted: Vec<usize> = (0..handles.len())
            .filter(|&i| case.inputs[i].1.has_gradient())
            .collect();
        let wrt: Vec<T<'_>> = wanted.iter().map(|&i| handles[i]).collect();
        let grads = grad(loss, &wrt).unwrap_or_else(|e| panic!("{}: {e}", case.name));
        graph
            .check()
            .unwrap_or_else(|e| panic!("{}: {e}", case.name));
        let mut inputs: Vec<Id> = handles.iter().map(|t| t.id).collect();
        inputs.push(weights.id);
        let gradients = wanted.into_iter().zip(grads.iter().map(|t| t.id)).collect();
        (inputs, y.id, loss.id, gradients)
    };
    Built {
        graph,
        inputs,
        result,
        loss,
        gradients,
    }
}

impl Built {
    fn kept(&self) -> Vec<Id> {
        let mut keep = vec![self.result, self.loss];
        keep.extend(self.gradients.iter().map(|(_, id)| *id));
        keep
    }

    /// A backend with the inputs of the case written.
    fn loaded<F: Real>(&self, case: &Case, plan: Plan) -> Cpu<F> {
        let mut cpu = Cpu::new(plan);
        for (i, &id) in self.inputs.iter().enumerate() {
            let fill = case.inputs.get(i).map_or(Fill::Any, |(_, fill)| *fill);
            let n = cpu.plan().place(id).1.len();
            let x: Vec<F> = values(fill, n, i as u64 + 1)
                .iter()
                .map(|v| F::of(*v as f64))
                .collect();
            cpu.write(id, &x).expect("an input of the case");
        }
        cpu
    }

    /// Everything kept, after one run.
    fn run<F: Real>(&self, case: &Case, reuse: bool) -> Vec<Vec<F>> {
        let keep = self.kept();
        let mut cpu = self.loaded(case, Plan::with_reuse(&self.graph, &keep, reuse));
        cpu.run(&Params::default(), &[]).expect("a run");
        keep.iter()
            .map(|id| cpu.read(*id).expect("kept").to_vec())
            .collect()
    }
}
