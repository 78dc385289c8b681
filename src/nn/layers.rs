//! Layers as functions of handles: they read like the formulas.

use crate::tensor::{Init, T};

/// LayerNorm over the last axis (Ba et al. 2016, arXiv 1607.06450): (x - mean) / sqrt(var + 1e-5) * gain + bias.
/// `x` (.., C) -> (.., C). Parameters `{name}.gain`, `{name}.bias` (C).
pub fn layer_norm<'g>(x: T<'g>, name: &str) -> T<'g> {
    let g = x.graph();
    let c = x.shape().last();
    let gain = g.param(&format!("{name}.gain"), &[c], Init::Ones);
    let bias = g.param(&format!("{name}.bias"), &[c], Init::Zeros);
    x.normalize(true) * gain + bias
}

/// x W + b. `x` (.., K) -> (.., n). Parameters `{name}.weight` (K, n), `{name}.bias` (n).
pub fn linear<'g>(x: T<'g>, name: &str, n: usize, init: Init) -> T<'g> {
    let g = x.graph();
    let k = x.shape().last();
    let weight = g.param(&format!("{name}.weight"), &[k, n], init);
    let bias = g.param(&format!("{name}.bias"), &[n], Init::Zeros);
    x.linear(weight, bias)
}

/// Causal multi-head self-attention (Vaswani et al. 2017, arXiv 1706.03762, section 3.2).
/// `x` (B, T, C) -> (B, T, C). Sites `{name}.q`, `.k`, `.v`, `.pattern` (B, H, T, T), `.mixed`, `.out`.
pub fn attention<'g>(x: T<'g>, name: &str, heads: usize, init: Init, out_init: Init) -> T<'g> {
    let c = x.shape().last();
    let qkv = linear(x, &format!("{name}.qkv"), 3 * c, init);
    let part = |i: usize, letter: &str| qkv.slice(2, i * c, c).named(&format!("{name}.{letter}"));
    let (q, k, v) = (part(0, "q"), part(1, "k"), part(2, "v"));
    let scale = 1.0 / ((c / heads) as f64).sqrt();
    let pattern = q
        .head_scores(k, heads, true)
        .softmax(scale, true)
        .named(&format!("{name}.pattern"));
    let mixed = pattern.head_mix(v).named(&format!("{name}.mixed"));
    linear(mixed, &format!("{name}.proj"), c, out_init).named(&format!("{name}.out"))
}

/// Two linear layers with GELU between: (.., C) -> (.., C) through `hidden` neurons.
/// Sites `{name}.neurons` (after GELU), `.out`.
pub fn mlp<'g>(x: T<'g>, name: &str, hidden: usize, init: Init, out_init: Init) -> T<'g> {
    let c = x.shape().last();
    let neurons = linear(x, &format!("{name}.up"), hidden, init)
        .gelu()
        .named(&format!("{name}.neurons"));
    linear(neurons, &format!("{name}.down"), c, out_init).named(&format!("{name}.out"))
}
