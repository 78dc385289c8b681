//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`: runs, and shares from 0 to 1.
pub const VALUES: &[&str] = &[
    "law",
    "runs-pass-fail-4",
    "runs-score-4",
    "runs-line-4",
    "runs-log-4",
    "runs-score-8",
    "runs-score-in-order-8",
    "runs-line-8",
    "runs-log-8",
    "passed-pass-fail-6",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["repair", "experiment"];

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
            ("log", &["runs-log-4"], &["five", "fifty", "hundreds"]),
            ("reward", &["runs-score-8", "runs-line-8"], &["fewer", "similar", "more"]),
            ("control", &["runs-score-in-order-8", "runs-line-8"], &["as-good", "between", "no-better"]),
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
