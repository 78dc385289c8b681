//! The job as the page uses it: the same numbers however it is sliced, exact resume, divergence of one among others, laws.

use std::cell::Cell;

use super::job::{MemoryLimits, PAIRS, job};
use super::laws::{Keys, Rule, law};
use super::protocol::{Answer, Ask, Laws, LayerReport, Report, Setup};
use crate::data::recall::Task;
use crate::nn::mixers::Kind;
use crate::recall::run::RecallRun;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

fn setup() -> Setup {
    Setup {
        layers: vec![Kind::Softmax, Kind::Linear, Kind::DeltaNet],
        task: Task::Plain,
        size: 4,
        longest: 8,
        gamma: 0.8,
        steps: 12,
        batch: 4,
        learning_rate: 1e-2,
        seed: 1,
    }
}

fn make(setup: &Setup) -> MemoryLimits {
    MemoryLimits::new(setup).expect("a sound set-up")
}

/// To the end, in slices of so many readings of the clock.
fn run(job: &mut MemoryLimits, slice: f64) {
    let time = Cell::new(0.0);
    let now = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    while job.slice(&now, time.get() + slice) == Slice::Working {}
}

/// The report without the times, which differ from run to run.
fn report(job: &mut MemoryLimits) -> Report {
    let mut report: Report = unpack(&job.report()).expect("a report");
    report.remaining_seconds = None;
    for layer in &mut report.layers {
        (layer.remaining_seconds, layer.seconds) = (None, 0.0);
    }
    report
}

#[test]
fn slices_of_any_length_and_single_steps_give_the_same_run() {
    let mut whole = make(&setup());
    run(&mut whole, 1e9);
    let (wanted, checkpoint) = (report(&mut whole), whole.checkpoint());
    for slice in [0.0, 3.0, 11.0] {
        let mut other = make(&setup());
        run(&mut other, slice);
        assert_eq!(report(&mut other), wanted);
        assert_eq!(other.checkpoint(), checkpoint);
    }
    let mut steps = make(&setup());
    let mut count = 1;
    while steps.step_once() == Slice::Working {
        assert_eq!(report(&mut steps).step, count);
        count += 1;
    }
    assert_eq!((count, report(&mut steps)), (12, wanted));
}

#[test]
fn every_layer_learns_as_if_it_were_alone() {
    let mut job = make(&setup());
    run(&mut job, 5.0);
    for layer in report(&mut job).layers {
        let mut alone = RecallRun::new(setup().run(layer.kind)).expect("a run");
        let mut loss = 0.0;
        while !alone.is_done() {
            loss = alone.step().loss;
        }
        assert_eq!(layer.loss, Some(loss as f32));
        assert_eq!(layer.examined, Some((12, alone.evaluate())));
        assert_eq!(layer.flops, alone.flops());
    }
}

#[test]
fn all_layers_are_examined_on_the_way_and_keep_the_last_result() {
    let mut job = make(&setup());
    let mut held: Vec<u32> = Vec::new();
    loop {
        let slice = job.step_once();
        let report = report(&mut job);
        let at: Vec<Option<u32>> = report
            .layers
            .iter()
            .map(|l| l.examined.as_ref().map(|e| e.0))
            .collect();
        assert!(at.iter().all(|a| *a == at[0]), "{at:?}");
        held.extend(at[0].filter(|a| held.last() != Some(a)));
        if slice == Slice::Done {
            break;
        }
    }
    assert_eq!(held, [2, 4, 6, 8, 10, 12]);
}

#[test]
fn a_checkpoint_goes_on_bit_for_bit_and_one_of_another_set_up_is_refused() {
    let mut whole = make(&setup());
    run(&mut whole, 4.0);
    let mut first = make(&setup());
    for _ in 0..5 {
        first.step_once();
    }
    let moment = first.checkpoint();
    let mut second = make(&setup());
    second.restore(&moment).expect("its own checkpoint");
    assert_eq!(second.checkpoint(), moment);
    run(&mut second, 7.0);
    assert_eq!(report(&mut second), report(&mut whole));
    let others = [
        Setup { seed: 2, ..setup() },
        Setup {
            layers: vec![Kind::Softmax, Kind::Linear],
            ..setup()
        },
        Setup {
            layers: vec![Kind::Softmax, Kind::Linear, Kind::GatedDelta],
            ..setup()
        },
    ];
    for other in others {
        let mut other = make(&other);
        let before = other.checkpoint();
        assert_eq!(other.restore(&moment), Err(JobError::BadMessage));
        assert_eq!(other.checkpoint(), before);
    }
}

