//! Parsed blocks as a Rust expression of type `lesson::Lesson`.

use super::{Block, Kind, Piece, guess::Answer, inline::Line};

/// `crate::lesson::Lesson { en: &[..], zh: &[..] }`.
pub(crate) fn rust_source(en: &[Block], zh: &[Block]) -> String {
    format!(
        "crate::lesson::Lesson {{ en: {}, zh: {} }}\n",
        blocks(en),
        blocks(zh)
    )
}

fn blocks(blocks: &[Block]) -> String {
    let source: Vec<String> = blocks
        .iter()
        .map(|block| format!("crate::lesson::Block::{}", block_source(&block.kind)))
        .collect();
    format!("&[{}]", source.join(", "))
}

fn block_source(kind: &Kind) -> String {
    match kind {
        Kind::Heading { level, step, text } => {
            let class = step
                .as_ref()
                .map_or(String::new(), |step| format!(" class=\"step-{step}\""));
            format!(
                "Html({:?})",
                format!("<h{level}{class}>{}</h{level}>", text.html())
            )
        }
        Kind::Paragraph(text) if text.is_live() => format!("Paragraph({})", pieces(text)),
        Kind::Paragraph(text) => format!("Html({:?})", format!("<p>{}</p>", text.html())),
        Kind::List { ordered, items } if items.iter().any(Line::is_live) => {
            let items: Vec<String> = items.iter().map(pieces).collect();
            format!(
                "List {{ ordered: {ordered}, items: &[{}] }}",
                items.join(", ")
            )
        }
        Kind::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>", item.html()))
                .collect();
            format!("Html({:?})", format!("<{tag}>{items}</{tag}>"))
        }
        Kind::Widget(id) => format!("Widget {{ id: {id:?} }}"),
        Kind::Guess(card) => {
            let answer = match &card.answer {
                Answer::Choice(choices) => {
                    let choice = |(key, text): &(String, Line)| {
                        format!(
                            "crate::lesson::Choice {{ key: {key:?}, text: {:?} }}",
                            text.html()
                        )
                    };
                    format!(
                        "Choice(&[{}])",
                        choices.iter().map(choice).collect::<Vec<_>>().join(", ")
                    )
                }
                Answer::Slider { min, max, step } => {
                    format!("Slider {{ min: {min:?}, max: {max:?}, step: {step:?} }}")
                }
            };
            format!(
                "Guess(crate::lesson::Guess {{ id: {:?}, question: {:?}, answer: crate::lesson::Answer::{answer}, decides: &{:?}, note: {:?} }})",
                card.id,
                card.question.html(),
                card.decides,
                card.note.html(),
            )
        }
        Kind::Note {
            step,
            title,
            blocks,
        } => {
            format!(
                "Note {{ kind: {step:?}, title: {:?}, blocks: {} }}",
                title.html(),
                self::blocks(blocks)
            )
        }
    }
}

fn pieces(line: &Line) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Html(html) => format!("crate::lesson::Inline::Html({html:?})"),
        Piece::Value(name) => format!("crate::lesson::Inline::Value({name:?})"),
        Piece::Preset { id, label } => {
            format!("crate::lesson::Inline::Preset {{ id: {id:?}, label: {label:?} }}")
        }
    };
    format!(
        "&[{}]",
        line.pieces.iter().map(piece).collect::<Vec<_>>().join(", ")
    )
}
