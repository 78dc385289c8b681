//! The language: what programs do, what the log says, and that nothing a reader or a brain writes can break it.

use proptest::prelude::*;

use super::*;
use crate::lesson::{Describe, Lang};

/// Runs with the budget of a tool call.
fn run(source: &str) -> Result<String, Kind> {
    let program = compile(source).unwrap_or_else(|log| panic!("{}", log.describe(Lang::En)));
    program.run(&mut 10_000).map_err(|trouble| trouble.kind)
}

fn log(source: &str) -> Vec<(u32, u32, String, Option<String>)> {
    let Err(Log(entries)) = compile(source) else {
        panic!("{source} compiles")
    };
    let entry = |e: Entry| (e.line, e.col, e.expected.words(Lang::En), e.got);
    entries.into_iter().map(entry).collect()
}

fn at(line: u32, col: u32, expected: &str, got: &str) -> (u32, u32, String, Option<String>) {
    (line, col, expected.into(), Some(got.into()))
}

#[test]
fn programs_do_what_they_say() {
    assert_eq!(run("print(1 + 2 * 3 - 8 / 4);"), Ok("5".into()));
    assert_eq!(
        run("print(-(1 - 3) * 2); print(7 / -2);"),
        Ok("4\n-3".into())
    );
    assert_eq!(run("print(1 < 2 == 1); print(2 < 1);"), Ok("1\n0".into()));
    let sum = "let i = 0; let s = 0; while i < 5 { s = s + i; i = i + 1; } print(s);";
    assert_eq!(run(sum), Ok("10".into()));
    let choice =
        "let a = 2; if a == 1 { print(1); } else if a == 2 { print(2); } else { print(3); }";
    assert_eq!(run(choice), Ok("2".into()));
    let factorial = "print(f(10)); fn f(n) { if n < 2 { return 1; } return n * f(n - 1); }";
    assert_eq!(run(factorial), Ok("3628800".into()));
    assert_eq!(
        run("fn f(a, b) { let c = a - b; return c; } print(f(f(9, 2), 3));"),
        Ok("4".into())
    );
    assert_eq!(
        run("fn f() { print(1); } f(); print(f());"),
        Ok("1\n1\n0".into())
    );
    // A block hides a name and gives it back.
    assert_eq!(
        run("let a = 1; if 1 { let a = 2; print(a); } print(a);"),
        Ok("2\n1".into())
    );
    assert_eq!(run("# nothing"), Ok(String::new()));
}

#[test]
fn the_log_names_place_expectation_and_what_stood_there() {
    assert_eq!(log("let a = 1;\nprint{a);"), [at(2, 6, "`(`", "{")]);
    assert_eq!(log("let a + 1;"), [at(1, 7, "`=`", "+")]);
    assert_eq!(
        log("print(b);"),
        [at(1, 7, "a name that was let before", "b")]
    );
    assert_eq!(
        log("let a = a;"),
        [at(1, 9, "a name that was let before", "a")]
    );
    assert_eq!(
        log("print(f(1));"),
        [at(1, 7, "the name of a function", "f")]
    );
    assert_eq!(
        log("fn f(a) { } print(f());"),
        [at(1, 19, "1 arguments", "0")]
    );
    assert_eq!(
        log("fn f() { } fn f() { }"),
        [at(1, 15, "a name that no function has", "f")]
    );
    assert_eq!(log("let while = 1;"), [at(1, 5, "a name", "while")]);
    assert_eq!(
        log("let a = 99999999999999999999;"),
        [at(1, 9, "a number of 64 bits", "99999999999999999999")]
    );
    assert_eq!(
        log("if 1 { fn f() { } }")[0],
        at(1, 8, "fn outside of every block", "fn")
    );
    // Columns are characters: the mark before has three bytes.
    assert_eq!(log("，"), [at(1, 1, "a statement", "，")]);
    assert_eq!(log("while 1 {"), [(1, 10, "`}`".into(), None)]);
    // What a function lets is its own.
    assert_eq!(
        log("let a = 1; fn f() { return a; }"),
        [at(1, 28, "a name that was let before", "a")]
    );
}

