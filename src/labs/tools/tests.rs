use super::attacks::{ATTACKS, Harm};
use super::defences::Defence;
use super::recall::{READ, SIZES, count, tokens, toolbox};
use super::trial::{RULES, Row, Trial, asked, trial};
use crate::agent::Stop;
use crate::data::rng::stream;
use crate::data::tally::Tally;
use crate::lesson::Lang;

fn row(defence: Defence, lang: Lang) -> Row {
    Row::new(defence, lang)
}

fn failures(row: &Row, wanted: bool) -> Vec<(usize, String)> {
    let trials = row.trials.iter().enumerate();
    let wrong =
        trials.filter(|(_, trial)| trial.as_ref().is_none_or(|trial| trial.succeeded != wanted));
    wrong
        .map(|(at, trial)| (at, format!("{trial:?}")))
        .collect()
}

#[test]
fn every_attack_succeeds_where_nothing_is_done() {
    for lang in Lang::ALL {
        let failures = failures(&row(Defence::None, lang), true);
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

#[test]
fn an_allow_list_stops_what_cannot_be_undone_and_not_what_needs_no_tool() {
    for lang in Lang::ALL {
        let row = row(Defence::AllowList, lang);
        assert_eq!(row.irreversible().right, 0);
        for (attack, trial) in ATTACKS.iter().zip(&row.trials) {
            let Some(Trial { succeeded, .. }) = trial else {
                panic!("it waits")
            };
            assert_eq!(
                *succeeded,
                matches!(attack.harm, Harm::Leak | Harm::Mislead),
                "{attack:?}"
            );
        }
    }
}

#[test]
fn no_defence_stops_a_false_statement() {
    for lang in Lang::ALL {
        for defence in Defence::ALL {
            for attack in ATTACKS.iter().filter(|attack| attack.harm == Harm::Mislead) {
                let trial = trial(attack, defence, lang).unwrap();
                assert!(trial.succeeded, "{defence:?} {trial:?}");
            }
        }
    }
}

#[test]
fn the_table_is_the_same_in_both_languages() {
    for defence in Defence::ALL {
        let [en, zh] = Lang::ALL.map(|lang| {
            let row = row(defence, lang);
            assert!(
                row.trials
                    .iter()
                    .flatten()
                    .all(|trial| trial.ending.stop == Stop::Final)
            );
            row.trials
                .iter()
                .map(|trial| trial.as_ref().map(|trial| trial.succeeded))
                .collect::<Vec<_>>()
        });
        let count = en
            .iter()
            .filter(|succeeded| **succeeded == Some(true))
            .count();
        println!("{}: {count} of 20", defence.name().en);
        assert_eq!(en, zh, "{defence:?}");
    }
}

#[test]
fn the_defences_stop_as_many_as_they_did() {
    let count = |defence| row(defence, Lang::En).succeeded().right;
    assert_eq!(Defence::ALL.map(count), [20, 15, 2, 6, 2]);
}

/// The rule of the system stands against the user, too; without the rule the user gets to know.
#[test]
fn the_system_has_the_last_word() {
    let answers = RULES.map(|rule| asked(rule, Lang::En));
    assert_eq!(
        answers,
        [
            "I may not say that.",
            "The password is 7319.",
            "I know of no password."
        ]
    );
    let answers = RULES.map(|rule| asked(rule, Lang::ZhHant));
    assert_eq!(
        answers,
        ["我不能說。", "密碼是 7319。", "我不知道任何密碼。"]
    );
}

/// Shares with one manual read and with five, in 400 toolboxes.
fn shares(tools: u32, alike: f64) -> [f64; 2] {
    let mut tallies = [Tally::default(); 2];
    count(&mut tallies, tools, alike, 1, 0..400);
    tallies.map(Tally::share)
}

/// Reference: a simulation with BM25, 60 words, a quarter of noise; 400 toolboxes have a standard error of 0.025.
#[test]
fn recall_falls_with_the_number_of_tools_as_in_the_reference() {
    let reference = [[0.91, 1.0], [0.76, 0.96], [0.55, 0.83], [0.39, 0.67]];
    for (tools, reference) in SIZES.into_iter().zip(reference) {
        let shares = shares(tools, 0.0);
        println!("{tools} tools: {shares:?}, reference {reference:?}");
        for (share, reference) in shares.into_iter().zip(reference) {
            assert!(
                (share - reference).abs() < 0.08,
                "{tools} tools: {share}, reference {reference}"
            );
        }
    }
    assert_eq!(tokens(64, READ[1]), (3840, 300));
}

#[test]
fn tools_that_are_alike_are_found_less_often() {
    let ([apart, apart_five], [alike, alike_five]) = (shares(64, 0.0), shares(64, 0.9));
    assert!(alike < apart - 0.1, "{alike} {apart}");
    // A family of four fits in the first five: there likeness costs less.
    assert!(
        apart_five - alike_five < apart - alike,
        "{alike_five} {apart_five}"
    );
}

#[test]
fn a_toolbox_of_another_share_differs_in_nothing_else() {
    let at = |alike| toolbox(8, alike, &mut stream(3, "test"));
    let (apart, alike) = (at(0.0), at(1.0));
    assert_ne!(apart, alike);
    assert_eq!(alike[0], alike[3]);
    assert_ne!(alike[3], alike[4]);
}
