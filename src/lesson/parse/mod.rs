//! From a lesson's Markdown to checked blocks. Runs in `build.rs` and in the tests, never on the page. Imports nothing of ours.
//!
//! A lesson is CommonMark without raw HTML, images, quotes and nested lists, plus:
//! - `## Heading {.guess}`: every second-level heading names its step of the arc (`STEPS`). `{.teacher}` opens a folded note
//!   that runs to the next second-level heading.
//! - `$x$` and `$$x$$`: LaTeX, turned into MathML.
//! - `{value:training-loss}`: a live number. `{preset:loop|label}`: a link to a preset. In paragraphs and list items, outside emphasis.
//! - a fence `widget ID`: the place of a widget; its body is empty.
//! - a fence `guess ID choice decides=a,b` or `guess ID slider min=0 max=4 step=0.1 decides=a`: see `guess`.

mod emit;
mod guess;
mod inline;
mod math;
mod shape;
#[cfg(test)]
mod tests;

pub(crate) use emit::rust_source;
pub(crate) use inline::Piece;
pub(crate) use shape::same_structure;

use guess::GuessCard;
use inline::Line;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The steps of a lab, in order. A lesson may use one more than once.
pub(crate) const STEPS: [&str; 8] = [
    "question", "guess", "do", "saw", "break", "why", "limits", "teacher",
];

/// What is wrong with a lesson, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LessonError {
    /// From 1.
    pub line: usize,
    pub what: String,
}

impl LessonError {
    pub(crate) fn new(line: usize, what: impl Into<String>) -> Self {
        LessonError {
            line,
            what: what.into(),
        }
    }
}

/// A block, and the line where it starts.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Block {
    pub line: usize,
    pub kind: Kind,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    /// `step` is given for level 2 only.
    Heading {
        level: u8,
        step: Option<String>,
        text: Line,
    },
    Paragraph(Line),
    List {
        ordered: bool,
        items: Vec<Line>,
    },
    Widget(String),
    Guess(GuessCard),
    Note {
        step: String,
        title: Line,
        blocks: Vec<Block>,
    },
}

type Events<'a> = std::iter::Peekable<std::vec::IntoIter<(Event<'a>, usize)>>;

/// The blocks of a lesson. Error: the first fault, with its line.
pub(crate) fn parse(markdown: &str) -> Result<Vec<Block>, LessonError> {
    let mut events = events(markdown, 1);
    let mut blocks = Vec::new();
    while let Some((event, line)) = events.next() {
        blocks.push(block(event, line, &mut events)?);
    }
    if blocks.is_empty() {
        return Err(LessonError::new(1, "the lesson is empty"));
    }
    Ok(fold_notes(blocks))
}

/// The events of a piece of Markdown whose first line is `first_line` of the file, each with its line; neighbouring texts joined.
fn events(markdown: &str, first_line: usize) -> Events<'_> {
    let options = Options::ENABLE_MATH | Options::ENABLE_HEADING_ATTRIBUTES;
    let line_of = |offset: usize| first_line + markdown[..offset].matches('\n').count();
    let mut joined: Vec<(Event<'_>, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        if let (Event::Text(more), Some((Event::Text(text), _))) = (&event, joined.last_mut()) {
            *text = format!("{text}{more}").into();
        } else {
            joined.push((event, line_of(range.start)));
        }
    }
    joined.into_iter().peekable()
}

fn block(event: Event<'_>, line: usize, events: &mut Events<'_>) -> Result<Block, LessonError> {
    let kind = match event {
        Event::Start(Tag::Paragraph) => {
            Kind::Paragraph(Line::read(events, TagEnd::Paragraph, line)?)
        }
        Event::Start(Tag::Heading { level, classes, .. }) => {
            let classes: Vec<String> = classes.iter().map(|class| class.to_string()).collect();
            heading(level, &classes, line, events)?
        }
        Event::Start(Tag::List(start)) => list(start.is_some(), line, events)?,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => fence(&info, line, events)?,
        Event::Start(Tag::HtmlBlock) | Event::Html(_) => {
            return Err(LessonError::new(
                line,
                "raw HTML is not allowed in a lesson",
            ));
        }
        other => {
            return Err(LessonError::new(
                line,
                format!("a lesson has no such block: {other:?}"),
            ));
        }
    };
    Ok(Block { line, kind })
}

