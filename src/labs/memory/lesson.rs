//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`. Shares from 0 to 1, numbers of tokens, notes and questions.
pub const VALUES: &[&str] = &[
    "read-all",
    "read-last",
    "read-top",
    "tokens-all",
    "tokens-top",
    "brain-short",
    "brain-distinct",
    "brain-duplicated",
    "brain-filler",
    "learn-none",
    "learn-correct",
    "learn-wrong",
    "learn-all",
    "learn-imitated",
    "learn-seeds",
    "learn-wins",
    "bits-right",
    "bits-wrong",
    "stored",
    "right",
    "stale",
    "flat-two",
    "flat-three",
    "graph-two",
    "graph-three",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["read", "brain", "learn", "diary", "answers"];

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
            ("everything", &["read-all"], &[]),
            ("search", &["read-all", "read-top"], &["better", "alike", "worse"]),
            ("length", &["brain-distinct", "brain-duplicated"], &["count", "both", "length"]),
            ("marks", &["learn-correct", "learn-all"], &["better", "alike", "worse"]),
            ("three-hops", &["flat-three"], &[]),
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
