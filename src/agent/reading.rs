//! From the tape back to messages: what a brain that works by rules reads the prompt with. Total: every row of tokens is read as something.

use super::message::{Call, Message, Part};
use super::token::{Mark, Token, text_of};

/// What is on a tape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading<'a> {
    pub messages: Vec<Message>,
    /// What the brain has written so far of the turn that the tape ends in. None: no turn of its own is open.
    pub begun: Option<&'a [Token]>,
}

/// Reads a tape by the grammar of [`super::tape`].
///
/// Where a tape breaks the grammar (a naive template let a text spell marks): a mark that opens a message ends the one before,
/// and a text that no mark opened is read by nobody.
pub fn read(tokens: &[Token]) -> Reading<'_> {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < tokens.len() {
        let Some(mark) = Mark::of(tokens[at]) else {
            at += 1;
            continue;
        };
        let text_from = at + 1;
        let length = tokens[text_from..]
            .iter()
            .take_while(|&&token| Mark::of(token).is_none())
            .count();
        reader.section(mark, &tokens[text_from..text_from + length], text_from);
        at = text_from + length;
    }
    let begun = match &reader.open {
        Some((Message::Assistant(_), from)) => Some(&tokens[*from..]),
        _ => None,
    };
    if begun.is_none() {
        reader.close();
    }
    let mut messages = reader.messages;
    name_calls(&mut messages);
    Reading { messages, begun }
}

/// The parts of a turn, from the tokens after the mark that opened it up to its `End`, or up to the first mark that is not the
/// brain's to write (`System`, `User`, `Tool`, `Memory`).
pub fn read_turn(tokens: &[Token]) -> Turn {
    let mut parts = Vec::new();
    let mut opened = Mark::Assistant;
    let mut from = 0;
    for (at, &token) in tokens.iter().enumerate() {
        let Some(mark) = Mark::of(token) else {
            continue;
        };
        parts.extend(part(opened, &tokens[from..at]));
        match mark {
            Mark::Assistant | Mark::Call | Mark::Think | Mark::Plan => {
                (opened, from) = (mark, at + 1);
            }
            Mark::End => {
                return Turn {
                    parts,
                    end: Some(at),
                    invented: false,
                };
            }
            Mark::System | Mark::User | Mark::Tool | Mark::Memory => {
                return Turn {
                    parts,
                    end: Some(at),
                    invented: true,
                };
            }
        }
    }
    parts.extend(part(opened, &tokens[from..]));
    Turn {
        parts,
        end: None,
        invented: false,
    }
}

/// One turn of the brain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    pub parts: Vec<Part>,
    /// Index of the mark that ended it. None: it is not at its end.
    pub end: Option<usize>,
    /// It went on with a message that others write: a result, or the user's words. Cut off there.
    pub invented: bool,
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    /// The message that is being read, and where the text after its first mark begins.
    open: Option<(Message, usize)>,
}

impl Reader {
    fn section(&mut self, mark: Mark, text: &[Token], from: usize) {
        match (mark, self.open.as_mut()) {
            (Mark::End, _) => self.close(),
            (Mark::Tool, Some((Message::System { manuals, .. }, _))) => manuals.push(text_of(text)),
            (
                Mark::Assistant | Mark::Call | Mark::Think | Mark::Plan,
                Some((Message::Assistant(parts), _)),
            ) => {
                parts.extend(part(mark, text));
            }
            // A part of a turn that is not open: as a text that no mark opened.
            (Mark::Call | Mark::Think | Mark::Plan, _) => {}
            (Mark::System | Mark::User | Mark::Assistant | Mark::Tool | Mark::Memory, _) => {
                self.close();
                self.open = Some((opened(mark, text), from));
            }
        }
    }

    fn close(&mut self) {
        self.messages
            .extend(self.open.take().map(|(message, _)| message));
    }
}

fn opened(mark: Mark, text: &[Token]) -> Message {
    match mark {
        Mark::System => Message::System {
            text: text_of(text),
            manuals: Vec::new(),
        },
        Mark::Memory => Message::Memory(text_of(text)),
        Mark::Tool => {
            let text = text_of(text);
            let (id, content) = text.split_once('\n').unwrap_or((&text, ""));
            Message::Tool {
                id: id.into(),
                content: content.into(),
            }
        }
        Mark::Assistant => Message::Assistant(part(mark, text).into_iter().collect()),
        _ => Message::User(text_of(text)),
    }
}

fn part(mark: Mark, text: &[Token]) -> Option<Part> {
    let text = text_of(text);
    Some(match mark {
        Mark::Think => Part::Think(text),
        Mark::Plan => Part::Plan(text),
        Mark::Call => {
            let (name, arguments) = text.split_once(' ').unwrap_or((&text, ""));
            Part::Call(Call::new(name, arguments))
        }
        _ if text.is_empty() => return None,
        _ => Part::Say(text),
    })
}

/// Gives each call the id of the result at its place.
fn name_calls(messages: &mut [Message]) {
    for at in 0..messages.len() {
        let ids: Vec<String> = messages[at + 1..]
            .iter()
            .map_while(|message| match message {
                Message::Tool { id, .. } => Some(id.clone()),
                _ => None,
            })
            .collect();
        let Message::Assistant(parts) = &mut messages[at] else {
            continue;
        };
        let calls = parts.iter_mut().filter_map(|part| match part {
            Part::Call(call) => Some(call),
            _ => None,
        });
        for (call, id) in calls.zip(ids) {
            call.id = id;
        }
    }
}
