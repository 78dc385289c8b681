//! The experiments against the reference, and the job that can be left and taken up anywhere.

use std::cell::Cell;

use super::experiment::{Experiment, THOUGHTS};
use super::job::Planning;
use super::policy::{Policy, Pruning};
use super::protocol::{Act, Curve, Report, Setup, Think};
use super::surprise::Answer;
use super::thoughts::{Mind, law};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::unpack;

const ACT: Act = Act {
    shops: 200,
    slack: 1.15,
    limit: 100_000,
    seed: 1,
};
const THINK: Think = Think {
    seeds: 1500,
    noise: 0.6,
    error: 0.05,
    bias: 0.8,
    cost: 0.02,
    seed: 1,
};

fn report(job: &mut Planning) -> Report {
    unpack(&job.report()).expect("a report")
}

fn finished(setup: Setup) -> Report {
    let mut job = Planning::new(&setup);
    while job.slice(&|| 0.0, 1.0) == Slice::Working {}
    report(&mut job)
}

/// The reference is a simulation of 60 and 200 shops: two such samples lie this far apart.
#[test]
fn plans_and_surprises_lie_in_the_bands_of_the_reference() {
    let report = finished(Setup::Act(ACT));
    let share = |curve, x| report.share(curve, x).expect("done");
    for (policy, theirs) in [
        (Policy::Greedy, [0.10, 0.12, 0.08, 0.03]),
        (Policy::CheapestFirst, [0.87, 0.93, 0.85, 0.92]),
        (Policy::Search(Pruning::Bound), [1.0; 4]),
        (Policy::Search(Pruning::None), [1.0; 4]),
    ] {
        for (at, theirs) in theirs.into_iter().enumerate() {
            let own = share(Curve::Policy(policy), at as f32 + 3.0);
            assert!((own - theirs).abs() <= 0.1, "{policy:?} {at}: {own}, reference {theirs}");
        }
    }
    for (answer, theirs) in [
        (Answer::PlanOnly, [0.774, 0.590, 0.328, 0.078]), // (1 - p)^5: their sample is off by 2.6 deviations at p = .05
        (Answer::Patch, [0.84, 0.755, 0.60, 0.34]),
        (Answer::Replan, [0.94, 0.885, 0.755, 0.465]),
    ] {
        for (p, theirs) in [0.05, 0.1, 0.2, 0.4].into_iter().zip(theirs) {
            let own = share(Curve::Stock(answer), p);
            assert!((own - theirs).abs() <= 0.1, "{answer:?} {p}: {own}, reference {theirs}");
        }
        assert_eq!(share(Curve::Stock(answer), 0.0), 1.0);
    }
    for (pruning, theirs, factor) in [
        (Pruning::None, [259.0, 1555.0, 9331.0, 55987.0], 1.0),
        (Pruning::Checks, [35.0, 83.0, 230.0, 418.0], 1.5),
        (Pruning::Bound, [29.0, 55.0, 105.0, 178.0], 2.0),
    ] {
        for (at, theirs) in theirs.into_iter().enumerate() {
            let own = report.done(Curve::Nodes(pruning), at as f32 + 3.0).and_then(|point| point.mean()).expect("done");
            assert!(own <= theirs * factor && own >= theirs / factor, "{pruning:?} {at}: {own}, reference {theirs}");
        }
    }
    // The metrics of a policy that always delivers, keeps the budget and forgets the rule.
    let thrifty = report.done(Curve::Policy(Policy::Thrifty), 4.0).expect("done");
    let of = f64::from(thrifty.tally.of);
    assert_eq!((thrifty.checks[0], thrifty.checks[3], thrifty.checks[4]), (of, of, of));
    assert!(thrifty.checks[1] > thrifty.checks[2] && thrifty.checks[2] == f64::from(thrifty.tally.right));
}

#[test]
fn a_search_with_too_few_nodes_hands_in_nothing() {
    let report = finished(Setup::Act(Act { shops: 20, limit: 300, ..ACT }));
    let blind = report.done(Curve::Policy(Policy::Search(Pruning::None)), 6.0).expect("done");
    assert_eq!((blind.tally.right, blind.checks), (0, [0.0; 5]));
    assert_eq!(report.share(Curve::Policy(Policy::Search(Pruning::None)), 3.0), Some(1.0), "259 nodes are allowed");
}

