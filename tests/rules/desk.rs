use super::*;
use lecture_playground::brains::rules::examples::REQUESTS;
use serde_json::Value;

fn desk(lang: Lang) -> Desk {
    let memories = ["The cat is nine", "I like tea", "The bicycle is blue"];
    let in_chinese = ["貓九歲", "我喜歡茶", "腳踏車是藍色的"];
    let memories = if lang == Lang::En {
        memories
    } else {
        in_chinese
    };
    Desk::new(desk::Settings {
        memories: memories.map(String::from).to_vec(),
        ..desk::Settings::default()
    })
}

/// Name and arguments of each call, with the texts left out that are in the language of the request; and the ids of notes that came.
fn calls<W: World>(run: &Run<W>) -> Vec<String> {
    let mut calls = Vec::new();
    for entry in run.entries() {
        if let Event::Result {
            name,
            arguments,
            content,
            code,
            ..
        } = &entry.event
        {
            let mut arguments: Value = serde_json::from_str(arguments).unwrap();
            for text in ["q", "text", "title"] {
                if arguments.get(text).is_some() {
                    arguments[text] = "".into();
                }
            }
            let content: Value = serde_json::from_str(content).unwrap();
            let first = &content["notes"][0]["id"];
            calls.push(format!("{name} {arguments} {code:?} {first}"));
        }
    }
    calls
}

#[test]
fn the_same_request_in_either_language_gives_the_same_calls() {
    let mut tools = std::collections::BTreeSet::new();
    for request in REQUESTS {
        let [en, zh] = Lang::ALL.map(|lang| {
            let settings = Settings {
                lang,
                ..Settings::default()
            };
            let goal = request.get(lang);
            let answers = if lang == Lang::En {
                ["Taipei"]
            } else {
                ["臺北"]
            };
            let (calls, ending) = if goal.contains("flag")
                || goal.contains("column")
                || goal.contains('旗')
                || goal.contains('欄')
            {
                let grid = Grid::new(Map::drawn(&["S..#", ".#..", "....", "...F", "...."]), None);
                let (run, ending) = run(settings, grid, &[], goal, rules::Settings::default(), &[]);
                (calls(&run), ending)
            } else {
                let (run, ending) = run(
                    settings,
                    desk(lang),
                    &[],
                    goal,
                    rules::Settings::default(),
                    &answers,
                );
                (calls(&run), ending)
            };
            assert_eq!(ending.stop, Stop::Final, "{goal}: {calls:?}");
            calls
        });
        assert_eq!(en, zh, "{}", request.en);
        assert!(!en.is_empty(), "{}", request.en);
        tools.extend(
            en.iter()
                .map(|call| call.split(' ').next().unwrap().to_string()),
        );
    }
    // Between them they use every tool of the two worlds but the search for tools.
    assert_eq!(tools.len(), 12 + 3, "{tools:?}");
}

#[test]
fn a_request_that_was_carried_out_is_true_in_the_world() {
    let entry = Goal::Entry {
        day: 2,
        start: 11,
        end: 12,
    };
    for (goal, task) in [
        ("Put the dentist in my calendar tomorrow at 11", entry),
        (
            "What is 6 times 7, and then remember that I like 42",
            Goal::All(vec![
                Goal::Says(vec!["42".into()]),
                Goal::Remembers("I like 42".into()),
            ]),
        ),
        (
            "I no longer like tea",
            Goal::All(vec![
                Goal::Remembers("no longer".into()),
                Goal::Forgot("I like tea".into()),
            ]),
        ),
        ("Forget that I like tea", Goal::Forgot("tea".into())),
        ("Delete note m2", Goal::Forgot("tea".into())),
        (
            "Add the fact: Ada | works_at | Acme; what is connected to Ada",
            Goal::All(vec![
                Goal::Knows {
                    s: "Ada".into(),
                    o: "Acme".into(),
                },
                Goal::Says(vec!["Acme".into()]),
            ]),
        ),
        (
            "How high is the lighthouse?",
            Goal::Says(vec!["42 metres".into()]),
        ),
        (
            "How many legs has a zebra?",
            Goal::Says(vec!["I do not know".into()]),
        ),
    ] {
        let world = Desk::new(desk::Settings {
            memories: vec!["The cat is nine".into(), "I like tea".into()],
            goal: Some(task.clone()),
            ..desk::Settings::default()
        });
        let (run, ending) = run(
            Settings::default(),
            world.clone(),
            &[],
            goal,
            rules::Settings::default(),
            &[],
        );
        assert!(ending.success(), "{goal}: {ending:?} {:?}", calls(&run));
        // With a tool missing it says so, and the world does not bear it out.
        let none = Settings {
            allowed: Some(vec!["now".into()]),
            ..Settings::default()
        };
        let (_, ending) = super::run(none, world, &[], goal, rules::Settings::default(), &[]);
        assert_eq!(ending.verified, Some(false), "{goal}: {ending:?}");
    }
}

