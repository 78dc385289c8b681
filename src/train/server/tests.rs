use proptest::prelude::*;

use super::super::fake::{CLOCK, LIVE, Live, Plan, find};
use super::*;
use crate::wire::{pack, unpack};

/// A server and everything that it has said.
struct Bench {
    server: Server,
    said: Vec<FromWorker>,
}

const RUN: RunId = 7;

impl Bench {
    fn new() -> Bench {
        CLOCK.set(0.0);
        Bench {
            server: Server::new(find, "r1".into(), 20.0),
            said: Vec::new(),
        }
    }

    fn open(plan: Plan) -> Bench {
        let mut bench = Bench::new();
        bench.tell(open(RUN, &plan, None));
        bench
    }

    fn tell(&mut self, message: ToWorker) -> Vec<FromWorker> {
        let out = self.server.receive(message);
        self.said.extend(out.iter().cloned());
        out
    }

    fn control(&mut self, control: Control) -> Vec<FromWorker> {
        self.tell(ToWorker::Control { run: RUN, control })
    }

    fn tick(&mut self) -> Vec<FromWorker> {
        let tick = self.server.tick(&|| CLOCK.get());
        assert_eq!(tick.wants_more, self.server.wants_more());
        self.said.extend(tick.messages.iter().cloned());
        tick.messages
    }

    /// Ticks until nothing more is wanted, showing every report at once.
    fn finish(&mut self) {
        while self.server.wants_more() {
            if has_report(&self.tick()) {
                self.tell(ToWorker::Shown { run: RUN });
            }
        }
    }

    fn state(&self) -> State {
        self.server.open.as_ref().expect("a job is open").state
    }

    fn live(&self) -> Live {
        unpack(
            &self
                .server
                .open
                .as_ref()
                .expect("a job is open")
                .job
                .checkpoint(),
        )
        .expect("a live state")
    }
}

fn open(run: RunId, plan: &Plan, checkpoint: Option<Vec<u8>>) -> ToWorker {
    ToWorker::Open {
        run,
        lab: "fake".into(),
        setup: pack(plan),
        checkpoint,
    }
}

fn has_report(messages: &[FromWorker]) -> bool {
    messages
        .iter()
        .any(|m| matches!(m, FromWorker::Report { .. }))
}

fn states(messages: &[FromWorker]) -> Vec<State> {
    messages
        .iter()
        .filter_map(|m| {
            if let FromWorker::State { state, .. } = m {
                Some(*state)
            } else {
                None
            }
        })
        .collect()
}

fn last_checkpoint(messages: &[FromWorker]) -> Option<Vec<u8>> {
    messages.iter().rev().find_map(|m| {
        if let FromWorker::Checkpoint { body, .. } = m {
            Some(body.clone())
        } else {
            None
        }
    })
}

#[test]
fn hello_is_answered_with_protocol_revision_and_speed() {
    let mut bench = Bench::new();
    let answer = bench.tell(ToWorker::Hello {
        protocol: 99,
        revision: "r0".into(),
    });
    assert_eq!(
        answer,
        [FromWorker::Hello {
            protocol: PROTOCOL,
            revision: "r1".into(),
            gflops: 20.0
        }]
    );
}

#[test]
fn a_job_opens_idle_with_a_first_report_and_does_not_run() {
    let mut bench = Bench::new();
    let out = bench.tell(open(RUN, &Plan::default(), None));
    assert_eq!(
        out[..2],
        [
            FromWorker::Opened { run: RUN },
            FromWorker::State {
                run: RUN,
                state: State::Idle
            }
        ]
    );
    assert!(has_report(&out));
    assert!(!bench.server.wants_more());
    assert!(bench.tick().is_empty());
}

#[test]
fn an_unknown_lab_a_refusing_lab_and_a_damaged_setup_are_refused_and_nothing_is_open() {
    let unknown = ToWorker::Open {
        run: 1,
        lab: "no-such-lab".into(),
        setup: vec![],
        checkpoint: None,
    };
    let refusing = open(
        1,
        &Plan {
            refuse: true,
            ..Plan::default()
        },
        None,
    );
    let damaged = ToWorker::Open {
        run: 1,
        lab: "fake".into(),
        setup: vec![0xff],
        checkpoint: None,
    };
    let bad_checkpoint = open(1, &Plan::default(), Some(vec![]));
    for message in [unknown, refusing, damaged, bad_checkpoint] {
        let mut bench = Bench::open(Plan::default());
        let out = bench.tell(message);
        assert!(
            matches!(out[..], [FromWorker::Refused { run: 1, .. }]),
            "{out:?}"
        );
        assert_eq!(bench.server.bytes(), 0);
        assert!(bench.control(Control::Run).is_empty());
    }
}

