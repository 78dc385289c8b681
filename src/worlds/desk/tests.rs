use proptest::prelude::*;
use serde_json::Map;

use super::*;

fn arguments(value: Value) -> Arguments {
    match value {
        Value::Object(map) => Arguments(map),
        _ => Arguments(Map::new()),
    }
}

fn call(desk: &mut Desk, tool: &str, value: Value, lang: Lang) -> Result<Outcome, Failure> {
    desk.call(tool, &arguments(value), &mut { Budget::CALL }, lang)
}

/// A desk on which every good call of [`GOOD`] can be made.
fn desk() -> Desk {
    Desk::new(Settings {
        memories: vec!["I like tea".into()],
        ..Settings::default()
    })
}

/// Of each tool: a good call, and three bad ones.
fn calls() -> Vec<(&'static str, Value, [Value; 3])> {
    let long = "x".repeat(201);
    vec![
        (
            "calc",
            json!({"expr": "2*21"}),
            [json!({}), json!({"expr": "2**"}), json!({"expr": long})],
        ),
        (
            "now",
            json!({}),
            [json!({"x": 1}), json!({"x": null}), json!({"now": ""})],
        ),
        (
            "cal_list",
            json!({"day": 3}),
            [json!({}), json!({"day": 0}), json!({"day": "3"})],
        ),
        (
            "cal_add",
            json!({"day": 3, "start": 9, "end": 10, "title": "tea"}),
            [
                json!({"day": 3, "start": 9, "end": 10}),
                json!({"day": 3, "start": 9, "end": 9, "title": "tea"}),
                json!({"day": 3, "start": 24, "end": 25, "title": "tea"}),
            ],
        ),
        (
            "weather",
            json!({"city": "taipei", "day": 1}),
            [
                json!({"city": "taipei"}),
                json!({"city": "臺北", "day": 1}),
                json!({"city": "taipei", "day": 8}),
            ],
        ),
        (
            "search",
            json!({"q": "tea", "k": 2}),
            [
                json!({"q": "tea"}),
                json!({"q": "tea", "k": 6}),
                json!({"q": long, "k": 1}),
            ],
        ),
        (
            "note_write",
            json!({"text": "I like milk", "replaces": "m1"}),
            [
                json!({"text": ""}),
                json!({"text": "x", "replaces": ""}),
                json!({"text": long}),
            ],
        ),
        (
            "note_read",
            json!({"q": "tea", "k": 1}),
            [json!({}), json!({"q": 3, "k": 1}), json!({"q": "", "k": 0})],
        ),
        (
            "note_delete",
            json!({"id": "m1"}),
            [json!({}), json!({"id": "m9"}), json!({"id": "n0123456789"})],
        ),
        (
            "graph_add",
            json!({"s": "Ada", "p": "works_at", "o": "Acme"}),
            [
                json!({"s": "Ada", "p": "x"}),
                json!({"s": "", "p": "x", "o": "y"}),
                json!({"s": long, "p": "x", "o": "y"}),
            ],
        ),
        (
            "graph_query",
            json!({"s": "Ada", "hops": 2}),
            [
                json!({"s": "Ada"}),
                json!({"s": "Ada", "hops": 4}),
                json!({"s": "Ada", "hops": 0}),
            ],
        ),
        (
            "ask_user",
            json!({"text": "when?"}),
            [json!({}), json!({"text": 4}), json!({"text": long})],
        ),
        (
            "find_tool",
            json!({"q": "forecast", "k": 2}),
            [
                json!({"q": "x"}),
                json!({"q": long, "k": 1}),
                json!({"q": "x", "k": 9}),
            ],
        ),
    ]
}

#[test]
fn each_tool_has_a_good_call_and_bad_ones_that_leave_the_world_as_it_was() {
    let manuals: Vec<String> = desk().tools().into_iter().map(|tool| tool.name).collect();
    let tested: Vec<_> = calls().into_iter().map(|(tool, _, _)| tool).collect();
    assert_eq!(manuals, tested);
    for (tool, good, bad) in calls() {
        for lang in Lang::ALL {
            assert!(
                call(&mut desk(), tool, good.clone(), lang).is_ok(),
                "{tool}"
            );
            for bad in bad.iter().filter(|_| tool != "now") {
                // `now` needs nothing: what it must not be given is found by the check of the manual.
                let mut world = desk();
                assert!(
                    call(&mut world, tool, bad.clone(), lang).is_err(),
                    "{tool} {bad}"
                );
                assert_eq!(world, desk());
            }
        }
    }
}

