//! The four predictions of the lesson, and what settles each: numbers of the reader's own run, never a stored answer.

use super::choices::{LAW_SIZE, LONGEST, POINTS, SIZE};
use super::laws::{Keys, Rule};
use super::protocol::{Curve, Laws, LayerReport, Setup};
use crate::data::recall::Task;
use crate::nn::mixers::Kind;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("cliff", &["error-half"]),
    ("winners", &["winners"]),
    ("recall", &["linear-accuracy"]),
    ("age", &["retnet-newest", "retnet-oldest"]),
];

/// Shares closer than this are the same: with 256 sequences, two standard errors and a half of their difference.
const SAME_SHARE: f64 = 0.1;
/// An error below this is none.
const NO_ERROR: f64 = 0.05;

/// What the reader has seen so far, under the conditions of the questions. `None` = not yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Error of the additive memory with random keys at half of d = 16.
    pub error_half: Option<f64>,
    /// Keys that can win, of 16 fresh ones in the plane.
    pub winners: Option<usize>,
    /// Linear attention after the last step, plain task, d = 8, 32 pairs.
    pub linear: Option<f64>,
    /// RetNet after its last step: the newest pair of 32 and the oldest.
    pub retnet: Option<(f64, f64)>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// The key of the right choice.
    Choice(&'static str),
    /// The number that the slider was to hit.
    Number(f64),
}

/// The answer of the run to this card; `None` while it is open, or where no such card exists.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    match guess {
        "cliff" => {
            let found = if seen.error_half? > NO_ERROR { "slope" } else { "cliff" };
            Some(Truth::Choice(found))
        }
        "winners" => Some(Truth::Number(seen.winners? as f64)),
        "recall" => Some(Truth::Number(seen.linear?)),
        "age" => {
            let (newest, oldest) = seen.retnet?;
            let more = newest - oldest;
            Some(Truth::Choice(if more > SAME_SHARE {
                "newest"
            } else if more < -SAME_SHARE {
                "oldest"
            } else {
                "alike"
            }))
        }
        _ => None,
    }
}

/// Error of the additive memory at the largest measured number of pairs that is not above d / 2.
pub fn error_half(laws: &Laws, curves: &[Curve]) -> Option<(u32, f64)> {
    let half = u32::from(laws.size) / 2;
    let linear = curves.iter().find(|curve| curve.rule == Rule::Linear)?;
    let point = linear.points.iter().rev().find(|p| p.pairs <= half)?;
    Some((point.pairs, point.mean))
}

/// The same where the question's conditions hold.
pub fn asked_error_half(laws: &Laws, curves: &[Curve]) -> Option<f64> {
    let fits = laws.keys == Keys::Random && f64::from(laws.size) == LAW_SIZE.default;
    fits.then(|| error_half(laws, curves).map(|(_, e)| e))?
}

/// The layer after its last step.
pub fn finished<'a>(setup: &Setup, layers: &'a [LayerReport], kind: Kind) -> Option<&'a LayerReport> {
    let layer = layers.iter().find(|layer| layer.kind == kind)?;
    let last = layer.examined.as_ref().is_some_and(|(at, _)| *at == setup.steps);
    (last && layer.step == setup.steps).then_some(layer)
}

/// What the trained part has shown.
pub fn trained(setup: &Setup, layers: &[LayerReport]) -> (Option<f64>, Option<(f64, f64)>) {
    let plain = setup.task == Task::Plain
        && f64::from(setup.size) == SIZE.default
        && f64::from(setup.longest) == LONGEST.default;
    if !plain {
        return (None, None);
    }
    let oldest = u32::from(setup.longest) - 1;
    let ends = |layer: &LayerReport| {
        let (_, e) = layer.examined.as_ref()?;
        Some((e.aged(0)?, e.aged(oldest)?))
    };
    let linear = finished(setup, layers, Kind::Linear).and_then(LayerReport::accuracy);
    let retnet = finished(setup, layers, Kind::RetNet).filter(|_| setup.gamma < 1.0);
    (linear, retnet.and_then(ends))
}

/// Keys in the plane settle their card only as many as the question says.
pub fn asked_winners(points: usize, on_circle: bool, winners: usize) -> Option<usize> {
    (points as f64 == POINTS.default && !on_circle).then_some(winners)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_card_is_settled_before_its_run() {
        for (guess, _) in GUESSES {
            assert_eq!(truth(guess, &Seen::default()), None, "{guess}");
        }
        assert_eq!(truth("no-such-card", &Seen::default()), None);
    }

    #[test]
    fn a_run_can_settle_every_card_every_way() {
        let seen = |error, ends| Seen {
            error_half: Some(error),
            winners: Some(6),
            linear: Some(0.41),
            retnet: Some(ends),
        };
        let one = seen(0.44, (0.98, 0.06));
        assert_eq!(truth("cliff", &one), Some(Truth::Choice("slope")));
        assert_eq!(truth("cliff", &seen(0.0, (0.5, 0.5))), Some(Truth::Choice("cliff")));
        assert_eq!(truth("winners", &one), Some(Truth::Number(6.0)));
        assert_eq!(truth("recall", &one), Some(Truth::Number(0.41)));
        assert_eq!(truth("age", &one), Some(Truth::Choice("newest")));
        assert_eq!(truth("age", &seen(0.4, (0.1, 0.9))), Some(Truth::Choice("oldest")));
        assert_eq!(truth("age", &seen(0.4, (0.43, 0.42))), Some(Truth::Choice("alike")));
    }
}
