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
            // An entity that was escaped once too often: `\\ ` in a formula came out as the letters of one.
            assert!(!source.contains("&amp;nbsp"), "{} {lang:?}", lab.id);
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

/// The characters of all formulas as a browser draws them: one letter alone in `<mi>` is italic.
fn formula_characters(html: &str) -> Vec<char> {
    let italic = |c: char| {
        let at = |start: u32, first: char| {
            char::from_u32(start + (c as u32 - first as u32)).unwrap_or(c)
        };
        match c {
            'h' => 'ℎ',
            'a'..='z' => at(0x1d44e, 'a'),
            'A'..='Z' => at(0x1d434, 'A'),
            'α'..='ω' => at(0x1d6fc, 'α'),
            c => c,
        }
    };
    let mut characters = Vec::new();
    for formula in html
        .split("<math")
        .skip(1)
        .filter_map(|rest| rest.split("</math>").next())
    {
        for element in formula.split('<').skip(1) {
            let Some((tag, text)) = element.split_once('>') else {
                continue;
            };
            let alone = tag == "mi" && text.chars().count() == 1;
            characters.extend(text.chars().map(|c| if alone { italic(c) } else { c }));
        }
    }
    characters
}

#[test]
fn the_math_font_has_every_character_of_the_formulas() {
    let code = |line: &str| u32::from_str_radix(line, 16).ok().and_then(char::from_u32);
    let font: Vec<char> = include_str!("../../scripts/math_characters.txt")
        .lines()
        .filter_map(code)
        .collect();
    assert_eq!(
        formula_characters("<p><math><mi>h</mi><mi>ln</mi><mi>θ</mi></math> x"),
        ['ℎ', 'l', 'n', '𝜃']
    );
    for lab in LABS {
        let mut html = String::new();
        all_html(lab.lesson.en, &mut html);
        all_html(lab.lesson.zh, &mut html);
        let characters = formula_characters(&html);
        assert!(!characters.is_empty(), "{}", lab.id);
        for c in characters {
            assert!(
                font.contains(&c),
                "{}: U+{:04X} {c}: add it to scripts/subset_font and run that",
                lab.id,
                c as u32
            );
        }
    }
}

fn all_html(blocks: &[Block], into: &mut String) {
    for block in blocks {
        let pieces: Vec<Inline> = match block {
            Block::Html(html) => vec![Inline::Html(html)],
            Block::Paragraph(pieces) => pieces.to_vec(),
            Block::List { items, .. } => items.concat(),
            Block::Guess(guess) => vec![Inline::Html(guess.question), Inline::Html(guess.note)],
            Block::Note { blocks, .. } => {
                all_html(blocks, into);
                continue;
            }
            Block::Widget { .. } => continue,
        };
        pieces.iter().for_each(|piece| {
            if let Inline::Html(html) = piece {
                into.push_str(html)
            }
        });
    }
}