#[test]
fn one_mistake_is_one_entry_and_a_missing_end_does_not_spoil_the_next_line() {
    let three = "let a ( 1;\nlet b = 2\nprint(a)) ;\nprint(b);";
    let found: Vec<u32> = log(three).iter().map(|entry| entry.0).collect();
    assert_eq!(found, [1, 3, 3]);
    assert_eq!(
        log("let a =\nprint(3);"),
        [at(2, 1, "an expression", "print")]
    );
}

#[test]
fn a_log_has_an_end() {
    let wrong = "let a ( 1;\n".repeat(100);
    assert_eq!(log(&wrong).len(), ENTRIES);
}

#[test]
fn a_loop_of_calls_of_loops_shares_one_budget() {
    let source = "fn f() { let i = 0; while i < 10000 { i = i + 1; } return i; }\nlet k = 0; while k < 10000 { k = k + 1; f(); }";
    let program = compile(source).expect("a program");
    let mut operations = 10_000;
    let trouble = program.run(&mut operations).expect_err("too long");
    assert_eq!((trouble.kind, operations), (Kind::Timeout, 0));
}

#[test]
fn endless_loops_and_endless_recursion_stop_with_a_reason() {
    assert_eq!(run("while 1 { }"), Err(Kind::Timeout));
    assert_eq!(run("fn f(n) { return f(n + 1); } f(0);"), Err(Kind::Depth));
    let deep = "fn f(n) { if n == 0 { return 0; } return f(n - 1) + 1; } print(f(1000000));";
    let program = compile(deep).expect("a program");
    let trouble = program.run(&mut { u32::MAX }).expect_err("too deep");
    assert_eq!((trouble.kind, trouble.line), (Kind::Depth, 1));
    assert_eq!(
        run("fn f(n) { if n == 0 { return 0; } return f(n - 1) + 1; } print(f(199));"),
        Ok("199".into())
    );
}

#[test]
fn arithmetic_that_has_no_result_stops_the_run_and_keeps_what_was_printed() {
    assert_eq!(run("print(1 / 0);"), Err(Kind::DividedByZero));
    assert_eq!(
        run("let a = 9223372036854775807; print(a + 1);"),
        Err(Kind::Overflow)
    );
    assert_eq!(
        run("print((0 - 9223372036854775807 - 1) / (0 - 1));"),
        Err(Kind::Overflow)
    );
    assert_eq!(run("while 1 { print(1); }"), Err(Kind::TooMuchPrinted));
    let trouble = compile("print(7);\nprint(1 / 0);")
        .expect("a program")
        .run(&mut 100)
        .expect_err("stops");
    assert_eq!(
        (trouble.printed.as_str(), trouble.line, trouble.col),
        ("7", 2, 9)
    );
    assert_eq!(
        trouble.describe(Lang::En),
        "line 2, column 9: division by zero"
    );
    assert_eq!(trouble.describe(Lang::ZhHant), "第 2 行第 9 欄：除以零");
}

#[test]
fn nesting_length_and_names_have_limits_that_the_log_names() {
    let parens = ["print(", &"(".repeat(1500), "1", &")".repeat(1500), ");"].concat();
    assert_eq!(log(&parens)[0].2, "at most 32 levels of nesting");
    let minus = ["print(", &"-".repeat(3000), "1);"].concat();
    assert_eq!(log(&minus)[0].2, "at most 32 levels of nesting");
    let blocks = ["if 1 { ".repeat(99), "} ".repeat(99)].concat();
    assert_eq!(log(&blocks)[0].2, "at most 32 levels of nesting");
    assert_eq!(log(&" ".repeat(4001))[0].2, "at most 4000 characters");
    let names: String = (0..65).map(|i| format!("let a{i} = 0;\n")).collect();
    assert_eq!(
        log(&names),
        [at(65, 5, "at most 64 names in a function", "a64")]
    );
    let chain = [
        "if 0 { } ",
        &"else if 0 { } ".repeat(250),
        "else { print(1); }",
    ]
    .concat();
    assert_eq!(run(&chain), Ok("1".into()));
}

