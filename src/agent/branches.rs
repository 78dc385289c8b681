//! Back, forward, fork, compare: moving in the tree of a run. None of it makes a call.

use serde::{Deserialize, Serialize};

use super::log::Log;
use super::log::{Entry, Event};
use super::message::Message;
use super::refusal::Refusal;
use super::run::{Node, Run};
use super::state::State;
use super::world::World;

/// A change by the reader's hand. It makes a new branch; the old one stays as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Edit {
    /// Another text (manuals, result) at this index of the conversation: goes back to the step at which it was first there.
    Message { index: usize, to: Message },
    /// These lines of memory and no others, from here on.
    Memory(Vec<String>),
    /// The user says something more; a run that has ended goes on.
    Tell(String),
    /// Other dice from here on.
    Seed(u64),
}

/// A branch: from the root to a step that nothing follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Branch {
    /// The step at its end, for [`Run::select`].
    pub tip: usize,
    /// Steps on it, the root counted.
    pub length: usize,
    pub hash: u64,
}

/// Where two branches part.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference<'a> {
    /// Entries that both have in common.
    pub common: usize,
    /// The first entries that differ; None where a branch is at its end.
    pub first: [Option<&'a Entry>; 2],
    /// Both worlds are in the same state at the end.
    pub same_world: bool,
}

impl<W: World> Run<W> {
    /// The step that is looked at.
    pub fn head(&self) -> usize {
        self.head
    }

    /// One step back: world, conversation and counters are those of then. An open step is given up. False at the root.
    pub fn back(&mut self) -> bool {
        if self.draft.take().is_some() {
            return true;
        }
        let parent = self.nodes[self.head].parent;
        self.head = parent.unwrap_or(self.head);
        parent.is_some()
    }

    /// One step forward on the branch, as it happened: nothing is done again. False at its end.
    pub fn forward(&mut self) -> bool {
        let path = self.path(self.tip);
        let at = path.iter().position(|&node| node == self.head);
        let next = at.and_then(|at| path.get(at + 1));
        self.draft = None;
        self.head = next.copied().unwrap_or(self.head);
        next.is_some()
    }

    /// Looks at a step on any branch. Going on from it makes a new branch, unless it is the end of one.
    ///
    /// # Errors
    /// `NoSuchStep`.
    pub fn select(&mut self, node: usize) -> Result<(), Refusal> {
        if node >= self.nodes.len() {
            return Err(Refusal::NoSuchStep);
        }
        self.draft = None;
        self.head = node;
        if !self.path(self.tip).contains(&node) {
            // The newest branch through it.
            let through = (node..self.nodes.len()).rev();
            let tip = through
                .into_iter()
                .find(|&tip| self.path(tip).contains(&node));
            self.tip = tip.unwrap_or(node);
        }
        Ok(())
    }

    /// Makes a change where the head is, or where the message was first there.
    ///
    /// # Errors
    /// `NoSuchMessage`, `NotEditable` where the brain wrote it or where it would become another kind of message.
    pub fn edit(&mut self, edit: Edit) -> Result<(), Refusal> {
        let mut from = self.head;
        if let Edit::Message { index, .. } = edit {
            let has = |&&node: &&usize| self.nodes[node].state.talk.len() > index;
            let path = self.path(self.head);
            from = *path.iter().find(has).ok_or(Refusal::NoSuchMessage)?;
        }
        let Node { state, hash, .. } = &self.nodes[from];
        let (mut state, mut log) = (state.clone(), Log::after(*hash));
        let event = apply(&mut state, edit)?;
        log.add(event);
        state.ending = None;
        self.commit(Some(from), state, log);
        Ok(())
    }

    /// Every branch, the oldest tip first.
    pub fn branches(&self) -> Vec<Branch> {
        let leaf = |&tip: &usize| self.nodes.iter().all(|node| node.parent != Some(tip));
        let branch = |tip| Branch {
            tip,
            length: self.path(tip).len(),
            hash: self.nodes[tip].hash,
        };
        (0..self.nodes.len()).filter(leaf).map(branch).collect()
    }

    /// Two steps with all that led to them, beside each other.
    ///
    /// # Errors
    /// `NoSuchStep`.
    pub fn compare(&self, a: usize, b: usize) -> Result<Difference<'_>, Refusal> {
        if a.max(b) >= self.nodes.len() {
            return Err(Refusal::NoSuchStep);
        }
        let [left, right] = [a, b].map(|node| self.entries_to(node));
        let same = |(a, b): &(&&Entry, &&Entry)| a.event == b.event;
        let common = left.iter().zip(&right).take_while(same).count();
        let world = |node: usize| self.nodes[node].state.world_hash();
        Ok(Difference {
            common,
            first: [left.get(common).copied(), right.get(common).copied()],
            same_world: world(a) == world(b),
        })
    }

    /// All that happened up to this step; empty where there is none.
    pub fn entries_to(&self, node: usize) -> Vec<&Entry> {
        if node >= self.nodes.len() {
            return Vec::new();
        }
        let path = self.path(node);
        path.iter()
            .flat_map(|&node| &self.nodes[node].entries)
            .collect()
    }
}

fn apply<W: World>(state: &mut State<W>, edit: Edit) -> Result<Event, Refusal> {
    Ok(match edit {
        Edit::Message { index, to } => {
            let message = state
                .talk
                .message_mut(index)
                .ok_or(Refusal::NoSuchMessage)?;
            let fits = match (&*message, &to) {
                (Message::System { .. }, Message::System { .. })
                | (Message::Memory(_), Message::Memory(_))
                | (Message::User(_), Message::User(_)) => true,
                (Message::Tool { id, .. }, Message::Tool { id: new, .. }) => id == new,
                _ => false,
            };
            if !fits {
                return Err(Refusal::NotEditable);
            }
            *message = to.clone();
            let index = index as u32;
            Event::Edited { index, to }
        }
        Edit::Memory(lines) => {
            state.talk.remember(&lines);
            Event::Remembers { lines }
        }
        Edit::Tell(text) => {
            state.talk.push(vec![Message::User(text.clone())]);
            state.guard = Default::default();
            Event::Told { text }
        }
        Edit::Seed(seed) => {
            state.seed = seed;
            Event::Seeded { seed }
        }
    })
}
