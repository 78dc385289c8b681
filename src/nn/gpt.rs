//! A decoder-only transformer: pre-norm blocks, learned positions, untied output (Radford et al. 2019's form).

use super::layers::{attention, layer_norm, mlp};
use crate::tensor::{Graph, Init, T};

/// The architecture. `width` is a multiple of `heads`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gpt {
    pub vocabulary: usize,
    pub context: usize,
    pub width: usize,
    pub layers: usize,
    pub heads: usize,
}

/// Neurons of each MLP per channel.
pub const MLP_RATIO: usize = 4;

impl Gpt {
    /// `ids` (B, T) -> logits (B, T, V). T may be shorter than the context.
    ///
    /// Sites: `embed` (the residual stream before block 0), `blocks.{i}.resid_mid|resid_post`, `blocks.{i}.attn.*`, `blocks.{i}.mlp.*`,
    /// `final_norm`, `logits`.
    pub fn forward<'g>(&self, g: &'g Graph, ids: T<'g>) -> T<'g> {
        let t = ids.shape().last();
        // Weights into the residual stream are smaller the more of them add up (Radford et al. 2019, section 2.3).
        let c = self.width as f32;
        let init = Init::Normal(1.0 / c.sqrt());
        let out_init = Init::Normal(1.0 / (c * 2.0 * self.layers as f32).sqrt());
        let down_init =
            Init::Normal(1.0 / (c * MLP_RATIO as f32 * 2.0 * self.layers as f32).sqrt());

        let token = g.param(
            "embed.token",
            &[self.vocabulary, self.width],
            Init::Normal(0.5),
        );
        // Trained like the rest; but a start in which neighbours are alike finds "the token before" in half the steps.
        let position = g.param(
            "embed.position",
            &[self.context, self.width],
            Init::Sinusoids(0.5),
        );
        let mut x = (token.gather(ids) + position.slice(0, 0, t)).named("embed");
        for i in 0..self.layers {
            let site = |part: &str| format!("blocks.{i}.{part}");
            let attn = attention(
                layer_norm(x, &site("ln1")),
                &site("attn"),
                self.heads,
                init,
                out_init,
            );
            x = (x + attn).named(&site("resid_mid"));
            let mlp = mlp(
                layer_norm(x, &site("ln2")),
                &site("mlp"),
                MLP_RATIO * self.width,
                init,
                down_init,
            );
            x = (x + mlp).named(&site("resid_post"));
        }
        let x = layer_norm(x, "final_norm").named("final_norm");
        let head = g.param(
            "head.weight",
            &[self.width, self.vocabulary],
            Init::Normal(0.5 / c.sqrt()),
        );
        x.matmul(head).named("logits")
    }

    /// Mean cross-entropy in nats per token, (1): inputs `ids` and `targets`, both (B, T).
    pub fn loss<'g>(&self, g: &'g Graph, batch: usize, time: usize) -> T<'g> {
        let ids = g.input("ids", &[batch, time]);
        let targets = g.input("targets", &[batch, time]);
        self.forward(g, ids)
            .cross_entropy(targets)
            .mean()
            .named("loss")
    }

    /// Floating-point operations of the matrix products of one training step (forward and backward, the full T x T
    /// square of attention), by formula: what a page shows before a plan exists (a test holds it against the plan).
    pub fn step_flops(&self, batch: usize, time: usize) -> u64 {
        let c = self.width as u64;
        let linear = self.layers as u64 * (3 + 1 + 2 * MLP_RATIO as u64) * c * c
            + c * self.vocabulary as u64;
        let attention = self.layers as u64 * 2 * time as u64 * c;
        3 * 2 * (batch * time) as u64 * (linear + attention)
    }

    /// Number of parameters, by formula (a test holds it against the graph).
    pub fn parameters(&self) -> usize {
        let c = self.width;
        let block = 2 * c
            + (c * 3 * c + 3 * c)
            + (c * c + c)
            + 2 * c
            + (c * MLP_RATIO * c + MLP_RATIO * c)
            + (MLP_RATIO * c * c + c);
        self.vocabulary * c + self.context * c + self.layers * block + 2 * c + c * self.vocabulary
    }
}

#[cfg(test)]
mod tests;