#[test]
fn every_message_is_there_in_both_languages() {
    let entries = [
        "let a ( 1;",
        "print(b);",
        "print(f(1));",
        "fn f(a) { } f();",
        "fn f() { } fn f() { }",
        "let = 1;",
        "let a = ;",
        "let a = 99999999999999999999;",
        "if 1 { fn",
        ")",
        "while 1 {",
    ];
    for source in entries {
        let Err(log) = compile(source) else {
            panic!("{source}")
        };
        let (en, zh) = (log.describe(Lang::En), log.describe(Lang::ZhHant));
        assert!(
            en.is_ascii() && !zh.is_ascii() && zh.lines().count() == en.lines().count(),
            "{en} {zh}"
        );
        assert_eq!(crate::lesson::half_width_mark(&zh), None, "{zh}");
    }
}

/// A text that is nearly a program.
fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "let",
        "print",
        "if",
        "else",
        "while",
        "fn",
        "return",
        "a",
        "b",
        "f",
        "(",
        ")",
        "{",
        "}",
        ";",
        ",",
        "=",
        "+",
        "-",
        "*",
        "/",
        "<",
        "==",
        "0",
        "1",
        "7",
        "9223372036854775807",
        "99999999999999999999",
        "\n",
        "#",
        "臺",
        "let a = 1;",
        "print(a);",
        "f(1)",
        "fn f(n) {",
        "while 1 {",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// An expression with its value, or none where it has none.
fn expression() -> impl Strategy<Value = (String, Option<i64>)> {
    let leaf = any::<u32>().prop_map(|n| (n.to_string(), Some(i64::from(n))));
    leaf.prop_recursive(4, 40, 2, |inner| {
        let sign = prop::sample::select(vec!["+", "-", "*", "/", "<", "=="]);
        (inner.clone(), sign, inner).prop_map(|((a, x), sign, (b, y))| {
            let value = x.zip(y).and_then(|(x, y)| match sign {
                "+" => x.checked_add(y),
                "-" => x.checked_sub(y),
                "*" => x.checked_mul(y),
                "/" => x.checked_div(y),
                "<" => Some(i64::from(x < y)),
                _ => Some(i64::from(x == y)),
            });
            (format!("({a} {sign} {b})"), value)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_a_program_or_has_a_log(source in any::<String>()) {
        check(&source)?;
    }

    #[test]
    fn any_heap_of_words_is_a_program_that_ends_or_has_a_log(source in soup()) {
        check(&source)?;
    }

    #[test]
    fn expressions_have_the_value_of_arithmetic((source, value) in expression()) {
        let found = run(&["print(", &source, ");"].concat());
        prop_assert_eq!(found.ok(), value.map(|value| value.to_string()));
    }
}

fn check(source: &str) -> Result<(), TestCaseError> {
    match compile(source) {
        Ok(program) => {
            let (mut a, mut b) = (5000, 5000);
            let first = program.run(&mut a);
            prop_assert_eq!(&first, &program.run(&mut b));
            prop_assert_eq!(a, b);
            let timed_out = first.is_err_and(|trouble| trouble.kind == Kind::Timeout);
            prop_assert!(!timed_out || a == 0);
        }
        Err(log) => {
            prop_assert!(!log.0.is_empty() && log.0.len() <= ENTRIES);
            let lines = source.lines().count().max(1) as u32 + 1;
            prop_assert!(
                log.0
                    .iter()
                    .all(|e| (1..=lines).contains(&e.line) && e.col >= 1)
            );
            let short = |got: &String| !got.is_empty() && got.chars().count() <= 20;
            let said = log.0.iter().filter_map(|entry| entry.got.as_ref());
            prop_assert!(said.into_iter().all(short));
        }
    }
    Ok(())
}
