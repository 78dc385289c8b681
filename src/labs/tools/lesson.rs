//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: attacks of 20, shares from 0 to 1, tokens.
pub const VALUES: &[&str] = &[
    "succeeded-none",
    "succeeded-escape",
    "succeeded-roles",
    "succeeded-allow",
    "succeeded-all",
    "irreversible-allow",
    "recall-4",
    "recall-64",
    "recall-256",
    "recall-five",
    "tokens-all",
    "tokens-five",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["attacks", "views", "rules", "many"];

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
            ("roles", &["succeeded-roles"], &[]),
            ("allow-list", &["succeeded-allow"], &[]),
            ("many", &["recall-256"], &[]),
        ],
    };

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        hold_to_names(
            &LESSON,
            &Names {
                presets: ids.leak(),
                ..NAMES
            },
        );
        let settled: Vec<(&str, &[&str])> = NAMES
            .guesses
            .iter()
            .map(|(id, decides, _)| (*id, *decides))
            .collect();
        assert_eq!(settled, GUESSES);
    }
}
