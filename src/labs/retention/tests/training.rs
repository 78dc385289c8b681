//! The job as the page uses it: the same numbers however it is sliced, exact resume, refusals, and what the gates learn.

use std::cell::Cell;

use crate::data::recall::Task;
use crate::labs::retention::Retention;
use crate::labs::retention::gates::{Watched, Which, clears, means};
use crate::labs::retention::protocol::{Answer, Ask, LAYERS, PROBES, Report, Sequence, Setup, WRITES};
use crate::lesson::{Describe, Lang};
use crate::nn::mixers::Kind;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

const SMALL: Setup = Setup {
    layer: Kind::GatedDelta,
    task: Task::Overwrite,
    steps: 4,
    seed: 3,
};

fn make(setup: Setup) -> Retention {
    Retention::new(&setup).expect("a sound set-up")
}

/// To the end, in slices of so many readings of the clock.
fn run(job: &mut Retention, slice: f64) {
    let time = Cell::new(0.0);
    let now = || {
        time.set(time.get() + 1.0);
        time.get()
    };
    while job.slice(&now, time.get() + slice) == Slice::Working {}
}

/// The report without the time, which differs from run to run.
fn report(job: &mut Retention) -> Report {
    let mut report: Report = unpack(&job.report()).expect("a report");
    report.remaining_seconds = None;
    report
}

fn sequences(job: &mut Retention) -> Vec<Sequence> {
    let answer = job.ask(&pack(&Ask::Sequences)).expect("an answer");
    let Answer::Sequences(sequences) = unpack(&answer).expect("sequences");
    sequences
}

#[test]
fn slices_of_any_length_and_single_steps_give_the_same_run() {
    let mut whole = make(SMALL);
    run(&mut whole, 1e9);
    let (wanted, checkpoint) = (report(&mut whole), whole.checkpoint());
    assert_eq!((wanted.step, wanted.looks.len()), (4, 5));
    assert!(wanted.examined.is_some());
    for slice in [0.0, 5.0] {
        let mut other = make(SMALL);
        run(&mut other, slice);
        assert_eq!((report(&mut other), other.checkpoint()), (wanted.clone(), checkpoint.clone()));
    }
    let mut steps = make(SMALL);
    for step in 1..=4 {
        let slice = steps.step_once();
        assert_eq!(slice == Slice::Done, step == 4);
    }
    assert_eq!(report(&mut steps), wanted);
    assert_eq!(steps.step_once(), Slice::Done);
}

#[test]
fn reports_bring_each_look_once_and_say_when_to_forget() {
    let mut job = make(SMALL);
    let first = report(&mut job);
    assert_eq!((first.restart, first.looks.len(), first.step), (true, 1, 0));
    job.step_once();
    let second = report(&mut job);
    assert_eq!((second.restart, second.looks.len()), (false, 1));
    assert_eq!(second.looks[0].gates.len(), PROBES as usize * usize::from(WRITES));
    assert_eq!(report(&mut job).looks, []);
    job.control(Control::Reset).expect("a reset");
    assert_eq!(report(&mut job), first);
}

#[test]
fn a_checkpoint_goes_on_bit_for_bit_and_one_of_another_set_up_is_refused() {
    let mut whole = make(SMALL);
    run(&mut whole, 1e9);
    let mut first = make(SMALL);
    first.step_once();
    first.step_once();
    let moment = first.checkpoint();
    let mut second = make(SMALL);
    second.restore(&moment).expect("its own checkpoint");
    assert_eq!(second.checkpoint(), moment);
    run(&mut second, 2.0);
    assert_eq!(second.checkpoint(), whole.checkpoint());
    assert_eq!(report(&mut second), report(&mut whole));
    let mut other = make(Setup { seed: 4, ..SMALL });
    let before = other.checkpoint();
    assert_eq!(other.restore(&moment), Err(JobError::BadMessage));
    assert!(other.restore(&moment[..moment.len() / 2]).is_err());
    assert_eq!(other.checkpoint(), before);
}

#[test]
fn a_bad_set_up_is_refused_in_both_languages() {
    let bad = [
        Setup { layer: Kind::Softmax, ..SMALL },
        Setup { task: Task::Plain, ..SMALL },
        Setup { steps: 0, ..SMALL },
        Setup { steps: 1_000_000, ..SMALL },
    ];
    for setup in bad {
        let Err(error) = Retention::new(&setup) else {
            panic!("{setup:?} was taken")
        };
        assert!(matches!(error, JobError::Refused { .. }));
        assert_ne!(error.describe(Lang::En), error.describe(Lang::ZhHant));
    }
    let mut job = make(SMALL);
    assert!(job.ask(&[7]).is_err());
    assert!(job.ask(&[]).is_err());
    assert_eq!(job.control(Control::LearningRate(0.1)), Err(JobError::BadMessage));
}

#[test]
fn every_layer_that_is_offered_shows_the_gates_that_it_has() {
    for layer in LAYERS {
        let mut job = make(Setup { layer, steps: 1, task: Task::Clear, ..SMALL });
        job.step_once();
        let mut watched = Watched::default();
        watched.take(report(&mut job));
        let gates = !matches!(layer, Kind::Linear | Kind::DeltaNet);
        let betas = matches!(layer, Kind::DeltaNet | Kind::GatedDelta);
        assert_eq!((watched.has(Which::Gates), watched.has(Which::Betas)), (gates, betas), "{layer:?}");
        let shown = sequences(&mut job);
        assert!(shown.iter().all(|s| s.clears.iter().filter(|c| **c).count() == 1));
        assert!(shown.windows(2).all(|s| s[0].keys != s[1].keys), "different sequences");
    }
}

/// The phenomenon that the lesson shows, at the size and the seed that the page starts with, but for 200 steps instead of 600.
#[test]
fn the_gate_learns_to_close_where_everything_before_is_declared_void() {
    let mut job = make(Setup { layer: Kind::ScalarGate, task: Task::Clear, steps: 200, seed: 1 });
    run(&mut job, 1e9);
    let mut watched = Watched::default();
    watched.take(report(&mut job));
    let shown = sequences(&mut job);
    let (at, elsewhere) = means(watched.newest().expect("a look"), Which::Gates, &shown, clears);
    let (at, elsewhere) = (at.expect("tokens"), elsewhere.expect("tokens"));
    println!("gate at the clear {at}, elsewhere {elsewhere}");
    assert!(at < 0.3 && elsewhere > 0.7, "{at} {elsewhere}");
}

/// The numbers of the closing note; slow, so only on demand.
#[test]
#[ignore = "a measurement"]
fn measured_at_the_sizes_of_the_lab() {
    for task in [Task::Clear, Task::Overwrite] {
        for layer in LAYERS {
            let mut job = make(Setup { layer, task, steps: 600, seed: 1 });
            let start = std::time::Instant::now();
            run(&mut job, 1e9);
            let seconds = start.elapsed().as_secs_f64();
            let mut watched = Watched::default();
            watched.take(report(&mut job));
            let shown = sequences(&mut job);
            let look = watched.newest().expect("a look");
            let special = if task == Task::Clear { clears } else { crate::labs::retention::gates::repeats };
            let examined = watched.last.examined.as_ref().expect("examined");
            println!(
                "{task:?} {layer:?}: balanced {:.3} gates {:?} betas {:?} {seconds:.1} s",
                examined.balanced(),
                means(look, Which::Gates, &shown, special),
                means(look, Which::Betas, &shown, special),
            );
        }
    }
}
