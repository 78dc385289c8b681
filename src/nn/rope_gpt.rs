//! A decoder-only transformer with RMSNorm, rotary positions, ReLU neurons and tied embeddings: the model that lecture 3 opens.
//!
//! Pre-norm blocks without biases but those of the neurons, so that the residual stream is a plain sum of what each head and each
//! MLP writes. RMSNorm: Zhang and Sennrich 2019, arXiv 1910.07467. RoPE: Su et al. 2021, arXiv 2104.09864, half-split pairs.

use crate::tensor::{Graph, Init, T};

/// The architecture. `width` is a multiple of `heads`, `width / heads` is even.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RopeGpt {
    pub vocabulary: usize,
    pub width: usize,
    pub layers: usize,
    pub heads: usize,
    /// Neurons of each MLP.
    pub neurons: usize,
}

/// Base of the rotation's wavelengths: short texts need no long ones.
const ROPE_BASE: f64 = 200.0;

impl RopeGpt {
    pub const fn head_width(&self) -> usize {
        self.width / self.heads
    }

    /// `ids` (B, T) -> logits (B, T, V). Inputs `rope.cos`, `rope.sin` (T, dh) hold [`rotations`](Self::rotations).
    ///
    /// Sites: `pre.{l}` for l = 0..=L (the residual stream before block l; `pre.L` is the end), `blocks.{i}.attn.pattern` (B, H, T, T),
    /// `.attn.z` (B, T, C: the heads' mixes side by side, before `wo`), `.attn.out`, `blocks.{i}.mlp.act` (after ReLU), `.mlp.out`,
    /// `final_norm`, `logits`.
    pub fn forward<'g>(&self, g: &'g Graph, ids: T<'g>) -> T<'g> {
        let time = ids.shape().last();
        let c = self.width as f32;
        let into_stream = 1.0 / (2.0 * self.layers as f32).sqrt();
        let matrix = |name: &str, from: usize, to: usize, std: f32| {
            g.param(name, &[from, to], Init::Normal(std))
        };
        let embedding = g.param("emb", &[self.vocabulary, self.width], Init::Normal(0.1));
        let cos = g.input("rope.cos", &[time, self.head_width()]);
        let sin = g.input("rope.sin", &[time, self.head_width()]);
        let mut x = embedding.gather(ids).named("pre.0");
        for i in 0..self.layers {
            let site = |part: &str| format!("blocks.{i}.{part}");
            let y = rms_norm(x, &site("g1"));
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
            let z = pattern.head_mix(project("wv")).named(&site("attn.z"));
            let wo = matrix(&site("wo"), self.width, self.width, into_stream / c.sqrt());
            x = x + z.matmul(wo).named(&site("attn.out"));
            let y = rms_norm(x, &site("g2"));
            let w1 = matrix(&site("w1"), self.width, self.neurons, 1.0 / c.sqrt());
            let b1 = g.param(&site("b1"), &[self.neurons], Init::Zeros);
            let act = y.linear(w1, b1).relu().named(&site("mlp.act"));
            let std = 1.4 * into_stream / (self.neurons as f32).sqrt();
            let w2 = matrix(&site("w2"), self.neurons, self.width, std);
            x = (x + act.matmul(w2).named(&site("mlp.out"))).named(&format!("pre.{}", i + 1));
        }
        let y = rms_norm(x, "gf").named("final_norm");
        y.matmul_t(embedding, false, true, None).named("logits")
    }

    /// q or k (B, T, C), each head's pairs (j, j + dh/2) turned by the angle of the position.
    fn rotate<'g>(&self, x: T<'g>, cos: T<'g>, sin: T<'g>) -> T<'g> {
        let shape = x.shape();
        let dims = shape.dims();
        let (batch, time) = (dims[0], dims[1]);
        let half = self.head_width() / 2;
        // (B, H, T, dh): the tables repeat over the leading axes.
        let heads = x
            .reshape(&[batch, time, self.heads, self.head_width()])
            .permute(&[0, 2, 1, 3]);
        let (first, second) = (heads.slice(3, 0, half), heads.slice(3, half, half));
        let turned = x.graph().concat(&[-second, first], 3);
        (heads * cos + turned * sin)
            .permute(&[0, 2, 1, 3])
            .reshape(&[batch, time, self.width])
    }

    /// The tables `rope.cos` and `rope.sin` for positions 0..`time`, row-major (T, dh).
    pub fn rotations(&self, time: usize) -> [Vec<f32>; 2] {
        let dh = self.head_width();
        let half = dh / 2;
        let angle = |at: usize| {
            let (t, j) = (at / dh, at % dh % half);
            t as f64 * libm::pow(ROPE_BASE, -(j as f64) / half as f64)
        };
        let table = |f: fn(f64) -> f64| (0..time * dh).map(|at| f(angle(at)) as f32).collect();
        [table(libm::cos), table(libm::sin)]
    }

    /// Mean cross-entropy in nats per token, (1): inputs `ids` and `targets`, both (B, T), beside the rotations.
    pub fn loss<'g>(&self, g: &'g Graph, batch: usize, time: usize) -> T<'g> {
        let ids = g.input("ids", &[batch, time]);
        let targets = g.input("targets", &[batch, time]);
        self.forward(g, ids)
            .cross_entropy(targets)
            .mean()
            .named("loss")
    }

    /// Number of parameters, by formula (a test holds it against the graph).
    pub const fn parameters(&self) -> usize {
        let c = self.width;
        let block = c + 4 * c * c + c + c * self.neurons + self.neurons + self.neurons * c;
        self.vocabulary * c + self.layers * block + c
    }
}

/// x / sqrt(mean(x^2) + 1e-5) * gain over the last axis.
pub(super) fn rms_norm<'g>(x: T<'g>, gain: &str) -> T<'g> {
    let g = x.graph();
    x.normalize(false) * g.param(gain, &[x.shape().last()], Init::Ones)
}

#[cfg(test)]
mod tests;
