use std::collections::BTreeSet;

use super::*;
use crate::data::rng::stream;

#[test]
fn every_document_is_made_of_known_words_and_the_mixes_are_what_they_say() {
    for mix in Mix::ALL {
        let world = Trilingual::new(3, mix);
        let mut rng = stream(1, "documents");
        let mut chinese = 0;
        for _ in 0..3000 {
            let text = world.document(&mut rng);
            world
                .vocabulary
                .encode(&text)
                .unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert!(text.ends_with(" ."), "{text}");
            let requests = text.starts_with("user :");
            let han = text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
            chinese += u32::from(requests && han);
        }
        // 9 % of the documents are requests.
        let share = f64::from(chinese) / (3000.0 * 0.09);
        let told = f64::from(mix.languages()[2]) / 100.0;
        assert!((share - told).abs() < 0.1, "{mix:?} {share}");
    }
}

#[test]
fn a_word_that_is_no_name_belongs_to_one_language() {
    let two = |pairs: &[Pair]| -> Vec<Pair> { pairs.to_vec() };
    let words: Vec<Pair> = [
        two(&lexicon::COUNTRY),
        two(&lexicon::TONGUE),
        two(&lexicon::CITY),
        two(&lexicon::JOB),
        two(&lexicon::VERB),
        two(&lexicon::OBJECT),
        lexicon::ANTONYM.into_iter().flatten().collect(),
    ]
    .concat();
    let known = crate::data::world::Vocabulary::new();
    let concepts: BTreeSet<&str> = CONCEPTS
        .iter()
        .flat_map(|c| [c.word[1], c.word[2]])
        .collect();
    let mut seen = BTreeSet::new();
    for word in words.iter().flatten() {
        assert!(
            concepts.contains(word) || known.id(word).is_none(),
            "{word} is in the world already"
        );
        assert!(seen.insert(*word), "{word} twice");
    }
    let frames = |language: usize| -> BTreeSet<&str> {
        let all = [
            lexicon::HOME,
            lexicon::WORK,
            lexicon::LIKES,
            lexicon::FRIEND,
            lexicon::SIGHT,
            lexicon::COUNTRY_OF,
            lexicon::CAPITAL,
            lexicon::LANGUAGE,
            lexicon::COLOUR,
            lexicon::CATEGORY,
            lexicon::ASKED,
        ];
        all.iter()
            .flat_map(|s| s[language])
            .flat_map(|s| s.split(' '))
            .collect()
    };
    let shared: BTreeSet<&str> = ["X", "Y", "user", "bot", ":", "?"].into();
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        let both: Vec<&str> = frames(a)
            .intersection(&frames(b))
            .copied()
            .filter(|w| !shared.contains(w))
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }
}

#[test]
fn directions_come_as_often_as_the_mix_says() {
    let world = Trilingual::new(3, Mix::EnglishMost);
    let mut rng = stream(2, "directions");
    let direct = (0..12_000)
        .filter(|_| !matches!(world.direction(&mut rng), (0, _) | (_, 0)))
        .count();
    assert!(
        (1000..1400).contains(&direct),
        "{direct} of 12000, a tenth is meant"
    );
}

#[test]
fn a_question_by_example_never_shows_its_own_answer() {
    for c in 0..CONCEPTS.len() {
        let (prompt, answer) = by_example(c, 1, 2);
        assert_eq!(prompt.matches("->").count(), 4);
        assert!(!prompt.split(' ').any(|w| w == answer), "{prompt}");
        assert_eq!(by_example(c, 1, 2).0, prompt);
        assert!(tagged(c, 2, 1).0.starts_with("zh : "));
    }
}
