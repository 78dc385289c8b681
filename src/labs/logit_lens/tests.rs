use super::config::{Config, PROMPT_WORDS};
use super::job::LogitLens;
use super::protocol::{Answer, Ask, Loaded, Look, Report, Setup, TOP, View};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::recipe::{STEPS, file_name};
use crate::world_model::run::WorldRun;
use crate::world_model::which::{Which, Whose};

const SETUP: Setup = Setup { seed: 1, steps: 3 };

fn look(job: &mut LogitLens, whose: Whose, prompt: &str, watched: &[&str]) -> Result<View, JobError> {
    let ask = Ask::Look(Look {
        whose,
        step: STEPS,
        prompt: prompt.into(),
        watched: watched.iter().map(|w| w.to_string()).collect(),
    });
    let Answer::View(view) = unpack(&job.ask(&pack(&ask))?).expect("an answer") else {
        panic!("a view")
    };
    Ok(view)
}

fn load(job: &mut LogitLens, step: u32, file: Vec<u8>) -> Result<(), JobError> {
    let model = Loaded::Shipped(step);
    job.ask(&pack(&Ask::Load { model, file })).map(|_| ())
}

fn shipped() -> Vec<u8> {
    std::fs::read(format!("static/models/{}", file_name(STEPS))).expect("the shipped model")
}

#[test]
fn the_shipped_model_names_the_city_of_a_landmark_and_the_parts_sum_up() {
    let mut job = LogitLens::new(&SETUP);
    load(&mut job, STEPS, shipped()).expect("fits");
    let view = look(&mut job, Whose::Shipped, "the eiffel is in", &["paris", "tokyo"]).expect("a view");
    assert_eq!((view.tokens.len(), view.layers, view.cells.len()), (5, 7, 35));
    let end = &view.cells[34];
    assert_eq!((end.top.len(), end.top[0].0), (TOP, view.watched[0]));
    assert!(end.watched[0].0 > 0.9 && end.watched[0].1 == 0);
    assert_eq!(view.parts.len(), 1 + 6 * 5);
    let sum: f32 = view.parts.iter().sum();
    assert!((sum - view.difference).abs() < 1e-3 && view.difference > 2.0, "{sum} {}", view.difference);
}

#[test]
fn what_cannot_be_looked_at_is_told_in_both_languages() {
    let mut job = LogitLens::new(&SETUP);
    let told = |error: JobError| match error {
        JobError::Refused { en, zh } => (en, zh),
        other => panic!("{other:?}"),
    };
    let (en, zh) = told(look(&mut job, Whose::Shipped, "amy", &[]).unwrap_err());
    assert!(en.contains("not arrived") && zh.contains("還沒"));
    load(&mut job, STEPS, shipped()).expect("fits");
    let (en, _) = told(look(&mut job, Whose::Shipped, "amy lives in atlantis", &[]).unwrap_err());
    assert!(en.contains("atlantis"), "{en}");
    let (en, _) = told(look(&mut job, Whose::Shipped, "amy lives in", &["<s>"]).unwrap_err());
    assert!(en.contains("<s>"), "{en}");
    let long = "amy ".repeat(PROMPT_WORDS + 5);
    let (en, zh) = told(look(&mut job, Whose::Shipped, &long, &[]).unwrap_err());
    assert!(en.contains("29") && zh.contains("29"), "{en}");
    told(load(&mut job, STEPS, vec![1, 2, 3]).unwrap_err());
    assert_eq!(load(&mut job, 7, shipped()), Err(JobError::BadMessage));
    // And after all of it the model still answers, the empty prompt too.
    assert_eq!(look(&mut job, Whose::Shipped, "  ", &[]).expect("a view").tokens.len(), 1);
}

#[test]
fn the_reader_s_own_run_is_looked_at_as_it_learns_and_resumes_exactly() {
    let mut job = LogitLens::new(&SETUP);
    let before = look(&mut job, Whose::Own, "amy lives in", &[]).expect("untrained");
    assert_eq!(before.step, 0);
    assert_eq!(job.step_once(), Slice::Working);
    let kept = job.checkpoint();
    assert_eq!((job.step_once(), job.step_once()), (Slice::Working, Slice::Done));
    assert_eq!(job.step_once(), Slice::Done);
    let whole: Report = unpack(&job.report()).expect("a report");
    assert_eq!((whole.step, whole.losses.len(), whole.known.len()), (3, 3, 1));
    let after = look(&mut job, Whose::Own, "amy lives in", &[]).expect("trained");
    assert_eq!(after.step, 3);
    assert_ne!(after.cells, before.cells);

    let mut other = LogitLens::new(&SETUP);
    other.restore(&kept).expect("its own checkpoint");
    other.step_once();
    other.step_once();
    let resumed: Report = unpack(&other.report()).expect("a report");
    assert_eq!(resumed.fingerprint, whole.fingerprint);
    assert_eq!(other.restore(&[7; 9]), Err(JobError::BadMessage));

    job.control(Control::Reset).expect("always");
    let report: Report = unpack(&job.report()).expect("a report");
    assert!(report.restart && report.step == 0 && report.losses.is_empty());
    assert_eq!(look(&mut job, Whose::Own, "amy lives in", &[]).expect("untrained").cells, before.cells);
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config { prompt: "fr : chat -> zh :".into(), template: true, ..Config::default() };
    assert_eq!(read(&write(&config)), Ok(Some((config.clone(), vec![]))));
    assert_eq!(config.whole_prompt(), "user : fr : chat -> zh : bot :");
    let wild = Config { prompt: "貓".repeat(900), which: Which { checkpoint: 200, ..Which::default() }, steps: 0, ..Config::default() };
    let (held, changed) = wild.clamped();
    assert_eq!((held.prompt.chars().count(), held.which.checkpoint, held.steps), (160, 5, 1));
    assert_eq!(changed, ["prompt", "checkpoint", "steps"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}

#[test]
fn an_own_model_from_a_file_is_looked_at_until_a_run_begins_and_a_run_can_be_saved() {
    let mut job = LogitLens::new(&SETUP);
    assert!(job.ask(&pack(&Ask::Save)).is_err(), "nothing to save yet");
    let file = WorldRun::new(9, 5).file();
    let ask = Ask::Load { model: Loaded::Own, file };
    job.ask(&pack(&ask)).expect("fits");
    let first = look(&mut job, Whose::Own, "amy lives in", &[]).expect("the file's");
    job.step_once();
    let own = look(&mut job, Whose::Own, "amy lives in", &[]).expect("the run's");
    assert_eq!((first.step, own.step), (0, 1));
    assert_ne!(first.cells, own.cells);
    let Answer::File(saved) = unpack(&job.ask(&pack(&Ask::Save)).expect("a file")).expect("an answer") else {
        panic!("a file")
    };
    let about = crate::world_model::subject::About { seed: 1, step: 1 };
    assert_eq!(crate::world_model::subject::About::of_file(&saved), Some(about));
}
