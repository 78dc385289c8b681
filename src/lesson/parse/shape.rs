//! Whether two lessons are the same lesson in two languages.

use super::{Block, Kind, LessonError, Piece, guess::Answer, inline::Line};

/// What the other language must share: kinds of blocks in order, widgets, guesses; per block formulas, live values and links.
/// Error: the first difference, with the line in the second lesson.
pub(crate) fn same_structure(one: &[Block], other: &[Block]) -> Result<(), LessonError> {
    let (one, other) = (shapes(one), shapes(other));
    for (index, (line, shape)) in other.iter().enumerate() {
        match one.get(index) {
            Some((_, expected)) if expected == shape => {}
            Some((at, expected)) => {
                return Err(LessonError::new(
                    *line,
                    format!("{shape}, but line {at} of the other language has {expected}"),
                ));
            }
            None => {
                return Err(LessonError::new(
                    *line,
                    format!("{shape}, but the other language has ended"),
                ));
            }
        }
    }
    match one.get(other.len()) {
        Some((at, expected)) => {
            let last = other.last().map_or(1, |(line, _)| *line);
            Err(LessonError::new(
                last,
                format!("the lesson ends, but line {at} of the other language has {expected}"),
            ))
        }
        None => Ok(()),
    }
}

/// Each block in words, with its line; notes are opened.
fn shapes(blocks: &[Block]) -> Vec<(usize, String)> {
    let mut shapes = Vec::new();
    for block in blocks {
        let shape = match &block.kind {
            Kind::Heading { level, step, text } => format!(
                "a heading of level {level} ({}){}",
                step.as_deref().unwrap_or("-"),
                facts(&[text])
            ),
            Kind::Paragraph(text) => format!("a paragraph{}", facts(&[text])),
            Kind::List { ordered, items } => {
                let kind = if *ordered { "an ordered" } else { "a" };
                format!(
                    "{kind} list of {}{}",
                    items.len(),
                    facts(&items.iter().collect::<Vec<_>>())
                )
            }
            Kind::Widget(id) => format!("the widget {id}"),
            Kind::Guess(card) => {
                let answer = match &card.answer {
                    Answer::Choice(choices) => format!(
                        "choices {:?}",
                        choices.iter().map(|(key, _)| key).collect::<Vec<_>>()
                    ),
                    slider => format!("{slider:?}"),
                };
                format!(
                    "the guess {} with {answer}, decided by {:?}{}",
                    card.id,
                    card.decides,
                    facts(&[&card.question, &card.note])
                )
            }
            Kind::Note { step, title, .. } => format!("a note ({step}){}", facts(&[title])),
        };
        shapes.push((block.line, shape));
        if let Kind::Note { blocks, .. } = &block.kind {
            shapes.extend(self::shapes(blocks));
        }
    }
    shapes
}

/// Formulas, slots and links, sorted: the order of words differs between languages.
fn facts(lines: &[&Line]) -> String {
    let mut facts = Vec::new();
    for line in lines {
        facts.extend(line.formulas.iter().map(|latex| format!("${latex}$")));
        facts.extend(line.links.iter().cloned());
        facts.extend(line.pieces.iter().filter_map(|piece| match piece {
            Piece::Html(_) => None,
            Piece::Value(name) => Some(format!("{{value:{name}}}")),
            Piece::Preset { id, .. } => Some(format!("{{preset:{id}}}")),
        }));
    }
    facts.sort();
    if facts.is_empty() {
        String::new()
    } else {
        format!(" with {}", facts.join(" "))
    }
}
