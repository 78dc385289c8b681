//! What holds for the lessons of every lab. The build has checked their structure already.

use super::LABS;
use crate::lesson::{Block, Inline, Lang, Text, half_width_mark};

/// The visible text of a lesson, formulas removed, one block a line.
fn prose(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Html(html) => text.push_str(&visible(html)),
            Block::Paragraph(pieces) => text.push_str(&line(pieces)),
            Block::List { items, .. } => items.iter().for_each(|item| text.push_str(&line(item))),
            Block::Widget { .. } => {}
            Block::Guess(guess) => {
                text.push_str(&format!(
                    "{}\n{}",
                    visible(guess.question),
                    visible(guess.note)
                ));
                if let crate::lesson::Answer::Choice(choices) = guess.answer {
                    choices
                        .iter()
                        .for_each(|choice| text.push_str(&format!("\n{}", visible(choice.text))));
                }
            }
            Block::Note { title, blocks, .. } => {
                text.push_str(&format!("{}\n{}", visible(title), prose(blocks)))
            }
        }
        text.push('\n');
    }
    text
}

fn line(pieces: &[Inline]) -> String {
    let piece = |piece: &Inline| match piece {
        Inline::Html(html) => visible(html),
        Inline::Value(_) => "1".to_string(),
        Inline::Preset { label, .. } => label.to_string(),
    };
    pieces.iter().map(piece).collect::<String>() + "\n"
}

/// HTML without tags and formulas.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let end = if tag.starts_with("math") {
            "</math>"
        } else {
            ">"
        };
        rest = tag.split_once(end).expect("our own HTML is closed").1;
    }
    text + rest
}

#[test]
fn every_lab_has_a_lesson_that_walks_the_whole_arc_in_order() {
    for lab in LABS {
        for lang in Lang::ALL {
            let blocks = lab.lesson.get(lang);
            let mut steps: Vec<&str> = Vec::new();
            for block in blocks {
                match block {
                    Block::Html(html) => steps.extend(
                        html.strip_prefix("<h2 class=\"step-")
                            .and_then(|rest| rest.split('"').next()),
                    ),
                    Block::Note { kind, .. } => steps.push(kind),
                    _ => {}
                }
            }
            let mut order: Vec<&str> = Vec::new();
            steps.iter().for_each(|step| {
                if !order.contains(step) {
                    order.push(step)
                }
            });
            assert_eq!(
                order,
                [
                    "question", "guess", "do", "saw", "break", "why", "limits", "teacher"
                ],
                "{} {lang:?}",
                lab.id
            );
        }
    }
}

#[test]
fn the_lessons_are_written_without_shouting_dashes_and_filler() {
    for lab in LABS {
        for (lang, banned) in [
            (
                Lang::En,
                &[
                    "!",
                    "—",
                    "–",
                    "simply",
                    "Simply",
                    "just ",
                    "basically",
                    "obviously",
                    "delve",
                    "Let's",
                ][..],
            ),
            (
                Lang::ZhHant,
                &["！", "—", "–", "簡單來說", "顯然", "的話", "進行"][..],
            ),
        ] {
            let prose = prose(lab.lesson.get(lang));
            for word in banned {
                assert!(!prose.contains(word), "{} {lang:?}: {word}", lab.id);
            }
        }
    }
}

#[test]
fn chinese_is_set_with_full_width_marks() {
    for lab in LABS {
        assert_eq!(half_width_mark(&prose(lab.lesson.zh)), None, "{}", lab.id);
        for Text { zh, .. } in [lab.title, lab.question] {
            assert_eq!(half_width_mark(zh), None, "{}", lab.id);
        }
    }
}

#[test]
fn the_english_lesson_holds_no_chinese() {
    for lab in LABS {
        assert!(
            prose(lab.lesson.en).chars().all(|c| (c as u32) < 0x2e80),
            "{}",
            lab.id
        );
    }
}

#[test]
fn links_lead_to_https_pages() {
    for lab in LABS {
        for lang in Lang::ALL {
            for block in lab.lesson.get(lang) {
                let (Block::Html(_) | Block::Paragraph(_) | Block::List { .. }) = block else {
                    continue;
                };
                let source = format!("{block:?}");
                let targets = source.split("href=\\\"").skip(1);
                targets.for_each(|target| {
                    assert!(target.starts_with("https://"), "{}: {target}", lab.id)
                });
            }
        }
    }
}

#[test]
fn the_lessons_carry_no_style_and_no_script() {
    for lab in LABS {
        for lang in Lang::ALL {
            let source = format!("{:?}", lab.lesson.get(lang));
            for danger in [
                "style=",
                "<script",
                "<style",
                " on",
                "javascript:",
                "<svg",
                "<img",
            ] {
                let tags = source
                    .split('<')
                    .filter_map(|tag| tag.split_once('>'))
                    .map(|(tag, _)| format!("<{tag}"));
                let bare =
                    tags.map(|tag| tag.split("alttext").next().unwrap_or_default().to_string());
                bare.into_iter()
                    .for_each(|tag| assert!(!tag.contains(danger), "{}: {tag}", lab.id));
            }
        }
    }
}
