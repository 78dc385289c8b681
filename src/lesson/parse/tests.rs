use super::*;

fn error_of(markdown: &str) -> LessonError {
    parse(markdown).expect_err(markdown)
}

fn source(markdown: &str) -> String {
    let blocks = parse(markdown).expect(markdown);
    rust_source(&blocks, &blocks)
}

#[test]
fn a_paragraph_with_a_live_value_is_split_around_it() {
    let source = source("The loss is {value:validation-loss} **nats**.");
    assert!(source.contains(r#"Paragraph(&[crate::lesson::Inline::Html("The loss is "), crate::lesson::Inline::Value("validation-loss"), crate::lesson::Inline::Html(" <strong>nats</strong>.")])"#), "{source}");
}

#[test]
fn a_formula_becomes_mathml_without_inline_styles() {
    let source = source(r"So $p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}$ holds.");
    assert!(
        source.contains("alttext=") && source.contains("<mfrac>"),
        "{source}"
    );
    assert!(
        !source.contains("style=") && !source.contains("merror"),
        "{source}"
    );
}

#[test]
fn a_mark_after_a_formula_stays_on_its_line() {
    let held = source("輸出 $z$，都換成 $m$ 的平均。\n");
    assert!(held.contains("</math>，</span>都換成"), "{held}");
    assert_eq!(held.matches("held").count(), 2, "one a language: {held}");
}

#[test]
fn broken_latex_is_an_error_at_its_line() {
    let error = error_of("One line.\n\nAnother: $\\frac{1}$ and so on.");
    assert_eq!(error.line, 3);
    assert!(error.what.starts_with("formula `\\frac{1}`"), "{error:?}");
    assert!(
        error_of("A $\\nosuchcommand$.")
            .what
            .contains("nosuchcommand")
    );
}

#[test]
fn latex_that_needs_an_inline_style_is_refused() {
    assert!(error_of(r"See $\color{red} x$.").what.contains("policy"));
}

#[test]
fn an_unknown_fence_is_an_error_at_its_line() {
    let error = error_of("Text.\n\n```python\nprint(1)\n```");
    assert_eq!((error.line, error.what.contains("python")), (3, true));
    assert!(
        error_of("```widget loss\nbody\n```")
            .what
            .contains("empty body")
    );
}

#[test]
fn raw_html_and_images_are_refused() {
    for markdown in [
        "<svg onload=alert(1)>",
        "Text <b>bold</b>.",
        "![alt](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "> quote",
        "# One",
    ] {
        error_of(markdown);
    }
}

#[test]
fn marks_without_a_partner_are_refused() {
    for markdown in [
        "a ** b",
        "costs $5",
        "{value:loss",
        "{valeu:loss}",
        "**{value:loss}**",
        "{preset:hot}",
        "{value:Loss}",
    ] {
        error_of(markdown);
    }
}

#[test]
fn a_second_level_heading_names_its_step() {
    assert!(error_of("## Look").what.contains("step"));
    assert!(error_of("## Look {.gaze}").what.contains("step"));
    assert!(source("## Look {.do}").contains("<h2 class=\\\"step-do\\\">Look</h2>"));
}

#[test]
fn a_teacher_heading_folds_what_follows_up_to_the_next_heading() {
    let blocks =
        parse("Before.\n\n## Note {.teacher}\n\nInside.\n\n- one\n- two\n\n## On {.why}\n\nAfter.")
            .unwrap();
    assert_eq!(blocks.len(), 4);
    assert!(
        matches!(&blocks[1].kind, Kind::Note { step, blocks, .. } if step == "teacher" && blocks.len() == 2)
    );
}

#[test]
fn a_guess_has_a_question_an_answer_and_a_note() {
    let card = "```guess end choice decides=loop-period\nHow does it end?\n- loop: It repeats.\n- open: It does not.\n\nGenerate and see.\n```";
    let source = source(card);
    assert!(
        source.contains(r#"key: "loop""#) && source.contains(r#"decides: &["loop-period"]"#),
        "{source}"
    );
    assert!(
        self::source("```guess gap slider min=0 max=4 step=0.1 decides=a,b\nHow far?\n\nRun.\n```")
            .contains("Slider { min: 0.0, max: 4.0, step: 0.1 }")
    );
    for broken in [
        "```guess end choice\nHow?\n- a: A.\n- b: B.\n\nRun.\n```",
        "```guess end choice decides=a\nHow?\n- a: A.\n\nRun.\n```",
        "```guess end choice decides=a\nHow?\n- a: A.\n- b: B.\n```",
        "```guess end slider min=1 max=0 step=1 decides=a\nHow?\n\nRun.\n```",
        "```guess end slider min=0 max=NaN step=1 decides=a\nHow?\n\nRun.\n```",
        "```guess end choice decides=a\nHow?\n- A.\n- b: B.\n\nRun.\n```",
    ] {
        error_of(broken);
    }
}

#[test]
fn the_line_of_a_fault_inside_a_guess_is_its_own() {
    let error = error_of(
        "Text.\n\n```guess end choice decides=a\nHow?\n- a: $\\frac{1}$\n- b: B.\n\nRun.\n```",
    );
    assert_eq!(error.line, 5);
}

#[test]
fn lists_may_be_tight_or_loose_and_keep_their_values() {
    let tight = source("- a {value:step}\n- b");
    assert_eq!(tight, source("- a {value:step}\n\n- b"));
    assert!(
        tight.contains("List { ordered: false, items: &[&["),
        "{tight}"
    );
    assert!(source("1. a\n2. b").contains("<ol><li>a</li><li>b</li></ol>"));
    error_of("- a\n  - nested");
    error_of("- a\n\n  second paragraph");
}

#[test]
fn a_line_break_between_chinese_characters_leaves_no_space() {
    assert!(source("模型每次\n只猜一個。").contains("模型每次只猜一個。"));
    assert!(source("one\ntwo").contains("one two"));
    assert!(source("用\ntoken").contains("用 token"));
}

#[test]
fn text_is_escaped() {
    assert!(source("a \\< b & c [x](https://e.org/?a=1&b=2)").contains("a &lt; b &amp; c <a rel=\\\"noopener noreferrer\\\" href=\\\"https://e.org/?a=1&amp;b=2\\\">x</a>"));
}

#[test]
fn two_languages_differ_in_words_only() {
    let en =
        parse("## Why {.why}\n\nThe $x$ and $y$ of {value:step}.\n\n```widget loss\n```").unwrap();
    let same = |markdown: &str| same_structure(&en, &parse(markdown).unwrap());
    assert_eq!(
        same("## 為什麼 {.why}\n\n{value:step} 的 $y$ 與 $x$。\n\n```widget loss\n```"),
        Ok(())
    );
    for (markdown, line) in [
        (
            "## 為什麼 {.do}\n\n{value:step} 的 $y$ 與 $x$。\n\n```widget loss\n```",
            1,
        ),
        (
            "## 為什麼 {.why}\n\n{value:step} 的 $y$。\n\n```widget loss\n```",
            3,
        ),
        (
            "## 為什麼 {.why}\n\n{value:entropy} 的 $y$ 與 $x$。\n\n```widget loss\n```",
            3,
        ),
        (
            "## 為什麼 {.why}\n\n{value:step} 的 $y$ 與 $x$。\n\n```widget tree\n```",
            5,
        ),
        ("## 為什麼 {.why}\n\n{value:step} 的 $y$ 與 $x$。", 3),
        (
            "## 為什麼 {.why}\n\n{value:step} 的 $y$ 與 $x$。\n\n```widget loss\n```\n\n再見。",
            8,
        ),
    ] {
        assert_eq!(same(markdown).expect_err(markdown).line, line, "{markdown}");
    }
}

#[test]
fn an_empty_lesson_is_refused() {
    error_of("");
    error_of("\n\n");
}
