use std::collections::VecDeque;

use proptest::prelude::*;

use super::super::fake::{CLOCK, Live, Plan, find};
use super::super::server::Server;
use super::*;
use crate::wire::{checkpoint_run, decode, encode, pack, unpack};

/// A page, a worker that can be killed, and the way between them. Messages arrive at once, frames are shown at once.
struct World {
    client: Client<Vec<u8>>,
    server: Option<Server>,
    events: Vec<Event>,
    starts: u32,
    watched_ms: f64,
    /// The worker of this world cannot start, or is of this revision.
    broken: bool,
    revision: &'static str,
}

impl World {
    fn new() -> World {
        CLOCK.set(0.0);
        let client = Client::new("r1".into());
        World {
            client,
            server: None,
            events: Vec::new(),
            starts: 0,
            watched_ms: 0.0,
            broken: false,
            revision: "r1",
        }
    }

    fn open(plan: &Plan) -> (World, RunId) {
        let mut world = World::new();
        let (run, acts) = world.client.open("fake", pack(plan));
        world.perform(acts);
        (world, run)
    }

    fn perform(&mut self, acts: Vec<Act<Vec<u8>>>) {
        let mut acts = VecDeque::from(acts);
        while let Some(act) = acts.pop_front() {
            let said = match act {
                Act::Start if self.broken => {
                    acts.extend(self.client.lost(Cause::Script("404".into()), CLOCK.get()));
                    continue;
                }
                Act::Start => {
                    self.starts += 1;
                    let server = self
                        .server
                        .insert(Server::new(find, self.revision.into(), 20.0));
                    vec![server.hello()]
                }
                Act::End => {
                    self.server = None;
                    continue;
                }
                Act::Post(message) => self
                    .server
                    .as_mut()
                    .map_or(vec![], |server| server.receive(message)),
                Act::Open {
                    run,
                    lab,
                    setup,
                    checkpoint,
                } => {
                    let checkpoint = checkpoint.map(|frame| match decode(&frame) {
                        Ok(FromWorker::Checkpoint { body, .. }) => body,
                        other => panic!("{other:?}"),
                    });
                    let open = ToWorker::Open {
                        run,
                        lab,
                        setup,
                        checkpoint,
                    };
                    self.server
                        .as_mut()
                        .map_or(vec![], |server| server.receive(open))
                }
                Act::Tell(event) => {
                    if let Event::Report { run, .. } = event {
                        acts.extend(self.client.shown(run));
                    }
                    self.events.push(event);
                    continue;
                }
            };
            for message in said {
                acts.extend(self.deliver(message));
            }
        }
    }

    fn deliver(&mut self, message: FromWorker) -> Vec<Act<Vec<u8>>> {
        let frame = encode(&message);
        match checkpoint_run(&frame) {
            Some(run) => {
                self.client.checkpoint(run, frame);
                Vec::new()
            }
            None => self.client.receive(message, CLOCK.get()),
        }
    }

    fn control(&mut self, run: RunId, control: Control) {
        let acts = self.client.control(run, control);
        self.perform(acts);
    }

    fn tick(&mut self) {
        let Some(server) = &mut self.server else {
            return;
        };
        let tick = server.tick(&|| CLOCK.get());
        for message in tick.messages {
            let acts = self.deliver(message);
            self.perform(acts);
        }
    }

    /// Lets the worker work, and the page watch it every quarter second, for this long. A dead worker lets the time pass.
    fn live(&mut self, ms: f64) {
        let end = CLOCK.get() + ms;
        while CLOCK.get() < end {
            if self.server.as_ref().is_some_and(Server::wants_more) {
                self.tick();
            } else {
                CLOCK.set(CLOCK.get() + 10.0);
            }
            while CLOCK.get() - self.watched_ms >= 250.0 {
                self.watched_ms += 250.0;
                let acts = self.client.watch(250.0, CLOCK.get());
                self.perform(acts);
            }
        }
    }

    /// As `Worker.terminate()` or the browser's out-of-memory killer: no event, only silence.
    fn kill(&mut self) {
        self.server = None;
    }

    fn panic(&mut self) {
        self.kill();
        let acts = self.client.receive(
            FromWorker::Fatal {
                message: "boom".into(),
            },
            CLOCK.get(),
        );
        self.perform(acts);
    }

    fn state(&self) -> State {
        let state = |e: &Event| {
            if let Event::State(state) = e {
                Some(*state)
            } else {
                None
            }
        };
        self.events
            .iter()
            .rev()
            .find_map(state)
            .expect("a state was told")
    }

