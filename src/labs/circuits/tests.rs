use super::config::{Behaviour, Config, Off};
use super::parts::Circuit;
use super::protocol::{Answer, Ask, Report, Setup};
use super::study::Circuits;
use crate::train::{Job, JobError, Slice};
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::run::WorldRun;
use crate::world_model::study::{self, ModelFile, Opened};

fn job(off: Off) -> Opened<Circuits> {
    let file = ModelFile(std::sync::Arc::new(WorldRun::new(3, 10).file()));
    let lab = Setup { off, seed: 2 };
    Opened::new(&pack(&study::Setup { file, lab })).expect("a job")
}

fn ask(job: &mut Opened<Circuits>, behaviour: Behaviour, circuit: Circuit) -> Answer {
    let answer = job.ask(&pack(&Ask { behaviour, circuit })).expect("an answer");
    unpack(&answer).expect("an answer")
}

#[test]
fn a_model_that_knows_nothing_can_be_asked_and_searched() {
    let mut job = job(Off::Mean);
    for behaviour in Behaviour::ALL {
        let answer = ask(&mut job, behaviour, Circuit::FULL);
        assert!(answer.whole.of >= 24 && answer.log_p.is_finite(), "{behaviour:?}");
        assert!(answer.said.iter().all(|said| !said.prompt.is_empty()));
    }
    for _ in 0..3 {
        assert_eq!(job.step_once(), Slice::Working);
    }
    let kept = job.checkpoint();
    job.step_once();
    let report = job.report();
    job.restore(&kept).expect("its own checkpoint");
    job.step_once();
    let lab = |report: &[u8]| unpack::<study::Report<Report>>(report).expect("a report").lab;
    assert_eq!(lab(&job.report()), lab(&report));
    let foreign = pack(&(1_u32, Report::default()));
    assert_eq!(job.restore(&foreign), Err(JobError::BadMessage));
}

#[test]
fn everything_off_leaves_the_same_answer_for_every_prompt_that_ends_alike() {
    // Nothing moves between positions any more: only the last word is seen.
    for off in [Off::Mean, Off::Zero] {
        let mut job = job(off);
        let said = ask(&mut job, Behaviour::Copy, Circuit::EMPTY).said;
        assert!(said.len() > 3);
        assert!(said.iter().all(|s| s.says == said[0].says), "{said:?}");
    }
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        behaviour: Behaviour::Copy,
        off: Off::Zero,
        circuit: Circuit::of([4, 9]),
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let wild = Config {
        circuit: Circuit(u32::MAX),
        size: 99,
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!((held.circuit, held.size), (Circuit::FULL, 30));
    assert_eq!(changed, ["part", "size"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
    for behaviour in Behaviour::ALL {
        assert_eq!(Behaviour::of(behaviour.id()), behaviour);
    }
}