fn heading(
    level: HeadingLevel,
    classes: &[String],
    line: usize,
    events: &mut Events<'_>,
) -> Result<Kind, LessonError> {
    let text = Line::read(events, TagEnd::Heading(level), line)?;
    if text.is_live() {
        return Err(LessonError::new(line, "a heading holds no live value"));
    }
    match (level, classes) {
        (HeadingLevel::H2, [step]) if STEPS.contains(&step.as_str()) => Ok(Kind::Heading {
            level: 2,
            step: Some(step.clone()),
            text,
        }),
        (HeadingLevel::H2, _) => Err(LessonError::new(
            line,
            format!("a level 2 heading ends with its step, one of {STEPS:?}: ## Text {{.guess}}"),
        )),
        (HeadingLevel::H3, []) => Ok(Kind::Heading {
            level: 3,
            step: None,
            text,
        }),
        _ => Err(LessonError::new(
            line,
            "headings are of level 2, with a step, or of level 3, without (the page has the level 1)",
        )),
    }
}

fn list(ordered: bool, line: usize, events: &mut Events<'_>) -> Result<Kind, LessonError> {
    let mut items = Vec::new();
    loop {
        match events.next() {
            Some((Event::Start(Tag::Item), line)) => {
                // A loose list wraps the text of an item in a paragraph.
                let loose = events
                    .next_if(|(event, _)| *event == Event::Start(Tag::Paragraph))
                    .is_some();
                items.push(Line::read(
                    events,
                    if loose {
                        TagEnd::Paragraph
                    } else {
                        TagEnd::Item
                    },
                    line,
                )?);
                if loose && !matches!(events.next(), Some((Event::End(TagEnd::Item), _))) {
                    return Err(LessonError::new(line, "an item of a list is one paragraph"));
                }
            }
            Some((Event::End(TagEnd::List(_)), _)) => return Ok(Kind::List { ordered, items }),
            other => {
                return Err(LessonError::new(
                    line,
                    format!("not a part of a list: {other:?}"),
                ));
            }
        }
    }
}

fn fence(info: &str, line: usize, events: &mut Events<'_>) -> Result<Kind, LessonError> {
    let mut body = String::new();
    loop {
        match events.next() {
            Some((Event::Text(text), _)) => body.push_str(&text),
            Some((Event::End(TagEnd::CodeBlock), _)) => break,
            other => {
                return Err(LessonError::new(
                    line,
                    format!("not a part of a fence: {other:?}"),
                ));
            }
        }
    }
    let words: Vec<&str> = info.split_whitespace().collect();
    match words.as_slice() {
        ["widget", id] if is_name(id) && body.trim().is_empty() => Ok(Kind::Widget(id.to_string())),
        ["widget", ..] => Err(LessonError::new(
            line,
            "a widget fence is `widget ID` with an empty body",
        )),
        ["guess", id, rest @ ..] if is_name(id) => {
            Ok(Kind::Guess(GuessCard::read(id, rest, &body, line)?))
        }
        _ => Err(LessonError::new(
            line,
            format!("unknown fence `{info}`: a lesson has `widget ID` and `guess ID ..`"),
        )),
    }
}

/// Lower-case words joined by `-`, as in `data-value`.
fn is_name(word: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    word.split('-').all(part)
}

/// Puts what follows a `{.teacher}` heading into a note of its own.
fn fold_notes(blocks: Vec<Block>) -> Vec<Block> {
    let mut folded: Vec<Block> = Vec::new();
    let mut in_note = false;
    for block in blocks {
        if let Kind::Heading {
            level: 2,
            step: Some(step),
            text,
        } = &block.kind
        {
            in_note = step == "teacher";
            if in_note {
                let kind = Kind::Note {
                    step: step.clone(),
                    title: text.clone(),
                    blocks: Vec::new(),
                };
                folded.push(Block {
                    line: block.line,
                    kind,
                });
                continue;
            }
        }
        match folded.last_mut() {
            Some(Block {
                kind: Kind::Note { blocks, .. },
                ..
            }) if in_note => blocks.push(block),
            _ => folded.push(block),
        }
    }
    folded
}