    fn shown(&self) -> Live {
        let report = |e: &Event| {
            if let Event::Report { body, .. } = e {
                Some(unpack(body).unwrap())
            } else {
                None
            }
        };
        self.events
            .iter()
            .rev()
            .find_map(report)
            .expect("a report was told")
    }

    fn troubles(&self) -> Vec<&Trouble> {
        self.events
            .iter()
            .filter_map(|e| {
                if let Event::Trouble(t) = e {
                    Some(t)
                } else {
                    None
                }
            })
            .collect()
    }
}

fn forever() -> Plan {
    Plan {
        steps: u32::MAX,
        ..Plan::default()
    }
}

#[test]
fn what_is_said_before_the_worker_is_ready_is_done_when_it_is() {
    let mut client = Client::<Vec<u8>>::new("r1".into());
    let (run, acts) = client.open("fake", pack(&forever()));
    assert_eq!(acts, [Act::Start]);
    assert!(client.control(run, Control::LearningRate(0.25)).is_empty());
    assert!(client.control(run, Control::Run).is_empty());
    let (question, acts) = client.ask(run, vec![1]).expect("the run is open");
    assert!(acts.is_empty());
    let acts = client.receive(
        FromWorker::Hello {
            protocol: PROTOCOL,
            revision: "r1".into(),
            gflops: 5.0,
        },
        0.0,
    );
    let control = |control| Act::Post(ToWorker::Control { run, control });
    assert_eq!(
        acts,
        [
            Act::Tell(Event::Ready { gflops: 5.0 }),
            Act::Open {
                run,
                lab: "fake".into(),
                setup: pack(&forever()),
                checkpoint: None
            },
            control(Control::LearningRate(0.25)),
            control(Control::Run),
            Act::Post(ToWorker::Ask {
                run,
                question,
                body: vec![1]
            }),
        ]
    );
}

#[test]
fn a_worker_of_another_revision_or_protocol_is_ended_and_the_page_offers_a_reload() {
    let mut world = World::new();
    world.revision = "r2";
    let acts = world.client.open("fake", pack(&forever())).1;
    world.perform(acts);
    assert_eq!(world.troubles(), [&Trouble::Outdated]);
    assert_eq!(
        (world.state(), world.server.is_none()),
        (State::Failed, true)
    );

    let mut client = Client::<Vec<u8>>::new("r1".into());
    client.warm_up();
    let other = FromWorker::Hello {
        protocol: PROTOCOL + 1,
        revision: "r1".into(),
        gflops: 1.0,
    };
    assert!(
        client
            .receive(other, 0.0)
            .contains(&Act::Tell(Event::Trouble(Trouble::Outdated)))
    );
    client = Client::new("r1".into());
    client.warm_up();
    assert!(
        client
            .unreadable(FrameError::Version(9), 0.0)
            .contains(&Act::Tell(Event::Trouble(Trouble::Outdated)))
    );
}

#[test]
fn a_worker_that_cannot_start_is_said_to_and_can_be_tried_again() {
    let mut world = World::new();
    world.broken = true;
    let (run, acts) = world.client.open("fake", pack(&forever()));
    world.perform(acts);
    world.control(run, Control::Run);
    assert!(matches!(
        world.troubles()[..],
        [Trouble::NotStarted(Cause::Script(_))]
    ));
    assert_eq!(world.state(), State::Failed);
    world.broken = false;
    let acts = world.client.start_again();
    world.perform(acts);
    assert_eq!(world.state(), State::Running);
}

#[test]
fn a_killed_worker_is_missed_within_patience_and_the_run_goes_on_from_the_checkpoint() {
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::LearningRate(0.125));
    world.control(run, Control::Run);
    world.live(7_000.0);
    let before = world.shown().step;
    world.kill();
    let killed = CLOCK.get();
    while world.starts == 1 {
        world.live(100.0);
    }
    assert!(
        CLOCK.get() - killed <= PATIENCE_MS + 600.0,
        "{} ms",
        CLOCK.get() - killed
    );
    assert_eq!(world.state(), State::Running);
    assert!(matches!(
        world.troubles()[..],
        [Trouble::Restarted(Cause::Silent)]
    ));
    world.tick();
    let after = world.shown();
    assert!(
        after.step + 2_000 >= before && after.step <= before + 16,
        "{before} -> {}",
        after.step
    );
    assert_eq!(after.rate, 0.125);
}

