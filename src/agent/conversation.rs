//! All that was said in a run, uncut, in pieces that stay together.

use std::sync::Arc;

use super::message::{Message, Part};

/// Messages that are kept or dropped together: one turn with the results of its calls, or one message of the user.
pub type Unit = Arc<Vec<Message>>;

/// The whole conversation. A clone shares the units, so that a snapshot of every step costs little.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Conversation {
    /// The system message, lines of memory, the goal.
    pub head: Vec<Message>,
    pub units: Vec<Unit>,
}

impl Conversation {
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        let units = self.units.iter().flat_map(|unit| unit.iter());
        self.head.iter().chain(units)
    }

    pub fn len(&self) -> usize {
        self.messages().count()
    }

    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.units.is_empty()
    }

    pub fn push(&mut self, unit: Vec<Message>) {
        self.units.push(Arc::new(unit));
    }

    /// Puts these lines of memory where the old ones were: behind the system message.
    pub fn remember(&mut self, lines: &[String]) {
        self.head
            .retain(|message| !matches!(message, Message::Memory(_)));
        let system = |message: &Message| matches!(message, Message::System { .. });
        let at = self.head.iter().position(|m| !system(m));
        let at = at.unwrap_or(self.head.len());
        let lines = lines.iter().cloned().map(Message::Memory);
        self.head.splice(at..at, lines);
    }

    /// The message at this index of [`Conversation::messages`], to be changed.
    pub fn message_mut(&mut self, index: usize) -> Option<&mut Message> {
        let head = self.head.len();
        if index < head {
            return self.head.get_mut(index);
        }
        let mut at = index - head;
        for unit in &mut self.units {
            if at < unit.len() {
                return Arc::make_mut(unit).get_mut(at);
            }
            at -= unit.len();
        }
        None
    }

    /// The index of the first message of each unit.
    pub fn starts(&self) -> Vec<usize> {
        let mut next = self.head.len();
        let start = |unit: &Unit| {
            let start = next;
            next += unit.len();
            start
        };
        self.units.iter().map(start).collect()
    }
}

/// The plan that holds: the last one that was written, as parts of its turn.
pub(super) fn plans(unit: &[Message]) -> Vec<Part> {
    let parts = unit.iter().flat_map(|message| match message {
        Message::Assistant(parts) => parts.as_slice(),
        _ => &[],
    });
    let plans = parts.filter(|part| matches!(part, Part::Plan(_)));
    plans.cloned().collect()
}
