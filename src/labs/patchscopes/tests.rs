use super::Patchscopes;
use super::config::{Config, place};
use super::protocol::{Look, PROMPT_WORDS, Report, View};
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::run::WorldRun;
use crate::world_model::study::{ModelFile, Opened, Setup};

/// The lab on an untrained model: nothing here depends on what the model knows.
fn opened() -> Opened<Patchscopes> {
    let file = ModelFile(std::sync::Arc::new(WorldRun::new(3, 10).file()));
    Opened::new(&pack(&Setup { file, lab: () })).expect("a lab")
}

fn look(job: &mut Opened<Patchscopes>, source: &str, target: &str) -> Result<View, JobError> {
    let look = Look {
        source: source.into(),
        source_at: 0,
        target: target.into(),
        target_at: 99,
        rescale: true,
    };
    Ok(unpack(&job.ask(&pack(&look))?).expect("a view"))
}

#[test]
fn what_cannot_be_read_is_told_in_both_languages() {
    let mut job = opened();
    let told = |error: JobError| match error {
        JobError::Refused { en, zh } => (en, zh),
        other => panic!("{other:?}"),
    };
    let (en, zh) = told(look(&mut job, "amy lives in atlantis", "amy").unwrap_err());
    assert!(en.contains("atlantis") && zh.contains("atlantis"), "{en}");
    let (en, _) = told(look(&mut job, "amy", "<s>").unwrap_err());
    assert!(en.contains("<s>"), "{en}");
    let (en, zh) = told(look(&mut job, "amy", "  ").unwrap_err());
    assert_ne!(en, zh);
    let long = "amy ".repeat(PROMPT_WORDS + 1);
    let (en, zh) = told(look(&mut job, &long, "amy").unwrap_err());
    assert!(en.contains("25") && zh.contains("25"), "{en}");
    // And after all of it the lab still answers; a place behind the end is the last word.
    let view = look(&mut job, "amy lives", "ben likes the").expect("a view");
    assert_eq!((view.source_at, view.target_at, view.itself), (2, 3, 0.0));
    assert_eq!((view.cells.len(), view.lens.len(), view.layers), (42, 7, 6));
    assert_eq!(
        (
            view.cell(6, 5).map(Vec::len),
            view.cell(0, 6),
            view.cell(7, 0)
        ),
        (Some(5), None, None)
    );
}

#[test]
fn a_count_goes_on_from_where_it_was_kept_and_a_foreign_one_is_refused() {
    let mut job = opened();
    let first = |job: &mut Opened<Patchscopes>, n: usize| {
        (0..n).for_each(|_| assert_eq!(job.step_once(), Slice::Working))
    };
    let report = |job: &mut Opened<Patchscopes>| {
        unpack::<crate::world_model::study::Report<Report>>(&job.report()).expect("a report")
    };
    first(&mut job, 6);
    let kept = job.checkpoint();
    first(&mut job, 30);
    let mut again = opened();
    again.restore(&kept).expect("its own");
    first(&mut again, 30);
    assert_eq!(report(&mut again).lab, report(&mut job).lab);
    let told = report(&mut job);
    assert_eq!((told.done, told.lab.held.len()), (36, 54));
    assert!(told.units > 250 && told.lab.held.iter().all(|h| h.chain.len() == 7));
    assert_eq!(again.restore(&[7; 9]), Err(JobError::BadMessage));
    again.control(Control::Reset).expect("always");
    assert_eq!(report(&mut again).lab, Report::default());
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        source: "fr : chat -> zh :".into(),
        source_at: 3,
        from: 6,
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config.clone(), vec![]))));
    let wild = Config {
        source: "貓".repeat(900),
        target_at: 200,
        from: 9,
        into: 6,
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!(
        (
            held.source.chars().count(),
            held.target_at,
            held.from,
            held.into
        ),
        (160, 24, 6, 5)
    );
    assert_eq!(changed, ["source", "target-at", "from", "into"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}

#[test]
fn a_place_is_a_word_of_the_text_and_the_last_one_stays_the_last() {
    assert_eq!(
        (place(0, "amy lives in"), place(0, "amy lives in paris")),
        (Some(3), Some(4))
    );
    assert_eq!(
        (
            place(2, "amy lives in"),
            place(9, "amy lives in"),
            place(1, "  ")
        ),
        (Some(2), Some(3), None)
    );
}