#[test]
fn twenty_kills_in_a_row_are_survived() {
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    for kill in 1..=20 {
        world.live(5_000.0);
        let before = world.shown().step;
        if kill % 2 == 0 {
            world.kill()
        } else {
            world.panic()
        }
        world.live(3_000.0);
        assert_eq!((world.starts, world.state()), (kill + 1, State::Running));
        assert!(world.shown().step >= before.saturating_sub(2_000));
    }
    assert_eq!(world.troubles().len(), 20);
}

#[test]
fn three_crashes_within_a_minute_are_too_many_and_the_reader_can_start_again() {
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    world.live(3_000.0);
    for _ in 0..3 {
        world.panic();
        world.live(1_000.0);
    }
    assert!(matches!(
        world.troubles()[..],
        [
            Trouble::Restarted(_),
            Trouble::Restarted(_),
            Trouble::GaveUp(Cause::Panic(_))
        ]
    ));
    assert_eq!((world.state(), world.starts), (State::Failed, 3));
    let acts = world.client.start_again();
    world.perform(acts);
    assert_eq!((world.state(), world.starts), (State::Running, 4));
    world.tick();
    assert!(
        world.shown().step >= 1_000,
        "it goes on from the checkpoint"
    );
}

#[test]
fn crashes_more_than_a_minute_apart_are_not_counted_together() {
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    world.control(run, Control::Pause); // no checkpoints that would clear the count
    for _ in 0..6 {
        world.panic();
        world.live(CRASH_WINDOW_MS / 2.0 + 1.0);
    }
    assert_eq!((world.state(), world.starts), (State::Paused, 7));
}

#[test]
fn a_paused_done_stopped_or_diverged_job_comes_back_as_it_was() {
    let run_to = |plan: &Plan, controls: &[Control]| {
        let (mut world, run) = World::open(plan);
        world.control(run, Control::Run);
        world.live(1_000.0);
        controls
            .iter()
            .for_each(|control| world.control(run, *control));
        (world.state(), world)
    };
    for (plan, controls, expect) in [
        (forever(), &[Control::Pause][..], State::Paused),
        (
            forever(),
            &[Control::Pause, Control::StepOnce],
            State::Paused,
        ),
        (forever(), &[Control::Stop], State::Idle),
        (forever(), &[Control::Reset], State::Idle),
        (
            Plan {
                steps: 100,
                ..Plan::default()
            },
            &[],
            State::Done,
        ),
        (
            Plan {
                diverge_at: Some(100),
                ..Plan::default()
            },
            &[],
            State::Diverged,
        ),
    ] {
        let (state, mut world) = run_to(&plan, controls);
        assert_eq!(state, expect);
        let before = world.shown();
        world.panic();
        assert_eq!(
            (world.state(), world.shown()),
            (expect, before),
            "{controls:?}"
        );
    }
}

#[test]
fn a_control_that_the_lost_worker_never_read_is_obeyed_by_the_next() {
    for (control, expect) in [
        (Control::Pause, State::Paused),
        (Control::Stop, State::Idle),
        (Control::Run, State::Running),
    ] {
        let (mut world, run) = World::open(&forever());
        world.control(run, Control::Run);
        world.live(3_000.0);
        if control == Control::Run {
            world.control(run, Control::Pause);
        }
        world.kill();
        world.control(run, control);
        world.live(FIRST_PATIENCE_MS + 1_000.0);
        assert_eq!((world.starts, world.state()), (2, expect), "{control:?}");
    }
}

#[test]
fn questions_of_a_lost_worker_or_a_closed_job_end_in_an_error() {
    let (mut world, run) = World::open(&forever());
    world.kill();
    let (question, acts) = world.client.ask(run, vec![1]).unwrap();
    world.perform(acts);
    world.panic();
    assert!(world.events.contains(&Event::Answer {
        question,
        body: Err(AskError::Lost)
    }));

    world.kill();
    let (question, acts) = world.client.ask(run, vec![1]).unwrap();
    world.perform(acts);
    let acts = world.client.close(run);
    assert!(acts.contains(&Act::Tell(Event::Answer {
        question,
        body: Err(AskError::Closed)
    })));
    assert!(
        acts.contains(&Act::End),
        "a worker that is busy for nobody is ended"
    );
    assert_eq!(world.client.ask(run, vec![1]), None);
}

#[test]
fn questions_are_answered_once() {
    let (mut world, run) = World::open(&forever());
    let (question, acts) = world.client.ask(run, vec![1, 2]).unwrap();
    world.perform(acts);
    let answer = Event::Answer {
        question,
        body: Ok(vec![2, 1]),
    };
    assert_eq!(world.events.iter().filter(|e| **e == answer).count(), 1);
    let again = FromWorker::Answer {
        run,
        question,
        body: Ok(vec![2, 1]),
    };
    assert!(world.client.receive(again, 0.0).is_empty());
}

