use super::config::{CONTROLS, Config, PROMPT_WORDS, controls};
use super::job::Neurons;
use super::protocol::{About, Answer, Ask, LOUDEST, Report, Setup, View};
use crate::train::{Job, JobError, Slice};
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::recipe::{STEPS, file_name};
use crate::world_model::study::{self, ModelFile, Opened};

fn job() -> Opened<Neurons> {
    let file =
        std::fs::read(format!("static/models/{}", file_name(STEPS))).expect("the shipped model");
    let file = ModelFile(std::sync::Arc::new(file));
    Opened::new(&pack(&study::Setup {
        file,
        lab: Setup { seed: 1 },
    }))
    .expect("a study")
}

fn ask(job: &mut Opened<Neurons>, ask: &Ask) -> Result<Answer, JobError> {
    Ok(unpack(&job.ask(&pack(ask))?).expect("an answer"))
}

fn look(job: &mut Opened<Neurons>, prompt: &str) -> Result<View, JobError> {
    let (layer, neuron) = Config::default().chosen();
    match ask(
        job,
        &Ask::Look {
            prompt: prompt.into(),
            layer,
            neuron,
        },
    )? {
        Answer::View(view) => Ok(view),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_neuron_shows_the_same_activation_in_a_document_and_in_the_prompt() {
    let mut job = job();
    let (layer, neuron) = Config::default().chosen();
    let Ok(Answer::About(About {
        contexts,
        active,
        before,
        ..
    })) = ask(&mut job, &Ask::About { layer, neuron })
    else {
        panic!("an answer")
    };
    assert!(active > 0.0 && active < 1.0 && before.iter().all(|b| *b >= 0.0));
    assert!(contexts.windows(2).all(|pair| {
        let peak = |i: usize| pair[i].activations[pair[i].peak as usize];
        peak(0) >= peak(1) - 1e-4
    }));
    let first = &contexts[0];
    let words = crate::data::world::Vocabulary::new();
    let view = look(&mut job, &words.decode(&first.tokens[1..])).expect("known words");
    assert_eq!(view.tokens, first.tokens);
    assert_eq!(view.activations, first.activations);
    let most = first.activations.iter().copied().fold(0.0, f32::max);
    assert_eq!(first.activations[first.peak as usize], most);
    let loud = &view.loudest[1];
    assert_eq!(
        (view.loudest.len(), loud.len()),
        (view.tokens.len(), LOUDEST)
    );
    assert!(
        loud.windows(2)
            .all(|pair| pair[0].written >= pair[1].written)
    );
}

#[test]
fn what_cannot_be_read_is_told_in_both_languages_and_wrong_places_are_refused() {
    let mut job = job();
    let told = |error: JobError| match error {
        JobError::Refused { en, zh } => (en, zh),
        other => panic!("{other:?}"),
    };
    let (en, zh) = told(look(&mut job, "amy lives in atlantis").unwrap_err());
    assert!(en.contains("atlantis") && zh.contains("atlantis"));
    let (en, zh) = told(look(&mut job, &"amy ".repeat(PROMPT_WORDS + 1)).unwrap_err());
    assert!(en.contains("25") && zh.contains("25"));
    for wrong in [
        Ask::About {
            layer: 6,
            neuron: 0,
        },
        Ask::About {
            layer: 0,
            neuron: 256,
        },
        Ask::KnockOut {
            layer: 0,
            neuron: 0,
            part: 10_000,
        },
    ] {
        assert_eq!(ask(&mut job, &wrong), Err(JobError::BadMessage));
    }
    assert_eq!(
        look(&mut job, " ").expect("the start alone").tokens.len(),
        1
    );
}

#[test]
fn the_experiment_goes_on_from_where_it_was_kept() {
    let mut whole = job();
    assert_eq!(
        (whole.step_once(), whole.step_once()),
        (Slice::Working, Slice::Working)
    );
    let kept = whole.checkpoint();
    (0..10).for_each(|_| assert_eq!(whole.step_once(), Slice::Working));
    let mut again = job();
    again.restore(&kept).expect("its own");
    (0..10).for_each(|_| assert_eq!(again.step_once(), Slice::Working));
    let report = |job: &mut Opened<Neurons>| {
        unpack::<study::Report<Report>>(&job.report()).expect("a report")
    };
    let (a, b) = (report(&mut whole), report(&mut again));
    assert_eq!((a.done, &a.lab), (12, &b.lab));
    assert_eq!((a.lab.before.refused.of, a.lab.before.helped.of), (58, 42));
    assert_eq!(a.lab.points.len(), 1);
    assert_eq!(a.lab.layers.iter().sum::<u32>(), 128);
}

#[test]
fn controls_are_other_neurons_without_repeats_and_the_same_for_the_same_seed() {
    for (layer, neuron) in [(0, 0), (4, 91), (5, 255)] {
        let drawn = controls(1, layer, neuron);
        let different: std::collections::BTreeSet<u32> = drawn.into_iter().collect();
        assert_eq!(different.len(), CONTROLS);
        assert!(!different.contains(&neuron) && drawn.iter().all(|n| *n < 256));
        assert_eq!(drawn, controls(1, layer, neuron));
        assert_ne!(drawn, controls(2, layer, neuron));
    }
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        prompt: "fr : chat -> zh :".into(),
        neuron: 7,
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let mut wild = Config {
        prompt: "貓".repeat(900),
        layer: 0,
        neuron: 60_000,
        ..Config::default()
    };
    wild.which.checkpoint = 200;
    let (held, changed) = wild.clamped();
    assert_eq!(
        (held.prompt.chars().count(), held.layer, held.neuron),
        (160, 1, 255)
    );
    assert_eq!(changed, ["prompt", "checkpoint", "layer", "neuron"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}
