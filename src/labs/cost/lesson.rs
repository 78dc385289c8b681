//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: tokens, bytes, milliseconds, shares from 0 to 1.
pub const VALUES: &[&str] = &[
    "crossover-operations",
    "crossover-memory",
    "crossover-block",
    "attention-share",
    "hybrid-operations",
    "hybrid-memory",
    "all-bytes",
    "hybrid-bytes",
    "measured-crossing",
    "measured-half",
    "softmax-slope",
    "linear-slope",
    "softmax-prompt",
    "recurrent-prompt",
    "chunkwise-prompt",
    "recall-attention-attention",
    "recall-attention-linear",
    "recall-linear-attention",
    "recall-linear-linear",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["mixing", "block", "measure", "hybrid", "recall", "ten-million"];

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
            ("crossing", &["measured-crossing"], &["sooner", "near", "later"]),
            (
                "prompt",
                &["softmax-prompt", "recurrent-prompt", "chunkwise-prompt"],
                &["softmax", "recurrent", "chunkwise"],
            ),
            ("two-linear", &["recall-linear-linear"], &[]),
            (
                "order",
                &["recall-attention-attention", "recall-attention-linear", "recall-linear-attention"],
                &["either", "below", "above", "neither"],
            ),
        ],
    };

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        let presets = ids.leak();
        hold_to_names(&LESSON, &Names { presets, ..NAMES });
        let settled: Vec<(&str, &[&str])> = NAMES.guesses.iter().map(|(id, decides, _)| (*id, *decides)).collect();
        assert_eq!(settled, GUESSES);
    }
}
