//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: shares from 0 to 1, layers, counts.
pub const VALUES: &[&str] = &[
    "itself",
    "words-early",
    "words-layer",
    "city-layer",
    "last-patch",
    "patch-layer",
    "lens-layer",
    "plain",
    "wrong",
    "back-fixed",
    "back-control",
    "back-last",
    "back-rule",
    "chain-fixed",
    "chain-control",
    "spelled",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["prompts", "read", "count", "last", "back", "chain", "model"];

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
            ("word", &["words-layer"], &["early", "middle", "all"]),
            (
                "back",
                &["back-fixed", "back-control"],
                &["more", "same", "fewer"],
            ),
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
