//! The numbers of an experiment that the lesson speaks of, the predictions, and what settles each: never a stored answer.

use super::config::Config;
use super::protocol::{CONTROLLED, Direction, FACTS, Report, STRENGTHS, together};
use crate::data::tally::Tally;

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("random", &["random-mean"]),
    ("projected", &["projected-turned", "projected-kept"]),
];

/// Where the controls stand on the experiment's grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Index into `STEERED`; a function's vector leaves it at the first.
    pub direction: usize,
    /// From 1.
    pub layer: usize,
    /// Index into `STRENGTHS`, the nearest above 0.
    pub strength: usize,
}

impl Place {
    pub fn of(config: &Config) -> Place {
        let far = |i: &usize| (f64::from(STRENGTHS[*i]) - f64::from(config.strength)).abs();
        let nearest = (1..STRENGTHS.len()).min_by(|a, b| far(a).total_cmp(&far(b)));
        Place {
            direction: usize::from(config.direction == Direction::Language),
            layer: usize::from(config.layer),
            strength: nearest.unwrap_or(1),
        }
    }

    /// Index into `CONTROLLED`: random vectors were tried at two strengths, and the stronger one is the harder control.
    pub fn controlled(self) -> usize {
        usize::from(self.strength > CONTROLLED[0])
    }
}

/// A tally of something that has been tried.
fn tried(tally: Tally) -> Option<Tally> {
    (tally.of > 0).then_some(tally)
}

/// Texts turned when they are pushed to a class (0: the vector is added, 1: subtracted).
pub fn turned(report: &Report, place: Place, to: usize) -> Option<Tally> {
    let row = report.of(place.direction).sides[to].get(place.layer - 1)?;
    tried(row[place.strength].turned)
}

/// Random vectors in place of the direction's own, both ways: the mean share of texts turned, and the largest of one draw.
pub fn random(report: &Report, place: Place) -> Option<(f64, f64)> {
    let sides = &report.of(place.direction).random;
    let draws = sides.iter().filter_map(|side| side.get(place.layer - 1));
    let draws: Vec<Tally> = draws
        .flat_map(|row| row[place.controlled()])
        .filter(|t| t.of > 0)
        .collect();
    (!draws.is_empty()).then(|| {
        let most = draws.iter().map(|t| t.share()).fold(0.0, f64::max);
        (together(&draws).share(), most)
    })
}

/// Of one way to remove (0 projected out, 1 affine): first class's texts turned, second class's texts kept.
pub fn removed(report: &Report, direction: usize, layer: usize, way: usize) -> Option<[Tally; 2]> {
    let [first, second] = report.of(direction).removed.get(layer - 1)?[way];
    Some([tried(first.turned)?, tried(second.kept)?])
}

/// Facts still known under `FACTS[which]`.
pub fn facts(report: &Report, place: Place, which: usize) -> Option<Tally> {
    tried(report.of(place.direction).facts.get(place.layer - 1)?[which])
}

/// Which of `FACTS` is the addition at the strength of the random control.
pub fn added(place: Place) -> usize {
    place.controlled().min(FACTS.len() - 1)
}

pub fn facts_random(report: &Report, place: Place) -> Option<Tally> {
    let row = report.of(place.direction).facts_random.get(place.layer - 1)?;
    tried(row[place.controlled()])
}

/// What is asked of the functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Bare,
    Shown,
    Own,
    Other,
    Random,
}

/// Mean share right over all functions, each counting the same; `None` until all have been tried.
pub fn functions(report: &Report, layer: usize, way: Way) -> Option<f64> {
    let shares: Option<Vec<f64>> = (0..report.functions.len())
        .map(|f| function(report, f, layer, way).map(Tally::share))
        .collect();
    let shares = shares.filter(|s| !s.is_empty())?;
    Some(shares.iter().sum::<f64>() / shares.len() as f64)
}

/// One function's words answered right.
pub fn function(report: &Report, function: usize, layer: usize, way: Way) -> Option<Tally> {
    let f = report.functions.get(function)?;
    tried(match way {
        Way::Bare => f.bare,
        Way::Shown => f.shown,
        Way::Own => *f.own.get(layer - 1)?,
        Way::Other => *f.other.get(layer - 1)?,
        Way::Random => together(f.random.get(layer - 1)?),
    })
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    Choice(&'static str),
}

/// The answer of the reader's own experiment, at the layer and strength that they chose; the second card is about refusal.
pub fn truth(guess: &str, report: &Report, place: Place) -> Option<Truth> {
    match guess {
        "random" => Some(Truth::Choice(match random(report, place)?.0 {
            share if share < 0.1 => "few",
            share if share < 0.5 => "some",
            _ => "most",
        })),
        "projected" => {
            let [turned, kept] = removed(report, 0, place.layer, 0)?;
            let helped = (turned.share() >= 0.5, kept.share() >= 0.5);
            Some(Truth::Choice(match helped {
                (true, true) => "helps",
                (false, false) => "refuses",
                _ => "apart",
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::experiment::empty;
    use super::super::protocol::Outcome;
    use super::*;

    const ALL: Tally = Tally { right: 10, of: 10 };
    const NONE: Tally = Tally { right: 0, of: 10 };
    const PLACE: Place = Place {
        direction: 0,
        layer: 3,
        strength: 4,
    };

    #[test]
    fn controls_stand_on_the_nearest_cell_of_the_grid() {
        let at = |strength: f32, direction| {
            Place::of(&Config {
                strength,
                direction,
                ..Config::default()
            })
        };
        assert_eq!(at(2.1, Direction::Refusal), PLACE);
        assert_eq!(at(0.0, Direction::Language).strength, 1);
        assert_eq!(at(0.0, Direction::Language).direction, 1);
        assert_eq!(at(4.0, Direction::Function(2)).strength, 5);
        assert_eq!((at(1.0, Direction::Refusal).controlled(), at(1.5, Direction::Refusal).controlled()), (0, 1));
    }

    #[test]
    fn every_card_can_come_out_each_way_and_is_open_before() {
        let mut report = empty();
        assert_eq!(truth("random", &report, PLACE), None);
        assert_eq!(truth("projected", &report, PLACE), None);
        let some = Tally { right: 3, of: 10 };
        for (tally, key) in [(NONE, "few"), (some, "some"), (ALL, "most")] {
            report.steered[0].random[1][2][1] = [tally; 20];
            assert_eq!(truth("random", &report, PLACE), Some(Truth::Choice(key)));
        }
        for (turned, kept, key) in [(ALL, ALL, "helps"), (NONE, NONE, "refuses"), (NONE, ALL, "apart")] {
            report.steered[0].removed[2][0] = [Outcome { turned, kept: NONE }, Outcome { turned: NONE, kept }];
            assert_eq!(truth("projected", &report, PLACE), Some(Truth::Choice(key)));
        }
        assert_eq!(truth("no card", &report, PLACE), None);
    }

    #[test]
    fn the_mean_over_functions_waits_for_all_and_counts_each_the_same() {
        let mut report = empty();
        report.functions.iter_mut().for_each(|f| f.bare = NONE);
        assert_eq!(functions(&report, 5, Way::Bare), Some(0.0));
        report.functions[0].bare = ALL;
        assert!((functions(&report, 5, Way::Bare).expect("all") - 1.0 / 9.0).abs() < 1e-9);
        report.functions[3].bare = Tally::default();
        assert_eq!(functions(&report, 5, Way::Bare), None);
    }
}
