//! Exactly defined work (W2, W5): weights, data and optimiser that other engines compute too, so that losses can be
//! compared to four decimals and speeds side by side. Used by tests and by the benchmark only.

use super::gpt::Gpt;
use super::gru::Gru;
use super::optim::AdamConfig;
use super::trainer::{BuildError, Trainer};
use crate::backend::Real;
use crate::tensor::{Graph, Id};

/// The mulberry32 generator: uniform in [0, 1) with 32 bits.
pub struct Mulberry32(u32);

impl Mulberry32 {
    pub fn new(seed: u32) -> Mulberry32 {
        Mulberry32(seed)
    }

    pub fn next_f64(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let a = self.0;
        let mut t = (a ^ (a >> 15)).wrapping_mul(1 | a);
        t = t.wrapping_add((t ^ (t >> 7)).wrapping_mul(61 | t)) ^ t;
        (t ^ (t >> 14)) as f64 / 4_294_967_296.0
    }

    /// n numbers uniform in [-scale, scale), rounded to f32.
    pub fn uniform(&mut self, n: usize, scale: f64) -> Vec<f32> {
        (0..n)
            .map(|_| ((self.next_f64() * 2.0 - 1.0) * scale) as f32)
            .collect()
    }
}

/// One of the defined training works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// W2 small: vocabulary 65, context 64, width 64, 2 layers, 4 heads, batch 16.
    Small,
    /// W2 big: width 128, 4 layers, context 128, batch 8.
    Big,
    /// W5: GRU of width 64 over 64 steps, batch 16.
    Gru,
}

const VOCABULARY: usize = 65;
/// Batches that are cycled through.
const BATCHES: usize = 8;

impl Work {
    pub fn gpt(self) -> Option<Gpt> {
        match self {
            Work::Small => Some(Gpt {
                vocabulary: VOCABULARY,
                context: 64,
                width: 64,
                layers: 2,
                heads: 4,
            }),
            Work::Big => Some(Gpt {
                vocabulary: VOCABULARY,
                context: 128,
                width: 128,
                layers: 4,
                heads: 4,
            }),
            Work::Gru => None,
        }
    }

    /// (batch, time)
    pub fn window(self) -> (usize, usize) {
        match self {
            Work::Small | Work::Gru => (16, 64),
            Work::Big => (8, 128),
        }
    }

    /// Parameters in the shared order with their length: `Some(seeded)` or a constant.
    fn spec(self) -> Vec<(String, usize, Option<f32>)> {
        let mut s: Vec<(String, usize, Option<f32>)> = Vec::new();
        let v = VOCABULARY;
        match self.gpt() {
            Some(m) => {
                let d = m.width;
                s.push(("embed.token".into(), v * d, None));
                s.push(("embed.position".into(), m.context * d, None));
                for l in 0..m.layers {
                    let mut add = |part: &str, n: usize, fill: Option<f32>| {
                        s.push((format!("blocks.{l}.{part}"), n, fill))
                    };
                    add("ln1.gain", d, Some(1.0));
                    add("ln1.bias", d, Some(0.0));
                    add("attn.qkv.weight", d * 3 * d, None);
                    add("attn.qkv.bias", 3 * d, Some(0.0));
                    add("attn.proj.weight", d * d, None);
                    add("attn.proj.bias", d, Some(0.0));
                    add("ln2.gain", d, Some(1.0));
                    add("ln2.bias", d, Some(0.0));
                    add("mlp.up.weight", d * 4 * d, None);
                    add("mlp.up.bias", 4 * d, Some(0.0));
                    add("mlp.down.weight", 4 * d * d, None);
                    add("mlp.down.bias", d, Some(0.0));
                }
                s.push(("final_norm.gain".into(), d, Some(1.0)));
                s.push(("final_norm.bias".into(), d, Some(0.0)));
                s.push(("head.weight".into(), d * v, None));
            }
            None => {
                let d = 64;
                s.push(("embed.token".into(), v * d, None));
                s.push(("gru.x.weight".into(), d * 3 * d, None));
                s.push(("gru.x.bias".into(), 3 * d, Some(0.0)));
                s.push(("gru.h.weight".into(), d * 3 * d, None));
                s.push(("gru.h.bias".into(), 3 * d, Some(0.0)));
                s.push(("head.weight".into(), d * v, None));
                s.push(("head.bias".into(), v, Some(0.0)));
            }
        }
        s
    }
}

/// A noisy affine stream of tokens.
fn tokens(n: usize) -> Vec<u32> {
    let mut r = Mulberry32::new(7);
    let mut t = vec![0u32];
    for i in 1..n {
        let next = if r.next_f64() < 0.1 {
            (r.next_f64() * VOCABULARY as f64) as u32
        } else {
            (t[i - 1] * 5 + 7) % VOCABULARY as u32
        };
        t.push(next);
    }
    t
}

/// A trainer with the shared weights, and its batches.
pub struct Session<F = f32> {
    pub trainer: Trainer<F>,
    ids: Id,
    targets: Id,
    batches: Vec<(Vec<u32>, Vec<u32>)>,
    step: usize,
}

impl<F: Real> Session<F> {
    pub fn new(work: Work) -> Result<Session<F>, BuildError> {
        let g = Graph::new();
        let (b, t) = work.window();
        let loss = match work.gpt() {
            Some(gpt) => gpt.loss(&g, b, t),
            None => Gru {
                vocabulary: VOCABULARY,
                width: 64,
            }
            .loss(&g, b, t),
        };
        let (ids, targets) = (
            g.find("ids").expect("an input of the loss"),
            g.find("targets").expect("an input of the loss"),
        );
        let mut trainer = Trainer::new(&g, loss, 0, AdamConfig::default(), f64::INFINITY)?;
        let mut r = Mulberry32::new(42);
        for (name, n, fill) in work.spec() {
            let values = match fill {
                Some(v) => vec![v; n],
                None => r.uniform(n, 0.08),
            };
            let into = trainer
                .params
                .get_mut(&name)
                .unwrap_or_else(|| panic!("the model has no parameter {name}"));
            assert_eq!(into.len(), n, "{name}");
            for (p, v) in into.iter_mut().zip(values) {
                *p = F::of(v as f64);
            }
        }
        let n = 20_000;
        let stream = tokens(n);
        let batches = (0..BATCHES)
            .map(|s| {
                let at = |b: usize| (s * 997 + b * 1201) % (n - t - 1);
                let x = (0..b)
                    .flat_map(|b| stream[at(b)..at(b) + t].to_vec())
                    .collect();
                let y = (0..b)
                    .flat_map(|b| stream[at(b) + 1..at(b) + 1 + t].to_vec())
                    .collect();
                (x, y)
            })
            .collect();
        Ok(Session {
            trainer,
            ids,
            targets,
            batches,
            step: 0,
        })
    }

    /// One step of Adam at 1e-3; the loss before it.
    pub fn step(&mut self) -> f64 {
        let (x, y) = &self.batches[self.step % BATCHES];
        self.step += 1;
        self.trainer
            .write_ids(self.ids, x)
            .expect("ids of the defined work");
        self.trainer
            .write_ids(self.targets, y)
            .expect("ids of the defined work");
        self.trainer
            .step(1e-3)
            .expect("the defined work fits its plan")
            .loss
    }

    /// Writes a batch without stepping, for gradients at the start.
    pub fn load_batch(&mut self, k: usize) {
        let (x, y) = &self.batches[k];
        self.trainer
            .write_ids(self.ids, x)
            .expect("ids of the defined work");
        self.trainer
            .write_ids(self.targets, y)
            .expect("ids of the defined work");
    }
}
