use std::sync::Arc;

use super::config::Config;
use super::descent::{Descent, Moved};
use super::fact::{Fact, NoFact};
use super::job::FfnMemory;
use super::method::{Measure, Method, arms};
use super::protocol::{Answer, Ask, Outcome, Report, Setup, Wish};
use crate::lesson::{Describe, Lang};
use crate::train::{Job, JobError};
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::run::WorldRun;
use crate::world_model::study::{self, ModelFile, Opened};
use crate::world_model::subject::Subject;

fn file() -> Vec<u8> {
    WorldRun::new(3, 10).file()
}

fn setup() -> Vec<u8> {
    pack(&study::Setup {
        file: ModelFile(Arc::new(file())),
        lab: Setup {
            seed: 1,
            neurons: 3,
            strength: 2.0,
        },
    })
}

fn ask(job: &mut Opened<FfnMemory>, question: &Ask) -> Result<Answer, JobError> {
    Ok(unpack(&job.ask(&pack(question))?).expect("an answer"))
}

fn edit(
    job: &mut Opened<FfnMemory>,
    wishes: &[(&str, &str)],
    method: Method,
) -> Result<Outcome, JobError> {
    let edits = wishes
        .iter()
        .map(|(prompt, wanted)| Wish {
            prompt: (*prompt).into(),
            wanted: (*wanted).into(),
        })
        .collect();
    match ask(job, &Ask::Edit { edits, method })? {
        Answer::Edit(outcome) => Ok(outcome),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_gradient_is_the_slope_of_the_loss() {
    let subject = Subject::open(&file()).expect("its own file");
    let fact = Fact::of(&subject.world, 0, (subject.world.facts.home[0] + 2) % 28);
    let mut descent =
        Descent::new(subject.model, fact.prompt.len(), &Moved::Written(1)).expect("a plan");
    let width = subject.model.width;
    let at = vec![0.05; width];
    let mut loss = |delta: &[f32]| {
        descent
            .run(
                &subject.params,
                &fact.prompt,
                fact.new,
                Some((fact.subject, delta)),
            )
            .expect("a run")
    };
    loss(&at);
    let whole: Vec<f32> = descent
        .gradients()
        .next()
        .expect("one")
        .1
        .expect("kept")
        .to_vec();
    let gradient = whole[fact.subject * width..][..width].to_vec();
    let square: f64 = gradient.iter().map(|g| f64::from(*g) * f64::from(*g)).sum();
    // Along the gradient the loss rises by its square.
    let step = 0.05 / libm::sqrt(square);
    let moved = |by: f64| -> Vec<f32> {
        at.iter()
            .zip(&gradient)
            .map(|(x, g)| x + (by * f64::from(*g)) as f32)
            .collect()
    };
    let mut loss = |delta: &[f32]| {
        descent
            .run(
                &subject.params,
                &fact.prompt,
                fact.new,
                Some((fact.subject, delta)),
            )
            .expect("a run")
    };
    let slope = (loss(&moved(step)) - loss(&moved(-step))) / (2.0 * step);
    assert!(
        square > 0.0 && (slope / square - 1.0).abs() < 0.02,
        "{slope} {square}"
    );

    // And along the last block's values.
    let mut descent =
        Descent::new(subject.model, fact.prompt.len(), &Moved::LastValues).expect("a plan");
    let mut params = (*subject.params).clone();
    descent
        .run(&params, &fact.prompt, fact.new, None)
        .expect("a run");
    let (name, gradient) = descent
        .gradients()
        .map(|(n, g)| (n.to_string(), g.expect("kept").to_vec()))
        .next()
        .expect("one");
    let square: f64 = gradient.iter().map(|g| f64::from(*g) * f64::from(*g)).sum();
    let step = 0.05 / libm::sqrt(square);
    let mut at = |by: f64| {
        let weights = params.get_mut(&name).expect("a weight");
        weights
            .iter_mut()
            .zip(&gradient)
            .for_each(|(w, g)| *w += (by * f64::from(*g)) as f32);
        descent
            .run(&params, &fact.prompt, fact.new, None)
            .expect("a run")
    };
    let slope = (at(step) - at(-2.0 * step)) / (2.0 * step);
    assert!((slope / square - 1.0).abs() < 0.02, "{slope} {square}");
}

#[test]
fn an_edit_without_its_subject_is_refused_with_the_reason_in_both_languages() {
    let subject = Subject::open(&file()).expect("its own file");
    let world = &subject.world;
    let refused =
        |prompt: &str, wanted: &str| Fact::read(world, prompt, wanted).expect_err("refused");
    assert_eq!(refused("the eiffel is in", "rome"), NoFact::NoSubject);
    assert_eq!(
        refused("the friend of amy is adam", "rome"),
        NoFact::TwoSubjects
    );
    assert_eq!(refused("amy works as a", "rome"), NoFact::NotAHome);
    assert_eq!(
        refused("amy lives in", "pizza"),
        NoFact::NoCity("pizza".into())
    );
    let home = crate::data::world::facts::city(world.facts.home[0]);
    assert_eq!(refused("amy lives in", home), NoFact::SameCity);
    assert!(matches!(
        refused("amy lives at", "rome"),
        NoFact::Unknown(_)
    ));
    for error in [
        NoFact::NoSubject,
        NoFact::TwoSubjects,
        NoFact::NotAHome,
        NoFact::NoCity("x".into()),
        NoFact::SameCity,
    ] {
        assert_ne!(error.describe(Lang::En), error.describe(Lang::ZhHant));
    }
    let mut job = Opened::<FfnMemory>::new(&setup()).expect("a job");
    let error =
        edit(&mut job, &[("the eiffel is in", "rome")], Method::TuneLast).expect_err("refused");
    assert!(matches!(error, JobError::Refused { .. }));
    assert!(
        edit(
            &mut job,
            &[("amy lives in", "rome")],
            Method::RankOne { block: 9 }
        )
        .is_err()
    );
    assert!(edit(&mut job, &[], Method::TuneLast).is_err());
}

#[test]
fn edits_in_a_row_are_each_scored_against_their_own_target() {
    let mut job = Opened::<FfnMemory>::new(&setup()).expect("a job");
    let facts = Subject::open(&file()).expect("its own file").world.facts;
    // People 1 and 20 are ada and adam; each moves to another country.
    let city = |person: usize| crate::data::world::facts::city((facts.home[person] + 2) % 28);
    let wishes = [("ada lives in", city(1)), ("adam lives in", city(20))];
    let outcome = edit(&mut job, &wishes, Method::TuneAll).expect("an outcome");
    let words = crate::data::world::Vocabulary::new();
    let targets: Vec<&str> = outcome.edits.iter().map(|e| words.word(e.new)).collect();
    assert_eq!(targets, [city(1), city(20)]);
    // The last of a row is fresh in the weights; the edited people are no bystanders.
    assert_eq!(outcome.edits[1].own.of(Measure::Wanted).right, 1);
    assert_eq!(outcome.edits[1].own.of(Measure::Wanted).of, 1);
    assert_eq!(outcome.edits[1].own.of(Measure::Paraphrase).of, 2);
    assert!(
        outcome
            .edits
            .iter()
            .all(|e| (0.0..=1.0).contains(&e.probability))
    );
    assert_eq!(outcome.controls.len(), 1);
}

#[test]
fn a_prompt_is_opened_into_keys_values_texts_and_a_causal_picture() {
    let mut job = Opened::<FfnMemory>::new(&setup()).expect("a job");
    let Ok(Answer::Look(look)) = ask(
        &mut job,
        &Ask::Look {
            prompt: "amy lives in".into(),
        },
    ) else {
        panic!("a look")
    };
    assert_eq!(
        (look.tokens.len(), look.blocks.len(), look.neurons),
        (4, 6, 256)
    );
    let key = look.blocks[0].keys[0].clone();
    assert!(key.activation > 0.0 && key.words.len() == 5);
    let Ok(Answer::Key(texts)) = ask(
        &mut job,
        &Ask::Key {
            block: 0,
            neuron: key.neuron,
        },
    ) else {
        panic!("texts")
    };
    assert!(texts.firing > 0 && texts.firing <= texts.of && texts.texts.len() <= 6);
    assert!(texts.texts.windows(2).all(|w| w[0].1 >= w[1].1));
    let Ok(Answer::Trace(trace)) = ask(
        &mut job,
        &Ask::Trace {
            prompt: "amy lives in".into(),
        },
    ) else {
        panic!("a trace")
    };
    assert_eq!((trace.subject, trace.restored[0].len()), (1, 24));
    // The whole stream put back at the subject before any other block: the prompt as it was, but for attention's own reading.
    assert!(
        trace
            .restored
            .iter()
            .flatten()
            .all(|p| (0.0..=1.0).contains(p))
    );
    for (question, words) in [
        (
            Ask::Look {
                prompt: "amy lives in atlantis".into(),
            },
            "atlantis",
        ),
        (
            Ask::Look {
                prompt: "amy ".repeat(40),
            },
            "words",
        ),
        (
            Ask::Trace {
                prompt: "how to make".into(),
            },
            "subject",
        ),
    ] {
        match ask(&mut job, &question) {
            Err(JobError::Refused { en, zh }) => assert!(en.contains(words) && en != zh, "{en}"),
            other => panic!("{other:?}"),
        }
    }
    assert!(
        ask(
            &mut job,
            &Ask::Key {
                block: 6,
                neuron: 0
            }
        )
        .is_err()
    );
}

#[test]
fn the_experiment_resumes_exactly_from_any_unit() {
    let mut whole = Opened::<FfnMemory>::new(&setup()).expect("a job");
    let mut kept = Vec::new();
    // Into the first control: its treatment has to be made again.
    for unit in 0..40 {
        if unit == 33 {
            kept = whole.checkpoint();
        }
        whole.step_once();
    }
    let mut other = Opened::<FfnMemory>::new(&setup()).expect("a job");
    other.restore(&kept).expect("its own");
    for _ in 33..40 {
        other.step_once();
    }
    let scores = |job: &mut Opened<FfnMemory>| {
        unpack::<study::Report<Report>>(&job.report()).expect("a report")
    };
    let (a, b) = (scores(&mut whole), scores(&mut other));
    assert_eq!((a.done, &a.lab), (b.done, &b.lab));
    assert_eq!(a.lab.scores[1].of(Measure::Wanted).of, 1);
    assert!(other.restore(&[7; 3]).is_err());
}

#[test]
fn every_control_follows_its_treatment() {
    for (neurons, strength) in [(3, 2.0), (5, 0.5)] {
        let arms = arms(neurons, strength, 6);
        assert!(arms[0].control.is_none());
        for pair in arms.windows(2) {
            assert!(pair[1].control.is_none() || pair[0].method == pair[1].method);
        }
    }
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        prompt: "the home of ben is".into(),
        neurons: 8,
        strength: 1.5,
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let wild = Config {
        prompt: "貓".repeat(300),
        neurons: 900,
        strength: f32::NAN,
        block: 77,
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!((held.neurons, held.strength, held.block), (32, 2.0, 6));
    assert_eq!(changed, ["prompt", "block", "neurons", "strength"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}
