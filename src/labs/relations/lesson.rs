//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`: shares from 0 to 1, counts of subjects.
pub const VALUES: &[&str] = &[
    "held-out",
    "line-faithful",
    "squares-faithful",
    "other-faithful",
    "random-faithful",
    "edit-success",
    "edit-random",
    "swap-success",
    "early-faithful",
    "late-faithful",
    "late-squares",
    "late-swap",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["model", "choose", "fit", "subjects", "edit", "sweep"];

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
            ("translation", &["line-faithful"], &["better", "same", "worse"]),
            ("layer", &["early-faithful", "late-faithful"], &["early", "same", "late"]),
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
