//! The three forms in plain f32 loops and products, as they are timed. `nn::mixers` has the same layer as a graph for
//! training; a test holds both to each other.

use super::costs::Form;
use crate::backend::product;
use crate::data::rng::{stream, unit};

/// Rows of a sequence (T, d) and room for what the forms make of them.
pub(super) struct Bench {
    d: usize,
    time: usize,
    chunk: usize,
    q: Vec<f32>,
    k: Vec<f32>,
    v: Vec<f32>,
    /// H transposed, (d_k, d_v): a row is a drawer.
    h: Vec<f32>,
    /// (T, T), or (C, C).
    scores: Vec<f32>,
    /// What a chunk adds: to its outputs (C, d), to the memory (d, d).
    part: Vec<f32>,
    written: Vec<f32>,
    /// (T, d), of the form that ran last.
    pub(super) y: Vec<f32>,
}

impl Bench {
    /// Numbers between -1 and 1 from the seed, keys and queries scaled so that scores stay near 1.
    pub(super) fn new(d: usize, time: usize, chunk: usize, seed: u32) -> Bench {
        let rows = |name: &str, scale: f32| -> Vec<f32> {
            let mut rng = stream(u64::from(seed), name);
            (0..time * d)
                .map(|_| scale * (2.0 * unit(&mut rng) - 1.0))
                .collect()
        };
        let chunk = chunk.clamp(1, time);
        let scale = (d as f32).sqrt().recip();
        Bench {
            q: rows("q", 1.0),
            k: rows("k", scale),
            v: rows("v", 1.0),
            h: vec![0.0; d * d],
            scores: vec![0.0; time * time],
            part: vec![0.0; chunk * d],
            written: vec![0.0; d * d],
            y: vec![0.0; time * d],
            d,
            time,
            chunk,
        }
    }

    /// All outputs, from an empty memory.
    pub(super) fn run(&mut self, form: Form) {
        match form {
            Form::Recurrent => self.recurrent(),
            Form::Parallel => self.parallel(),
            Form::Chunkwise => self.chunkwise(),
        }
    }

    /// H = H + v k', y = H q, token by token.
    fn recurrent(&mut self) {
        let d = self.d;
        self.h.fill(0.0);
        let rows = self.q.chunks_exact(d).zip(self.k.chunks_exact(d));
        let outs = self.v.chunks_exact(d).zip(self.y.chunks_exact_mut(d));
        for ((q, k), (v, y)) in rows.zip(outs) {
            y.fill(0.0);
            for ((q, k), drawer) in q.iter().zip(k).zip(self.h.chunks_exact_mut(d)) {
                for ((h, v), y) in drawer.iter_mut().zip(v).zip(y.iter_mut()) {
                    *h += k * v;
                    *y += q * *h;
                }
            }
        }
    }

    /// Y = (Q K' . M) V.
    fn parallel(&mut self) {
        let (t, d) = (self.time, self.d);
        let scores = &mut self.scores[..t * t];
        product(scores, [t, d, t], (&self.q, false), (&self.k, true));
        mask(scores, t);
        product(&mut self.y, [t, t, d], (scores, false), (&self.v, false));
    }

    /// The same within each chunk, and Q H' for what came before it.
    fn chunkwise(&mut self) {
        let d = self.d;
        self.h.fill(0.0);
        for start in (0..self.time).step_by(self.chunk) {
            let c = self.chunk.min(self.time - start);
            let rows = start * d..(start + c) * d;
            let (q, k, v) = (&self.q[rows.clone()], &self.k[rows.clone()], &self.v[rows.clone()]);
            let scores = &mut self.scores[..c * c];
            product(scores, [c, d, c], (q, false), (k, true));
            mask(scores, c);
            let y = &mut self.y[rows];
            product(y, [c, c, d], (scores, false), (v, false));
            let part = &mut self.part[..c * d];
            product(part, [c, d, d], (q, false), (&self.h, false));
            y.iter_mut().zip(part).for_each(|(y, p)| *y += *p);
            product(&mut self.written, [d, c, d], (k, true), (v, false));
            self.h.iter_mut().zip(&self.written).for_each(|(h, w)| *h += w);
        }
    }

    /// Bytes of all rows and rooms.
    pub(super) fn bytes(&self) -> usize {
        let numbers = 4 * self.time * self.d + self.scores.len() + self.part.len();
        size_of::<f32>() * (numbers + 2 * self.d * self.d)
    }
}

/// Zeros above the diagonal: nobody sees a later token.
fn mask(scores: &mut [f32], side: usize) {
    for (t, row) in scores.chunks_exact_mut(side).enumerate() {
        row[t + 1..].fill(0.0);
    }
}

/// The largest difference over the largest number; infinite where one of them is no number.
pub(super) fn apart(a: &[f32], b: &[f32]) -> f32 {
    let top = b.iter().fold(0.0f32, |top, b| top.max(b.abs()));
    let most = a.iter().zip(b).fold(0.0f32, |most, (a, b)| {
        let apart = (a - b).abs();
        if apart.is_nan() {
            f32::INFINITY
        } else {
            most.max(apart)
        }
    });
    most / top.max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{Cpu, Params};
    use crate::nn::mixers::{Kind, Rows, chunkwise, unrolled};
    use crate::tensor::{Graph, Plan};

    #[test]
    fn the_three_forms_agree_whatever_the_chunk() {
        for (d, time) in [(3, 1), (4, 7), (8, 64), (16, 256), (8, 2048)] {
            for chunk in [1, 5, 32, 4096] {
                let mut bench = Bench::new(d, time, chunk, 7);
                let outputs = Form::ALL.map(|form| {
                    bench.run(form);
                    bench.y.clone()
                });
                for other in &outputs[1..] {
                    let error = apart(other, &outputs[0]);
                    assert!(error < 5e-5, "d {d}, T {time}, chunk {chunk}: {error}");
                }
            }
        }
    }

    #[test]
    fn they_are_the_layer_that_the_other_labs_train() {
        let (d, time) = (4, 12);
        let mut bench = Bench::new(d, time, 5, 3);
        let g = Graph::new();
        let row = |name| g.input(name, &[1, time, d]);
        let rows = Rows {
            q: row("q"),
            k: row("k"),
            v: row("v"),
            gate: None,
            beta: None,
            table: None,
        };
        let layer = Kind::Linear.mixer();
        let made = [
            unrolled(layer, &rows, None).0,
            layer.chunk(&rows, None).0,
            chunkwise(layer, &rows, None, 5).0,
        ];
        let ids = made.map(|y| y.id);
        let mut cpu = Cpu::<f32>::new(Plan::new(&g, &ids));
        for (name, values) in [("q", &bench.q), ("k", &bench.k), ("v", &bench.v)] {
            cpu.write(g.find(name).expect("an input"), values).expect("its shape");
        }
        cpu.run(&Params::init(&g, 1), &[]).expect("a run");
        for (form, id) in Form::ALL.into_iter().zip(ids) {
            bench.run(form);
            let error = apart(&bench.y, cpu.read(id).expect("kept"));
            assert!(error < 1e-5, "{form:?}: {error}");
        }
    }

    #[test]
    fn a_number_that_is_none_is_infinitely_far() {
        assert_eq!(apart(&[f32::NAN], &[1.0]), f32::INFINITY);
        assert_eq!(apart(&[1.0], &[f32::NAN]), f32::INFINITY);
        assert_eq!(apart(&[1.0, 2.5], &[1.0, 2.0]), 0.25);
    }
}
