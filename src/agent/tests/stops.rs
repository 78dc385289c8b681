use super::toy::{call, open, results, run, script, stop};
use crate::agent::*;

const LOOK: &str = "<|call|>look {}<|end|>";

/// A1, B51.
#[test]
fn a1_the_same_call_with_the_same_result_three_times_stops_the_run() {
    let looked = run(&[LOOK, "<|call|>look<|end|>", LOOK, LOOK]);
    assert_eq!(stop(&looked), Some(Stop::RepeatedCall));
    assert_eq!(looked.at().counts.calls, 3);
    assert!(!looked.at().ending.clone().expect("ended").success());
    let polled = run(&["<|call|>poll {}<|end|>"; 6]);
    assert_eq!(stop(&polled), Some(Stop::Final));
}

#[test]
fn a_round_of_calls_that_leads_back_stops_too() {
    let round = ["<|call|>look<|end|>", "<|call|>search {\"q\":\"a\"}<|end|>"];
    let turns: Vec<&str> = round.iter().cycle().take(20).copied().collect();
    let run = run(&turns);
    assert_eq!(stop(&run), Some(Stop::RepeatedCall));
    assert_eq!(run.at().counts.calls, 6);
}

/// A2, B52, A17: asking again never goes on for ever.
#[test]
fn a2_three_invalid_calls_in_a_row_stop_the_run() {
    for bad in [
        call("lok", "{}"),
        call("look", "{\"x\":"),
        call("add", "\\臺"),
    ] {
        let run = run(&[&bad, &bad, &bad, LOOK]);
        assert_eq!(stop(&run), Some(Stop::InvalidBudget), "{bad}");
        assert_eq!(run.at().counts.steps, 3);
    }
    let unknown = run(&[&call("lok", "{}")]);
    assert_eq!(results(&unknown)[0].0, Some(Code::UnknownTool));
    assert!(results(&unknown)[0].1.contains("\"hint\":[\"look\""));
    let between = run(&[
        "<|call|>x<|end|>",
        "<|call|>x<|end|>",
        LOOK,
        "<|call|>x<|end|>",
        "bye<|end|>",
    ]);
    assert_eq!(stop(&between), Some(Stop::Final));
}

/// A20.
#[test]
fn a20_an_error_never_becomes_the_answer() {
    let settings = Settings {
        result_is_answer: true,
        ..Settings::default()
    };
    let mut run = open(settings);
    run.finish(&mut script(&[
        "<|call|>boom<|end|>",
        "<|call|>add {\"n\":4}<|end|>",
    ]));
    let ending = run.at().ending.clone().expect("ended");
    assert_eq!(
        (ending.stop, ending.answer.as_str()),
        (Stop::Final, "{\"sum\":4}")
    );
    assert_eq!(run.at().counts.steps, 2);
}

/// A19.
#[test]
fn a19_done_is_checked_against_the_world() {
    let turns = ["<|call|>buy {\"item\":3}<|end|>", "I bought item 7.<|end|>"];
    let claimed = run(&turns).at().ending.clone().expect("ended");
    assert_eq!(claimed.verified, Some(false));
    assert!(!claimed.success());
    let turns = ["<|call|>buy {\"item\":7}<|end|>", "Done.<|end|>"];
    assert!(run(&turns).at().ending.as_ref().expect("ended").success());
}

/// A26.
#[test]
fn a26_a_failed_step_stays_failed_and_new_plans_are_counted() {
    let failed = run(&[
        "<|plan|>- [ ] blow up\n- [ ] add<|call|>boom<|end|>",
        "<|plan|>- [x] blow up\n- [ ] add<|end|>",
    ]);
    assert_eq!(failed.at().plan.steps[0].status, Status::Failed);
    let plans: Vec<String> = (0..9)
        .map(|n| format!("<|plan|>- [ ] way {n}<|end|>"))
        .collect();
    let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
    let run = run(&plans);
    assert_eq!(stop(&run), Some(Stop::NoPlan));
    assert_eq!(run.at().counts.steps, 5); // the first plan, three more, and the one too many
}

/// A27.
#[test]
fn a27_thoughts_alone_leave_the_plan_as_it_is() {
    let run = run(&[
        "<|plan|>- [ ] add<|end|>",
        "<|think|>a plan?<|end|>",
        "<|plan|>  <|end|>",
    ]);
    assert_eq!(run.at().plan.steps[0].text, "add");
    assert_eq!(run.at().plan.replans, 0);
}

/// A30, B50.
#[test]
fn a30_one_step_is_one_step() {
    for (asked, steps) in [(0, 1), (1, 1), (2, 2)] {
        let mut run = open(Settings {
            max_steps: asked,
            ..Settings::default()
        });
        run.finish(&mut script(&["<|call|>poll<|end|>"; 9]));
        assert_eq!(stop(&run), Some(Stop::MaxSteps));
        assert_eq!(run.at().counts.steps, steps);
    }
}

#[test]
fn a_dead_world_stops_the_run_and_the_calls_that_are_left() {
    let run = run(&["<|call|>die<|call|>add {\"n\":1}<|end|>"]);
    assert_eq!(stop(&run), Some(Stop::WorldDead));
    assert_eq!(results(&run)[1].0, Some(Code::Cancelled));
    assert_eq!(run.world().sum, 0);
}

#[test]
fn the_budget_of_tokens_counts_each_prompt_whole() {
    let mut run = open(Settings {
        tokens: 20_000,
        ..Settings::default()
    });
    run.finish(&mut script(&["<|call|>poll<|end|>"; 32]));
    assert_eq!(stop(&run), Some(Stop::TokenBudget));
    let counts = run.at().counts;
    assert!(counts.read + counts.generated <= 20_000);
}

/// B55.
#[test]
fn what_is_neither_call_nor_answer_is_told_to_the_brain_and_not_to_the_user() {
    let endless = "x".repeat(5000);
    let mut brain = script(&[&endless, "", "fine<|end|>"]);
    let mut run = open(Settings::default());
    run.finish(&mut brain);
    let ending = run.at().ending.clone().expect("ended");
    assert_eq!((ending.stop, ending.answer.as_str()), (Stop::Final, "fine"));
    assert!(token::write(&brain.seen[1]).contains("turn_too_long"));
    assert!(token::write(&brain.seen[2]).contains("empty_turn"));
    let run = super::toy::run(&["", "", "", "never<|end|>"]);
    assert_eq!(stop(&run), Some(Stop::InvalidBudget));
}

/// B54.
#[test]
fn b54_a_result_that_the_brain_makes_up_is_cut_and_marked() {
    let mut brain = script(&[
        "<|call|>look {}<|tool|>call_1\n{\"sum\":41}<|end|>",
        "bye<|end|>",
    ]);
    let mut run = open(Settings::default());
    run.finish(&mut brain);
    assert_eq!(results(&run), [(None, "{\"sum\":0}".to_string())]);
    let invented = |entry: &&Entry| matches!(entry.event, Event::Invented { .. });
    assert_eq!(run.entries().iter().filter(|e| invented(e)).count(), 1);
    assert!(!token::write(&brain.seen[1]).contains("41"));
}

#[test]
fn every_stop_has_words_in_both_languages() {
    use crate::lesson::{Describe, Lang, half_width_mark};
    for stop in Stop::ALL {
        let [en, zh] = Lang::ALL.map(|lang| stop.describe(lang));
        assert!(en.is_ascii() && en != zh);
        assert_eq!(half_width_mark(&zh), None);
    }
}
