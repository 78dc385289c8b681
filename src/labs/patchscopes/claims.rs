//! What the lesson says of the shipped model, counted on it. Margins: outside the range of the reference's three seeds.

use super::Patchscopes;
use super::prompts::{STEPS as STEPS_OF_TWO, names, pairs};
use super::protocol::{Look, Pair, Report, View};
use crate::data::world::World;
use crate::world_model::recipe::STEPS;
use crate::world_model::study::Study;
use crate::world_model::subject::Subject;

fn lab() -> Patchscopes {
    Patchscopes::new(Subject::shipped(STEPS), ()).expect("a lab")
}

/// Counted once for all tests of this file.
fn counted() -> &'static Report {
    static COUNTED: std::sync::OnceLock<Report> = std::sync::OnceLock::new();
    COUNTED.get_or_init(|| {
        let mut lab = lab();
        (0..lab.units()).for_each(|unit| lab.unit(unit).expect("a unit"));
        lab.report()
    })
}

fn shares(pairs: &[Pair]) -> (Vec<f64>, Vec<f64>) {
    let round = |x: f64| (x * 100.0).round() / 100.0;
    pairs
        .iter()
        .map(|p| (round(p.treated.share()), round(p.control.share())))
        .unzip()
}

#[test]
fn the_word_itself_can_be_read_in_early_layers_and_not_in_late_ones() {
    let report = counted();
    println!(
        "(i) {:?} n {}",
        shares(&report.words),
        report.words[0].treated.of
    );
    assert_eq!(report.words[0].treated.of as usize, names().len());
    assert!(report.words[0].treated.share() >= 0.7 && report.words[5].treated.share() <= 0.15);
    assert!(report.words.iter().all(|p| p.control.share() <= 0.05));
}

#[test]
fn a_last_state_put_in_at_the_bottom_names_the_home_but_the_lens_reads_it_earlier() {
    let report = counted();
    let lens: Vec<f64> = report.lens.iter().map(|t| t.share()).collect();
    println!(
        "(ii) {:?} lens {lens:?} n {}",
        shares(&report.last),
        report.lens[0].of
    );
    assert_eq!((report.lens[0].of, report.last[6].treated.of), (40, 40));
    assert!(report.last[6].treated.share() >= 0.4 && report.last[6].control.share() <= 0.15);
    assert!(lens[6] >= 0.99);
    assert!(
        (2..6).all(|l| lens[l] >= report.last[l].treated.share()),
        "the lens is ahead"
    );
}

#[test]
fn a_landmark_can_be_exchanged_until_attention_has_read_it() {
    let report = counted();
    println!(
        "(iii) country {:?} city {:?} n {}",
        shares(&report.country),
        shares(&report.city),
        report.city[0].treated.of
    );
    assert!(report.country[0].treated.share() >= 0.6 && report.country[5].treated.share() <= 0.2);
    assert!(report.city[0].treated.share() >= 0.9 && report.city[5].treated.share() <= 0.1);
    assert!(
        report
            .country
            .iter()
            .chain(&report.city)
            .all(|p| p.control.share() <= 0.15)
    );
}

#[test]
fn a_chain_over_two_prompts_answers_many_questions_that_one_prompt_does_not() {
    let report = counted();
    let chain = report.chain();
    println!(
        "(iv) {:?} spelled {:?} plain {:?} n {}",
        shares(&chain),
        report.spelled(),
        report.plain(),
        chain[6].treated.of
    );
    assert!(chain[6].treated.share() - chain[6].control.share() >= 0.25);
    assert!(
        chain[6].treated.interval().0 > chain[6].control.interval().1,
        "beyond chance"
    );
    assert!(
        report.spelled().share() >= 0.95,
        "the second step itself is known"
    );
}

#[test]
fn back_patching_in_one_prompt_does_no_better_than_another_questions_state() {
    let report = counted();
    for place in 0..2 {
        let Pair { treated, control } = report.back(place);
        println!(
            "(v) place {place}: {treated:?} control {control:?} rule {:?}",
            report.back_by_rule(place, 21)
        );
        println!("    by pair {:?}", shares(&report.back_by_pair(place, 21)));
        assert_eq!(treated.of, report.plain().of - report.plain().right);
        assert!(
            treated.interval().0 < control.share(),
            "no effect beyond the control"
        );
        let rule = report.back_by_rule(place, pairs(6).len());
        assert!(rule.treated.share() <= 0.2);
    }
}

fn look(source: (&str, u8), target: (&str, u8), rescale: bool) -> View {
    let look = Look {
        source: source.0.into(),
        source_at: source.1,
        target: target.0.into(),
        target_at: target.1,
        rescale,
    };
    lab().ask(look).expect("a view")
}

#[test]
fn a_state_put_where_it_was_changes_no_bit_and_a_foreign_one_changes_the_answer() {
    let words = World::new(0).vocabulary;
    let view = look(("the eiffel", 0), ("the bigben stands in", 2), false);
    assert_eq!(view.itself, 0.0);
    assert_eq!((view.cells.len(), view.lens.len()), (42, 7));
    let says = |from, into| words.word(view.cell(from, into).expect("a cell")[0].0);
    assert_eq!(
        (
            words.word(view.plain[0].0),
            says(0, 0),
            says(1, 1),
            says(5, 5)
        ),
        ("london", "paris", "paris", "london")
    );
    // The source is the target: every pair of equal layers is the plain answer.
    let view = look(("amy lives in", 1), ("amy lives in", 1), true);
    for l in 0..6 {
        let (same, plain) = (&view.cell(l, l).expect("a cell")[0], &view.plain[0]);
        assert!(same.0 == plain.0 && (same.1 - plain.1).abs() < 1e-5);
    }
}

