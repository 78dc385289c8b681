//! What the lab says of the shipped model, measured.

use super::config::Axes;
use super::protocol::{AXES, Answer, Ask, DRAWS, Facts, NEAR, Near, Plane, Report, Setup};
use super::study::Embeddings;
use super::words::{Class, Pairing, content};
use crate::data::world::Vocabulary;
use crate::train::JobError;
use crate::data::tally::{Tally, mean_share};
use crate::world_model::recipe::STEPS;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

fn study(step: u32) -> Embeddings {
    Embeddings::new(Subject::shipped(step), Setup { seed: 1 }).expect("a study")
}

fn facts(step: u32) -> Facts {
    match study(step).ask(Ask::Facts) {
        Ok(Answer::Facts(facts)) => facts,
        other => panic!("{other:?}"),
    }
}

fn map(study: &mut Embeddings, axes: Axes) -> Plane {
    match study.ask(Ask::Map(axes)) {
        Ok(Answer::Map(plane)) => plane,
        other => panic!("{other:?}"),
    }
}

fn near(study: &mut Embeddings, word: &str) -> Result<Near, JobError> {
    match study.ask(Ask::Near(word.into()))? {
        Answer::Near(near) => Ok(near),
        other => panic!("{other:?}"),
    }
}

fn paired(facts: &Facts, pairing: Pairing) -> Tally {
    let at = Pairing::ALL.iter().position(|p| *p == pairing);
    facts.pairs[at.expect("a pairing")].right
}

#[test]
fn neighbours_are_of_one_kind_and_shuffled_classes_are_not() {
    let facts = facts(STEPS);
    assert_eq!((facts.step, facts.purity.of), (STEPS, 278));
    assert!(facts.purity.share() >= 0.85, "{}", facts.purity.share());
    let [two, eight] = facts.purity_pca.map(Tally::share);
    assert!(two >= 0.6 && eight >= 0.95, "{two} {eight}");
    // The controls: chance, and planes drawn at random, which show far less than the best one.
    let mut study = study(STEPS);
    for unit in 0..study.units() {
        study.unit(unit).expect("a unit");
    }
    let Report { shuffled, planes } = study.report();
    assert_eq!((shuffled.len(), planes.len()), (DRAWS, DRAWS));
    let mean = |draws: &[Tally]| mean_share(draws.iter().copied()).expect("draws");
    assert!(mean(&shuffled) <= 0.2 && mean(&planes) <= two - 0.2);
    // And the best plane shows but a small part of the variance.
    let best = facts.variance[0] + facts.variance[1];
    assert!((0.1..=0.3).contains(&best), "{best}");
    assert!((facts.variance.iter().sum::<f32>() - 1.0).abs() < 1e-4);
}

#[test]
fn some_partners_are_neighbours_and_some_are_not() {
    let facts = facts(STEPS);
    assert!(paired(&facts, Pairing::Capital).share() >= 0.6);
    assert!(paired(&facts, Pairing::Translation(1, 2)).share() >= 0.6);
    // The notes' models had .56 to .92 and .52 to .96 here. Ours has .17 and .15: above chance, and no more.
    for pairing in [Pairing::Translation(0, 1), Pairing::Translation(0, 2)] {
        let right = paired(&facts, pairing);
        assert!(right.interval().0 > 1.0 / 48.0 && right.share() < 0.4, "{right:?}");
    }
    // A landmark is told with its city in every document about it, and yet they are no neighbours.
    assert!(paired(&facts, Pairing::Landmark).share() <= 0.15);
    assert!(facts.pairs.iter().all(|pair| pair.other.share() <= 0.15));
}

#[test]
fn kinds_come_first_and_partners_later() {
    let early = facts(200);
    assert!(early.purity.share() >= 0.85);
    assert!(paired(&early, Pairing::Capital).share() <= 0.2);
    let start = facts(50);
    assert!(start.purity.share() <= 0.4, "{}", start.purity.share());
}

#[test]
fn a_plane_has_a_point_for_every_word_and_a_word_has_neighbours() {
    let mut study = study(STEPS);
    let best = map(&mut study, Axes::Principal { across: 1, up: 2 });
    let later = map(&mut study, Axes::Principal { across: 7, up: 8 });
    assert_eq!(best.points.len(), content(&Vocabulary::new()).len());
    assert!(best.share[0] >= best.share[1] && best.share[1] > later.share[0]);
    assert_eq!(map(&mut study, Axes::Random { seed: 3 }), map(&mut study, Axes::Random { seed: 3 }));
    assert_ne!(map(&mut study, Axes::Random { seed: 3 }), map(&mut study, Axes::Random { seed: 4 }));
    let beyond = Axes::Principal { across: 0, up: AXES as u8 + 1 };
    assert!(study.ask(Ask::Map(beyond)).is_err());

    let words = Vocabulary::new();
    let cities: Vec<u32> = content(&words).iter().filter(|w| w.class == Class::City).map(|w| w.id).collect();
    let found = near(&mut study, "paris").expect("a word");
    assert_eq!((words.word(found.word), found.near.len()), ("paris", NEAR));
    assert!(found.near.iter().filter(|(id, _)| cities.contains(id)).count() >= 3);
    assert!(found.near.windows(2).all(|w| w[0].1 >= w[1].1));
    assert!(found.near.iter().all(|(id, _)| *id != found.word));
    let told = |word: &str, study: &mut Embeddings| match near(study, word) {
        Err(JobError::Refused { en, .. }) => en,
        other => panic!("{other:?}"),
    };
    assert!(told("atlantis", &mut study).contains("atlantis"));
    assert!(told("", &mut study).contains("first"));
    assert!(told("amy paul", &mut study).contains("at a time"));
}
