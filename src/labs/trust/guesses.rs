//! The predictions of the lesson, and what settles each: numbers of the reader's own screen, never a stored answer.

use super::config::Config;
use super::check::RELIABILITIES;
use super::protocol::Report;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("far", &["answer"]),
    ("blind", &["error-tool", "error-own"]),
    ("doubt", &["ratio-doubting"]),
];

/// The claim of the first card.
pub const FAR: f32 = 200.0;
/// What the agent of the third card takes the tool's reliability for.
pub const DOUBT: f64 = 0.1;

/// What the reader has seen so far, under the conditions of the questions. `None` = not yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// The answer to the far claim.
    pub far: Option<f64>,
    /// Errors of the formula, of the tool, of the own belief, after all seeds.
    pub errors: Option<[f64; 3]>,
    /// How many times its error the formula makes with the doubt of the third card.
    pub doubting: Option<f64>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
    Number(f64),
}

/// The answer to the far claim, where everything else stands as the question says.
pub fn far(config: &Config) -> Option<f64> {
    let asked = Config { claim: FAR, ..Config::default() };
    let same = (config.belief(), config.tool(), config.claim) == (asked.belief(), asked.tool(), FAR);
    same.then(|| config.weighed().answer)
}

/// How many times the error of the formula is made by one that assumes this reliability.
pub fn ratio(report: &Report, assumed: f64) -> Option<f64> {
    let at = RELIABILITIES.iter().position(|r| *r == assumed)?;
    let error = report.found.assumed.get(at)?.root();
    (report.done > 0).then(|| error / report.found.here[0].root())
}

/// What a run has shown.
pub fn checked(report: &Report) -> (Option<[f64; 3]>, Option<f64>) {
    let asked = Config::default();
    let fits = report
        .finished()
        .is_some_and(|s| (s.belief(), s.tool()) == (asked.belief(), asked.tool()));
    if !fits {
        return (None, None);
    }
    let root = |way: usize| report.found.here[way].root();
    (Some([root(0), root(1), root(2)]), ratio(report, DOUBT))
}

/// The answer of the screen to this card; `None` while it is open.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "far" => {
            let (mean, half) = (100.0, 50.0);
            let moved = seen.far? - mean;
            Some(Truth::Choice(if moved > half + 10.0 {
                "claim"
            } else if moved < half - 10.0 {
                "own"
            } else {
                "middle"
            }))
        }
        "blind" => {
            let [_, tool, own] = seen.errors?;
            let ratio = tool / own;
            Some(Truth::Choice(if ratio > 1.25 {
                "larger"
            } else if ratio < 0.8 {
                "smaller"
            } else {
                "alike"
            }))
        }
        "doubt" => Some(Truth::Number(seen.doubting?)),
        _ => None,
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
        assert_eq!(checked(&Report::default()), (None, None));
        assert_eq!(far(&Config::default()), None);
        assert_eq!(far(&Config { claim: FAR, age: 900, ..Config::default() }), None);
    }

    #[test]
    fn a_run_can_settle_every_card_every_way() {
        for (answer, key) in [(101.0, "own"), (150.0, "middle"), (190.0, "claim")] {
            let seen = Seen { far: Some(answer), ..Seen::default() };
            assert_eq!(truth("far", &seen), Some(Truth::Choice(key)));
        }
        for (tool, key) in [(5.0, "smaller"), (10.5, "alike"), (220.0, "larger")] {
            let seen = Seen { errors: Some([4.0, tool, 10.0]), ..Seen::default() };
            assert_eq!(truth("blind", &seen), Some(Truth::Choice(key)));
        }
        let seen = Seen { doubting: Some(1.2), ..Seen::default() };
        assert_eq!(truth("doubt", &seen), Some(Truth::Number(1.2)));
        assert!(far(&Config { claim: FAR, ..Config::default() }).is_some_and(|answer| answer < 101.0));
    }
}
