//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: the unit of the answer, shares from 0 to 1.
pub const VALUES: &[&str] = &[
    "weight",
    "mixed",
    "answer",
    "reliability-now",
    "turning-point",
    "error-formula",
    "error-tool",
    "error-own",
    "error-either",
    "ratio-doubting",
    "ratio-blind",
    "people-right",
    "seeds-done",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["belief", "check", "people"];

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
            ("far", &["answer"], &["claim", "middle", "own"]),
            ("blind", &["error-tool", "error-own"], &["smaller", "alike", "larger"]),
            ("doubt", &["ratio-doubting"], &[]),
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
