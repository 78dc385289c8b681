use serde_json::{Value, json};

use super::check::{arguments, find};
use super::tool::{Code, Failure, Kind, Parameter, Tool};
use crate::lesson::{Lang, text};

fn parameter(name: &str, kind: Kind, required: bool) -> Parameter {
    Parameter {
        name: name.into(),
        description: text("what it is", "這是什麼").into(),
        kind,
        required,
    }
}

fn tool(name: &str, parameters: Vec<Parameter>) -> Tool {
    Tool {
        name: name.into(),
        description: text("a tool", "工具").into(),
        parameters,
        irreversible: false,
    }
}

fn weather() -> Tool {
    let cities = ["taipei", "tainan"].map(String::from).to_vec();
    tool(
        "weather",
        vec![
            parameter("city", Kind::Choice(cities), true),
            parameter("day", Kind::Integer { min: 1, max: 7 }, true),
            parameter("note", Kind::String { max: 3 }, false),
            parameter(
                "wind",
                Kind::Number {
                    min: 0.0,
                    max: 1e18,
                },
                false,
            ),
            parameter("wet", Kind::Boolean, false),
            parameter(
                "hours",
                Kind::List {
                    of: Box::new(Kind::Integer {
                        min: -1 << 60,
                        max: 1 << 60,
                    }),
                    max: 2,
                },
                false,
            ),
        ],
    )
}

fn refused(raw: &str) -> Failure {
    arguments(&weather(), raw, Lang::En).expect_err(raw)
}

/// The code for a good call with one more member.
fn with(member: &str) -> Option<Code> {
    let raw = format!("{{\"city\":\"taipei\",\"day\":2,{member}}}");
    arguments(&weather(), &raw, Lang::En).err().map(|f| f.code)
}

#[test]
fn a_good_call_is_in_the_order_of_the_manual() {
    let raw = "{\"note\":\"臺北市\", \"day\":2,\"city\":\"taipei\"}";
    let checked = arguments(&weather(), raw, Lang::En).expect("good");
    assert_eq!(
        checked.text(),
        "{\"city\":\"taipei\",\"day\":2,\"note\":\"臺北市\"}"
    );
}

/// A2, B52.
#[test]
fn an_unknown_tool_is_answered_with_the_nearest_names() {
    let tools = [tool("now", vec![]), weather(), tool("search", vec![])];
    let failure = find(&tools, "get_wether", Lang::En).expect_err("not there");
    assert_eq!(failure.code, Code::UnknownTool);
    assert_eq!(failure.hint.expect("names")[0], "weather");
    assert!(find(&tools, "now", Lang::En).is_ok());
    let long = find(&tools, &"臺".repeat(50_000), Lang::ZhHant).expect_err("not there");
    assert!(long.message.chars().count() < 250);
}

/// A3.
#[test]
fn text_that_is_not_json_is_answered_with_the_byte_and_the_schema() {
    let failure = refused("{\"{\"city\":\"taipei\"}");
    assert_eq!(failure.code, Code::InvalidJson);
    let hint = failure.hint.expect("a hint");
    assert_eq!(hint["offset"], 4);
    assert_eq!(hint["parameters"]["required"], json!(["city", "day"]));
}

/// A4.
#[test]
fn what_is_not_an_object_is_named() {
    for raw in ["null", "[]", "\"x\"", "5", "true"] {
        assert_eq!(refused(raw).code, Code::NotAnObject, "{raw}");
    }
}

/// A5.
#[test]
fn a_tool_without_arguments_takes_a_blank_text() {
    let now = tool("now", vec![]);
    for raw in ["", " ", "{}"] {
        assert_eq!(arguments(&now, raw, Lang::En).expect("blank").text(), "{}");
    }
    assert_eq!(refused("").code, Code::MissingArgument);
}

/// A7.
#[test]
fn a_very_long_text_is_quoted_by_its_beginning() {
    let failure = refused(&"{".repeat(50_000));
    let hint = failure.hint.as_ref().expect("a hint");
    assert_eq!(hint["characters"], 50_000);
    assert!(hint["given"].as_str().expect("text").chars().count() <= 200);
    assert!(failure.observation().to_string().len() < 2_500);
}

