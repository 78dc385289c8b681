//! The sampler's laws. Reference numbers come from scripts/make_golden/sampling.py.

mod beams;
mod cases;
mod dice;
mod laws;
mod texts;

use super::*;

/// Logits whose softmax is `p`.
fn logits_of(p: &[f64]) -> Vec<f32> {
    p.iter().map(|p| p.ln() as f32).collect()
}

fn made(logits: &[f32], settings: Settings) -> Distribution {
    distribution(logits, &[], &settings).expect("finite logits")
}

/// Ids of the kept tokens.
fn kept(d: &Distribution) -> Vec<u32> {
    (0..)
        .zip(&d.removed)
        .filter(|(_, r)| r.is_none())
        .map(|(id, _)| id)
        .collect()
}

fn sum(p: &[f32]) -> f64 {
    p.iter().map(|&p| p as f64).sum()
}
