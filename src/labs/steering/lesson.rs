//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`: shares from 0 to 1, counts, lengths.
pub const VALUES: &[&str] = &[
    "norm",
    "random-now",
    "turned-first",
    "turned-second",
    "random-mean",
    "random-most",
    "projected-turned",
    "projected-kept",
    "affine-turned",
    "affine-kept",
    "facts-added",
    "facts-random",
    "facts-projected",
    "functions-bare",
    "functions-shown",
    "functions-own",
    "functions-other",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &[
    "model", "steer", "said", "along", "experiment", "removal", "facts", "functions",
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
            ("random", &["random-mean"], &["most", "some", "few"]),
            (
                "projected",
                &["projected-turned", "projected-kept"],
                &["helps", "apart", "refuses"],
            ),
        ],
    };

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        let presets = ids.leak();
        hold_to_names(&LESSON, &Names { presets, ..NAMES });
        let settled: Vec<(&str, &[&str])> =
            NAMES.guesses.iter().map(|(id, decides, _)| (*id, *decides)).collect();
        assert_eq!(settled, GUESSES);
    }
}
