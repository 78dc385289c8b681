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
];

/// A weight below this share of the other one is next to nothing.
const LITTLE: f64 = 0.25;
/// A factor above this has changed nothing.
const KEPT: f64 = 0.99;
/// The beta of the third question.
pub const RATE: f32 = 1.9;

/// The key of the choice that came out; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, config: &Config, seen: &Seen, valley: &Valley) -> Option<&'static str> {
    match guess {
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
        truth(guess, &config, &Seen::new(&config), &Valley::new(&config))
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
}