#[test]
fn reset_goes_back_to_the_untrained_layers() {
    let mut job = make(&setup());
    let fresh = job.checkpoint();
    run(&mut job, 9.0);
    let done = job.checkpoint();
    job.control(Control::Reset).expect("a reset");
    assert_eq!(job.checkpoint(), fresh);
    run(&mut job, 9.0);
    assert_eq!(job.checkpoint(), done);
    assert!(job.control(Control::LearningRate(0.1)).is_err());
}

#[test]
fn seeds_differ_and_the_fingerprint_tells() {
    let print = |seed| {
        let mut job = make(&Setup { seed, ..setup() });
        run(&mut job, 5.0);
        report(&mut job).fingerprint
    };
    assert_eq!(print(1), print(1));
    assert_ne!(print(1), print(2));
}

#[test]
fn bad_set_ups_are_refused_in_both_languages() {
    let bad = [
        Setup {
            layers: vec![],
            ..setup()
        },
        Setup {
            layers: vec![Kind::Linear, Kind::Linear],
            ..setup()
        },
        Setup {
            layers: vec![Kind::Linear, Kind::Softmax],
            ..setup()
        },
        Setup { size: 0, ..setup() },
        Setup {
            longest: 7,
            ..setup()
        },
        Setup {
            steps: 0,
            ..setup()
        },
        Setup {
            learning_rate: f32::NAN,
            ..setup()
        },
        Setup {
            gamma: 1.5,
            ..setup()
        },
    ];
    for setup in bad {
        let Err(JobError::Refused { en, zh }) = MemoryLimits::new(&setup) else {
            panic!("{setup:?}")
        };
        assert!(!en.is_empty() && en != zh);
    }
    assert!(job(&pack(&setup())).is_ok() && job(&[]).is_err());
}

#[test]
fn a_layer_that_diverges_is_told_and_the_others_go_on() {
    let mut job = make(&setup());
    for _ in 0..3 {
        job.step_once();
    }
    // As if one layer had left the finite numbers: its weights in the checkpoint are spoiled by a huge value.
    job.race_mut().spoil(1);
    run(&mut job, 5.0);
    let report = report(&mut job);
    assert_eq!(report.step, 12);
    let [softmax, linear, delta]: [LayerReport; 3] =
        report.layers.try_into().expect("three layers");
    assert_eq!((softmax.step, softmax.diverged_at), (12, None));
    assert_eq!(
        (linear.step, linear.diverged_at, linear.remaining_seconds),
        (4, Some(4), None)
    );
    assert_eq!((delta.step, delta.diverged_at), (12, None));
    // What is known of it is from before.
    assert_eq!(linear.examined.map(|(at, _)| at), Some(2));
    assert!(linear.loss.is_some_and(f32::is_finite));
}

#[test]
fn laws_are_measured_on_request_and_follow_their_curves() {
    let mut job = make(&setup());
    let laws = Laws {
        size: 8,
        keys: Keys::Random,
        scale: 11.3,
        draws: 60,
        seed: 3,
    };
    let Answer::Laws(curves) =
        unpack(&job.ask(&pack(&Ask::Laws(laws))).expect("an answer")).expect("curves");
    assert_eq!(curves.len(), 4);
    for curve in &curves {
        let pairs: Vec<usize> = curve.points.iter().map(|p| p.pairs as usize).collect();
        assert_eq!(pairs, PAIRS);
        for point in &curve.points {
            if let Some(wanted) = law(curve.rule, Keys::Random, point.pairs as usize, 8) {
                let off = (point.mean - wanted).abs();
                // Four standard errors; at T = d the best memory's error is all rounding of a badly conditioned inverse.
                assert!(
                    off < 4.0 * point.uncertainty() + 1e-6,
                    "{:?} {point:?} {wanted}",
                    curve.rule
                );
            }
        }
    }
    assert!(matches!(curves[3].rule, Rule::Softmax { .. }));
    for bad in [
        Laws { size: 0, ..laws },
        Laws { draws: 0, ..laws },
        Laws {
            draws: 9999,
            ..laws
        },
        Laws {
            scale: f32::NAN,
            ..laws
        },
    ] {
        assert_eq!(job.ask(&pack(&Ask::Laws(bad))), Err(JobError::BadMessage));
    }
}
