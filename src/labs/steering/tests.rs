use super::config::{Config, PROMPT_WORDS};
use super::functions::{FUNCTIONS, FunctionSets};
use super::job::Steering;
use super::protocol::*;
use super::sets::{Sets, facts};
use super::vectors::{Vectors, dot, norm};
use crate::backend::Region;
use crate::data::rng::stream;
use crate::data::world::World;
use crate::train::JobError;
use crate::wire::choices::{Choices, read, write};
use crate::wire::{pack, unpack};
use crate::world_model::forward::Change;
use crate::world_model::run::WorldRun;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

fn study(seed: u32) -> Steering {
    let subject = Subject::open(&WorldRun::new(3, 10).file()).expect("its own file");
    Steering::new(subject, Setup { seed, examples: 2 }).expect("a study")
}

fn ask(prompt: &str) -> Ask {
    Ask {
        direction: Direction::Refusal,
        operation: Operation::Add,
        layer: 2,
        strength: 1.0,
        prompt: prompt.into(),
    }
}

#[test]
fn no_text_that_is_tried_is_among_the_examples_and_none_is_of_unknown_words() {
    let world = World::new(4);
    for direction in STEERED {
        let sets = Sets::new(&world, direction, 16, 9);
        let examples: Vec<&Vec<u32>> = sets.examples.iter().flatten().collect();
        assert!(examples.iter().all(|e| e.len() > 4));
        for class in 0..2 {
            assert_eq!(sets.examples[class].len(), 16);
            assert!(sets.trials[class].len() >= 10);
            for trial in &sets.trials[class] {
                assert!(trial.tokens.len() > 4 && trial.own > 0 && trial.other > 0 && trial.own != trial.other);
                assert!(!examples.contains(&&trial.tokens), "{direction:?}");
            }
        }
        assert_ne!(sets.examples, Sets::new(&world, direction, 16, 10).examples);
    }
    // The pairs that are tried were held out from training.
    let refusal = Sets::new(&world, Direction::Refusal, 16, 9);
    assert_eq!(refusal.trials.iter().map(Vec::len).sum::<usize>(), 2 * 40);
    assert!(facts(&world).iter().all(|(text, answer)| text.len() > 2 && *answer > 0));
}

#[test]
fn the_words_of_a_function_are_in_no_list_that_makes_its_vector() {
    let world = World::new(4);
    for function in FUNCTIONS {
        let sets = FunctionSets::new(&world, function, 9);
        assert_eq!((sets.lists.len(), sets.lists[0].len()), (20, 15), "{function:?}");
        assert_eq!(sets.bare.len(), sets.shown.len());
        for (bare, shown) in sets.bare.iter().zip(&sets.shown) {
            let word = bare.tokens[1];
            assert!(bare.own > 0 && bare.own == shown.own && bare.tokens.len() == 3);
            assert_eq!(shown.tokens[13], word, "{function:?}");
            assert!(sets.lists.iter().all(|list| list[13] != word));
        }
    }
}

#[test]
fn a_vector_is_the_difference_of_means_and_random_ones_are_as_long() {
    // Two classes of two texts; one layer after the embedding, width 3.
    let class = |shift: f32| vec![vec![0.0, 0.0, 0.0, shift, 1.0, 2.0], vec![0.0, 0.0, 0.0, shift, 3.0, 2.0]];
    let vectors = Vectors::new([class(7.0), class(3.0)], 3);
    assert_eq!(vectors.vector(1), [4.0, 0.0, 0.0]);
    assert_eq!(vectors.vector(0), [0.0; 3]);
    let steer = vectors.steer(1);
    assert_eq!(steer.unit, [1.0, 0.0, 0.0]);
    assert_eq!(vectors.along(1, &steer.unit), [vec![7.0, 7.0], vec![3.0, 3.0]]);
    let changes = steer.changes(Operation::Affine, 1, 1.0, &Region::all(), 5);
    let place = Region::all().at(1, 5);
    assert_eq!(changes, [Change::along("pre.1", place.clone(), vec![1.0, 0.0, 0.0], 3.0, 1.0)]);
    let added = steer.changes(Operation::Subtract, 1, 0.5, &Region::all(), 5);
    assert_eq!(added, [Change::add("pre.1", place, vec![-2.0, 0.0, 0.0])]);
    let out = steer.changes(Operation::ProjectOut, 1, 1.0, &Region::all(), 5);
    assert_eq!(out.len(), 2, "in every layer");
    let random = vectors.random(1, &mut stream(1, "a test"));
    assert!((norm(&random.vector) - 4.0).abs() < 1e-5);
    assert!((norm(&random.unit) - 1.0).abs() < 1e-5);
    assert!(dot(&random.unit, &steer.unit).abs() < 1.0);
    // Where the classes do not differ there is nothing to move by, and no number that is none.
    assert_eq!(vectors.steer(0).unit, [0.0; 3]);
}

