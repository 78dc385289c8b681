//! The job: what it measures is what it says, and it can be left and taken up anywhere.

use std::cell::Cell;
use std::rc::Rc;

use super::config::MEASURED;
use super::job::Cost;
use super::protocol::{
    MeasureReport, MeasureSetup, Report, Setup, Task, TrainReport, TrainSetup, Way,
};
use crate::nn::mixers::Kind;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// A clock that goes on by so many milliseconds whenever it is read.
fn ticking(by: f64) -> impl Fn() -> f64 {
    let time = Cell::new(0.0);
    move || {
        time.set(time.get() + by);
        time.get()
    }
}

fn measure(size: u16) -> Cost {
    Cost::new(&Setup::Measure(MeasureSetup { size, seed: 1 })).expect("a measurement")
}

fn measured(job: &mut Cost) -> MeasureReport {
    match unpack(&job.report()).expect("a report") {
        Report::Measure(report) => report,
        other => panic!("{other:?}"),
    }
}

/// To the end, a reading a slice; each reading takes one look at the clock, 5 ms.
fn finish(job: &mut Cost) -> MeasureReport {
    let now = ticking(5.0);
    while job.slice(&now, 0.0) == Slice::Working {}
    measured(job)
}

#[test]
fn nothing_is_shown_before_it_has_been_read() {
    let report = measured(&mut measure(16));
    assert!(report.points.iter().all(|p| p.ms.is_none() && p.bytes == 0));
    assert_eq!(report.remaining_seconds, None);
    // A clock that stands still measures nothing.
    let mut job = measure(16);
    job.step_once();
    assert_eq!(measured(&mut job).points[0].ms, None);
    assert_eq!(measured(&mut job).done, 1);
}

#[test]
fn a_measurement_reads_every_point_and_counts_what_the_formulas_say() {
    let mut job = measure(16);
    let report = finish(&mut job);
    assert_eq!((report.done, report.size), (report.planned, 16));
    assert!(report.points.iter().all(|p| p.ms.is_some_and(|ms| ms > 0.0)));
    let point = |task, tokens| {
        let found = report.points.iter().find(|p| p.task == task && p.tokens == tokens);
        *found.expect("a point")
    };
    // Counts, not times: slope 1 and slope 0, exactly.
    for (kind, growth) in [(Kind::Softmax, 2), (Kind::Linear, 1), (Kind::RetNet, 1), (Kind::GatedDelta, 1)] {
        let (a, b) = (point(Task::Decode(kind), 2048), point(Task::Decode(kind), 4096));
        assert_eq!(b.operations, growth * a.operations, "{kind:?}");
        assert_eq!(b.bytes, growth * a.bytes, "{kind:?}");
    }
    let cache = point(Task::Decode(Kind::Softmax), 8);
    assert_eq!((cache.bytes, cache.operations), (4 * 2 * 8 * 16, 4 * 8 * 16 + 5 * 8));
    // d / 2 tokens: as much memory as the matrix.
    assert_eq!(cache.bytes, point(Task::Decode(Kind::Linear), 8).bytes);
    // A block: four heads and 24 D^2, D = 64; at 6 D attention is half of it (and 5 t more for the softmax of each head).
    let block = |kind, t: u32| point(Task::Block(kind), t);
    assert_eq!(block(Kind::Linear, 64).operations, 4 * 4 * 16 * 16 + 24 * 64 * 64);
    assert_eq!(block(Kind::Softmax, 512).operations, 4 * (4 * 512 * 16 + 5 * 512) + 24 * 64 * 64);
    assert_eq!(block(Kind::Softmax, 512).bytes, 4 * point(Task::Decode(Kind::Softmax), 512).bytes);
    let chunks = |n| point(Task::Prompt(Way::Chunkwise), n).operations;
    assert_eq!(chunks(4096), 2 * chunks(2048));
    let steps = |n| point(Task::Prompt(Way::Recurrent), n).operations;
    assert!(chunks(4096) > steps(4096), "chunks do more operations than steps");
    assert_eq!(steps(4096), 4096 * 4 * 16 * 16);
}

#[test]
fn the_shortest_of_five_readings_stays() {
    let mut job = measure(16);
    let first = job.slice(&ticking(5.0), 0.0);
    assert_eq!(first, Slice::Working);
    let slow = measured(&mut job).points[0].ms.expect("read");
    let mut job = measure(16);
    let points = measured(&mut job).points.len() as u32;
    let clocks: [Box<dyn Fn() -> f64>; 2] = [Box::new(ticking(5.0)), Box::new(ticking(0.5))];
    for clock in clocks {
        for _ in 0..points {
            job.slice(&*clock, 0.0);
        }
    }
    let report = measured(&mut job);
    assert_eq!(report.done, 2 * points);
    assert!(report.points[0].ms.expect("read") < slow);
    assert!(report.remaining_seconds.is_some());
}