#[test]
fn a_slice_is_a_frame_of_short_steps_or_one_long_step() {
    let mut bench = Bench::open(Plan {
        step_ms: 1.0,
        ..Plan::default()
    });
    bench.control(Control::Run);
    bench.tick();
    assert_eq!(bench.live().step, 16);
    let mut bench = Bench::open(Plan {
        step_ms: 300.0,
        ..Plan::default()
    });
    bench.control(Control::Run);
    bench.tick();
    assert_eq!(bench.live().step, 1);
}

/// Every control in every state: the state after it, and whether the worker goes on working.
#[test]
fn every_control_in_every_state_leads_where_the_table_says() {
    use Control::*;
    use State::*;
    let resume = Resume { learning_rate: 0.1 };
    let table: [(State, [State; 7]); 5] = [
        // from        Run      Pause     StepOnce  Stop   Reset  LearningRate  Resume
        (Idle, [Running, Idle, Paused, Idle, Idle, Idle, Running]),
        (
            Running,
            [Running, Paused, Paused, Idle, Idle, Running, Running],
        ),
        (
            Paused,
            [Running, Paused, Paused, Idle, Idle, Paused, Running],
        ),
        (Done, [Done, Done, Done, Done, Idle, Done, Done]),
        (
            Diverged,
            [Running, Diverged, Diverged, Idle, Idle, Diverged, Running],
        ),
    ];
    let controls = [Run, Pause, StepOnce, Stop, Reset, LearningRate(0.1), resume];
    for (from, row) in table {
        for (control, to) in controls.into_iter().zip(row) {
            let plan = Plan {
                steps: 40,
                diverge_at: (from == Diverged).then_some(20),
                ..Plan::default()
            };
            let mut bench = Bench::open(plan);
            match from {
                Idle => {}
                Running => drop(bench.control(Run)),
                Paused => drop((bench.control(Run), bench.tick(), bench.control(Pause))),
                Done | Diverged => {
                    bench.control(Run);
                    bench.finish();
                }
                Failed => unreachable!("the server has no failed job: it drops it"),
            }
            assert_eq!(bench.state(), from);
            let out = bench.control(control);
            assert_eq!(bench.state(), to, "{control:?} while {from:?}");
            assert_eq!(
                states(&out),
                [to],
                "{control:?} while {from:?} is answered by exactly one state"
            );
            assert_eq!(bench.server.wants_more(), to == Running);
        }
    }
}

#[test]
fn a_learning_rate_counts_from_the_next_step_and_does_not_stop_the_run() {
    let mut bench = Bench::open(Plan::default());
    bench.control(Control::Run);
    bench.tick();
    bench.control(Control::LearningRate(0.25));
    assert_eq!(bench.live().rate, 0.25);
    bench.tick();
    assert_eq!((bench.live().step, bench.state()), (32, State::Running));
}

#[test]
fn a_rate_that_is_no_rate_or_that_the_lab_declines_changes_nothing() {
    for rate in [f32::NAN, f32::INFINITY, 0.0, -1.0, 1000.0] {
        let mut bench = Bench::open(Plan::default());
        bench.control(Control::Run);
        let before = bench.live();
        for control in [
            Control::LearningRate(rate),
            Control::Resume {
                learning_rate: rate,
            },
        ] {
            let out = bench.control(control);
            assert!(matches!(
                out[..],
                [
                    FromWorker::Declined { run: RUN, .. },
                    FromWorker::State {
                        state: State::Running,
                        ..
                    }
                ]
            ));
            assert_eq!(bench.live(), before);
        }
    }
}

#[test]
fn a_divergence_is_a_state_with_the_restored_checkpoint_and_can_be_left() {
    let mut bench = Bench::open(Plan {
        steps: 100,
        diverge_at: Some(20),
        ..Plan::default()
    });
    bench.control(Control::Run);
    bench.finish();
    assert_eq!(bench.state(), State::Diverged);
    let sealed = last_checkpoint(&bench.said).expect("a checkpoint at the halt");
    let (state, body) = unseal(&sealed).expect("sealed by the server");
    assert_eq!(
        (state, unpack::<Live>(body).unwrap().step),
        (State::Diverged, 0)
    );
    bench.control(Control::Resume {
        learning_rate: 0.01,
    });
    bench.finish();
    assert_eq!((bench.state(), bench.live().step), (State::Done, 100));
}

#[test]
fn a_checkpoint_follows_pause_stop_done_step_and_reset() {
    for halt in [
        Control::Pause,
        Control::Stop,
        Control::StepOnce,
        Control::Reset,
    ] {
        let mut bench = Bench::open(Plan::default());
        bench.control(Control::Run);
        bench.tick();
        let out = bench.control(halt);
        let sealed = last_checkpoint(&out).expect("a checkpoint");
        let (state, body) = unseal(&sealed).unwrap();
        assert_eq!(state, bench.state());
        assert_eq!(unpack::<Live>(body).unwrap(), bench.live());
    }
    let mut bench = Bench::open(Plan {
        steps: 10,
        ..Plan::default()
    });
    bench.control(Control::Run);
    assert!(last_checkpoint(&bench.tick()).is_some());
}