/// A16.
#[test]
fn escapes_nul_and_surrogates() {
    let plain = arguments(
        &weather(),
        "{\"city\":\"taipei\",\"day\":1,\"note\":\"臺北\"}",
        Lang::En,
    );
    let escaped = "{\"city\":\"taipei\",\"day\":1,\"note\":\"\\u81fa\\u5317\"}";
    assert_eq!(plain, arguments(&weather(), escaped, Lang::En));
    assert!(!plain.expect("good").text().contains("\\u"));
    assert_eq!(with("\"note\":\"\\u0000\""), Some(Code::WrongType));
    assert_eq!(with("\"note\":\"\\ud83d\""), Some(Code::InvalidJson));
    assert_eq!(with("\"note\":\"🙂\""), None);
}

#[test]
fn nothing_is_coerced() {
    for raw in [
        "{\"city\":\"taipei\",\"day\":\"3\"}",
        "{\"city\":\"taipei\",\"day\":3.0}",
        "{\"city\":\"taipei\",\"day\":true}",
        "{\"city\":\"taipei\",\"day\":null}",
        "{\"city\":[\"taipei\"],\"day\":3}",
    ] {
        assert_eq!(refused(raw).code, Code::WrongType, "{raw}");
    }
    assert_eq!(with("\"wet\":1"), Some(Code::WrongType));
    assert_eq!(with("\"wet\":\"true\""), Some(Code::WrongType));
    assert_eq!(with("\"wind\":\"0.5\""), Some(Code::WrongType));
    assert_eq!(with("\"note\":7"), Some(Code::WrongType));
    assert_eq!(with("\"hours\":\"1\""), Some(Code::WrongType));
}

#[test]
fn limits_are_kept() {
    assert_eq!(
        refused("{\"city\":\"taipei\",\"day\":8}").code,
        Code::OutOfRange
    );
    assert_eq!(
        refused("{\"city\":\"臺北\",\"day\":1}").code,
        Code::OutOfRange
    );
    assert_eq!(with("\"note\":\"abcd\""), Some(Code::OutOfRange));
    assert_eq!(with("\"note\":\"臺北市\""), None);
    assert_eq!(with("\"wind\":-0.1"), Some(Code::OutOfRange));
    assert_eq!(with("\"wind\":0.1"), None);
    assert_eq!(with("\"hours\":[1,2,3]"), Some(Code::OutOfRange));
    assert_eq!(with("\"hours\":[]"), None);
}

#[test]
fn whole_numbers_beyond_two_to_the_53_are_refused() {
    assert_eq!(with("\"hours\":[9007199254740992]"), None);
    for big in [
        "9007199254740993",
        "-9007199254740993",
        "18446744073709551615",
        "99999999999999999999",
    ] {
        assert_eq!(
            with(&format!("\"hours\":[{big}]")),
            Some(Code::OutOfRange),
            "{big}"
        );
        assert_eq!(
            with(&format!("\"wind\":{big}")),
            Some(Code::OutOfRange),
            "{big}"
        );
    }
    assert_eq!(with("\"wind\":1e400"), Some(Code::InvalidJson));
}

#[test]
fn a_name_that_is_not_in_the_manual_is_answered_with_the_nearest() {
    let failure = refused("{\"ctiy\":\"taipei\",\"day\":2}");
    assert_eq!(failure.code, Code::UnknownArgument);
    assert_eq!(failure.hint.expect("names")[0], "city");
}

#[test]
fn every_refusal_speaks_both_languages() {
    for raw in [
        "{",
        "[]",
        "{\"x\":1}",
        "{}",
        "{\"city\":1}",
        "{\"city\":\"x\"}",
    ] {
        let [en, zh] = Lang::ALL.map(|lang| arguments(&weather(), raw, lang).expect_err(raw));
        assert_eq!(en.code, zh.code);
        assert_ne!(en.message, zh.message);
        assert!(
            en.message.is_ascii() && zh.message.chars().any(|c| c > '\u{4e00}'),
            "{raw}"
        );
        let observation = zh.observation();
        assert!(matches!(&observation["error"]["code"], Value::String(_)));
        assert!(!observation.to_string().contains("\\u"));
    }
}
