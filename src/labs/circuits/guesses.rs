//! The predictions of the lesson, and what settles each: numbers of the reader's own run, never a stored answer.

use super::config::Behaviour;
use super::parts::{PARTS, head};
use super::protocol::{Found, KEPT, RANDOM_SIZES, Report};
use super::prune::needed;
use crate::data::tally::Tally;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("alone", &["worst-city"]),
    ("size", &["needed-city"]),
    ("random", &["random-city"]),
];

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// What was found of a behaviour.
pub fn found(report: &Report, behaviour: Behaviour) -> Option<&Found> {
    report.get(behaviour as usize)
}

/// The component whose loss costs most, and how much (nats of log p), once all have been tried.
pub fn worst(found: &Found) -> Option<(usize, f64)> {
    let full = found.full?;
    if found.alone.len() < PARTS {
        return None;
    }
    let costs = found
        .alone
        .iter()
        .map(|off| f64::from(full - off))
        .enumerate();
    costs.fold(None, |worst: Option<(usize, f64)>, next| match worst {
        Some(worst) if worst.1 >= next.1 => Some(worst),
        _ => Some(next),
    })
}

/// Random circuits at the first drawn size that is not below this one: the size, and the mean, least and largest share of right
/// answers.
pub fn chance(draws: &[Vec<Tally>], size: usize) -> Option<(usize, [f64; 3])> {
    let at = RANDOM_SIZES.iter().position(|drawn| *drawn >= size)?;
    Some((RANDOM_SIZES[at], spread(draws.get(at)?)?))
}

/// Mean, least and largest share of draws.
pub fn spread(draws: &[Tally]) -> Option<[f64; 3]> {
    let shares = draws.iter().map(|tally| tally.share());
    let n = shares.len();
    let (sum, low, high) = shares.fold((0.0, f64::INFINITY, 0.0_f64), |(sum, low, high), share| {
        (sum + share, low.min(share), high.max(share))
    });
    (n > 0).then(|| [sum / n as f64, low, high])
}

/// The answer of the run to this card.
pub fn truth(guess: &str, report: &Report) -> Option<Truth> {
    let city = found(report, Behaviour::City)?;
    match guess {
        "alone" => {
            let (part, _) = worst(city)?;
            Some(Truth::Choice(
                match (head(part), super::parts::block(part)) {
                    (Some(_), _) => "head",
                    (None, 0..=1) => "early",
                    (None, _) => "late",
                },
            ))
        }
        "size" => needed(&city.greedy, KEPT).map(|size| Truth::Number(size as f64)),
        "random" => {
            let size = needed(&city.greedy, KEPT)?;
            let (_, [mean, ..]) = chance(&city.random, size)?;
            Some(Truth::Choice(match mean {
                m if m < 0.1 => "nothing",
                m if m < 0.5 => "some",
                _ => "most",
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::circuits::parts::FIRST_MLP;

    fn run(worst: usize, right: u32) -> Report {
        let tally = |right| Tally { right, of: 10 };
        let mut alone = vec![-0.5; PARTS];
        alone[worst] = -6.0;
        let city = Found {
            full: Some(-0.25),
            alone,
            greedy: (0..=PARTS)
                .map(|size| tally(if size >= 7 { 10 } else { 0 }))
                .collect(),
            random: vec![vec![tally(right), tally(0)]; RANDOM_SIZES.len()],
            ..Found::default()
        };
        vec![city]
    }

    #[test]
    fn a_run_can_settle_every_card_any_way() {
        for (part, key) in [(0, "head"), (FIRST_MLP, "early"), (29, "late")] {
            assert_eq!(truth("alone", &run(part, 0)), Some(Truth::Choice(key)));
        }
        for (right, key) in [(0, "nothing"), (6, "some"), (10, "most")] {
            assert_eq!(
                truth("random", &run(0, right)),
                Some(Truth::Choice(key)),
                "{right}"
            );
        }
        assert_eq!(truth("size", &run(0, 0)), Some(Truth::Number(7.0)));
        assert_eq!(truth("no card", &run(0, 0)), None);
    }

    #[test]
    fn nothing_is_settled_before_the_run_has_got_there() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &vec![]), None);
            assert_eq!(truth(guess, &vec![Found::default()]), None);
        }
    }

    #[test]
    fn random_circuits_are_read_at_the_next_drawn_size() {
        let report = run(0, 5);
        assert_eq!(chance(&report[0].random, 7), Some((8, [0.25, 0.0, 0.5])));
        assert_eq!(chance(&report[0].random, 26), None);
        assert_eq!(worst(&report[0]), Some((0, 5.75)));
    }
}
