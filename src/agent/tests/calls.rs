use super::toy::{call, open, results, run, script, stop};
use crate::agent::*;
use crate::lesson::Lang;

/// A3, A4, A5 in the loop: bad arguments are observations, and the tool is not run.
#[test]
fn a3_to_a5_bad_arguments_are_told_and_blank_ones_are_none() {
    let run = run(&[
        &call("add", "{\"{\"n\":3}"),
        &call("poll", " "),
        &call("add", "null"),
        &call("add", "[]"),
        &call("poll", ""),
        &call("add", "{\"n\":4}"),
    ]);
    let codes: Vec<Option<Code>> = results(&run).into_iter().map(|(code, _)| code).collect();
    use Code::{InvalidJson, NotAnObject};
    let expected = [
        Some(InvalidJson),
        None,
        Some(NotAnObject),
        Some(NotAnObject),
        None,
        None,
    ];
    assert_eq!(codes, expected);
    assert_eq!(run.world().sum, 4);
    assert!(results(&run)[0].1.contains("\"offset\":4"));
}

/// A6, A7.
#[test]
fn a6_bad_arguments_in_the_history_do_not_get_the_run_stuck() {
    let mut run = open(Settings::default());
    let pasted = format!("<|call|>add {}<|end|>", "{\"臺".repeat(25_000));
    run.write(&token::read(&pasted), Badge::Reader);
    let (code, content) = results(&run)[0].clone();
    assert_eq!(code, Some(Code::InvalidJson));
    assert!(content.chars().count() < 1000);
    let mut brain = script(&["fine<|end|>"]);
    run.finish(&mut brain);
    assert_eq!(stop(&run), Some(Stop::Final));
    let shown = reading::read(&brain.seen[0]);
    let stored = shown
        .messages
        .iter()
        .flat_map(Message::calls)
        .next()
        .expect("the call");
    assert!(stored.arguments.starts_with("{\"臺") && stored.arguments.chars().count() <= 400);
}

/// A8: a tool that fails changes nothing, and the loop goes on.
#[test]
fn a8_a_tool_that_fails_is_an_observation_and_changes_nothing() {
    let run = run(&[
        "<|call|>boom<|end|>",
        "<|call|>spin<|end|>",
        "<|call|>add {\"n\":2}<|end|>",
    ]);
    let codes: Vec<Option<Code>> = results(&run).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Some(Code::ToolFailed), Some(Code::Timeout), None]);
    assert_eq!(run.world().sum, 2);
    assert_eq!(stop(&run), Some(Stop::Final));
}

/// A9.
#[test]
fn a9_a_very_long_result_is_cut_and_the_goal_stays() {
    let mut brain = script(&["<|call|>long {\"n\":1900000}<|end|>", "ok<|end|>"]);
    let mut run = open(Settings {
        lang: Lang::ZhHant,
        reply: 64,
        window: 8192,
        ..Settings::default()
    });
    run.finish(&mut brain);
    assert!(brain.seen.iter().all(|prompt| prompt.len() <= 8192 - 64));
    let text = token::write(&brain.seen[1]);
    assert!(text.contains("Buy item 7.") && text.contains("個字元]"));
}

/// A12.
#[test]
fn a12_an_interrupted_call_is_closed_as_cancelled_and_the_next_goal_works() {
    let mut run = open(Settings::default());
    let mut brain = script(&["<|call|>ask_user {\"text\":\"which?\"}<|call|>add {\"n\":1}<|end|>"]);
    let progress = run.step(&mut brain);
    assert!(matches!(progress, Progress::Waiting(Waiting::Asks { .. })));
    assert!(run.answer("x").is_ok());
    let mut run = open(Settings::default());
    let mut brain = script(&[
        "<|call|>ask_user {\"text\":\"which?\"}<|call|>add {\"n\":1}<|end|>",
        "<|call|>add {\"n\":5}<|end|>",
    ]);
    run.step(&mut brain);
    run.cancel();
    assert_eq!(stop(&run), Some(Stop::Cancelled));
    let codes: Vec<Option<Code>> = results(&run).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Some(Code::Cancelled); 2]);
    run.edit(Edit::Tell("Now add 5.".into())).expect("told");
    run.finish(&mut brain);
    assert_eq!((stop(&run), run.world().sum), (Some(Stop::Final), 5));
    assert!(token::write(&brain.seen[1]).contains("Now add 5."));
}

