//! Logit lens and direct logit attribution: what the residual stream says at each layer, and who wrote it.
//!
//! Lens: nostalgebraist 2020, "interpreting GPT: the logit lens". The stream before each block is read as if it were the last one:
//! its own RMS norm, the final gain, the unembedding. Attribution: Elhage et al. 2021, "A Mathematical Framework for Transformer
//! Circuits": the last stream is a sum, so a difference of two logits is one too.

use super::forward::log_softmax;
use crate::backend::{BackendError, Cpu, Params};
use crate::nn::rope_gpt::RopeGpt;
use crate::tensor::{Graph, Id, Plan};

/// Of RMSNorm, as in `tensor`'s `normalize`.
const EPSILON: f64 = 1e-5;

/// One cell: a position read at a layer.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// The most probable words with their probabilities, most probable first, equals by lower id.
    pub top: Vec<(u32, f32)>,
    /// Of the distribution, nats.
    pub entropy: f32,
    /// KL(what the model says in the end || this), nats.
    pub divergence: f32,
    /// Of each watched word: probability, and how many words are more probable.
    pub watched: Vec<(f32, u32)>,
}

/// Every layer and position of one text.
#[derive(Clone, PartialEq, Debug)]
pub struct Lens {
    /// L + 1: before each block, and at the end.
    pub layers: usize,
    pub positions: usize,
    /// Layer by layer, position by position.
    pub readings: Vec<Reading>,
}

impl Lens {
    /// The reading of a layer (0..=L) at a position.
    pub fn at(&self, layer: usize, position: usize) -> &Reading {
        &self.readings[layer * self.positions + position]
    }
}

/// What one part of the model adds to a difference of logits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Embedding,
    Head { layer: usize, head: usize },
    Mlp { layer: usize },
}

/// A difference of two logits at one position, split into what each part has written.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribution {
    /// In the order of the model; they sum to `difference`.
    pub parts: Vec<(Part, f32)>,
    /// logit(a) - logit(b), as the model computes it.
    pub difference: f32,
}

/// A model made ready for texts of one length.
pub struct Looker<'p> {
    model: RopeGpt,
    params: &'p Params<f32>,
    cpu: Cpu<f32>,
    ids: Id,
    time: usize,
    /// `pre.0` to `pre.L`.
    streams: Vec<Id>,
    /// Of each block: the heads' mixes, what the MLP wrote.
    written: Vec<[Id; 2]>,
    logits: Id,
}

