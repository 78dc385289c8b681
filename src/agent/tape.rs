//! The tape: all that a brain sees. Messages become one row of tokens, each with its author.
//!
//! The grammar (`Mark`s capitalised, `text` any characters; a text runs to the next mark):
//! ```text
//! tape      = { message } Assistant             the brain goes on from here
//! message   = System text { Tool manual } End   a manual is one line of JSON: {"type":"function","function":{..}}
//!           | Memory text End
//!           | User text End
//!           | Assistant text { part } End
//!           | Tool id "\n" text End             the result of a call
//! part      = Think text | Plan text | Call call | Assistant text
//! call      = name [ " " arguments ]            the name has no space; arguments are raw, a JSON object if all is well
//! ```
//! What follows `Assistant` is for the user to read; so a brain that thinks first writes `Think .. Assistant ..`. The results of
//! a turn's calls follow it at once and in the order of the calls; hence a call needs no id on the tape, and
//! [`super::reading::read`] takes it from the result. An empty text after `Assistant` is no part.

use serde::{Deserialize, Serialize};

use super::message::{Message, Part};
use super::token::{Mark, Token, escape, naive_tokens, text_tokens};

/// Who wrote a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Author {
    System,
    User,
    /// The brain.
    Generated,
    Environment,
}

/// What a token counts towards in the meter of the context.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Section {
    System,
    Manuals,
    Memory,
    User,
    /// What the brain said, thought and planned.
    Words,
    Calls,
    Results,
}

impl Section {
    pub const ALL: [Section; 7] = [
        Section::System,
        Section::Manuals,
        Section::Memory,
        Section::User,
        Section::Words,
        Section::Calls,
        Section::Results,
    ];
}

/// Neighbouring tokens of one message, one section and one author.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// Tokens from where the span before ended; the first begins at 0.
    pub length: u32,
    pub author: Author,
    pub section: Section,
    /// Index of the message; one past the last for the open turn.
    pub message: u32,
}

/// Tokens and who wrote them. The spans cover the tokens without a gap.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tape {
    pub tokens: Vec<Token>,
    pub spans: Vec<Span>,
}

/// How texts become tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Template {
    /// Text is characters, and nothing in it is a mark.
    #[default]
    Marks,
    /// The fault of templates that paste strings: a text that spells a mark becomes the mark. For the lab on injection.
    Naive,
    /// As `Naive`, but with a backslash put into every `<|` of a text first.
    Escaped,
}

impl Tape {
    /// The prompt of these messages, ending in the mark that opens the brain's turn.
    pub fn prompt(messages: &[Message], template: Template) -> Tape {
        let mut tape = Tape::of(messages, template);
        let open = messages.len() as u32;
        tape.mark(Mark::Assistant, Author::Environment, Section::Words, open);
        tape
    }

    /// The messages alone.
    pub fn of(messages: &[Message], template: Template) -> Tape {
        let mut tape = Tape::default();
        for (at, message) in messages.iter().enumerate() {
            tape.message(message, at as u32, template);
        }
        tape
    }

    /// One token more, written by the brain in the open turn.
    pub fn generate(&mut self, token: Token, section: Section, message: u32) {
        self.tokens.push(token);
        self.count(1, Author::Generated, section, message);
    }

    /// How many tokens each section has, in the order of [`Section::ALL`].
    pub fn meter(&self) -> [u32; 7] {
        Section::ALL.map(|section| {
            let of_it = self.spans.iter().filter(|span| span.section == section);
            of_it.map(|span| span.length).sum()
        })
    }