#[test]
fn a_done_or_diverged_job_wakes_up_as_it_was_and_a_running_one_paused() {
    for (steps, diverge_at, ticks, expect) in [
        (10, None, 1, State::Done),
        (100, Some(5), 1, State::Diverged),
    ] {
        let plan = Plan {
            steps,
            diverge_at,
            ..Plan::default()
        };
        let mut bench = Bench::open(plan.clone());
        bench.control(Control::Run);
        (0..ticks).for_each(|_| drop(bench.tick()));
        let sealed = last_checkpoint(&bench.said);
        let mut other = Bench::new();
        let out = other.tell(open(RUN, &plan, sealed));
        assert_eq!(states(&out), [expect]);
        assert_eq!(other.live(), bench.live());
    }
    assert_eq!(
        unseal(&seal(State::Running, vec![])).unwrap().0,
        State::Paused
    );
}

#[test]
fn at_most_one_report_is_on_its_way_and_the_last_change_is_always_reported() {
    let mut bench = Bench::open(Plan {
        steps: 100,
        ..Plan::default()
    }); // the first report is not shown yet
    bench.control(Control::Run);
    while bench.server.wants_more() {
        assert!(!has_report(&bench.tick()));
    }
    let out = bench.tell(ToWorker::Shown { run: RUN });
    let [
        FromWorker::Report {
            body, bytes: 1000, ..
        },
    ] = &out[..]
    else {
        panic!("{out:?}")
    };
    assert_eq!(unpack::<Live>(body).unwrap().step, 100);
    assert!(
        bench.tell(ToWorker::Shown { run: RUN }).is_empty(),
        "nothing changed since"
    );
}

#[test]
fn a_hidden_page_gets_no_reports_but_training_and_checkpoints_go_on() {
    let mut bench = Bench::open(Plan {
        steps: 100_000,
        ..Plan::default()
    });
    bench.tell(ToWorker::Shown { run: RUN });
    bench.tell(ToWorker::Hidden(true));
    bench.control(Control::Run);
    let before = bench.said.len();
    for _ in 0..1000 {
        bench.tick();
    }
    let hidden = &bench.said[before..];
    assert!(!has_report(hidden));
    assert!(
        hidden
            .iter()
            .filter(|m| matches!(m, FromWorker::Checkpoint { .. }))
            .count()
            >= 7
    );
    assert_eq!(bench.live().step, 16_000);
    bench.tell(ToWorker::Hidden(false));
    assert!(has_report(&bench.tick()));
}

#[test]
fn a_halted_job_reports_as_soon_as_the_page_is_seen_again() {
    let mut bench = Bench::open(Plan {
        steps: 10,
        ..Plan::default()
    });
    bench.tell(ToWorker::Shown { run: RUN });
    bench.tell(ToWorker::Hidden(true));
    bench.control(Control::Run);
    bench.finish();
    let out = bench.tell(ToWorker::Hidden(false));
    let [FromWorker::Report { body, .. }] = &out[..] else {
        panic!("{out:?}")
    };
    assert_eq!(unpack::<Live>(body).unwrap().step, 10);
}

#[test]
fn questions_are_answered_in_every_state_under_their_number() {
    let mut bench = Bench::open(Plan::default());
    for control in [None, Some(Control::Run), Some(Control::Pause)] {
        if let Some(control) = control {
            bench.control(control);
        }
        let out = bench.tell(ToWorker::Ask {
            run: RUN,
            question: 3,
            body: vec![1, 2],
        });
        assert!(out.contains(&FromWorker::Answer {
            run: RUN,
            question: 3,
            body: Ok(vec![2, 1])
        }));
        let out = bench.tell(ToWorker::Ask {
            run: RUN,
            question: 4,
            body: vec![],
        });
        assert!(out.contains(&FromWorker::Answer {
            run: RUN,
            question: 4,
            body: Err(JobError::BadMessage)
        }));
    }
}

