//! The job: what it measures is what it says, and it can be left and taken up anywhere.

use std::cell::Cell;
use std::rc::Rc;

use super::config::MEASURED;
use super::job::Cost;
use super::protocol::{MeasureReport, MeasureSetup, Report, Setup, Task, Way};
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