impl<'p> Looker<'p> {
    /// `time`: the number of tokens of a text, its start included.
    pub fn new(
        model: RopeGpt,
        params: &'p Params<f32>,
        time: usize,
    ) -> Result<Looker<'p>, BackendError> {
        let g = Graph::new();
        let ids = g.input("ids", &[1, time]);
        let logits = model.forward(&g, ids);
        let site = |name: String| g.find(&name).expect("a site of the model");
        let streams: Vec<Id> = (0..=model.layers)
            .map(|l| site(format!("pre.{l}")))
            .collect();
        let written: Vec<[Id; 2]> = (0..model.layers)
            .map(|l| {
                [
                    site(format!("blocks.{l}.attn.z")),
                    site(format!("blocks.{l}.mlp.out")),
                ]
            })
            .collect();
        let keep: Vec<Id> = streams
            .iter()
            .copied()
            .chain(written.iter().flatten().copied())
            .chain([logits.id])
            .collect();
        let mut cpu = Cpu::new(Plan::new(&g, &keep));
        for (name, table) in ["rope.cos", "rope.sin"].iter().zip(model.rotations(time)) {
            cpu.write(site((*name).into()), &table)?;
        }
        Ok(Looker {
            model,
            params,
            cpu,
            ids: ids.id,
            time,
            streams,
            written,
            logits: logits.id,
        })
    }

    /// Runs the model on a text of the length that this was made for.
    pub fn run(&mut self, tokens: &[u32]) -> Result<(), BackendError> {
        self.cpu.write_ids(self.ids, tokens)?;
        self.cpu.run(self.params, &[])
    }

    /// Every layer and position of the text that was run, with `top` words a cell.
    pub fn lens(&self, top: usize, watched: &[u32]) -> Result<Lens, BackendError> {
        let v = self.model.vocabulary;
        let last = self.cpu.read(self.logits)?;
        let mut readings = Vec::new();
        let finals: Vec<Vec<f64>> = last.chunks(v).map(log_softmax).collect();
        for (layer, id) in self.streams.iter().enumerate() {
            let stream = self.cpu.read(*id)?;
            for (at, h) in stream.chunks(self.model.width).enumerate() {
                // At the end the model's own logits: the same numbers, not nearly the same.
                let log_p = if layer == self.model.layers {
                    finals[at].clone()
                } else {
                    log_softmax(&self.read_out(h))
                };
                readings.push(reading(&log_p, &finals[at], top, watched));
            }
        }
        Ok(Lens {
            layers: self.streams.len(),
            positions: self.time,
            readings,
        })
    }

    /// The residual stream (C) before block `layer` (L: at the end) at a position.
    pub fn stream(&self, layer: usize, position: usize) -> Result<Vec<f32>, BackendError> {
        let c = self.model.width;
        Ok(self.cpu.read(self.streams[layer])?[position * c..][..c].to_vec())
    }

    /// Logits of a stream vector (C) read as the last one.
    pub fn read_out(&self, h: &[f32]) -> Vec<f32> {
        read_out(self.params, h)
    }

    /// Who makes word `a` more probable than word `b` after `position`.
    pub fn attribution(
        &self,
        position: usize,
        a: u32,
        b: u32,
    ) -> Result<Attribution, BackendError> {
        let (c, dh) = (self.model.width, self.model.head_width());
        let row = |id: Id| -> Result<Vec<f32>, BackendError> {
            Ok(self.cpu.read(id)?[position * c..][..c].to_vec())
        };
        let end = row(self.streams[self.model.layers])?;
        let (emb, gain) = (self.param("emb"), self.param("gf"));
        let (ua, ub) = (&emb[a as usize * c..][..c], &emb[b as usize * c..][..c]);
        // The direction that tells the two words apart, through the last norm, which divides all parts alike.
        let scale = 1.0 / rms(&end);
        let direction: Vec<f32> = (0..c)
            .map(|j| (f64::from(gain[j]) * f64::from(ua[j] - ub[j]) * scale) as f32)
            .collect();
        let mut parts = vec![(
            Part::Embedding,
            dot(&row(self.streams[0])?, &direction) as f32,
        )];
        for (layer, [mixes, mlp]) in self.written.iter().enumerate() {
            let z = row(*mixes)?;
            let wo = self.param(&format!("blocks.{layer}.wo"));
            for head in 0..self.model.heads {
                let mut sum = 0.0;
                for j in head * dh..(head + 1) * dh {
                    sum += f64::from(z[j]) * dot(&wo[j * c..][..c], &direction);
                }
                parts.push((Part::Head { layer, head }, sum as f32));
            }
            parts.push((Part::Mlp { layer }, dot(&row(*mlp)?, &direction) as f32));
        }
        let logits = &self.cpu.read(self.logits)?[position * self.model.vocabulary..];
        Ok(Attribution {
            parts,
            difference: logits[a as usize] - logits[b as usize],
        })
    }

    fn param(&self, name: &str) -> &[f32] {
        self.params.get(name).expect("the model's own parameter")
    }
}

/// Logits of a stream vector (C) read as the last one: the lens without a text, for vectors that no run has made.
pub fn read_out(params: &Params<f32>, h: &[f32]) -> Vec<f32> {
    let scale = 1.0 / rms(h);
    let gain = params.get("gf").expect("the model's own parameter");
    let emb = params.get("emb").expect("the model's own parameter");
    let normed: Vec<f32> = h
        .iter()
        .zip(gain)
        .map(|(x, g)| (f64::from(*x) * scale * f64::from(*g)) as f32)
        .collect();
    emb.chunks(h.len())
        .map(|u| dot(u, &normed) as f32)
        .collect()
}

fn rms(h: &[f32]) -> f64 {
    libm::sqrt(dot(h, h) / h.len() as f64 + EPSILON)
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(x, y)| f64::from(*x) * f64::from(*y))
        .sum()
}

fn reading(log_p: &[f64], final_log_p: &[f64], top: usize, watched: &[u32]) -> Reading {
    let order = crate::order::descending(log_p.len(), |i| crate::order::number(log_p[i]));
    let p = |i: u32| libm::exp(log_p[i as usize]) as f32;
    let mut entropy = 0.0;
    let mut divergence = 0.0;
    for (&lp, &lq) in log_p.iter().zip(final_log_p) {
        entropy -= libm::exp(lp) * lp;
        divergence += libm::exp(lq) * (lq - lp);
    }
    let rank = |word: u32| {
        log_p
            .iter()
            .filter(|&&lp| lp > log_p[word as usize])
            .count() as u32
    };
    Reading {
        top: order.into_iter().take(top).map(|i| (i, p(i))).collect(),
        entropy: entropy.max(0.0) as f32,
        divergence: divergence.max(0.0) as f32,
        watched: watched.iter().map(|&word| (p(word), rank(word))).collect(),
    }
}
