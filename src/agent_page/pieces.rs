//! A tape cut into what is drawn as one: each span once, its marks apart from its text.

use std::sync::Arc;

use crate::agent::token::write;
use crate::agent::{Author, Mark, Section, Tape, Token};
use crate::data::fnv::fnv1a;
use crate::plot::Role;
use crate::ui::harmless;

/// One span as it is drawn.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Piece {
    /// The first token's place, and a hash of the text: what stays where it was is not drawn again.
    pub(super) key: (u32, u64),
    pub(super) author: Author,
    pub(super) section: Section,
    pub(super) message: u32,
    pub(super) runs: Arc<Vec<Run>>,
}

/// Neighbouring characters, or one mark by its name.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Run {
    pub(super) mark: bool,
    pub(super) text: String,
}

pub(super) fn runs(tokens: &[Token]) -> Vec<Run> {
    tokens
        .chunk_by(|&a, &b| Mark::of(a).is_none() && Mark::of(b).is_none())
        .map(|chunk| Run {
            mark: Mark::of(chunk[0]).is_some(),
            text: harmless(&write(chunk)),
        })
        .collect()
}

pub(super) fn pieces(tape: &Tape) -> Vec<Piece> {
    let mut from = 0usize;
    let piece = |span: &crate::agent::Span| {
        let to = (from + span.length as usize).min(tape.tokens.len());
        let tokens = &tape.tokens[from.min(to)..to];
        let bytes: Vec<u8> = tokens
            .iter()
            .flat_map(|token| token.to_le_bytes())
            .collect();
        let key = (from as u32, fnv1a(&bytes));
        from = to;
        Piece {
            key,
            author: span.author,
            section: span.section,
            message: span.message,
            runs: Arc::new(runs(tokens)),
        }
    };
    tape.spans.iter().map(piece).collect()
}

/// Colour and pattern of an author.
pub(super) const fn role(author: Author) -> Role {
    match author {
        Author::System => Role::System,
        Author::User => Role::User,
        Author::Generated => Role::Brain,
        Author::Environment => Role::Environment,
    }
}

/// Whose a section is for the most part.
pub(super) const fn author(section: Section) -> Author {
    match section {
        Section::System | Section::Manuals => Author::System,
        Section::User => Author::User,
        Section::Words | Section::Calls => Author::Generated,
        Section::Memory | Section::Results => Author::Environment,
    }
}

/// The name in attributes.
pub(super) const fn author_name(author: Author) -> &'static str {
    match author {
        Author::System => "system",
        Author::User => "user",
        Author::Generated => "brain",
        Author::Environment => "environment",
    }
}

pub(super) const fn section_name(section: Section) -> &'static str {
    match section {
        Section::System => "system",
        Section::Manuals => "manuals",
        Section::Memory => "memory",
        Section::User => "user",
        Section::Words => "words",
        Section::Calls => "calls",
        Section::Results => "results",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::{Message, Template};

    #[test]
    fn the_pieces_are_the_tape_mark_by_mark_and_byte_for_byte() {
        let talk = [
            Message::System {
                text: "a<|end|>".into(),
                manuals: vec!["{}".into()],
            },
            Message::User("臺北?".into()),
        ];
        let tape = Tape::prompt(&talk, Template::Marks);
        let pieces = pieces(&tape);
        assert_eq!(pieces.len(), tape.spans.len());
        let all: Vec<&Run> = pieces.iter().flat_map(|piece| piece.runs.iter()).collect();
        let text: String = all.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(text, write(&tape.tokens));
        assert_eq!(all.iter().filter(|run| run.mark).count(), 6); // the spelled mark is none
        // What does not change keeps its key.
        let longer = [
            talk[0].clone(),
            talk[1].clone(),
            Message::User("more".into()),
        ];
        let after = super::pieces(&Tape::prompt(&longer, Template::Marks));
        assert_eq!(
            after[..3].iter().map(|p| p.key).collect::<Vec<_>>(),
            pieces[..3].iter().map(|p| p.key).collect::<Vec<_>>()
        );
    }
}
