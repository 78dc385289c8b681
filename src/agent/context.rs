//! What of a conversation is put before the brain, where the window cannot hold all of it. A pure function of the conversation.
//!
//! Oldest turns go first, each with the results of its calls: neither is ever there without the other (A14). The system message,
//! the memory, all that the user said and the open plan stay word for word.

use super::conversation::{Conversation, plans};
use super::digest::{self, digest, line};
use super::message::{Message, Part};
use super::settings::Trim;
use super::tape::Template;
use crate::lesson::Lang;

/// The messages of one prompt.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context {
    pub messages: Vec<Message>,
    /// For each message its index in the conversation; None: it stands for some that were dropped.
    pub origin: Vec<Option<u32>>,
    /// Units that are not shown, or not whole.
    pub dropped: u32,
}

/// The part of the room that may be spent on what stands for dropped turns.
const DIGEST_SHARE: u32 = 4;

/// The messages of a prompt of at most `room` tokens; None where what must stay does not fit.
pub fn fit(
    conversation: &Conversation,
    trim: Trim,
    room: u32,
    template: Template,
    lang: Lang,
) -> Option<Context> {
    let view = View::new(conversation, template);
    (0..=conversation.units.len())
        .filter(|&cut| view.size(cut) <= room)
        .find_map(|cut| {
            let spare = room - view.size(cut);
            let digest = view.digest(cut, trim, spare, room, lang)?;
            Some(view.context(cut, digest))
        })
}

/// Tokens of these messages: as many as [`super::Tape::of`] gives, without making them.
pub fn length(messages: &[Message], template: Template) -> u32 {
    let text = |text: &str| template.tokens(text);
    let tokens = |message: &Message| match message {
        Message::System {
            text: words,
            manuals,
        } => 2 + text(words) + manuals.iter().map(|manual| 1 + text(manual)).sum::<usize>(),
        Message::Memory(words) | Message::User(words) => 2 + text(words),
        Message::Assistant(parts) => {
            let unmarked = matches!(parts.first(), Some(Part::Say(_)));
            let parts = parts.iter().map(|part| 1 + text(&part.text()));
            2 + parts.sum::<usize>() - usize::from(unmarked)
        }
        Message::Tool { id, content } => 3 + id.chars().count() + text(content),
    };
    messages.iter().map(tokens).sum::<usize>() as u32
}

struct View<'a> {
    conversation: &'a Conversation,
    template: Template,
    /// What is left of each unit when it is dropped: nothing, the user's words, or the open plan.
    stays: Vec<Vec<Message>>,
    /// Tokens of the prompt for each number of oldest units dropped.
    sizes: Vec<u32>,
}

impl<'a> View<'a> {
    fn new(conversation: &'a Conversation, template: Template) -> View<'a> {
        let units = &conversation.units;
        let planned = units.iter().rposition(|unit| !plans(unit).is_empty());
        let stays: Vec<Vec<Message>> = units
            .iter()
            .enumerate()
            .map(|(at, unit)| match &unit[..] {
                [Message::User(_) | Message::System { .. }] => unit.to_vec(),
                unit if Some(at) == planned => vec![Message::Assistant(plans(unit))],
                _ => Vec::new(),
            })
            .collect();
        // The mark that opens the brain's turn is one token more.
        let mut size = 1 + length(&conversation.head, template);
        size += units.iter().map(|unit| length(unit, template)).sum::<u32>();
        let mut sizes = vec![size];
        for (unit, stays) in units.iter().zip(&stays) {
            // A dropped turn of which the plan stays may be no shorter than it was.
            size = size - length(unit, template) + length(stays, template);
            sizes.push(size);
        }
        View {
            conversation,
            template,
            stays,
            sizes,
        }
    }

    fn size(&self, cut: usize) -> u32 {
        self.sizes[cut]
    }

    /// What stands for the first `cut` units, at most `spare` tokens; None: it does not fit.
    fn digest(
        &self,
        cut: usize,
        trim: Trim,
        spare: u32,
        room: u32,
        lang: Lang,
    ) -> Option<Vec<Message>> {
        let gone: Vec<&[Message]> = self.conversation.units[..cut]
            .iter()
            .map(|unit| unit.as_slice())
            .collect();
        let fits = |lines: &[Message]| length(lines, self.template) <= spare;
        match trim {
            Trim::DropOldest => Some(Vec::new()),
            Trim::Summarise => {
                let long = digest(&gone, true, lang);
                let short = length(&long, self.template) <= room / DIGEST_SHARE;
                let lines = if short {
                    long
                } else {
                    digest(&gone, false, lang)
                };
                fits(&lines).then_some(lines)
            }
            Trim::Retrieve(k) => {
                let mut found = digest::nearest(self.conversation, cut, k as usize);
                loop {
                    let mut places = found.clone();
                    places.sort_unstable();
                    let lines: Vec<Message> = places
                        .iter()
                        .flat_map(|&at| line(gone[at], true, lang))
                        .collect();
                    if fits(&lines) && length(&lines, self.template) <= room / DIGEST_SHARE {
                        return Some(lines);
                    }
                    found.pop()?;
                }
            }
        }
    }

    fn context(&self, cut: usize, digest: Vec<Message>) -> Context {
        let mut context = Context::default();
        let mut add = |message: Message, origin: Option<usize>| {
            context.messages.push(message);
            context.origin.push(origin.map(|at| at as u32));
        };
        for (at, message) in self.conversation.head.iter().enumerate() {
            add(message.clone(), Some(at));
        }
        digest.into_iter().for_each(|line| add(line, None));
        let units = self.conversation.units.iter().zip(&self.stays);
        let mut dropped = 0;
        for (index, ((unit, stays), start)) in units.zip(self.conversation.starts()).enumerate() {
            let shown = if index < cut { stays } else { &**unit };
            dropped += u32::from(shown != &**unit);
            for (at, message) in shown.iter().enumerate() {
                add(message.clone(), Some(start + at));
            }
        }
        context.dropped = dropped;
        context
    }
}
