//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`.
pub const VALUES: &[&str] = &[
    "old-weight",
    "new-weight",
    "read-error",
    "gamma-half-life",
    "rung-factor",
    "softmax-factor",
    "form-difference",
    "error-factor",
    "law-factor",
    "gate-at-clear",
    "gate-elsewhere",
    "beta-mean",
    "balanced",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["rungs", "stream", "memory", "weights", "decay", "steps", "valley", "training", "gates"];

#[cfg(test)]
mod tests {
    use super::super::{LESSON, guesses::GUESSES, presets};
    use super::*;
    use crate::lesson::names::{Names, hold_to_names};

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let presets: Vec<&'static str> = presets::PRESETS.iter().map(|p| p.id).collect();
        let names = Names { values: VALUES, widgets: WIDGETS, presets: presets.leak(), guesses: GUESSES };
        hold_to_names(&LESSON, &names);
    }
}
