//! The predictions of the lesson, and what settles each: numbers of the reader's own stream, never a stored answer.

use super::config::{Config, What};
use super::ladder::Rule;
use super::seen::Seen;
use super::valley::{Valley, Verdict};

/// Ids of the cards, the live values that settle them, the keys of their choices. The lessons state the same.
pub const GUESSES: &[(&str, &[&str], &[&str])] = &[
    ("repeat", &["old-weight", "new-weight"], &["old", "new", "both"]),
    ("later", &["rung-factor", "softmax-factor"], &["both", "softmax", "neither"]),
    ("rate", &["error-factor"], &["lands", "swings", "flies"]),
    ("clear", &["gate-at-clear", "gate-elsewhere"], &["there", "everywhere", "nowhere"]),
];

/// A weight below this share of the other one is next to nothing.
const LITTLE: f64 = 0.25;
/// A factor above this has changed nothing.
const KEPT: f64 = 0.99;
/// Gates closer than this are alike.
const APART: f64 = 0.3;
/// A gate below this forgets more than it keeps.
const HALF: f64 = 0.5;

/// Of a layer with a gate that has been trained on the clear task to the end of its budget.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gates {
    /// Where everything before is declared void, and elsewhere: means over the test sequences.
    pub at: f64,
    pub elsewhere: f64,
}

/// The beta of the third question.
pub const RATE: f32 = 1.9;

/// The key of the choice that came out; `None` while it is open, or where no such card exists.
pub fn truth(
    guess: &str,
    config: &Config,
    seen: &Seen,
    valley: &Valley,
    gates: Option<Gates>,
) -> Option<&'static str> {
    match guess {
        "clear" => {
            let Gates { at, elsewhere } = gates?;
            Some(match () {
                () if elsewhere - at > APART => "there",
                () if at < HALF && elsewhere < HALF => "everywhere",
                () => "nowhere",
            })
        }
        "repeat" => {
            let (old, new) = (seen.old?, seen.new?);
            if old == new || seen.rule != Rule::Linear {
                return None;
            }
            let (old, new) = (seen.weight(old)?.abs(), seen.weight(new)?.abs());
            Some(match () {
                () if old < LITTLE * new => "new",
                () if new < LITTLE * old => "old",
                () => "both",
            })
        }
        "later" => {
            let last = seen.items.get(seen.at - 1)?.what;
            if !matches!(last, What::Important { .. }) || seen.rule != Rule::Linear {
                return None;
            }
            match (seen.rung_factor()? < KEPT, seen.softmax_factor()? < KEPT) {
                (false, true) => Some("softmax"),
                (true, true) => Some("both"),
                (false, false) => Some("neither"),
                (true, false) => None,
            }
        }
        "rate" => {
            if config.descent_beta != RATE || config.descent_steps < 2 {
                return None;
            }
            match valley.verdict() {
                Verdict::Lands => Some("lands"),
                Verdict::Swings => Some("swings"),
                Verdict::Flies => Some("flies"),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(guess: &str, change: impl FnOnce(&mut Config)) -> Option<&'static str> {
        let mut config = Config::default();
        change(&mut config);
        truth(guess, &config, &Seen::new(&config), &Valley::new(&config), None)
    }

    #[test]
    fn no_card_is_settled_before_the_reader_has_done_anything() {
        for (id, ..) in GUESSES {
            assert_eq!(settled(id, |_| ()), None, "{id}");
        }
        assert_eq!(settled("other", |_| ()), None);
    }

    #[test]
    fn the_stream_settles_what_was_asked_about_it() {
        assert_eq!(settled("repeat", |c| c.at = 5), Some("both"));
        assert_eq!(settled("repeat", |c| (c.at, c.rung) = (5, 4)), None);
        assert_eq!(settled("later", |c| c.at = 6), Some("softmax"));
        // Scores of zero are all alike, but there is one item more: the shares still shrink.
        assert_eq!(settled("later", |c| (c.at, c.scale) = (6, 0.0)), Some("softmax"));
        assert_eq!(settled("later", |c| c.at = 5), None);
    }

    #[test]
    fn the_descent_settles_what_was_asked_about_it() {
        assert_eq!(settled("rate", |c| (c.descent_beta, c.descent_steps) = (1.9, 3)), Some("swings"));
        assert_eq!(settled("rate", |c| (c.descent_beta, c.descent_steps) = (1.9, 1)), None);
        assert_eq!(settled("rate", |c| (c.descent_beta, c.descent_steps) = (1.0, 3)), None);
    }

    #[test]
    fn a_trained_gate_settles_where_it_closes() {
        let config = Config::default();
        let (seen, valley) = (Seen::new(&config), Valley::new(&config));
        let said = |at, elsewhere| truth("clear", &config, &seen, &valley, Some(Gates { at, elsewhere }));
        assert_eq!(said(0.03, 0.99), Some("there"));
        assert_eq!(said(0.3, 0.4), Some("everywhere"));
        assert_eq!(said(0.95, 0.95), Some("nowhere"));
    }
}
