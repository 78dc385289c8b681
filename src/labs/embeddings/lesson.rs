//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: shares from 0 to 1, training steps.
pub const VALUES: &[&str] = &[
    "step",
    "purity",
    "shuffled",
    "purity-plane",
    "purity-random",
    "variance-plane",
    "variance-best",
    "en-fr",
    "fr-zh",
    "capital",
    "landmark",
    "kinds-step",
    "capitals-step",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["map", "near", "pairs", "model", "training"];

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
            ("variance", &["variance-best"], &[]),
            ("translation", &["en-fr"], &["rarely", "half", "mostly"]),
            ("order", &["kinds-step", "capitals-step"], &["kinds", "pairs", "together"]),
        ],
    };

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        let presets = ids.leak();
        hold_to_names(&LESSON, &Names { presets, ..NAMES });
        let settled: Vec<(&str, &[&str])> = NAMES
            .guesses
            .iter()
            .map(|(id, decides, _)| (*id, *decides))
            .collect();
        assert_eq!(settled, GUESSES);
    }
}