#[test]
fn the_state_is_the_same_in_both_languages() {
    let [en, zh] = Lang::ALL.map(|lang| {
        let mut world = desk();
        for (tool, good, _) in calls() {
            let _ = call(&mut world, tool, good, lang);
            world.pass(1);
        }
        world.state()
    });
    assert_eq!(en, zh);
    assert_ne!(en, desk().state());
}

#[test]
fn every_schema_names_its_parameters_and_says_all_in_both_languages() {
    for tool in desk().tools() {
        assert!(tool.name.is_ascii());
        for lang in Lang::ALL {
            let schema = tool.schema(lang);
            let parameters = &schema["function"]["parameters"];
            assert_eq!(parameters["additionalProperties"], false);
            let properties = parameters["properties"].as_object().unwrap();
            for name in parameters["required"].as_array().unwrap() {
                assert!(properties.contains_key(name.as_str().unwrap()));
            }
            assert!(
                properties
                    .values()
                    .all(|schema| !schema["description"].as_str().unwrap().is_empty())
            );
        }
        let texts = std::iter::once(&tool.description).chain(
            tool.parameters
                .iter()
                .map(|parameter| &parameter.description),
        );
        assert!(
            texts
                .into_iter()
                .all(|text| text.en != text.zh && !text.zh.is_ascii())
        );
    }
}

#[test]
fn a_tool_that_was_taken_away_is_unknown() {
    let mut world = Desk::new(Settings {
        tools: vec!["now".into()],
        ..Settings::default()
    });
    assert_eq!(world.tools().len(), 1);
    let failure = call(&mut world, "calc", json!({"expr": "1"}), Lang::En).unwrap_err();
    assert_eq!(
        (failure.code, failure.hint),
        (Code::UnknownTool, Some(json!(["now"])))
    );
}

#[test]
fn the_manuals_are_found_by_what_they_say() {
    for (question, lang) in [
        ("weather forecast for a city", Lang::En),
        ("城市的天氣預報", Lang::ZhHant),
    ] {
        let found = find_tool(&manuals(), question, 2, lang);
        assert_eq!(found["tools"][0]["name"], "weather");
    }
}

#[test]
fn a_task_is_judged_by_the_world_and_not_by_the_answer() {
    let goal = Goal::All(vec![
        Goal::Entry {
            day: 3,
            start: 9,
            end: 10,
        },
        Goal::Says(vec!["done".into()]),
    ]);
    let mut world = Desk::new(Settings {
        goal: Some(goal),
        ..Settings::default()
    });
    assert_eq!(world.verdict("Done!"), Some(false));
    call(
        &mut world,
        "cal_add",
        json!({"day": 3, "start": 9, "end": 10, "title": "tea"}),
        Lang::En,
    )
    .unwrap();
    assert_eq!(
        (world.verdict("Done!"), world.verdict("no")),
        (Some(true), Some(false))
    );
    assert_eq!(desk().verdict("Done!"), None);
}

#[test]
fn planted_notes_are_searched_and_are_part_of_the_state() {
    let note = Note {
        date: "2026-03-01".into(),
        ..library()[0].clone()
    };
    let mut world = Desk::new(Settings {
        planted: vec![note],
        ..Settings::default()
    });
    let Ok(Outcome::Value(found)) = call(
        &mut world,
        "search",
        json!({"q": "lighthouse", "k": 5}),
        Lang::En,
    ) else {
        panic!("the search failed");
    };
    let ids: Vec<_> = found["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"n49"), "{ids:?}");
    assert_ne!(world.state(), Desk::new(Settings::default()).state());
}

fn json_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3i64..30).prop_map(Value::from),
        any::<f64>().prop_map(|x| json!(x)),
        ".{0,12}".prop_map(Value::from),
        "m[0-9]|taipei|[0-9+*^()]{1,9}".prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_argument_makes_a_tool_panic(
        calls in prop::collection::vec((0usize..14, prop::collection::vec((0usize..14, json_value()), 0..5)), 1..12),
        ticks: u32,
    ) {
        let names = ["expr", "day", "start", "end", "title", "city", "q", "k", "text", "replaces", "id", "s", "p", "hops"];
        let mut world = desk();
        let tools = world.tools();
        for (tool, given) in calls {
            let name = tools.get(tool).map_or("nothing", |tool| tool.name.as_str());
            let map = given.into_iter().map(|(at, value)| (names[at].to_string(), value)).collect();
            let before = world.state();
            if call(&mut world, name, Value::Object(map), Lang::ZhHant).is_err() {
                prop_assert_eq!(world.state(), before);
            }
            world.pass(ticks);
        }
    }
}
