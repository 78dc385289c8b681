use super::config::{BETAS, Config};
use super::job::Relations;
use super::protocol::{Answer, Ask, Fit, Setup};
use crate::train::JobError;
use crate::wire::choices::{Choices, read, write};
use crate::world_model::run::WorldRun;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

/// An untrained model: it says something of every subject, which is all that the counting needs.
fn study(pairs: u8) -> Relations {
    let subject = Subject::open(&WorldRun::new(3, 10).file()).expect("its own file");
    Relations::new(subject, Setup { pairs, seed: 4 }).expect("a study")
}

fn fitted(study: &mut Relations, ask: Ask) -> Result<(Fit, u32), JobError> {
    for pieces in 0.. {
        if let Answer::Fit(fit) = study.ask(ask)? {
            return Ok((*fit, pieces));
        }
    }
    unreachable!()
}

#[test]
fn a_fit_comes_in_pieces_which_are_kept_and_counts_only_what_it_was_not_fitted_on() {
    let mut study = study(2);
    let ask = Config { relation: 2, ..Config::default() }.ask(false);
    let (fit, pieces) = fitted(&mut study, ask).expect("a fit");
    assert_eq!((pieces, fit.rows.len(), fit.cell.other), (8, 14, None));
    assert_eq!(fit.cell.line.len(), BETAS);
    assert!(fit.cell.line.iter().all(|tally| tally.of == 12));
    assert_eq!((fit.cell.squares.of, fit.cell.few.of, fit.cell.random.of), (5, 12, 240));
    assert_eq!(fit.rows.iter().filter(|row| row.fitted).count(), 2);
    // The same again, and the table says what was counted.
    let (again, pieces) = fitted(&mut study, ask).expect("a fit");
    assert_eq!((pieces, &again), (0, &fit));
    let right = fit.rows.iter().filter(|row| !row.fitted && row.line == row.model).count();
    assert_eq!(right as u32, fit.cell.at(ask.beta).right);
    let reached = fit.rows.iter().filter(|row| row.edit.is_some_and(|e| e.says == e.wanted)).count();
    assert_eq!(reached as u32, fit.cell.edit.right);
    // The control takes as many pieces again; nothing else changes.
    let (with, pieces) = fitted(&mut study, Ask { with_other: true, ..ask }).expect("a fit");
    assert_eq!((pieces, with.cell.other.map(|tally| tally.of)), (8, Some(12)));
    assert_eq!(with.rows, fit.rows);
}

#[test]
fn a_wild_question_is_held_and_another_seed_draws_other_subjects() {
    let wild = Ask { relation: 200, layer: 200, beta: 200, rank: 0, with_other: false };
    let (fit, _) = fitted(&mut study(1), wild).expect("a fit");
    assert_eq!((fit.ask.relation, fit.ask.layer, fit.ask.rank, fit.rows.len()), (6, 5, 1, 48));
    let subject = Subject::open(&WorldRun::new(3, 10).file()).expect("its own file");
    let mut other = Relations::new(subject, Setup { pairs: 1, seed: 5 }).expect("a study");
    let (redrawn, _) = fitted(&mut other, wild).expect("a fit");
    assert_ne!(redrawn.rows[0].subject, fit.rows[0].subject);
}

#[test]
fn the_long_experiment_goes_on_from_what_was_kept() {
    let mut whole = study(1);
    let units = 7 * (4 + 3);
    assert_eq!(whole.units(), 6 * units);
    for unit in 0..units {
        whole.unit(unit).expect("a unit");
    }
    assert_eq!(whole.report().cells.len(), 7);
    // Lost among the derivatives, and among the counts.
    for moment in [10, units - 4] {
        let mut lost = study(1);
        for unit in 0..moment {
            lost.unit(unit).expect("a unit");
        }
        let mut other = study(1);
        other.restore(lost.keep()).expect("its own");
        for unit in moment..units {
            other.unit(unit).expect("a unit");
        }
        assert_eq!(other.report(), whole.report());
    }
    // Counts of other examples are not mixed in.
    assert!(study(2).restore(whole.keep()).is_err());
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config { relation: 3, layer: 4, seed: 9, ..Config::default() };
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let wild = Config { relation: 99, rank: 0, pairs: 99, ..Config::default() };
    let (held, changed) = wild.clamped();
    assert_eq!((held.relation, held.rank, held.pairs), (6, 1, 8));
    assert_eq!(changed, ["relation", "rank", "pairs"]);
}