#[test]
fn a_measurement_goes_on_from_its_checkpoint_and_refuses_another_one() {
    let mut job = measure(16);
    let now = ticking(5.0);
    for _ in 0..7 {
        job.slice(&now, 0.0);
    }
    let checkpoint = job.checkpoint();
    let mut other = measure(16);
    other.restore(&checkpoint).expect("its own");
    assert_eq!(measured(&mut other).points, measured(&mut job).points);
    assert_eq!(measured(&mut other).done, 7);
    for bad in [
        pack(&(16u16, 1u32, 1u32, vec![(Some(1.0f32), 3u64); 2])),
        pack(&(16u16, 1u32, u32::MAX, measured(&mut job).points.iter().map(|p| (p.ms, p.bytes)).collect::<Vec<_>>())),
        pack(&(16u16, 1u32, 1u32, vec![(Some(f32::NAN), 3u64); measured(&mut job).points.len()])),
        checkpoint[..checkpoint.len() - 1].to_vec(),
    ] {
        assert!(other.restore(&bad).is_err());
        assert_eq!(other.checkpoint(), checkpoint);
    }
    assert!(measured(&mut job).done == 7 && finish(&mut other).done == finish(&mut job).done);
}

#[test]
fn reset_forgets_every_reading_and_foreign_controls_are_declined() {
    let mut job = measure(32);
    job.clock(Rc::new(ticking(5.0)));
    job.step_once();
    assert!(measured(&mut job).points[0].ms.is_some());
    job.control(Control::Reset).expect("allowed");
    assert_eq!(job.checkpoint(), measure(32).checkpoint());
    assert_eq!(job.control(Control::LearningRate(1.0)), Err(JobError::BadMessage));
    assert!(job.ask(&[]).is_err() && job.bytes() > 100_000);
}

#[test]
fn a_size_outside_the_limits_is_brought_inside() {
    for (wild, tame) in [(0, MEASURED.min), (9999, MEASURED.max)] {
        assert_eq!(f64::from(measured(&mut measure(wild)).size), tame);
    }
}

fn setup(seed: u32) -> TrainSetup {
    TrainSetup {
        rival: Kind::Linear,
        size: 4,
        steps: 50,
        seed,
    }
}

fn training(setup: TrainSetup) -> Cost {
    Cost::new(&Setup::Train(setup)).expect("a training")
}

fn trained(job: &mut Cost) -> TrainReport {
    match unpack(&job.report()).expect("a report") {
        Report::Train(report) => report,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_stacks_train_in_step_and_cutting_the_work_changes_no_number() {
    let mut long = training(setup(1));
    while long.slice(&ticking(1.0), 1e9) == Slice::Working {}
    let mut short = training(setup(1));
    let now = ticking(1.0);
    let mut slices = 0;
    while short.slice(&now, 0.0) == Slice::Working {
        let steps: Vec<u32> = trained(&mut short).stacks.iter().map(|s| s.step).collect();
        let (most, least) = (steps.iter().max(), steps.iter().min());
        assert!(most.expect("four") - least.expect("four") <= 1, "{steps:?}");
        slices += 1;
    }
    // 50 steps and 5 examinations of each, the last of which ends it.
    assert_eq!(slices, 4 * 55 - 1);
    assert_eq!(short.checkpoint(), long.checkpoint());
    let report = trained(&mut short);
    assert_eq!((report.step, report.steps, report.each), (200, 200, 50));
    for stack in &report.stacks {
        assert_eq!(stack.examined_at, Some(50));
        assert!(stack.at(32).is_some_and(|share| (0.0..=1.0).contains(&share)));
    }
    // 2 d for each of 32 pairs, or d x d.
    let memory: Vec<u64> = report.stacks.iter().map(|s| s.memory).collect();
    assert_eq!(memory, [512, 272, 272, 32]);
}

#[test]
fn a_training_goes_on_from_its_checkpoint_and_refuses_another_one() {
    let mut job = training(setup(1));
    let now = ticking(1.0);
    for _ in 0..61 {
        job.slice(&now, 0.0);
    }
    let checkpoint = job.checkpoint();
    let mut other = training(setup(1));
    other.restore(&checkpoint).expect("its own");
    assert_eq!(other.checkpoint(), checkpoint);
    for _ in 0..9 {
        job.slice(&now, 0.0);
        other.slice(&now, 0.0);
    }
    assert_eq!(other.checkpoint(), job.checkpoint());
    let before = other.checkpoint();
    for bad in [
        training(setup(2)).checkpoint(),
        measure(16).checkpoint(),
        checkpoint[..checkpoint.len() - 1].to_vec(),
        vec![],
    ] {
        assert!(other.restore(&bad).is_err());
        assert_eq!(other.checkpoint(), before);
    }
    job.control(Control::Reset).expect("allowed");
    assert_eq!(job.checkpoint(), training(setup(1)).checkpoint());
}

#[test]
fn a_foreign_layer_is_refused_in_both_languages_and_wild_numbers_are_brought_inside() {
    let foreign = Setup::Train(TrainSetup {
        rival: Kind::Lstm,
        ..setup(1)
    });
    let Err(JobError::Refused { en, zh }) = Cost::new(&foreign) else {
        panic!("refused")
    };
    assert!(!en.is_empty() && !zh.is_empty() && en != zh);
    let wild = TrainSetup {
        size: 200,
        steps: 0,
        ..setup(1)
    };
    let report = trained(&mut training(wild));
    assert_eq!((report.each, report.stacks[3].memory), (50, 2 * 16 * 16));
    assert_eq!(report.remaining_seconds, None);
}
