//! The predictions of the lesson, and what settles each: counts of the reader's own fits and of their own experiment.

use super::config::BETA;
use super::protocol::Cell;
use super::relation::RELATIONS;
use crate::data::tally::{Tally, mean_share};

/// Ids of the cards, with the live values that settle them. The lessons state the same (`decides=`).
pub const GUESSES: &[(&str, &[&str])] = &[
    ("translation", &["line-faithful"]),
    ("layer", &["early-faithful", "late-faithful"]),
];

/// Layers that the second card compares: before and after attention has read the subject.
pub const EARLY: u8 = 1;
pub const LATE: u8 = 4;
/// Shares that differ by less are called the same.
pub const SAME: f64 = 0.1;
const LANDMARK: u8 = 0;
const TRANSLATION: u8 = 6;

/// What the reader has seen: a cell for each relation and layer, once it was fitted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Seen {
    pub cells: Vec<Cell>,
}

/// How a prediction came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    pub key: &'static str,
    /// The shares that decided.
    pub shares: (f64, f64),
}

impl Seen {
    pub fn cell(&self, relation: u8, layer: u8) -> Option<&Cell> {
        self.cells.iter().find(|c| (c.relation, c.layer) == (relation, layer))
    }

    /// The mean share over all relations at a layer, once all are there.
    pub fn mean(&self, layer: u8, of: impl Fn(&Cell) -> Tally) -> Option<f64> {
        mean(self.cells.iter().filter(|c| c.layer == layer), of)
    }
}

/// The mean share of these cells, once there is one for each relation.
pub fn mean<'a>(cells: impl Iterator<Item = &'a Cell>, of: impl Fn(&Cell) -> Tally) -> Option<f64> {
    let tallies: Vec<Tally> = cells.map(of).collect();
    mean_share(tallies.iter().copied()).filter(|_| tallies.len() == RELATIONS.len())
}

/// The answer of what was seen to this card.
pub fn truth(guess: &str, seen: &Seen) -> Option<Truth> {
    let line = |cell: &Cell| cell.at(BETA.default as u8);
    let (a, b, keys) = match guess {
        "translation" => {
            let share = |relation| seen.cell(relation, EARLY).map(|c| line(c).share());
            (share(LANDMARK)?, share(TRANSLATION)?, ["better", "same", "worse"])
        }
        "layer" => (seen.mean(EARLY, line)?, seen.mean(LATE, line)?, ["late", "same", "early"]),
        _ => return None,
    };
    let key = match b - a {
        more if more > SAME => keys[0],
        less if less < -SAME => keys[2],
        _ => keys[1],
    };
    Some(Truth { key, shares: (a, b) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::relations::config::BETAS;

    fn cell(relation: u8, layer: u8, right: u32) -> Cell {
        Cell {
            relation,
            layer,
            line: vec![Tally { right, of: 10 }; BETAS],
            ..Cell::default()
        }
    }

    #[test]
    fn every_card_can_come_out_each_way_and_none_before_its_runs() {
        for (right, key) in [(9, "better"), (5, "same"), (1, "worse")] {
            let mut seen = Seen { cells: vec![cell(0, 1, 5)] };
            assert_eq!(truth("translation", &seen), None);
            seen.cells.push(cell(6, 1, right));
            assert_eq!(truth("translation", &seen).map(|t| t.key), Some(key));
        }
        for (right, key) in [(9, "late"), (5, "same"), (1, "early")] {
            let mut cells: Vec<Cell> = (0..7).map(|r| cell(r, 1, 5)).collect();
            cells.extend((0..6).map(|r| cell(r, 4, right)));
            let mut seen = Seen { cells };
            assert_eq!(truth("layer", &seen), None);
            seen.cells.push(cell(6, 4, right));
            assert_eq!(truth("layer", &seen).map(|t| t.key), Some(key));
        }
        assert_eq!(truth("no card", &Seen::default()), None);
    }
}
