//! A small transformer whose attention also sees the left neighbour of each token: the model that calls tools in lecture 2.
//!
//! Token shift (Peng et al. 2023, "RWKV", arXiv 2305.13048, section 3.1.1, here without weights of its own): queries, keys and
//! values are made of half of the token's own channels and half of its left neighbour's. A pair "name city" then lies under one
//! key, so that finding a word by the one before it takes one layer and not two. Beside it the blocks are those of
//! [`RopeGpt`](super::rope_gpt::RopeGpt): RMSNorm, ReLU neurons, tied embeddings. RoPE (Su et al. 2021, arXiv 2104.09864) takes the
//! positions as an input, so that a row can leave some out.

use super::rope_gpt::rms_norm;
use crate::tensor::{Graph, Init, T};

/// The architecture. `width` is a multiple of `2 heads`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShiftGpt {
    pub vocabulary: usize,
    pub width: usize,
    pub layers: usize,
    pub heads: usize,
    /// Neurons of each MLP.
    pub neurons: usize,
}

/// Base of the rotation's wavelengths (Su et al.).
const ROPE_BASE: f64 = 10_000.0;

impl ShiftGpt {
    pub const fn head_width(&self) -> usize {
        self.width / self.heads
    }

    /// `ids` (B, T) -> logits (B, T, V). Inputs `rope.cos`, `rope.sin` (B, T, dh) hold [`rotations`](Self::rotations).
    /// Sites: `blocks.{i}.attn.pattern` (B, H, T, T), `logits`.
    pub fn forward<'g>(&self, g: &'g Graph, ids: T<'g>) -> T<'g> {
        let shape = ids.shape();
        let c = self.width as f32;
        let into_stream = 1.0 / (2.0 * self.layers as f32).sqrt();
        let matrix = |name: &str, from: usize, to: usize, std: f32| {
            g.param(name, &[from, to], Init::Normal(std))
        };
        let embedding = g.param("emb", &[self.vocabulary, self.width], Init::Normal(0.1));
        let table = [shape.dims()[0], shape.dims()[1], self.head_width()];
        let (cos, sin) = (g.input("rope.cos", &table), g.input("rope.sin", &table));
        let mut x = embedding.gather(ids);
        for i in 0..self.layers {
            let site = |part: &str| format!("blocks.{i}.{part}");
            let y = shifted(rms_norm(x, &site("g1")));
            let project =
                |name: &str| y.matmul(matrix(&site(name), self.width, self.width, 1.0 / c.sqrt()));
            let (q, k) = (
                self.rotate(project("wq"), cos, sin),
                self.rotate(project("wk"), cos, sin),
            );
            let pattern = q
                .head_scores(k, self.heads, true)
                .softmax(1.0 / (self.head_width() as f64).sqrt(), true)
                .named(&site("attn.pattern"));
            let wo = matrix(&site("wo"), self.width, self.width, into_stream / c.sqrt());
            x = x + pattern.head_mix(project("wv")).matmul(wo);
            let y = rms_norm(x, &site("g2"));
            let w1 = matrix(&site("w1"), self.width, self.neurons, 1.0 / c.sqrt());
            let b1 = g.param(&site("b1"), &[self.neurons], Init::Zeros);
            let std = 1.4 * into_stream / (self.neurons as f32).sqrt();
            let w2 = matrix(&site("w2"), self.neurons, self.width, std);
            x = x + y.linear(w1, b1).relu().matmul(w2);
        }
        let y = rms_norm(x, "gf");
        y.matmul_t(embedding, false, true, None).named("logits")
    }

    /// q or k (B, T, C), each head's pairs (j, j + dh/2) turned by the angle of the position.
    fn rotate<'g>(&self, x: T<'g>, cos: T<'g>, sin: T<'g>) -> T<'g> {
        let shape = x.shape();
        let (batch, time) = (shape.dims()[0], shape.dims()[1]);
        let half = self.head_width() / 2;
        // (H, B, T, dh): the tables repeat over the heads.
        let heads = x
            .reshape(&[batch, time, self.heads, self.head_width()])
            .permute(&[2, 0, 1, 3]);
        let (first, second) = (heads.slice(3, 0, half), heads.slice(3, half, half));
        let turned = x.graph().concat(&[-second, first], 3);
        (heads * cos + turned * sin)
            .permute(&[1, 2, 0, 3])
            .reshape(&[batch, time, self.width])
    }

    /// The tables `rope.cos` and `rope.sin` for these positions (B x T of them, row-major), (B, T, dh).
    pub fn rotations(&self, positions: &[u32]) -> [Vec<f32>; 2] {
        let dh = self.head_width();
        let half = dh / 2;
        let rates: Vec<f64> = (0..half)
            .map(|j| libm::pow(ROPE_BASE, -(j as f64) / half as f64))
            .collect();
        let table = |f: fn(f64) -> f64| {
            let angles = positions
                .iter()
                .flat_map(|&p| (0..dh).map(move |j| (p, j % half)));
            angles
                .map(|(p, j)| f(f64::from(p) * rates[j]) as f32)
                .collect()
        };
        [table(libm::cos), table(libm::sin)]
    }

    /// Weighted sum of the cross-entropies, (1), in nats: inputs `ids` (B, T), `targets` (B, T) and `weights` (B, T, 1) beside the
    /// rotations. With weights of sum 1 it is the mean over what is asked for.
    pub fn loss<'g>(&self, g: &'g Graph, batch: usize, time: usize) -> T<'g> {
        let ids = g.input("ids", &[batch, time]);
        let targets = g.input("targets", &[batch, time]);
        let weights = g.input("weights", &[batch, time, 1]);
        (self.forward(g, ids).cross_entropy(targets) * weights)
            .sum()
            .named("loss")
    }

    /// Number of parameters, by formula (a test holds it against the graph).
    pub const fn parameters(&self) -> usize {
        let c = self.width;
        let block = c + 4 * c * c + c + c * self.neurons + self.neurons + self.neurons * c;
        self.vocabulary * c + self.layers * block + c
    }
}

/// x (B, T, C): the first half of the channels is the left neighbour's (zeros for the first token), the second half the token's own.
fn shifted<'g>(x: T<'g>) -> T<'g> {
    let shape = x.shape();
    let (time, half) = (shape.dims()[1], shape.last() / 2);
    let left = x.slice(2, 0, half).pad(1, 1, 0).slice(1, 0, time);
    x.graph()
        .concat(&[left, x.slice(2, half, shape.last() - half)], 2)
}

#[cfg(test)]
mod tests;
