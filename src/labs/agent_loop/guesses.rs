//! The predictions of the lesson, and what settles each: numbers of the reader's own screen, never a stored answer.

use super::experiment::{Found, UNITS};
use super::protocol::Report;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("written", &["written", "inserted"]),
    ("full", &["ratio-full"]),
    ("fog", &["ratio-fog"]),
];

/// What the reader has seen so far. `None` = not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Tokens after the user's words, at the end of a run: by the brain, by the environment.
    pub tokens: Option<(u32, u32)>,
    /// Steps per step of the shortest walk, over all maps.
    pub full: Option<f64>,
    pub fog: Option<f64>,
}

/// What a finished experiment has shown.
pub fn measured(report: &Report) -> (Option<f64>, Option<f64>) {
    let Found { full, fog, .. } = &report.lab;
    if report.done < UNITS {
        return (None, None);
    }
    let mean = |walks: &super::experiment::Walks| walks.mean().map(|(mean, ..)| mean);
    (mean(full), mean(fog))
}

/// The key of the right answer; `None` while it is open.
pub fn truth(guess: &str, seen: &Seen) -> Option<&'static str> {
    let ratio = |ratio: f64| {
        if ratio < 1.005 {
            "exact"
        } else if ratio <= 1.5 {
            "little"
        } else {
            "more"
        }
    };
    match guess {
        "written" => {
            let (brain, environment) = seen.tokens?;
            let share = f64::from(brain) / f64::from((brain + environment).max(1));
            Some(if share > 0.66 {
                "most"
            } else if share > 0.33 {
                "half"
            } else {
                "few"
            })
        }
        "full" => seen.full.map(ratio),
        "fog" => seen.fog.map(ratio),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_its_run_and_each_can_come_out_every_way() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
        }
        assert_eq!(measured(&Report::default()), (None, None));
        for (value, key) in [(1.0, "exact"), (1.3, "little"), (2.0, "more")] {
            let seen = Seen { full: Some(value), fog: Some(value), ..Seen::default() };
            assert_eq!((truth("full", &seen), truth("fog", &seen)), (Some(key), Some(key)));
        }
        for (tokens, key) in [((90, 10), "most"), ((50, 50), "half"), ((10, 90), "few")] {
            let seen = Seen { tokens: Some(tokens), ..Seen::default() };
            assert_eq!(truth("written", &seen), Some(key));
        }
    }
}
