use super::toy::{Monkey, Toy, open, run, script, stop};
use crate::agent::*;
use crate::lesson::{Describe, Lang, half_width_mark};

const TURNS: [&str; 4] = [
    "<|think|>first<|plan|>- [ ] add<|assistant|>I begin.<|call|>add {\"n\":1}<|call|>look<|end|>",
    "<|call|>add {\"n\":\"臺<|end|>",
    "<|call|>ask_user {\"text\":\"which?\"}<|call|>buy {\"item\":7}<|end|>",
    "done<|end|>",
];

fn finished(settings: Settings, brain: &mut dyn Brain) -> Run<Toy> {
    let mut run = open(settings);
    let mut asked = 0;
    loop {
        asked += 1;
        match run.finish(brain) {
            Progress::Waiting(Waiting::Confirm(_)) => drop(run.confirm(asked % 3 > 0)),
            Progress::Waiting(Waiting::Asks { .. }) => drop(run.answer("七 \"7\"")),
            _ => return run,
        }
    }
}

#[test]
fn a_run_is_written_to_a_file_and_made_again_from_it() {
    let settings = Settings {
        confirm: true,
        ..Settings::default()
    };
    let first = finished(settings.clone(), &mut script(&TURNS));
    let file = export(&first.at().talk);
    assert!(!file.contains("\\u") && file.contains("\"arguments\": \"{\\\"n\\\":\\\"臺\""));
    let talk = import(&file).expect("our own file");
    assert_eq!(talk, first.at().talk);
    let again = replay(settings, Toy::default(), &talk, &Badge::Rules);
    assert_eq!((again.differ, again.taken), (vec![], 4));
    assert_eq!(again.run.log_hash(), first.log_hash());
}

#[test]
fn an_edited_result_is_found_when_the_run_is_made_again() {
    let file =
        export(&run(&["<|call|>look<|end|>"]).at().talk).replace("\\\"sum\\\":0", "\\\"sum\\\":9");
    let talk = import(&file).expect("still a file");
    let again = replay(Settings::default(), Toy::default(), &talk, &Badge::Reader);
    assert_eq!(again.differ.len(), 1);
    assert_eq!(again.run.at().talk, talk);
}

#[test]
fn whatever_a_brain_wrote_can_be_written_to_a_file() {
    for seed in 0..60 {
        let settings = Settings {
            seed,
            confirm: seed.is_multiple_of(2),
            reply: 200,
            ..Settings::default()
        };
        let first = finished(settings, &mut Monkey::new(seed));
        let talk = import(&export(&first.at().talk)).expect("our own file");
        assert_eq!(talk, first.at().talk, "{seed}");
    }
}

#[test]
fn a_file_of_another_tool_is_read() {
    let file = r#"{"model":"x","messages":[
        {"role":"developer","content":[{"type":"text","text":"Be "},{"type":"text","text":"good."}]},
        {"role":"user","content":"hi"},
        {"role":"assistant","content":"","tool_calls":[
            {"id":"a","type":"function","function":{"name":"look","arguments":"{}"}},
            {"id":"b","type":"function","function":{"name":"poll","arguments":""}}]},
        {"role":"tool","tool_call_id":"b","content":"2"},
        {"role":"tool","tool_call_id":"a","content":"1"},
        {"role":"assistant","content":"bye","tool_calls":null}]}"#;
    let talk = import(file).expect("the usual format");
    let contents: Vec<&Message> = talk.units[0].iter().skip(1).collect();
    let result = |id: &str, content: &str| Message::Tool {
        id: id.into(),
        content: content.into(),
    };
    assert_eq!(contents, [&result("a", "1"), &result("b", "2")]);
    let again = replay(Settings::default(), Toy::default(), &talk, &Badge::Reader);
    assert_eq!(stop(&again.run), Some(Stop::Final));
}

#[test]
fn a_bad_file_is_refused_with_the_place_and_the_reason() {
    let message = |index, fault| ImportError::Message { index, fault };
    let user = r#"{"role":"user","content":"hi"}"#;
    let call = r#"{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"look","arguments":"{}"}}]}"#;
    let result = r#"{"role":"tool","tool_call_id":"a","content":"1"}"#;
    let cases = [
        (vec![r#"{"content":"x"}"#], message(0, Fault::Role)),
        (
            vec![user, r#"{"role":"function","content":"x"}"#],
            message(1, Fault::Role),
        ),
        (vec![r#"{"role":"user"}"#], message(0, Fault::Content)),
        (
            vec![r#"{"role":"user","content":5}"#],
            message(0, Fault::Content),
        ),
        (vec![user, result], message(1, Fault::NoCall)),
        (vec![user, call], message(1, Fault::NoResult)),
        (vec![user, call, user], message(1, Fault::NoResult)),
        (vec![user, call, result, result], message(3, Fault::NoCall)),
        (
            vec![user, r#"{"role":"assistant","tool_calls":[{"id":"a"}]}"#],
            message(1, Fault::Call),
        ),
        (
            vec![
                user,
                r#"{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"a b","arguments":""}}]}"#,
            ],
            message(1, Fault::Call),
        ),
        (
            vec![
                user,
                r#"{"role":"assistant","content":"a","parts":[{"say":"b"}]}"#,
            ],
            message(1, Fault::Parts),
        ),
    ];
    for (messages, error) in cases {
        let file = format!("{{\"messages\":[{}]}}", messages.join(","));
        assert_eq!(import(&file), Err(error), "{file}");
    }
    assert_eq!(
        import("{\"messages\":[}"),
        Err(ImportError::NotJson { offset: 13 })
    );
    assert_eq!(import("[]"), Err(ImportError::NoMessages));
    assert_eq!(
        import("{\"messages\":[],\"tools\":5}"),
        Err(ImportError::Tools)
    );
    assert_eq!(import(&" ".repeat(5 << 20)), Err(ImportError::TooLong));
    for error in [
        ImportError::TooLong,
        ImportError::NoMessages,
        ImportError::Tools,
        message(3, Fault::NoCall),
        ImportError::NotJson { offset: 7 },
    ] {
        let [en, zh] = Lang::ALL.map(|lang| error.describe(lang));
        assert!(en.is_ascii() && zh != en);
        assert_eq!(half_width_mark(&zh), None);
    }
}