#[test]
fn messages_of_a_closed_or_replaced_run_are_dropped() {
    let late = |run| {
        [
            ToWorker::Control {
                run,
                control: Control::Run,
            },
            ToWorker::Control {
                run,
                control: Control::Reset,
            },
            ToWorker::Ask {
                run,
                question: 0,
                body: vec![1],
            },
            ToWorker::Shown { run },
            ToWorker::Close { run },
        ]
    };
    let mut bench = Bench::open(Plan::default());
    bench.tell(open(8, &Plan::default(), None));
    let before = bench.said.len();
    for message in late(RUN) {
        bench.tell(message);
        bench.tick();
    }
    assert_eq!(bench.said.len(), before);
    assert_eq!(bench.server.bytes(), 1000, "the new job stays open");
    bench.tell(ToWorker::Close { run: 8 });
    for message in late(8) {
        bench.tell(message);
        bench.tick();
    }
    assert_eq!(bench.said.len(), before);
}

#[test]
fn fifty_jobs_opened_and_closed_leave_nothing_behind() {
    let alive = LIVE.get();
    let mut bench = Bench::new();
    for run in 0..50 {
        bench.tell(open(run, &Plan::default(), None));
        bench.tell(ToWorker::Control {
            run,
            control: Control::Run,
        });
        bench.tick();
        assert_eq!(LIVE.get() - alive, 1000, "one job at a time");
        if run % 2 == 0 {
            bench.tell(ToWorker::Close { run }); // the others are replaced while they run
        }
    }
    bench.tell(ToWorker::Close { run: 49 });
    assert_eq!((LIVE.get() - alive, bench.server.bytes()), (0, 0));
}

/// Where a run of 300 steps ends that is never interrupted.
fn uninterrupted() -> Live {
    let mut bench = Bench::open(Plan {
        steps: 300,
        ..Plan::default()
    });
    bench.control(Control::Run);
    bench.finish();
    bench.live()
}

proptest! {
    /// Pauses, single steps, a stop and a new worker from the last checkpoint change nothing in the result.
    #[test]
    fn an_interrupted_run_ends_exactly_like_an_uninterrupted_one(cuts in prop::collection::vec((0usize..8, 0usize..4), 0..8)) {
        let plan = Plan { steps: 300, ..Plan::default() };
        let mut bench = Bench::open(plan.clone());
        for (ticks, cut) in cuts {
            bench.control(Control::Run);
            (0..ticks).for_each(|_| drop(bench.tick()));
            match cut {
                0 => drop(bench.control(Control::Pause)),
                1 => drop(bench.control(Control::StepOnce)),
                2 => drop(bench.control(Control::Stop)),
                _ => {
                    let sealed = last_checkpoint(&bench.said);
                    bench = Bench::new();
                    bench.tell(open(RUN, &plan, sealed));
                }
            }
        }
        bench.control(Control::Run);
        bench.finish();
        prop_assert_eq!(bench.live(), uninterrupted());
        prop_assert_eq!(bench.state(), State::Done);
    }

    /// The page's checkpoint is never older than 2 s, or than one slice where that is longer, for steps of even length.
    #[test]
    fn the_checkpoint_is_never_older_than_two_seconds(step_ms in 0.1f64..1200.0) {
        let mut bench = Bench::open(Plan { steps: u32::MAX, step_ms, ..Plan::default() });
        bench.control(Control::Run);
        let mut kept = CLOCK.get();
        for _ in 0..1000 {
            let out = bench.tick();
            // Just before the page receives what this slice sent, it holds the checkpoint before.
            prop_assert!(CLOCK.get() - kept <= CHECKPOINT_MS, "{} ms at {step_ms} ms a step", CLOCK.get() - kept);
            if last_checkpoint(&out).is_some() {
                kept = CLOCK.get();
            }
        }
    }

    /// Whatever the page says in whatever order: no panic, and never two reports without a `Shown` between.
    #[test]
    fn no_order_of_messages_breaks_the_rules(orders in prop::collection::vec((0u8..12, 6u32..9), 0..80)) {
        let mut bench = Bench::new();
        let mut unshown = false;
        for (kind, run) in orders {
            let control = |control| ToWorker::Control { run, control };
            let out = match kind {
                0 => bench.tell(open(run, &Plan { steps: 50, diverge_at: Some(40), ..Plan::default() }, None)),
                1 => bench.tell(control(Control::Run)),
                2 => bench.tell(control(Control::Pause)),
                3 => bench.tell(control(Control::StepOnce)),
                4 => bench.tell(control(Control::Stop)),
                5 => bench.tell(control(Control::Reset)),
                6 => bench.tell(control(Control::Resume { learning_rate: 0.1 })),
                7 => bench.tell(ToWorker::Shown { run }),
                8 => bench.tell(ToWorker::Hidden(run % 2 == 0)),
                9 => bench.tell(ToWorker::Close { run }),
                _ => bench.tick(),
            };
            if kind == 0 || (kind == 7 && bench.server.open.as_ref().is_some_and(|o| o.run == run)) {
                unshown = false;
            }
            for message in out {
                if let FromWorker::Report { .. } = message {
                    prop_assert!(!unshown);
                    unshown = true;
                }
            }
        }
    }
}
