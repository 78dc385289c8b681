//! The predictions of the lesson, and what settles each: counts of the reader's own run, never a stored answer.

use super::method::{Control, Measure, Method};
use super::protocol::Report;
use crate::data::tally::Tally;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("half", &["values-changed"]),
    ("place", &["rank-one-wanted", "rank-one-last"]),
    ("follows", &["rank-one-two-hop"]),
];

/// Facts that have to be edited before a card is settled.
pub const ENOUGH: u32 = 5;

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// Which arms of the experiment a value is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// The reader's edit of values.
    Values,
    /// The rank-one edit of a block, from 0.
    RankOne(u8),
    TuneAll,
    TuneLast,
}

/// What a measure came to under a method or its control; `None` before the first count.
pub fn tally(report: &Report, of: Of, control: Option<Control>, measure: Measure) -> Option<Tally> {
    // The reader's own edit of values is the first of its kind.
    let at = report.arms.iter().position(|arm| {
        let method = match (of, arm.method) {
            (Of::Values, Method::Values { .. }) | (Of::TuneAll, Method::TuneAll) | (Of::TuneLast, Method::TuneLast) => true,
            (Of::RankOne(wanted), Method::RankOne { block }) => wanted == block,
            _ => false,
        };
        method && arm.control == control
    })?;
    let found = report.scores.get(at)?.of(measure);
    (found.of > 0).then_some(found)
}

/// The answer of the run to this card; `None` while too few facts are counted.
pub fn truth(guess: &str, report: &Report) -> Option<Truth> {
    if report.facts < ENOUGH {
        return None;
    }
    let share = |of: Of, measure: Measure| tally(report, of, None, measure).map(Tally::share);
    match guess {
        "half" => Some(Truth::Number(share(Of::Values, Measure::Changed)?)),
        "place" => {
            let last = report.arms.iter().filter_map(|arm| match arm.method {
                Method::RankOne { block } => Some(block),
                _ => None,
            });
            let early = share(Of::RankOne(0), Measure::Wanted)?;
            let late = share(Of::RankOne(last.max()?), Measure::Wanted)?;
            Some(Truth::Choice(if early > late + 0.2 {
                "early"
            } else if late > early + 0.2 {
                "late"
            } else {
                "alike"
            }))
        }
        "follows" => Some(Truth::Choice(match share(Of::RankOne(0), Measure::TwoHop)? {
            x if x >= 0.9 => "always",
            x if x <= 0.1 => "never",
            _ => "sometimes",
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::method::{Score, arms};
    use super::*;

    fn report(values: u32, early: u32, late: u32, follows: u32, facts: u32) -> Report {
        let arms = arms(3, 2.0, 6);
        let mut scores = vec![Score::default(); arms.len()];
        for (arm, score) in arms.iter().zip(&mut scores) {
            let wanted = match (arm.method, arm.control) {
                (Method::Values { .. }, None) => values,
                (Method::RankOne { block: 0 }, None) => early,
                (Method::RankOne { block: 5 }, None) => late,
                _ => 0,
            };
            for measure in [Measure::Changed, Measure::Wanted, Measure::TwoHop] {
                let right = if measure == Measure::TwoHop { follows } else { wanted };
                (0..10).for_each(|i| score.add(measure, i < right));
            }
        }
        Report { arms, scores, facts, people: 40, watched: 164 }
    }

    #[test]
    fn every_card_can_come_out_each_way_and_waits_for_enough_facts() {
        let choice = |guess: &str, r: &Report| match truth(guess, r) {
            Some(Truth::Choice(which)) => which,
            other => panic!("{other:?}"),
        };
        assert_eq!(truth("half", &report(4, 10, 0, 5, 10)), Some(Truth::Number(0.4)));
        assert_eq!(choice("place", &report(4, 10, 0, 5, 10)), "early");
        assert_eq!(choice("place", &report(4, 0, 10, 5, 10)), "late");
        assert_eq!(choice("place", &report(4, 5, 5, 5, 10)), "alike");
        assert_eq!(choice("follows", &report(4, 5, 5, 10, 10)), "always");
        assert_eq!(choice("follows", &report(4, 5, 5, 5, 10)), "sometimes");
        assert_eq!(choice("follows", &report(4, 5, 5, 0, 10)), "never");
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &report(4, 10, 0, 5, ENOUGH - 1)), None);
            assert_eq!(truth(guess, &Report::default()), None);
        }
    }
}