#[test]
fn search_doors_dreams_and_thoughts_lie_in_the_bands_of_the_reference() {
    let report = finished(Setup::Think(THINK));
    let point = |curve, x| *report.done(curve, x).expect("done");
    for (threshold, win, moves) in [(-9.0, 1.0, 90.0), (-0.5, 0.97, 54.0), (0.0, 0.79, 24.0), (0.3, 0.52, 12.0), (0.6, 0.23, 6.0)] {
        let own = point(Curve::Prune, threshold);
        assert!((own.tally.share() - win).abs() <= 0.04, "{threshold}: {}", own.tally.share());
        assert!((own.mean().expect("done") / moves - 1.0).abs() <= 0.15, "{threshold}: {:?}", own.mean());
    }
    for (curve, points) in [
        (Curve::Doors, &[(0.0, 0.81), (0.1, 0.49), (0.3, 0.40), (0.6, 0.36)][..]),
        (Curve::Dream, &[(0.0, 1.0), (0.05, 0.61), (0.1, 0.37), (0.2, 0.14)]),
        (Curve::Valid, &[(2.0, 0.90), (8.0, 0.66), (16.0, 0.44)]),
    ] {
        for (x, theirs) in points {
            let own = point(curve, *x).tally.share();
            assert!((own - theirs).abs() <= 0.05, "{curve:?} {x}: {own}, reference {theirs}");
        }
    }
    for (thoughts, theirs) in THOUGHTS.into_iter().zip([0.02, 0.35, 0.36, 0.33, 0.05, -0.54]) {
        let own = point(Curve::Thoughts, thoughts).mean().expect("done");
        let mind = Mind { bias: 0.8, noise: 2.0, cost: 0.02 };
        let formula = law(mind, thoughts as u32).expect("a multiple of four");
        assert!((own - theirs).abs() <= 0.08 && (own - formula).abs() <= 0.08, "{thoughts}: {own}, {formula}");
        let tried = point(Curve::Tries, thoughts).mean().expect("done");
        assert!(tried > own - 0.08, "{thoughts}: two tries {tried}");
    }
    let best = report.best_thoughts().expect("done").x;
    assert!((4.0..=16.0).contains(&best), "{best}");
}

#[test]
fn cutting_the_work_changes_no_number_and_a_checkpoint_goes_on() {
    let small = Setup::Think(Think { seeds: 100, ..THINK });
    let time = Cell::new(0.0);
    let clock = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    let mut long = Planning::new(&small);
    while long.slice(&clock, 1e12) == Slice::Working {}
    let mut short = Planning::new(&small);
    let mut slices = 0;
    while short.slice(&clock, 0.0) == Slice::Working {
        slices += 1;
        if slices == 777 {
            let checkpoint = short.checkpoint();
            short = Planning::new(&small);
            short.restore(&checkpoint).expect("its own");
            assert_eq!(short.checkpoint(), checkpoint);
        }
    }
    assert_eq!(short.checkpoint(), long.checkpoint());
    let report = report(&mut short);
    assert_eq!(report.done, 3500);
    assert_eq!(report.fingerprint, 711_780_671, "golden: every walk, dream and decision, on every machine");
}

#[test]
fn foreign_checkpoints_and_controls_are_declined_and_wild_numbers_brought_inside() {
    let setup = Setup::Act(ACT);
    let mut job = Planning::new(&setup);
    (0..30).for_each(|_| assert_eq!(job.step_once(), Slice::Working));
    let before = job.checkpoint();
    let other = Experiment::new(&Setup::Think(THINK)).checkpoint();
    for bad in [other, before[..before.len() - 1].to_vec(), vec![]] {
        assert!(job.restore(&bad).is_err());
        assert_eq!(job.checkpoint(), before);
    }
    assert_eq!(job.control(Control::LearningRate(1.0)), Err(JobError::BadMessage));
    job.control(Control::Reset).expect("allowed");
    assert_eq!(job.checkpoint(), Planning::new(&setup).checkpoint());
    let wild = Setup::Act(Act { shops: 0, slack: f32::NAN, limit: 0, seed: 0 });
    assert_eq!(report(&mut Planning::new(&wild)).each, 20);
}
