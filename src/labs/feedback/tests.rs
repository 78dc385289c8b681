//! The experiment against the formulas and against the reference, and the job that can be left and taken up anywhere.

use std::cell::Cell;

use super::experiment::{Experiment, OPEN};
use super::job::Feedback;
use super::laws;
use super::protocol::{Report, Setup};
use super::repair::{Kind, Repair};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::unpack;

const SETUP: Setup = Setup {
    repairs: 10,
    budget: 60,
    seed: 1,
};

fn report(job: &mut Feedback) -> Report {
    unpack(&job.report()).expect("a report")
}

/// Means of so many repairs, with the half width of their 95 % interval.
fn measured(kind: Kind, open: u8, repairs: u32) -> (f64, f64) {
    let (mut sum, mut squares, n) = (0.0, 0.0, f64::from(repairs));
    for seed in 0..repairs {
        let mut repair = Repair::new(seed as usize % 3, kind, open.into(), 1_000_000, seed.into());
        while repair.step().is_some() {}
        let runs = f64::from(repair.runs);
        (sum, squares) = (sum + runs, squares + runs * runs);
    }
    let mean = sum / n;
    (mean, 1.96 * ((squares / n - mean * mean) / n).sqrt())
}

#[test]
fn the_runs_are_those_of_the_formulas() {
    for kind in Kind::ALL {
        for open in OPEN.into_iter().filter(|open| kind != Kind::PassFail || *open <= 3) {
            let (mean, half) = measured(kind, open, 150);
            let law = laws::runs(kind, open.into());
            // Two intervals: 29 of them are looked at.
            assert!((mean - law).abs() <= 2.0 * half, "{kind:?} L = {open}: {mean} +- {half}, formula {law}");
        }
    }
}

/// The reference simulation (30 seeds, other programs): ours lie where two samples of its size may lie apart.
#[test]
fn the_runs_lie_in_the_bands_of_the_reference() {
    let reference: [(Kind, &[(u8, f64)]); 4] = [
        (Kind::PassFail, &[(2, 67.0), (3, 517.0)]),
        (Kind::Score, &[(2, 23.0), (3, 38.0), (4, 53.0), (6, 137.0), (8, 161.0)]),
        (Kind::Line, &[(2, 7.8), (3, 10.2), (4, 15.6), (6, 20.0), (8, 29.5)]),
        (Kind::Log, &[(2, 2.7), (3, 3.6), (4, 4.6), (6, 6.0), (8, 8.1)]),
    ];
    for (kind, points) in reference {
        for (open, theirs) in points {
            let (mean, _) = measured(kind, *open, 150);
            assert!((mean / theirs - 1.0).abs() < 0.25, "{kind:?} L = {open}: {mean}, reference {theirs}");
        }
    }
}

#[test]
fn cutting_the_work_changes_no_number_and_a_checkpoint_goes_on() {
    let time = Cell::new(0.0);
    let clock = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    let mut long = Feedback::new(&SETUP);
    while long.slice(&clock, 1e12) == Slice::Working {}
    let mut short = Feedback::new(&SETUP);
    let mut slices = 0;
    while short.slice(&clock, 0.0) == Slice::Working {
        slices += 1;
        if slices == 100 {
            let checkpoint = short.checkpoint();
            short = Feedback::new(&SETUP);
            short.restore(&checkpoint).expect("its own");
            assert_eq!(short.checkpoint(), checkpoint);
        }
    }
    assert_eq!(short.checkpoint(), long.checkpoint());
    let report = report(&mut short);
    assert_eq!((report.done, report.planned), (290, 290));
    assert_eq!(report.fingerprint, 2_609_926_039, "golden: the runs of every repair, on every machine");
    assert!(report.points.iter().all(|point| point.passed.of == 10));
    assert_eq!(report.mean(Kind::PassFail, 6), None, "sixty runs are not enough");
    assert!(report.mean(Kind::Log, 8).is_some_and(|mean| (6.0..=9.0).contains(&mean)));
}

#[test]
fn foreign_checkpoints_and_controls_are_declined_and_wild_numbers_brought_inside() {
    let mut job = Feedback::new(&SETUP);
    (0..30).for_each(|_| assert_eq!(job.step_once(), Slice::Working));
    let before = job.checkpoint();
    let other = Experiment::new(&Setup { seed: 2, ..SETUP }).checkpoint();
    for bad in [other, before[..before.len() - 1].to_vec(), vec![]] {
        assert!(job.restore(&bad).is_err());
        assert_eq!(job.checkpoint(), before);
    }
    assert_eq!(job.control(Control::LearningRate(1.0)), Err(JobError::BadMessage));
    job.control(Control::Reset).expect("allowed");
    assert_eq!(job.checkpoint(), Feedback::new(&SETUP).checkpoint());
    let wild = Setup {
        repairs: 0,
        budget: u32::MAX,
        seed: 0,
    };
    let report = report(&mut Feedback::new(&wild));
    assert_eq!((report.repairs, report.budget), (10, 100_000));
}
