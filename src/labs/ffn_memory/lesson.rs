//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`: shares from 0 to 1, counts, logits.
pub const VALUES: &[&str] = &[
    "top-probability",
    "memory-part",
    "new-probability",
    "broken",
    "facts",
    "values-changed",
    "values-wanted",
    "values-city",
    "values-random",
    "values-neurons",
    "rank-one-wanted",
    "rank-one-kept",
    "rank-one-two-hop",
    "rank-one-last",
    "rank-one-random-changed",
    "rank-one-random-wanted",
    "tune-wanted",
    "tune-kept",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["prompt", "memory", "trace", "edit", "experiment", "model"];

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
            ("half", &["values-changed"], &[]),
            ("place", &["rank-one-wanted", "rank-one-last"], &["early", "late", "alike"]),
            ("follows", &["rank-one-two-hop"], &["always", "sometimes", "never"]),
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