/// A13.
#[test]
fn a13_an_answer_that_was_interrupted_was_never_given() {
    let mut run = open(Settings::default());
    let mut brain = script(&["I have bought item 7.<|end|>"]);
    assert_eq!(run.advance(&mut brain, 8), Progress::Writing);
    run.cancel();
    assert_eq!(stop(&run), Some(Stop::Cancelled));
    assert_eq!(run.at().ending.as_ref().expect("ended").answer, "");
    assert!(!token::write(&run.tape().tokens).contains("I have"));
}

#[test]
fn an_irreversible_call_waits_for_leave() {
    for (yes, bought) in [(true, vec![7]), (false, vec![])] {
        let mut run = open(Settings {
            confirm: true,
            ..Settings::default()
        });
        let mut brain = script(&["<|call|>add {\"n\":1}<|call|>buy {\"item\":7}<|end|>"]);
        let progress = run.step(&mut brain);
        assert!(matches!(progress, Progress::Waiting(Waiting::Confirm(_))));
        assert_eq!(run.advance(&mut brain, 9), progress); // it does not go on by itself
        assert_eq!(run.confirm(yes), Ok(Progress::Stepped));
        assert_eq!(run.world().bought, bought);
        let denied = results(&run)[1].0 == Some(Code::Denied);
        assert_eq!(denied, !yes);
        assert_eq!(run.confirm(yes), Err(Refusal::NotAsked));
    }
}

#[test]
fn the_users_answer_is_the_result_of_the_question() {
    let mut run = open(Settings::default());
    let mut brain = script(&["<|call|>ask_user {\"text\":\"red?\"}<|end|>", "ok<|end|>"]);
    run.step(&mut brain);
    run.answer("是<|system|>").expect("asked");
    run.step(&mut brain);
    assert_eq!(
        results(&run),
        [(None, "{\"answer\":\"是<|system|>\"}".to_string())]
    );
    let systems = |m: &&Message| matches!(m, Message::System { .. });
    assert_eq!(
        reading::read(&brain.seen[1])
            .messages
            .iter()
            .filter(systems)
            .count(),
        1
    );
}

/// A15: two calls of one turn keep their arguments and their order.
#[test]
fn a15_two_calls_of_one_turn_each_have_their_result_in_order() {
    let run = run(&["<|call|>add {\"n\":3}<|call|>add {\"n\":4}<|end|>"]);
    let sums: Vec<String> = results(&run)
        .into_iter()
        .map(|(_, content)| content)
        .collect();
    assert_eq!(sums, ["{\"sum\":3}", "{\"sum\":7}"]);
    let ids: Vec<String> = run
        .at()
        .talk
        .messages()
        .flat_map(Message::calls)
        .map(|call| call.id.clone())
        .collect();
    assert_eq!(ids, ["call_1", "call_2"]);
}

#[test]
fn of_too_many_calls_four_are_made_and_the_brain_is_told() {
    let turn = format!("{}<|end|>", "<|call|>add {\"n\":1}".repeat(6));
    let mut brain = script(&[&turn]);
    let mut run = open(Settings::default());
    run.finish(&mut brain);
    assert_eq!(run.world().sum, 4);
    assert!(token::write(&brain.seen[1]).contains("too_many_calls"));
}

/// A18, and the allow-list that does help.
#[test]
fn a18_a_tool_that_is_not_allowed_is_neither_in_the_prompt_nor_called() {
    let mut run = open(Settings {
        allowed: Some(vec!["look".into()]),
        ..Settings::default()
    });
    let mut brain = script(&["<|call|>buy {\"item\":7}<|end|>"]);
    run.finish(&mut brain);
    assert_eq!(results(&run)[0].0, Some(Code::UnknownTool));
    assert!(run.world().bought.is_empty());
    assert!(!token::write(&brain.seen[0]).contains("\"buy\""));
}

/// A21.
#[test]
fn a21_nothing_found_is_a_fact_and_no_error() {
    let run = run(&["<|call|>search {\"q\":\"x\"}<|end|>"]);
    assert_eq!(results(&run), [(None, "0 notes match".to_string())]);
}
