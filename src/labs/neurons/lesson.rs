//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`, in natural units: nats, shares from 0 to 1, neurons, requests.
pub const VALUES: &[&str] = &[
    "layer",
    "neuron",
    "active-share",
    "strongest",
    "effect",
    "effect-all",
    "control-largest",
    "half-size",
    "refused-128",
    "zero-128",
    "random-128",
    "alone-least",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &[
    "model",
    "prompt",
    "contexts",
    "knock-out",
    "group",
    "ranking",
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
            ("one", &["effect"], &["lost", "worse", "little"]),
            ("many", &["half-size"], &["one", "dozen", "hundred", "most"]),
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
