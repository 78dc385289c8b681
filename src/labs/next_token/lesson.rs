//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`. All in natural units: nats, tokens, shares from 0 to 1.
pub const VALUES: &[&str] = &[
    "training-loss",
    "validation-loss",
    "tokens-per-second",
    "step",
    "parameters",
    "fingerprint",
    "uniform-loss",
    "entropy",
    "distinct-4",
    "self-bleu",
    "loop-period",
    "greedy-log-probability",
    "beam-log-probability",
    "vocabulary-size",
    "cache-speedup",
];

/// Widgets that the lessons place.
pub const WIDGETS: &[&str] = &[
    "corpus",
    "model",
    "train",
    "loss",
    "live-sample",
    "sample",
    "distribution",
    "text",
    "tree",
    "beam",
    "diversity",
    "attention",
    "cache",
    "tokenizer",
    "export",
];