#[test]
fn late_messages_of_a_closed_job_are_dropped() {
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    world.live(100.0);
    let acts = world.client.close(run);
    assert_eq!(acts, [Act::Post(ToWorker::Close { run })]);
    let late = [
        FromWorker::State {
            run,
            state: State::Done,
        },
        FromWorker::Report {
            run,
            body: vec![],
            bytes: 0,
        },
        FromWorker::Answer {
            run,
            question: 1,
            body: Ok(vec![]),
        },
        FromWorker::Refused {
            run,
            error: JobError::BadMessage,
        },
        FromWorker::Declined {
            run,
            error: JobError::BadMessage,
        },
    ];
    for message in late {
        assert!(world.client.receive(message, 0.0).is_empty());
    }
    world.client.checkpoint(run, vec![1]);
    assert!(world.client.control(run, Control::Run).is_empty());
    assert!(world.client.shown(run).is_empty());
}

#[test]
fn a_refused_set_up_fails_with_the_labs_own_words_and_the_next_one_opens() {
    let (mut world, run) = World::open(&Plan {
        refuse: true,
        ..Plan::default()
    });
    assert_eq!(world.state(), State::Failed);
    assert!(
        world
            .events
            .iter()
            .any(|e| matches!(e, Event::Refused(JobError::Refused { .. })))
    );
    assert!(world.client.control(run, Control::Run).is_empty());
    let (run, acts) = world.client.open("fake", pack(&forever()));
    world.perform(acts);
    world.control(run, Control::Run);
    assert_eq!((world.state(), world.starts), (State::Running, 1));
}

#[test]
fn a_slow_worker_a_hidden_page_and_a_page_that_slept_are_not_mistaken_for_a_loss() {
    for step_ms in [1.0, 300.0, 1_500.0, 6_000.0, 15_000.0] {
        let (mut world, run) = World::open(&Plan {
            step_ms,
            ..forever()
        });
        world.control(run, Control::Run);
        world.live(30.0 * step_ms);
        assert_eq!(
            (world.starts, world.state()),
            (1, State::Running),
            "{step_ms} ms a step"
        );
    }
    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    world.live(100.0);
    let acts = world.client.hidden(true);
    world.perform(acts);
    world.kill();
    (0..600).for_each(|_| {
        assert!(
            world.client.watch(1_000.0, 0.0).is_empty(),
            "nothing is told from a hidden page's timers"
        )
    });

    let (mut world, run) = World::open(&forever());
    world.control(run, Control::Run);
    world.live(100.0);
    assert!(world.client.watch(500.0, 0.0).is_empty());
    assert_eq!(
        world.client.watch(600_000.0, 0.0),
        [Act::Post(ToWorker::Hello {
            protocol: PROTOCOL,
            revision: "r1".into()
        })]
    );
}

#[test]
fn an_idle_worker_is_not_watched_and_its_loss_without_a_job_is_silent() {
    let (mut world, run) = World::open(&forever());
    (0..1000).for_each(|_| assert!(world.client.watch(500.0, 0.0).is_empty()));
    world.client.close(run);
    assert_eq!(
        world.client.lost(Cause::Script("killed".into()), 0.0),
        [Act::End]
    );
    assert!(
        world
            .client
            .lost(Cause::Script("again".into()), 0.0)
            .is_empty(),
        "the echo of one loss is not another"
    );
    assert_eq!(world.client.open("fake", vec![]).1, [Act::Start]);
}

proptest! {
    /// Whenever the worker is lost, the result is that of an undisturbed run.
    #[test]
    fn a_run_with_losses_ends_exactly_like_one_without(pieces in prop::collection::vec((7_000.0f64..12_000.0, any::<bool>()), 0..4)) {
        let plan = Plan { steps: 30_000, ..Plan::default() };
        let finish = |pieces: &[(f64, bool)]| {
            let (mut world, run) = World::open(&plan);
            world.control(run, Control::Run);
            for (ms, panic) in pieces {
                world.live(*ms);
                if *panic { world.panic() } else { world.kill() }
            }
            while world.state() == State::Running {
                world.live(1_000.0);
            }
            (world.state(), world.shown())
        };
        let (state, live) = finish(&pieces);
        prop_assert_eq!(state, State::Done);
        prop_assert_eq!(live, finish(&[]).1);
    }
}