/// A19: the world is asked, not the brain.
#[test]
fn a_brain_that_boasts_is_found_out() {
    for (goal, verified) in [
        ("Add tea on Wednesday from 8 to 10", false),
        ("Add breakfast on Wednesday at 9", true),
    ] {
        let world = Desk::new(desk::Settings {
            goal: Some(Goal::Entry {
                day: 3,
                start: 9,
                end: 10,
            }),
            ..desk::Settings::default()
        });
        let boasting = rules::Settings {
            boasts: true,
            ..rules::Settings::default()
        };
        let (_, ending) = run(Settings::default(), world, &[], goal, boasting, &[]);
        assert_eq!(
            (ending.answer.as_str(), ending.verified),
            ("Done.", Some(verified))
        );
    }
}

/// T7, in the loop: a tool whose manual is not in the prompt is not used.
#[test]
fn a_tool_is_used_only_where_its_manual_is_read() {
    for (tool, calls_made, answer) in [
        ("now", 0, "I have no tool for this: calc."),
        ("calc", 1, "12*7 = 84."),
    ] {
        let settings = Settings {
            allowed: Some(vec![tool.into()]),
            ..Settings::default()
        };
        let (run, ending) = run(
            settings,
            desk(Lang::En),
            &[],
            "What is 12 * 7?",
            rules::Settings::default(),
            &[],
        );
        assert_eq!(
            (calls(&run).len(), ending.answer.as_str()),
            (calls_made, answer)
        );
    }
}

#[test]
fn a_run_is_the_same_when_it_is_run_again() {
    let hashes: Vec<u64> = (0..2)
        .map(|_| {
            run(
                Settings::default(),
                desk(Lang::En),
                &[],
                REQUESTS[35].en,
                rules::Settings::default(),
                &[],
            )
            .0
            .log_hash()
        })
        .collect();
    assert_eq!(hashes[0], hashes[1]);
}

/// What a tool must not be given is found by the check of its manual, before the world sees it.
#[test]
fn the_clock_takes_nothing_and_an_empty_text_is_nothing() {
    for (arguments, fine) in [
        ("", true),
        (" ", true),
        ("{}", true),
        ("{\"x\":1}", false),
        ("[]", false),
        ("null", false),
        ("{", false),
    ] {
        let mut run = Run::open(
            Settings::default(),
            desk(Lang::En),
            "",
            &[],
            "What time is it?",
        );
        let before = run.world().clone();
        let turn =
            lecture_playground::agent::token::read(&format!("<|call|>now {arguments}<|end|>"));
        run.write(&turn, lecture_playground::agent::Badge::Reader);
        let failed = run
            .entries()
            .iter()
            .any(|entry| matches!(&entry.event, Event::Result { code: Some(_), .. }));
        assert_eq!(failed, !fine, "{arguments}");
        if !fine {
            assert_eq!(run.world().memory(), before.memory());
        }
    }
}
