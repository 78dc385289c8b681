//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`.
pub const VALUES: &[&str] = &[
    "steps",
    "written",
    "inserted",
    "marks-right",
    "ratio-full",
    "ratio-fog",
    "arrived-fog",
    "maps-done",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["world", "debugger", "branches", "exercise", "reader", "experiment"];

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
            ("written", &["written", "inserted"], &["most", "half", "few"]),
            ("full", &["ratio-full"], &["exact", "little", "more"]),
            ("fog", &["ratio-fog"], &["exact", "little", "more"]),
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
