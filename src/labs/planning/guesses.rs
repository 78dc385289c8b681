//! The predictions of the lesson, and what settles each: shares and means of the reader's own experiments, never a stored answer.

use super::policy::Policy;
use super::protocol::{Curve, Report};
use super::surprise::Answer;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("cheapest", &["pass-cheapest-5"]),
    ("replan", &["stock-replan-2", "stock-plan-2"]),
    ("doors", &["win-doors-3", "win-dream-5"]),
    ("thoughts", &["best-thoughts"]),
];

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// The answer of the experiments of both tabs; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, acted: &Report, thought: &Report) -> Option<Truth> {
    match guess {
        "cheapest" => acted.share(Curve::Policy(Policy::CheapestFirst), 5.0).map(Truth::Number),
        "replan" => {
            let gain = acted.share(Curve::Stock(Answer::Replan), 0.2)? - acted.share(Curve::Stock(Answer::PlanOnly), 0.2)?;
            Some(Truth::Choice(match gain {
                gain if gain < 0.1 => "little",
                gain if gain < 0.3 => "some",
                _ => "much",
            }))
        }
        "doors" => {
            let (walk, dream) = (thought.share(Curve::Doors, 0.3)?, thought.share(Curve::Dream, 0.05)?);
            Some(Truth::Choice(match dream - walk {
                gain if gain < -0.05 => "walk",
                gain if gain <= 0.05 => "same",
                _ => "dream",
            }))
        }
        "thoughts" => Some(Truth::Choice(match thought.best_thoughts()?.x {
            x if x < 6.0 => "few",
            x if x < 20.0 => "some",
            _ => "many",
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tally::Tally;
    use crate::labs::planning::experiment::THOUGHTS;
    use crate::labs::planning::protocol::Point;

    fn point(curve: Curve, x: f32, right: u32, sum: f64) -> Point {
        Point {
            tally: Tally { right, of: 100 },
            sum,
            ..Point::new(curve, x)
        }
    }

    fn report(points: Vec<Point>) -> Report {
        Report {
            each: 100,
            points,
            ..Report::default()
        }
    }

    #[test]
    fn no_card_is_settled_before_its_points_are_done_and_every_answer_can_come_out() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Report::default(), &Report::default()), None);
        }
        for (replan, dream, best, keys) in [(35, 20, 0, ["little", "walk", "few"]), (55, 40, 2, ["some", "same", "some"]), (75, 60, 5, ["much", "dream", "many"])] {
            let acted = report(vec![
                point(Curve::Policy(Policy::CheapestFirst), 5.0, 86, 0.0),
                point(Curve::Stock(Answer::Replan), 0.2, replan, 0.0),
                point(Curve::Stock(Answer::PlanOnly), 0.2, 34, 0.0),
            ]);
            let mut thoughts = vec![point(Curve::Doors, 0.3, 40, 0.0), point(Curve::Dream, 0.05, dream, 0.0)];
            let worth = |at: usize| if at == best { 50.0 } else { -1.0 };
            thoughts.extend(THOUGHTS.iter().enumerate().map(|(at, t)| point(Curve::Thoughts, *t, 1, worth(at))));
            let thought = report(thoughts);
            assert_eq!(truth("cheapest", &acted, &thought), Some(Truth::Number(0.86)));
            let found = ["replan", "doors", "thoughts"].map(|guess| truth(guess, &acted, &thought));
            assert_eq!(found, keys.map(|key| Some(Truth::Choice(key))));
            let half = Report { each: 200, ..acted };
            assert_eq!(truth("replan", &half, &thought), None);
        }
    }
}