#[test]
fn the_lens_beside_the_patchscope_is_the_lens_of_the_other_lab() {
    let subject = Subject::shipped(STEPS);
    let tokens = crate::world_model::forward::tokens(&subject.world.vocabulary, "the eiffel is in")
        .expect("known");
    let mut looker =
        crate::world_model::lens::Looker::new(subject.model, &subject.params, 5).expect("a plan");
    looker.run(&tokens).expect("a run");
    let lens = looker.lens(5, &[]).expect("a lens");
    let view = look(("the eiffel is in", 2), ("the eiffel is in", 0), false);
    for (layer, words) in view.lens.iter().enumerate() {
        let theirs = &lens.at(layer, 2).top;
        assert_eq!(
            words.iter().map(|w| w.0).collect::<Vec<_>>(),
            theirs.iter().map(|w| w.0).collect::<Vec<_>>()
        );
        assert!(
            words
                .iter()
                .zip(theirs)
                .all(|(a, b)| (a.1 - b.1).abs() < 1e-5)
        );
    }
}

#[test]
fn the_friend_of_somebody_is_hardly_ever_resolved_at_the_name() {
    let subject = Subject::shipped(STEPS);
    let words = &subject.world.vocabulary;
    let mut patcher = super::patch::Patcher::new(&subject);
    let friends = subject.world.questions(crate::data::world::Topic::Friend);
    let ids = |text: &str| crate::world_model::forward::tokens(words, text).expect("known");
    let rows: Vec<Vec<u32>> = friends
        .iter()
        .map(|q| ids(&format!("the friend of {}", q.subject)))
        .collect();
    let (target, at) = (ids(super::prompts::REPEAT), super::prompts::REPEAT_AT);
    let usual = super::patch::length(
        &patcher
            .states(std::slice::from_ref(&target), at)
            .expect("states")[0][0],
    );
    let mut best = 0;
    for states in [4, 3].map(|place| patcher.states(&rows, place).expect("states")) {
        for from in 0..=6 {
            for into in [0, from.min(5)] {
                let state = |s: &Vec<f32>| {
                    if into == 0 {
                        super::patch::scaled(s, usual)
                    } else {
                        s.clone()
                    }
                };
                let patch = |s: &Vec<Vec<f32>>| super::patch::Patch {
                    layer: into,
                    position: at,
                    state: state(&s[from]),
                };
                let patches: Vec<_> = states.iter().map(patch).collect();
                let said = patcher.patched(&target, &patches).expect("logits");
                let right = said.iter().zip(&friends).filter(|(z, q)| {
                    words.word(crate::world_model::exam::most_likely(z)) == q.answer
                });
                best = best.max(right.count());
            }
        }
    }
    println!("friends resolved at best {best} of 40");
    assert!(best <= 6, "{best} of 40");
}

#[test]
fn the_ready_made_question_is_wrong_by_itself_and_right_over_two_prompts() {
    let words = World::new(0).vocabulary;
    let says = |view: &View, from, into| words.word(view.cell(from, into).expect("a cell")[0].0);
    let chain = look(
        ("the city of the eiffel is", 0),
        ("the country of rome is", 4),
        true,
    );
    assert_eq!(
        (says(&chain, 6, 0), words.word(chain.plain[0].0)),
        ("france", "italy")
    );
    let alone = look(
        ("the country of the eiffel is", 5),
        ("the country of the eiffel is", 5),
        false,
    );
    assert_ne!(words.word(alone.plain[0].0), "france");
    let word = look(("tokyo", 0), (super::prompts::REPEAT, 13), false);
    assert_eq!(says(&word, 1, 1), "tokyo");
    assert_ne!(says(&word, 5, 5), "tokyo");
    let home = look(("amy lives in", 0), (super::prompts::REPEAT, 13), true);
    let amy = World::new(crate::world_model::recipe::SEED)
        .questions(crate::data::world::Topic::Home)
        .swap_remove(0);
    assert_eq!((amy.subject, says(&home, 6, 0)), ("amy", amy.answer));
}

#[test]
fn every_text_of_the_lab_is_in_the_words_of_the_world_and_every_place_is_the_one_meant() {
    let world = World::new(1);
    let words = &world.vocabulary;
    let at = |text: &str, at: usize| text.split(' ').nth(at - 1).expect("a word").to_string();
    for (text, place, expected) in [
        (super::prompts::REPEAT, super::prompts::REPEAT_AT, "?"),
        (
            super::prompts::COUNTRY.0,
            super::prompts::COUNTRY.1,
            "eiffel",
        ),
        (super::prompts::CITY.0, super::prompts::CITY.1, "eiffel"),
        (STEPS_OF_TWO[0].second, STEPS_OF_TWO[0].at, "paris"),
        (STEPS_OF_TWO[2].second, STEPS_OF_TWO[2].at, "amy"),
        (STEPS_OF_TWO[3].second, STEPS_OF_TWO[3].at, "france"),
    ] {
        words.encode(text).expect("known words");
        assert_eq!(at(text, place), expected);
    }
    for (steps, subject, middle) in [
        (&STEPS_OF_TWO[1], "eiffel", "paris"),
        (&STEPS_OF_TWO[3], "paris", "france"),
    ] {
        words.encode(&steps.first(subject)).expect("known words");
        assert_eq!(steps.middle(&world, subject), Some(middle));
    }
    assert_eq!(pairs(6).len(), 21);
    assert_eq!(
        super::prompts::with_word("the home of amy is", 4, "ben"),
        "the home of ben is"
    );
    assert_eq!(counted().held.iter().map(|h| h.subject_at).min(), Some(4));
}
