//! What the lab says of the shipped model, as tests with fixed seeds.

use super::config::Config;
use super::edit::Editor;
use super::fact::Fact;
use super::job::drawn;
use super::method::{Control, Measure, Method, Score};
use super::score::Sheet;
use super::trace::{Kind, trace};
use crate::world_model::forward::tokens;
use crate::world_model::recipe::STEPS;
use crate::world_model::subject::Subject;

/// As many as the notes edited, and everybody.
const SOME: usize = 14;
const ALL: usize = 40;

struct Bench {
    subject: Subject,
    editor: Editor,
    sheet: Sheet,
    facts: Vec<Fact>,
}

impl Bench {
    fn new() -> Bench {
        let subject = Subject::shipped(STEPS);
        let sheet = Sheet::new(&subject.world, subject.model, &subject.params).expect("a sheet");
        let facts = drawn(&subject, 1);
        Bench {
            editor: Editor::new(&subject),
            sheet,
            facts,
            subject,
        }
    }

    /// The treatment's counts over the facts, then those of these controls.
    fn count(&mut self, people: usize, method: Method, controls: &[Control]) -> Vec<Score> {
        let mut scores = vec![Score::default(); 1 + controls.len()];
        for fact in &self.facts[..people] {
            let from = (*self.subject.params).clone();
            let edit = self
                .editor
                .edit(method, fact.clone(), from)
                .expect("an edit");
            let world = &self.subject.world;
            scores[0].join(
                &self
                    .sheet
                    .score(world, &edit.params, fact)
                    .expect("a score"),
            );
            for (score, control) in scores[1..].iter_mut().zip(controls) {
                let params = self.editor.control(&edit, *control).expect("a control");
                score.join(&self.sheet.score(world, &params, fact).expect("a score"));
            }
        }
        println!("{method:?}");
        for score in &scores {
            let shares = Measure::ALL.map(|m| format!("{m:?} {:.2}", score.of(m).share()));
            println!("  {}", shares.join(", "));
        }
        scores
    }
}

fn share(score: &Score, measure: Measure) -> f64 {
    score.of(measure).share()
}

#[test]
fn the_edit_that_the_page_offers_first_is_possible() {
    let (subject, config) = (Subject::shipped(STEPS), Config::default());
    assert!(Fact::read(&subject.world, &config.prompt, &config.wanted).is_ok());
}

#[test]
fn the_model_knows_all_facts_that_an_edit_should_leave_alone() {
    let bench = Bench::new();
    assert!(bench.sheet.watched() >= 160, "{}", bench.sheet.watched());
}

#[test]
fn a_rank_one_edit_before_attention_has_read_the_subject_changes_one_fact_and_spares_the_others() {
    let mut bench = Bench::new();
    let first = bench.count(ALL, Method::RankOne { block: 0 }, &[Control::Direction]);
    let tuned = bench.count(SOME, Method::TuneAll, &[Control::Direction]);
    let kept = share(&first[0], Measure::Homes);
    assert!(share(&first[0], Measure::Wanted) >= 0.9);
    assert!(share(&first[0], Measure::Paraphrase) >= 0.85);
    assert!(kept >= 0.93 && kept >= share(&tuned[0], Measure::Homes) + 0.2);
    assert!(share(&tuned[0], Measure::Wanted) >= 0.9);
    // A random change of the same size never brings the wanted answer.
    assert!(share(&first[1], Measure::Wanted) <= 0.1);
    assert!(share(&tuned[1], Measure::Changed) <= 0.1);
    // In the last block the subject has long been read.
    let last = bench.count(SOME, Method::RankOne { block: 5 }, &[]);
    assert!(share(&last[0], Measure::Wanted) <= 0.1);
}

#[test]
fn values_of_a_few_neurons_change_part_of_the_facts_and_more_of_them_at_the_price_of_the_city() {
    let mut bench = Bench::new();
    let all = [Control::Direction, Control::Neurons];
    let some = bench.count(
        SOME,
        Method::Values {
            neurons: 3,
            strength: 2.0,
        },
        &all,
    );
    let changed = share(&some[0], Measure::Changed);
    assert!((0.25..=0.95).contains(&changed), "{changed}");
    assert!(share(&some[0], Measure::Wanted) <= changed);
    for control in &some[1..] {
        assert!(share(control, Measure::Changed) <= 0.1);
    }
    let strong = bench.count(
        SOME,
        Method::Values {
            neurons: 3,
            strength: 4.0,
        },
        &[],
    );
    assert!(share(&strong[0], Measure::Changed) >= 0.9);
    assert!(share(&strong[0], Measure::SameCity) <= 0.5);
}

#[test]
fn the_subject_carries_the_fact_in_early_layers_and_the_last_word_in_late_ones() {
    let subject = Subject::shipped(STEPS);
    let (mut early, mut late, mut count) = (0, 0, 0);
    for question in subject.world.questions(crate::data::world::Topic::Home) {
        let prompt = tokens(&subject.world.vocabulary, &question.prompt).expect("known words");
        let found = trace(&subject.world, subject.model, &subject.params, &prompt)
            .expect("a trace")
            .expect("a subject");
        let time = prompt.len();
        let stream = &found.restored[Kind::Stream as usize];
        early += u32::from(stream[found.subject] > 0.5);
        late += u32::from(stream[5 * time + time - 1] > 0.5);
        count += 1;
        assert!(
            found.clean > 0.5 && found.corrupt < 0.5,
            "{}",
            question.prompt
        );
    }
    assert_eq!(late, count);
    assert!(early * 10 >= count * 8, "{early} of {count}");
}
