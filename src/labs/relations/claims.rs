//! What the lab says of the shipped model, measured: margins of the notes of the experiment, a fixed seed.

use super::job::Relations;
use super::protocol::{Cell, Setup};
use super::relation::RELATIONS;
use crate::data::tally::{Tally, mean_share};
use crate::world_model::recipe::STEPS;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// All relations at these layers.
fn measured(layers: &[u32]) -> Vec<Vec<Cell>> {
    let setup = Setup { pairs: 5, seed: 1 };
    let mut study = Relations::new(Subject::shipped(STEPS), setup).expect("a study");
    let each = study.units() / 6;
    for layer in layers {
        for unit in layer * each..(layer + 1) * each {
            study.unit(unit).expect("a unit");
        }
    }
    let cells = study.report().cells;
    let all: Vec<Vec<Cell>> = cells
        .chunks(RELATIONS.len())
        .map(<[Cell]>::to_vec)
        .collect();
    assert_eq!(all.len(), layers.len());
    all
}

fn mean(cells: &[Cell], of: impl Fn(&Cell) -> Tally) -> f64 {
    mean_share(cells.iter().map(of)).expect("cells")
}

#[test]
fn a_line_says_what_the_model_says_and_moves_it_until_attention_has_read_the_subject() {
    let [early, late] = &measured(&[1, 3])[..] else {
        panic!("two layers")
    };
    // Before: the derivative at five subjects speaks for the others, and its inverse moves them.
    assert!(mean(early, |c| c.at(6)) >= 0.65, "{early:?}");
    assert!(
        mean(early, |c| c.edit) >= 0.8 && mean(early, |c| c.swap) >= 0.9,
        "{early:?}"
    );
    // The controls do not.
    assert!(
        mean(early, |c| c.random) <= 0.1 && mean(early, |c| c.edit_random) <= 0.1,
        "{early:?}"
    );
    assert!(mean(early, |c| c.majority) <= 0.25, "{early:?}");
    assert!(
        mean(early, |c| c.other.unwrap_or_default()) <= 0.5,
        "{early:?}"
    );
    // Least squares on the same five is no match for the derivative.
    assert!(
        mean(early, |c| c.few) + 0.3 <= mean(early, |c| c.at(6)),
        "{early:?}"
    );
    // Some relations are straighter than others: translation is the least.
    let translation = early[6].at(6).share();
    assert!(
        early[..6].iter().all(|c| c.at(6).share() > translation),
        "{early:?}"
    );
    // After: even the whole state of another subject moves nothing, so no edit can; least squares still reads the answer there.
    assert!(
        mean(late, |c| c.swap) <= 0.1 && mean(late, |c| c.edit) <= 0.2,
        "{late:?}"
    );
    assert!(
        mean(late, |c| c.at(6)) + 0.3 <= mean(early, |c| c.at(6)),
        "{late:?}"
    );
    assert!(mean(late, |c| c.squares) >= 0.5, "{late:?}");
}
