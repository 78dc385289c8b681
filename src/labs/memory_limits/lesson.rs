//! The names that the two lessons use: what the page has to offer to them. The tests hold the lessons to these lists.

/// Live values, as in `data-value`. Shares from 0 to 1, errors relative to the length of what was stored.
pub const VALUES: &[&str] = &[
    "pairs-written",
    "read-error",
    "cross-talk",
    "error-half",
    "law-half",
    "winners",
    "scale-to-win",
    "linear-accuracy",
    "softmax-accuracy",
    "delta-accuracy",
    "retnet-newest",
    "retnet-oldest",
    "step",
    "fingerprint",
    "forget-gate",
    "input-gate",
    "output-gate",
];

/// Widgets that the lessons place, each once.
pub const WIDGETS: &[&str] = &[
    "memory", "laws", "layers", "train", "results", "hull", "bridge",
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
            ("cliff", &["error-half"], &["cliff", "slope"]),
            ("winners", &["winners"], &[]),
            ("recall", &["linear-accuracy"], &[]),
            (
                "age",
                &["retnet-newest", "retnet-oldest"],
                &["newest", "oldest", "alike"],
            ),
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