    fn message(&mut self, message: &Message, at: u32, template: Template) {
        use Author::{Environment, Generated, System, User};
        match message {
            Message::System { text, manuals } => {
                self.mark(Mark::System, System, Section::System, at);
                self.text(text, template, System, Section::System, at);
                for manual in manuals {
                    self.mark(Mark::Tool, System, Section::Manuals, at);
                    self.text(manual, template, System, Section::Manuals, at);
                }
                self.mark(Mark::End, System, Section::System, at);
            }
            Message::Memory(text) => {
                self.mark(Mark::Memory, Environment, Section::Memory, at);
                self.text(text, template, Environment, Section::Memory, at);
                self.mark(Mark::End, Environment, Section::Memory, at);
            }
            Message::User(text) => {
                self.mark(Mark::User, User, Section::User, at);
                self.text(text, template, User, Section::User, at);
                self.mark(Mark::End, User, Section::User, at);
            }
            Message::Assistant(parts) => {
                self.mark(Mark::Assistant, Environment, Section::Words, at);
                for (index, part) in parts.iter().enumerate() {
                    self.part(part, index == 0, at, template);
                }
                self.mark(Mark::End, Generated, Section::Words, at);
            }
            Message::Tool { id, content } => {
                self.mark(Mark::Tool, Environment, Section::Results, at);
                self.text(id, Template::Marks, Environment, Section::Results, at);
                self.text("\n", Template::Marks, Environment, Section::Results, at);
                self.text(content, template, Environment, Section::Results, at);
                self.mark(Mark::End, Environment, Section::Results, at);
            }
        }
    }

    fn part(&mut self, part: &Part, first: bool, at: u32, template: Template) {
        let (mark, section) = match part {
            Part::Say(_) => (Mark::Assistant, Section::Words),
            Part::Think(_) => (Mark::Think, Section::Words),
            Part::Plan(_) => (Mark::Plan, Section::Words),
            Part::Call(_) => (Mark::Call, Section::Calls),
        };
        if !(first && mark == Mark::Assistant) {
            self.mark(mark, Author::Generated, section, at);
        }
        self.text(&part.text(), template, Author::Generated, section, at);
    }

    fn mark(&mut self, mark: Mark, author: Author, section: Section, message: u32) {
        self.tokens.push(mark.token());
        self.count(1, author, section, message);
    }

    fn text(
        &mut self,
        text: &str,
        template: Template,
        author: Author,
        section: Section,
        message: u32,
    ) {
        let before = self.tokens.len();
        match template {
            Template::Marks => self.tokens.extend(text_tokens(text)),
            Template::Naive => self.tokens.extend(naive_tokens(text)),
            Template::Escaped => self.tokens.extend(naive_tokens(&escape(text))),
        }
        let more = (self.tokens.len() - before) as u32;
        self.count(more, author, section, message);
    }

    fn count(&mut self, length: u32, author: Author, section: Section, message: u32) {
        match self.spans.last_mut() {
            Some(last)
                if (last.author, last.section, last.message) == (author, section, message) =>
            {
                last.length += length;
            }
            _ if length == 0 => {}
            _ => self.spans.push(Span {
                length,
                author,
                section,
                message,
            }),
        }
    }
}

impl Template {
    /// How many tokens a text becomes.
    pub(super) fn tokens(self, text: &str) -> usize {
        match self {
            Template::Marks => text.chars().count(),
            Template::Naive => naive_tokens(text).len(),
            Template::Escaped => naive_tokens(&escape(text)).len(),
        }
    }
}

impl Part {
    /// What stands after the part's mark.
    pub(super) fn text(&self) -> String {
        match self {
            Part::Say(text) | Part::Think(text) | Part::Plan(text) => text.clone(),
            Part::Call(call) if call.arguments.is_empty() => call.name.clone(),
            Part::Call(call) => format!("{} {}", call.name, call.arguments),
        }
    }
}

/// A whole turn as the brain writes it: after the mark that opens it, and with its `End`.
pub fn turn(parts: &[Part]) -> Vec<Token> {
    let mut tape = Tape::default();
    tape.message(&Message::Assistant(parts.to_vec()), 0, Template::Marks);
    tape.tokens.split_off(1)
}
