//! The predictions of the lesson, and what settles each: numbers of the model that the reader looks at, never a stored answer.

use std::collections::BTreeMap;

use super::protocol::Facts;
use super::words::Pairing;
use crate::data::tally::Tally;
use crate::world_model::recipe::CHECKPOINTS;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("variance", &["variance-best"]),
    ("translation", &["en-fr"]),
    ("order", &["kinds-step", "capitals-step"]),
];

/// What the reader has seen of the shipped run: the facts of each step that was visited.
pub type Visited = BTreeMap<u32, Facts>;

/// From this share on, kinds or pairs are said to be in place.
pub const IN_PLACE: f64 = 0.8;

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// How often the partner is the nearest.
pub fn right(facts: &Facts, pairing: Pairing) -> Option<Tally> {
    let at = Pairing::ALL.iter().position(|p| *p == pairing)?;
    facts.pairs.get(at).map(|pair| pair.right)
}

/// The share of the variance on the best plane.
pub fn best_plane(facts: &Facts) -> Option<f64> {
    let [first, second, ..] = facts.variance[..] else {
        return None;
    };
    Some(f64::from(first) + f64::from(second))
}

/// The first checkpoint at which this share is in place; `None` until all have been visited, or where it never is.
pub fn in_place(visited: &Visited, share: impl Fn(&Facts) -> f64) -> Option<u32> {
    if !CHECKPOINTS.iter().all(|step| visited.contains_key(step)) {
        return None;
    }
    let first = visited.iter().find(|(_, facts)| share(facts) >= IN_PLACE);
    first.map(|(step, _)| *step)
}

/// Nearest neighbours are of one kind.
pub fn kinds(facts: &Facts) -> f64 {
    facts.purity.share()
}

/// Capitals are nearest to their countries.
pub fn capitals(facts: &Facts) -> f64 {
    right(facts, Pairing::Capital).map_or(0.0, Tally::share)
}

/// The answer of what was looked at to this card.
pub fn truth(guess: &str, facts: Option<&Facts>, visited: &Visited) -> Option<Truth> {
    match guess {
        "variance" => best_plane(facts?).map(Truth::Number),
        "translation" => {
            let share = right(facts?, Pairing::Translation(0, 1))?.share();
            Some(Truth::Choice(match share {
                s if s < 1.0 / 3.0 => "rarely",
                s if s <= 2.0 / 3.0 => "half",
                _ => "mostly",
            }))
        }
        "order" => {
            let (kinds, capitals) = (in_place(visited, kinds)?, in_place(visited, capitals)?);
            Some(Truth::Choice(match kinds.cmp(&capitals) {
                std::cmp::Ordering::Less => "kinds",
                std::cmp::Ordering::Greater => "pairs",
                std::cmp::Ordering::Equal => "together",
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::embeddings::protocol::Paired;

    fn facts(step: u32, purity: u32, pairs: u32) -> Facts {
        let of = |right: u32| Tally { right, of: 10 };
        let pair = Paired {
            right: of(pairs),
            other: of(0),
        };
        Facts {
            step,
            purity: of(purity),
            purity_pca: [of(1), of(1)],
            variance: vec![0.25, 0.125, 0.0625],
            pairs: vec![pair; Pairing::ALL.len()],
        }
    }

    fn run(of: impl Fn(u32) -> (u32, u32)) -> Visited {
        let visit = |step: &u32| (*step, facts(*step, of(*step).0, of(*step).1));
        CHECKPOINTS.iter().map(visit).collect()
    }

    #[test]
    fn every_card_can_come_out_each_way() {
        let none = Visited::new();
        for (pairs, key) in [(0, "rarely"), (5, "half"), (9, "mostly")] {
            let found = truth("translation", Some(&facts(900, 9, pairs)), &none);
            assert_eq!(found, Some(Truth::Choice(key)));
        }
        assert_eq!(truth("variance", Some(&facts(900, 9, 0)), &none), Some(Truth::Number(0.375)));
        let step = |at: u32, from: u32| if at >= from { 9 } else { 1 };
        for (kinds, pairs, key) in [(200, 550, "kinds"), (550, 200, "pairs"), (350, 350, "together")] {
            let visited = run(|at| (step(at, kinds), step(at, pairs)));
            assert_eq!(truth("order", None, &visited), Some(Truth::Choice(key)));
        }
    }

    #[test]
    fn nothing_is_settled_before_it_has_been_seen() {
        let mut visited = run(|_| (9, 9));
        visited.remove(&CHECKPOINTS[2]);
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, None, &visited), None, "{guess}");
        }
        // A model in which nothing ever gets in place settles nothing.
        assert_eq!(truth("order", None, &run(|_| (1, 1))), None);
        assert_eq!(truth("no card", None, &visited), None);
    }
}
