//! The predictions of the lesson, and what settles each: means of the reader's own experiment, never a stored answer.

use super::protocol::Report;
use super::repair::Kind;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("log", &["runs-log-4"]),
    ("reward", &["runs-score-8", "runs-line-8"]),
    ("control", &["runs-score-in-order-8", "runs-line-8"]),
];

/// The key of the right choice, once the experiment has come so far; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, report: &Report) -> Option<&'static str> {
    match guess {
        "log" => Some(match report.mean(Kind::Log, 4)? {
            mean if mean < 15.0 => "five",
            mean if mean < 150.0 => "fifty",
            _ => "hundreds",
        }),
        "reward" => {
            let ratio = report.mean(Kind::Score, 8)? / report.mean(Kind::Line, 8)?;
            Some(match ratio {
                ratio if ratio < 0.8 => "fewer",
                ratio if ratio < 2.0 => "similar",
                _ => "more",
            })
        }
        "control" => {
            let ratio = report.mean(Kind::ScoreInOrder, 8)? / report.mean(Kind::Line, 8)?;
            Some(match ratio {
                ratio if ratio < 1.25 => "as-good",
                ratio if ratio < 3.0 => "between",
                _ => "no-better",
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tally::Tally;
    use crate::labs::feedback::protocol::Point;

    fn report(means: [(Kind, u8, f64); 4]) -> Report {
        let point = |(kind, open, mean)| Point {
            passed: Tally { right: 1, of: 1 },
            sum: mean,
            ..Point::new(kind, open)
        };
        Report {
            repairs: 1,
            points: means.map(point).to_vec(),
            ..Report::default()
        }
    }

    #[test]
    fn no_card_is_settled_before_its_points_are_done_and_every_answer_can_come_out() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Report::default()), None);
        }
        for (log, score, in_order, keys) in [
            (4.5, 10.0, 30.0, ["five", "fewer", "as-good"]),
            (50.0, 40.0, 60.0, ["fifty", "similar", "between"]),
            (500.0, 170.0, 170.0, ["hundreds", "more", "no-better"]),
        ] {
            let seen = report([(Kind::Log, 4, log), (Kind::Score, 8, score), (Kind::ScoreInOrder, 8, in_order), (Kind::Line, 8, 29.0)]);
            assert_eq!(GUESSES.iter().map(|(guess, _)| truth(guess, &seen)).collect::<Vec<_>>(), keys.map(Some));
            let half = Report { repairs: 2, ..seen };
            assert_eq!(truth("log", &half), None);
        }
    }
}
