//! The predictions of the lesson, and what settles each: the reader's own counts, never a stored answer.

use super::protocol::{Pair, Report};

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("word", &["words-layer"]),
    ("back", &["back-fixed", "back-control"]),
];

/// The last layer up to which, from layer 0 on, at least half of the examples come out right; `None` where not even layer 0 does.
pub fn last_layer(pairs: &[Pair]) -> Option<u32> {
    let half = |p: &&Pair| p.treated.of > 0 && p.treated.share() >= 0.5;
    (pairs.iter().take_while(half).count() as u32).checked_sub(1)
}

/// The first layer from which at least half of the examples come out right to the end.
pub fn first_layer(shares: &[f64]) -> Option<u32> {
    let late = shares
        .iter()
        .rev()
        .take_while(|share| **share >= 0.5)
        .count();
    (late > 0).then(|| (shares.len() - late) as u32)
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
}

/// The answer of a complete count to this card.
pub fn truth(guess: &str, report: &Report) -> Option<Truth> {
    match guess {
        "word" => Some(Truth::Choice(match last_layer(&report.words) {
            None | Some(0..=2) => "early",
            Some(3..=4) => "middle",
            Some(_) => "all",
        })),
        "back" => {
            let Pair { treated, control } = report.back(0);
            // More only where chance does not explain it: the two intervals do not touch.
            let beyond = |a: (f64, f64), b: (f64, f64)| a.0 > b.1;
            (treated.of > 0).then(|| {
                Truth::Choice(
                    match (
                        beyond(treated.interval(), control.interval()),
                        beyond(control.interval(), treated.interval()),
                    ) {
                        (true, _) => "more",
                        (_, true) => "fewer",
                        _ => "same",
                    },
                )
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::protocol::Held;
    use super::*;
    use crate::data::tally::Tally;

    fn pairs(right: &[u32]) -> Vec<Pair> {
        let pair = |right: &u32| Pair {
            treated: Tally {
                right: *right,
                of: 10,
            },
            control: Tally { right: 0, of: 10 },
        };
        right.iter().map(pair).collect()
    }

    #[test]
    fn the_layers_are_where_half_of_the_examples_turn() {
        assert_eq!(last_layer(&pairs(&[9, 7, 5, 1, 6])), Some(2));
        assert_eq!(last_layer(&pairs(&[1, 9])), None);
        assert_eq!(last_layer(&[]), None);
        assert_eq!(first_layer(&[0.0, 0.6, 0.2, 0.5, 0.9]), Some(3));
        assert_eq!(first_layer(&[0.9, 0.1]), None);
    }

    #[test]
    fn every_card_can_come_out_each_way() {
        let word = |right: &[u32]| {
            let report = Report {
                words: pairs(right),
                ..Report::default()
            };
            truth("word", &report)
        };
        assert_eq!(word(&[9, 8, 1, 0, 0, 0]), Some(Truth::Choice("early")));
        assert_eq!(word(&[9, 8, 8, 8, 0, 0]), Some(Truth::Choice("middle")));
        assert_eq!(word(&[9, 8, 8, 8, 8, 8]), Some(Truth::Choice("all")));
        let back = |own: u32, other: u32| {
            let held = |i: u32| Held {
                answer: 1,
                back: [Some([u32::from(i < own), u32::from(i < other)]), None],
                ..Held::default()
            };
            let report = Report {
                held: (0..30).map(held).collect(),
                ..Report::default()
            };
            truth("back", &report)
        };
        assert_eq!(back(20, 3), Some(Truth::Choice("more")));
        assert_eq!(back(5, 6), Some(Truth::Choice("same")));
        assert_eq!(back(1, 20), Some(Truth::Choice("fewer")));
        assert_eq!(truth("back", &Report::default()), None);
        assert_eq!(truth("no card", &Report::default()), None);
    }
}
