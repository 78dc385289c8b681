//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`.
pub const VALUES: &[&str] = &[
    "largest-difference",
    "wrong-difference",
    "changed-tokens",
    "leak",
    "read-error",
    "flops-recurrent",
    "flops-parallel",
    "flops-chunkwise",
    "ns-recurrent",
    "ns-parallel",
    "ns-chunkwise",
    "forms-apart",
    "rounds",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["derivation", "drawers", "forms", "time", "graph"];

#[cfg(test)]
mod tests {
    use super::super::{LESSON, guesses::GUESSES, presets};
    use super::*;
    use crate::lesson::names::{Names, hold_to_names};

    #[test]
    fn the_lessons_use_the_names_that_the_page_offers() {
        let ids: Vec<&'static str> = presets::PRESETS.iter().map(|preset| preset.id).collect();
        let names = Names {
            values: VALUES,
            widgets: WIDGETS,
            presets: ids.leak(),
            guesses: GUESSES,
        };
        hold_to_names(&LESSON, &names);
    }
}
