//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: shares from 0 to 1, nodes, moves, value.
pub const VALUES: &[&str] = &[
    "pass-greedy-5",
    "pass-thrifty-5",
    "pass-cheapest-5",
    "pass-search-5",
    "nodes-none-6",
    "nodes-checks-6",
    "nodes-bound-6",
    "stock-plan-2",
    "stock-patch-2",
    "stock-replan-2",
    "win-full",
    "moves-full",
    "win-prune-3",
    "moves-prune-3",
    "win-doors-0",
    "win-doors-3",
    "win-dream-5",
    "best-thoughts",
    "net-best",
    "net-64",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &["planning"];

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
            ("cheapest", &["pass-cheapest-5"], &[]),
            ("replan", &["stock-replan-2", "stock-plan-2"], &["little", "some", "much"]),
            ("doors", &["win-doors-3", "win-dream-5"], &["walk", "same", "dream"]),
            ("thoughts", &["best-thoughts"], &["few", "some", "many"]),
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
