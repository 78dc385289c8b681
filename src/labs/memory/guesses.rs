//! The predictions of the lesson, and what settles each: numbers of the reader's own runs, never a stored answer.

use super::config::{Config, LINES as FLAT_LINES};
use super::diary::answers::Verdict;
use super::protocol::{BRAIN_LINES, BrainReport, LearnReport, ReadReport, Trained};
use crate::data::tally::Tally;
use super::read::LINES;
use super::stream::Policy;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("everything", &["read-all"]),
    ("search", &["read-all", "read-top"]),
    ("length", &["brain-distinct", "brain-duplicated"]),
    ("marks", &["learn-correct", "learn-all"]),
    ("three-hops", &["flat-three"]),
];

/// Shares of 400 questions closer than this are the same: two standard errors of their difference.
const SAME: f64 = 0.07;

/// What the reader has seen so far, under the conditions of the questions. `None` = not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Reading all of 256 lines, and the 16 best.
    pub read: Option<(f64, f64)>,
    /// The tiny brain: at 8 lines, at 48 different ones, at 48 with the same eight facts.
    pub brain: Option<[Tally; 3]>,
    /// Correct only, and all with wrong marks obeyed; the interval of the first.
    pub learnt: Option<Learnt>,
    /// Right answers to the questions of three hops, from three lines, without reflection.
    pub flat: Option<u32>,
}

/// The two policies of the third card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learnt {
    pub correct: f64,
    pub all: f64,
    /// Of `correct`.
    pub interval: (f64, f64),
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
    Number(f64),
}

/// The readers at the longest memory, where the settings are those of the question.
pub fn read(report: &ReadReport) -> Option<(f64, f64)> {
    let asked = Config::default().read();
    report.finished().filter(|s| s.setting == asked.setting)?;
    let [all, _, top] = report.tallies[LINES.len() - 1];
    Some((all.share(), top.share()))
}

/// The tiny brain after a whole run, of the one that was trained as usual.
pub fn brain(report: &BrainReport) -> Option<[Tally; 3]> {
    report.finished().filter(|s| s.trained == Trained::Short)?;
    let last = report.tallies[BRAIN_LINES.len() - 1];
    Some([report.tallies[0][0], last[0], last[1]])
}

/// The policies at the end of their streams, where the settings are those of the question.
pub fn learnt(report: &LearnReport) -> Option<Learnt> {
    let asked = Config::default().learn();
    report.finished().filter(|s| s.vague == asked.vague)?;
    let (correct, low, high) = report.last(Policy::Correct, 1.0)?;
    let (all, _, _) = report.last(Policy::All, 1.0)?;
    Some(Learnt { correct, all, interval: (low, high) })
}

/// Whether the diary stands as the last question says: everything written, not tidied up, three lines.
pub fn is_plain(config: &Config) -> bool {
    let start = Config::default();
    (config.keep, config.reflect, config.merged, config.dates) == (start.keep, start.reflect, start.merged, start.dates)
        && f64::from(config.lines) == FLAT_LINES.default
}

/// The answer of the run to this card; `None` while it is open.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "everything" => Some(Truth::Number(seen.read?.0)),
        "search" => {
            let (all, top) = seen.read?;
            Some(Truth::Choice(if top > all + SAME {
                "better"
            } else if top < all - SAME {
                "worse"
            } else {
                "alike"
            }))
        }
        "length" => {
            let [short, distinct, same] = seen.brain?;
            Some(Truth::Choice(if same.interval().1 >= short.interval().0 {
                "count"
            } else if distinct.interval().1 >= same.interval().0 {
                "length"
            } else {
                "both"
            }))
        }
        "marks" => {
            let Learnt { all, interval: (low, high), .. } = seen.learnt?;
            Some(Truth::Choice(if all > high {
                "better"
            } else if all < low {
                "worse"
            } else {
                "alike"
            }))
        }
        "three-hops" => Some(Truth::Number(f64::from(seen.flat?))),
        _ => None,
    }
}

/// How a verdict is called in `data-verdict`.
pub const fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Stale => "stale",
        Verdict::Wrong => "wrong",
        Verdict::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_its_run() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
        }
        assert_eq!(brain(&BrainReport::default()), None);
        assert_eq!((read(&ReadReport::default()), learnt(&LearnReport::default())), (None, None));
        assert!(is_plain(&Config::default()) && !is_plain(&Config { reflect: true, ..Config::default() }));
    }

    #[test]
    fn a_run_can_settle_every_card_every_way() {
        for (top, key) in [(0.5, "alike"), (0.9, "better"), (0.1, "worse")] {
            let seen = Seen { read: Some((0.5, top)), ..Seen::default() };
            assert_eq!(truth("search", &seen), Some(Truth::Choice(key)));
            assert_eq!(truth("everything", &seen), Some(Truth::Number(0.5)));
        }
        let of = |right| Tally { right, of: 128 };
        for (same, key) in [(127, "count"), (90, "both"), (44, "length")] {
            let seen = Seen { brain: Some([of(128), of(40), of(same)]), ..Seen::default() };
            assert_eq!(truth("length", &seen), Some(Truth::Choice(key)));
        }
        for (all, key) in [(0.65, "alike"), (0.78, "better"), (0.3, "worse")] {
            let learnt = Learnt { correct: 0.65, all, interval: (0.6, 0.7) };
            assert_eq!(truth("marks", &Seen { learnt: Some(learnt), ..Seen::default() }), Some(Truth::Choice(key)));
        }
        assert_eq!(truth("three-hops", &Seen { flat: Some(2), ..Seen::default() }), Some(Truth::Number(2.0)));
    }
}
