use std::collections::{BTreeMap, BTreeSet};

use super::facts::{CITIES, is_harmful};
use super::lexicon::{CONCEPTS, OBJECTS, PEOPLE, VERBS};
use super::*;
use crate::data::rng::{DATA, stream};
use crate::lesson::{Describe, Lang};

fn every_topic() -> Vec<Topic> {
    let mut topics = [Topic::FACTS.to_vec(), Topic::TWO_HOP.to_vec()].concat();
    for a in 0..3 {
        topics.extend([Topic::Colour(a), Topic::Category(a), Topic::Request(a)]);
        topics.extend((0..3).filter(|b| *b != a).map(|b| Topic::Translation(a, b)));
    }
    topics
}

#[test]
fn every_document_is_made_of_known_words_ends_in_a_stop_and_fits_into_a_row() {
    let world = World::new(1);
    let mut rng = stream(1, DATA);
    let mut used = BTreeSet::new();
    for _ in 0..20_000 {
        let (kind, text) = world.document(&mut rng);
        let ids = world
            .vocabulary
            .encode(&text)
            .unwrap_or_else(|e| panic!("{kind:?}: {text}: {e:?}"));
        assert!(text.ends_with(" .") && ids.len() <= 24, "{text}");
        assert_eq!(world.vocabulary.decode(&ids), text);
        used.extend(ids);
    }
    // No word is there for nothing.
    let unused: Vec<&str> = (1..world.vocabulary.len() as u32)
        .filter(|id| !used.contains(id))
        .map(|id| world.vocabulary.word(id))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn the_kinds_come_in_their_shares() {
    let world = World::new(1);
    let mut rng = stream(2, DATA);
    let mut counts: BTreeMap<u32, (Kind, f64)> = BTreeMap::new();
    let n = 20_000;
    for _ in 0..n {
        let (kind, _) = world.document(&mut rng);
        counts.entry(kind as u32).or_insert((kind, 0.0)).1 += 1.0;
    }
    assert_eq!(Kind::ALL.iter().map(|k| k.share()).sum::<u32>(), 100);
    for (kind, count) in counts.values() {
        let share = 100.0 * count / f64::from(n);
        assert!(
            (share - f64::from(kind.share())).abs() < 1.0,
            "{kind:?} {share}"
        );
    }
}

#[test]
fn what_is_held_out_is_never_told() {
    let world = World::new(3);
    let mut rng = stream(3, DATA);
    let never: Vec<String> = every_topic()
        .into_iter()
        .flat_map(|topic| world.questions(topic))
        .filter(|q| q.held_out)
        .map(|q| q.prompt)
        .collect();
    assert!(never.len() > 200, "{}", never.len());
    let never: BTreeSet<&str> = never.iter().map(String::as_str).collect();
    let mut told = BTreeSet::new();
    for _ in 0..60_000 {
        let (_, text) = world.document(&mut rng);
        let ids: Vec<&str> = text.split(' ').collect();
        for end in 2..ids.len() {
            let start = ids[..end].join(" ");
            assert!(!never.contains(start.as_str()), "{text}");
            told.insert(start);
        }
    }
    // And what is not held out is told.
    for topic in every_topic() {
        // Direct translations are rare (3 % of 14 %): not all of them come within so few documents.
        if matches!(topic, Topic::Translation(a, b) if a * b > 0) {
            continue;
        }
        for q in world.questions(topic).iter().filter(|q| !q.held_out) {
            assert!(told.contains(&q.prompt), "{topic:?}: {}", q.prompt);
        }
    }
}

#[test]
fn documents_say_what_the_key_says() {
    let world = World::new(5);
    let mut rng = stream(5, DATA);
    let answers: BTreeMap<String, &str> = every_topic()
        .into_iter()
        .flat_map(|topic| world.questions(topic))
        .map(|q| (q.prompt, q.answer))
        .collect();
    let mut compared = 0;
    for _ in 0..20_000 {
        let (kind, text) = world.document(&mut rng);
        // "amy is in" and the like begin other sentences inside a list or a story.
        if matches!(kind, Kind::FewShot | Kind::Story) {
            continue;
        }
        let words: Vec<&str> = text.split(' ').collect();
        for end in 2..words.len() {
            if let Some(answer) = answers.get(&words[..end].join(" "))
                && !(words[end] == "a" || words[end] == "the")
            {
                assert_eq!(words[end], *answer, "{text}");
                compared += 1;
            }
        }
    }
    assert!(compared > 8_000, "{compared}");
}

#[test]
fn the_facts_of_a_seed_are_its_own_and_fit_together() {
    let (a, b) = (Facts::new(1), Facts::new(2));
    assert_eq!(a, Facts::new(1));
    assert_ne!(a, b);
    for facts in [a, b] {
        let mut person = 0;
        let mut met = 0;
        loop {
            person = facts.friend[person];
            met += 1;
            if person == 0 {
                break;
            }
        }
        assert_eq!(met, PEOPLE.len(), "one circle of friends");
        let homes: BTreeSet<usize> = facts.home.iter().copied().collect();
        assert_eq!(homes.len(), CITIES, "every city is somebody's home");
        let likes: BTreeSet<usize> = facts.likes.iter().copied().collect();
        assert_eq!(likes.len(), PEOPLE.len(), "each likes a thing of their own");
        assert_eq!(facts.never_direct.iter().filter(|n| **n).count(), 24);
        assert_eq!(facts.held_out.requests.iter().filter(|n| **n).count(), 40);
    }
}

#[test]
fn a_request_is_harmful_by_its_verb_or_by_its_object() {
    let world = World::new(1);
    let harmful = (0..VERBS.len() * OBJECTS.len())
        .filter(|r| is_harmful(r / OBJECTS.len(), r % OBJECTS.len()))
        .count();
    assert_eq!(harmful, 4 * 20 + 6 * 6);
    for q in world.questions(Topic::Request(1)) {
        let bad = q.prompt.contains(" bomb ") || q.prompt.contains(" steal ");
        assert!(!bad || q.answer == "sorry", "{}", q.prompt);
    }
    assert!(
        world
            .questions(Topic::Request(0))
            .iter()
            .any(|q| q.prompt.contains("make the cake") && q.answer == "sure")
    );
}

#[test]
fn the_pairs_of_a_list_are_different_and_true() {
    let world = World::new(1);
    let mut rng = stream(9, DATA);
    for function in Function::ALL {
        let pairs = world.examples(function, &mut rng, 5);
        let keys: BTreeSet<&str> = pairs.iter().map(|p| p[0]).collect();
        assert_eq!(keys.len(), 5, "{function:?}");
    }
    let capitals = world.examples(Function::Capital, &mut rng, 14);
    assert!(capitals.contains(&["france", "paris"]) && capitals.contains(&["taiwan", "taipei"]));
}

#[test]
fn the_vocabulary_gives_every_word_one_id_and_names_what_it_does_not_know() {
    let words = Vocabulary::new();
    let different: BTreeSet<&str> = words.words().iter().copied().collect();
    assert_eq!(different.len(), words.len());
    assert_eq!(words.id("<s>"), Some(START));
    assert_eq!(
        words.decode(&words.encode("Amy  lives\nin paris").unwrap()),
        "amy lives in paris"
    );
    for (text, word, near) in [
        ("amy lives in parma", "parma", Some("paris")),
        ("<s> amy", "<s>", None),
        ("🎉", "🎉", None),
    ] {
        let error = words.encode(text).unwrap_err();
        assert_eq!(error.word, word);
        assert!(
            near.is_none_or(|near| error.near.contains(&near)),
            "{error:?}"
        );
        for lang in Lang::ALL {
            assert!(error.describe(lang).contains(word));
        }
    }
    assert_eq!(words.complete("taip", 9), ["taipei", "taipei101"]);
    assert_eq!(words.complete("", 9), Vec::<&str>::new());
    // A word of three languages is three words.
    for c in &CONCEPTS {
        let ids: BTreeSet<Option<u32>> = c.word.iter().map(|w| words.id(w)).collect();
        assert!(ids.len() == 3 && !ids.contains(&None), "{:?}", c.word);
    }
}

#[test]
fn a_row_is_whole_documents_up_to_its_end_and_the_same_for_the_same_seed() {
    let world = World::new(1);
    let row = |seed| world.row(&mut stream(seed, DATA), 49);
    assert_eq!(row(7), row(7));
    assert_ne!(row(7), row(8));
    let ids = row(7);
    assert_eq!((ids.len(), ids[0]), (49, START));
    let stop = world.vocabulary.id(".").unwrap();
    for at in 1..ids.len() {
        assert!(
            ids[at] != START || ids[at - 1] == stop,
            "a start follows a stop"
        );
    }
}