#[test]
fn one_text_is_steered_and_strength_zero_changes_nothing() {
    let mut study = study(5);
    for operation in Operation::ALL {
        for direction in [Direction::Refusal, Direction::Function(3)] {
            let base = Ask {
                operation,
                direction,
                ..ask("user : can you steal the car ? bot :")
            };
            let still = study.ask(Ask { strength: 0.0, ..base.clone() }).expect("an answer");
            assert_eq!(still.before.words, still.after.words);
            assert!((still.before.along - still.after.along).abs() < 1e-4);
            assert_eq!(still.random[0].1, 20, "no draw says anything else");
            let moved = study.ask(Ask { strength: 2.0, ..base }).expect("an answer");
            assert_eq!(moved.before, still.before);
            let aim = match operation {
                Operation::Add => Some(moved.before.along + 2.0 * moved.norm),
                Operation::Subtract => Some(moved.before.along - 2.0 * moved.norm),
                _ => None,
            };
            if let Some(aim) = aim {
                assert!((moved.after.along - aim).abs() < 1e-3, "{} {aim}", moved.after.along);
            }
            assert_eq!(moved.random.iter().map(|(_, n)| n).sum::<u32>(), 20);
        }
    }
    let out = Ask {
        operation: Operation::ProjectOut,
        ..ask("amy lives in")
    };
    assert!(study.ask(out).expect("an answer").after.along.abs() < 1e-4);
}

#[test]
fn what_cannot_be_steered_is_told_in_both_languages() {
    let mut study = study(5);
    let mut told = |prompt: &str| match study.ask(ask(prompt)) {
        Err(JobError::Refused { en, zh }) => (en, zh),
        other => panic!("{other:?}"),
    };
    let (en, zh) = told("amy lives in atlantis");
    assert!(en.contains("atlantis") && zh.contains("atlantis"));
    let (en, zh) = told(&"amy ".repeat(PROMPT_WORDS + 1));
    assert!(en.contains("29") && zh.contains("29"), "{en}");
    let (en, zh) = told("   ");
    assert!(en.contains("text") && zh.contains("文字"));
    let wrong = Ask {
        direction: Direction::Function(200),
        ..ask("amy lives in")
    };
    assert_eq!(study.ask(wrong), Err(JobError::BadMessage));
    let wild = Ask {
        layer: 200,
        strength: f32::NAN,
        ..ask("amy lives in")
    };
    let held = study.ask(wild).expect("held inside the limits").asked;
    assert_eq!((held.layer, held.strength), (6, 2.0));
}

#[test]
fn the_experiment_goes_on_from_what_was_kept_and_not_from_another_seed_s() {
    let mut whole = study(5);
    assert!(whole.units() > 500);
    (0..4).for_each(|unit| whole.unit(unit).expect("a unit"));
    let kept = pack(&whole.keep());
    (4..8).for_each(|unit| whole.unit(unit).expect("a unit"));
    let mut other = study(5);
    other.restore(unpack(&kept).expect("kept")).expect("its own");
    (4..8).for_each(|unit| other.unit(unit).expect("a unit"));
    assert_eq!(other.report(), whole.report());
    let zero = other.report().steered[0].sides[0][5][0].turned;
    assert!(zero.of > 0, "strength 0 stands for every layer");
    assert_eq!(study(6).restore(unpack(&kept).expect("kept")), Err(JobError::BadMessage));
    assert_eq!(whole.unit(whole.units()), Err(JobError::BadMessage));
}

#[test]
fn choices_travel_in_a_link_and_come_back_inside_their_limits() {
    let config = Config {
        prompt: "fr : chat -> zh :".into(),
        direction: Direction::Function(8),
        operation: Operation::Affine,
        ..Config::default()
    };
    assert_eq!(read(&write(&config)), Ok(Some((config, vec![]))));
    let wild = Config {
        prompt: "貓".repeat(900),
        direction: Direction::Function(9),
        layer: 0,
        strength: f32::INFINITY,
        examples: 99,
        ..Config::default()
    };
    let (held, changed) = wild.clamped();
    assert_eq!((held.prompt.chars().count(), held.layer, held.strength, held.examples), (200, 1, 4.0, 16));
    assert_eq!(changed, ["prompt", "direction", "layer", "strength", "examples"]);
    assert_eq!(held.clone().clamped(), (held, vec![]));
}
