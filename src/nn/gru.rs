//! A gated recurrent unit over characters, unrolled in time (Cho et al. 2014, arXiv 1406.1078; PyTorch's gate form with
//! two biases). The recurrent reference of the engine; the mixers of lecture 4 have their own files.

use crate::tensor::{Graph, Init, T};

/// The architecture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gru {
    pub vocabulary: usize,
    pub width: usize,
}

impl Gru {
    /// `ids` (B, T) -> logits (B * T, V), rows ordered by time within each sequence.
    ///
    /// r, z = sigmoid(x W_x + b_x + h W_h + b_h), n = tanh(x W_n + b_n + r (h U_n + c_n)), h' = n + z (h - n)
    pub fn forward<'g>(&self, g: &'g Graph, ids: T<'g>) -> T<'g> {
        let (b, t, d) = (ids.shape().dims()[0], ids.shape().last(), self.width);
        let init = Init::Normal(1.0 / (d as f32).sqrt());
        let table = g.param("embed.token", &[self.vocabulary, d], Init::Normal(0.5));
        let wx = g.param("gru.x.weight", &[d, 3 * d], init);
        let bx = g.param("gru.x.bias", &[3 * d], Init::Zeros);
        let wh = g.param("gru.h.weight", &[d, 3 * d], init);
        let bh = g.param("gru.h.bias", &[3 * d], Init::Zeros);
        let gates_x = table.gather(ids).linear(wx, bx).permute(&[1, 0, 2]);
        let mut h = g.fill(0.0, &[b, d]);
        let mut states = Vec::with_capacity(t);
        for i in 0..t {
            let gx = gates_x.slice(0, i, 1).reshape(&[b, 3 * d]);
            let gh = h.linear(wh, bh);
            let rz = (gx.slice(1, 0, 2 * d) + gh.slice(1, 0, 2 * d)).sigmoid();
            let (r, z) = (rz.slice(1, 0, d), rz.slice(1, d, d));
            let n = (gx.slice(1, 2 * d, d) + r * gh.slice(1, 2 * d, d)).tanh();
            h = n + z * (h - n);
            states.push(h.reshape(&[b, 1, d]));
        }
        let states = g.concat(&states, 1).named("states");
        let head = g.param("head.weight", &[d, self.vocabulary], init);
        let bias = g.param("head.bias", &[self.vocabulary], Init::Zeros);
        states.linear(head, bias).named("logits")
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
}
