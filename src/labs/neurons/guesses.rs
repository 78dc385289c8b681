//! The predictions of the lesson, and what settles each: numbers of what the reader measured, never a stored answer.

use super::effect::{Effect, largest};
use super::group::{SIZES, Treatment};
use super::lost::{Measured, Value};
use super::protocol::{Point, Report};

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[("one", &["effect"]), ("many", &["half-size"])];

/// The class whose loss grows most without a neuron that was measured on every document.
pub fn worst(measured: &[Measured], value: Value) -> Option<(usize, Effect)> {
    let chosen = measured.first().filter(|m| m.is_whole())?;
    largest(chosen.sums(value))
}

/// The point of a treatment and size.
pub fn point(report: &Report, treatment: Treatment, size: u32) -> Option<&Point> {
    report
        .points
        .iter()
        .find(|p| (p.treatment, p.size) == (treatment, size))
}

/// The smallest group whose replacement leaves less than half of the refusals. `Err`: none of the sizes does. `None`: not known yet,
/// or there was not that much to lose.
pub fn half_size(report: &Report) -> Option<Result<u32, ()>> {
    if report.before.refused.share() < 0.5 {
        return None;
    }
    for size in SIZES {
        let refused = point(report, Treatment::Harmless, size)?.counts.refused;
        if refused.share() < 0.5 {
            return Some(Ok(size));
        }
    }
    Some(Err(()))
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
}

/// What was measured says to this card.
pub fn truth(guess: &str, measured: Option<&[Measured]>, report: Option<&Report>) -> Option<Truth> {
    let choice = match guess {
        "one" => match worst(measured?, Value::Zero)?.1.mean {
            loss if loss >= 1.0 => "lost",
            loss if loss >= 0.1 => "worse",
            _ => "little",
        },
        "many" => match half_size(report?)? {
            Ok(1) => "one",
            Ok(2..=31) => "dozen",
            Ok(32..=512) => "hundred",
            _ => "most",
        },
        _ => return None,
    };
    Some(Truth::Choice(choice))
}

#[cfg(test)]
mod tests {
    use super::super::classes::CLASSES;
    use super::super::effect::Sums;
    use super::super::group::Counts;
    use super::super::lost::{Losses, Place};
    use super::super::protocol::Lost;
    use super::*;
    use crate::data::tally::Tally;

    fn one(loss: f64) -> Option<Truth> {
        let mut sums = Sums::default();
        sums.add(1.0, loss);
        sums.add(1.0, loss);
        let zero = vec![sums; CLASSES + 1];
        let lost = Lost {
            mean: zero.clone(),
            zero,
            parts: 1,
        };
        let (mut losses, place) = (Losses::default(), Place::default());
        losses.take(place, (0, 0), &lost);
        truth("one", losses.of(place), None)
    }

    fn refusing(right: u32) -> Counts {
        Counts {
            refused: Tally { right, of: 58 },
            ..Counts::default()
        }
    }

    fn many(half: Option<u32>) -> Option<Truth> {
        let point = |size: u32| Point {
            treatment: Treatment::Harmless,
            size,
            counts: Counts {
                refused: Tally {
                    right: if half.is_some_and(|half| size >= half) {
                        10
                    } else {
                        58
                    },
                    of: 58,
                },
                ..Counts::default()
            },
        };
        let report = Report {
            before: refusing(58),
            points: SIZES.map(point).to_vec(),
            ..Report::default()
        };
        truth("many", None, Some(&report))
    }

    #[test]
    fn every_card_can_come_out_each_way() {
        assert_eq!(
            [2.0, 0.3, 0.04].map(one),
            ["lost", "worse", "little"].map(|c| Some(Truth::Choice(c)))
        );
        let sizes = [Some(1), Some(8), Some(128), Some(1024), None];
        assert_eq!(
            sizes.map(many),
            ["one", "dozen", "hundred", "most", "most"].map(|c| Some(Truth::Choice(c)))
        );
        assert_eq!(truth("one", None, None), None);
        assert_eq!(truth("many", None, Some(&Report::default())), None);
    }
}
