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

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &[
    "corpus",
    "tokenizer",
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
    "export",
];

#[cfg(test)]
mod tests {
    use super::super::{LESSON, guesses::GUESSES, presets};
    use super::*;
    use crate::lesson::names::{Names, hold_to_names};

    const NAMES: Names = Names {
        values: VALUES,
        widgets: WIDGETS,
        presets: &[],
        guesses: &[
            ("gap", &["uniform-loss", "validation-loss"], &[]),
            ("ending", &["loop-period"], &["loop", "goes-on"]),
            ("best", &["greedy-log-probability", "beam-log-probability"], &["greedy", "beam"]),
            ("variety", &["distinct-4"], &[]),
        ],
    };

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        hold_to_names(&LESSON, &Names { presets: ids.leak(), ..NAMES });
        let settled: Vec<(&str, &[&str])> = NAMES.guesses.iter().map(|(id, decides, _)| (*id, *decides)).collect();
        assert_eq!(settled, GUESSES);
    }
}
