//! A run: steps of the loop, each with its snapshot, in a tree of branches that only ever grows.

use serde::{Deserialize, Serialize};

use super::acting::{Said, Waiting};
use super::brain::{Badge, Brain};
use super::draft::{Draft, end};
use super::log::{Entry, Event, Log};
use super::message::Message;
use super::refusal::Refusal;
use super::settings::Settings;
use super::state::State;
use super::stop::{Ending, Stop};
use super::token::Token;
use super::world::World;

/// Where a run stands after a piece of work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Progress {
    /// In the middle of the brain's turn.
    Writing,
    /// A step was finished, and the run goes on.
    Stepped,
    /// For the user: [`Run::confirm`] or [`Run::answer`].
    Waiting(Waiting),
    Stopped(Ending),
}

/// The loop over a world. The brain is lent to it: it may be another one at every step.
///
/// Each finished step is a node with a snapshot and the log entries that led to it. Going back moves the head; what is done
/// there makes a new node, and the old ones stay. So a call is never made twice by looking at it again.
#[derive(Clone, Debug)]
pub struct Run<W> {
    pub(super) settings: Settings,
    pub(super) nodes: Vec<Node<W>>,
    /// The node that is looked at, and that the next step goes on from.
    pub(super) head: usize,
    /// The end of the branch that `head` lies on.
    pub(super) tip: usize,
    pub(super) draft: Option<Draft<W>>,
    /// Of the log.
    pub(super) bytes: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Node<W> {
    pub(super) parent: Option<usize>,
    pub(super) state: State<W>,
    /// Since the parent.
    pub(super) entries: Vec<Entry>,
    pub(super) hash: u64,
}

impl<W: World> Run<W> {
    /// Opens a run: the developer's words, the lines of memory and the user's goal. Settings are taken inside their limits.
    pub fn open(
        settings: Settings,
        world: W,
        system: &str,
        memory: &[String],
        goal: &str,
    ) -> Run<W> {
        let (settings, _) = settings.clamped();
        let head = State::head(&settings, &world, system, memory, goal);
        Run::open_with(settings, world, head)
    }

    /// Opens a run with these messages: system, memory, goal.
    pub fn open_with(settings: Settings, world: W, head: Vec<Message>) -> Run<W> {
        let (settings, _) = settings.clamped();
        let state = State::new(&settings, world, head);
        let mut log = Log::after(0);
        log.add(Event::Opened {
            settings: settings.clone(),
            head: state.talk.head.clone(),
            world: state.world_hash(),
        });
        let mut run = Run {
            settings,
            nodes: Vec::new(),
            head: 0,
            tip: 0,
            draft: None,
            bytes: 0,
        };
        run.commit(None, state, log);
        run
    }

    /// Goes on by at most `tokens` tokens (at least one) of the brain's turn, or to the end of the step.
    pub fn advance(&mut self, brain: &mut dyn Brain, tokens: u32) -> Progress {
        if let Some(progress) = self.resting() {
            return progress;
        }
        let Some(draft) = &mut self.draft else {
            return self.resting().unwrap_or(Progress::Writing);
        };
        for _ in 0..tokens.max(1) {
            if draft.generate(brain, &self.settings) {
                draft.settle(brain.badge(), &self.settings);
                return self.settled();
            }
        }
        Progress::Writing
    }

    /// A whole step, or up to where the user is asked.
    pub fn step(&mut self, brain: &mut dyn Brain) -> Progress {
        self.advance(brain, u32::MAX)
    }

    /// Steps until the run stops or the user is asked.
    pub fn finish(&mut self, brain: &mut dyn Brain) -> Progress {
        loop {
            match self.step(brain) {
                Progress::Writing | Progress::Stepped => {}
                progress => return progress,
            }
        }
    }

    /// The reader is the model: this turn in place of the brain's. An `End` that is missing is put behind it.
    pub fn write(&mut self, turn: &[Token], by: Badge) -> Progress {
        if let Some(progress) = self.resting() {
            return progress;
        }
        if let Some(draft) = &mut self.draft {
            draft.paste(turn, &self.settings);
            draft.settle(by, &self.settings);
        }
        self.settled()
    }

    /// The user's leave for the call that waits for it.
    ///
    /// # Errors
    /// `NotAsked` where none does.
    pub fn confirm(&mut self, yes: bool) -> Result<Progress, Refusal> {
        match self.waiting() {
            Some(Waiting::Confirm(_)) => Ok(self.say(if yes { Said::Yes } else { Said::No })),
            _ => Err(Refusal::NotAsked),
        }
    }

    /// The user's answer to the question that the brain asked.
    ///
    /// # Errors
    /// `NotAsked` where none was.
    pub fn answer(&mut self, text: &str) -> Result<Progress, Refusal> {
        match self.waiting() {
            Some(Waiting::Asks { .. }) => Ok(self.say(Said::Answer(text.into()))),
            _ => Err(Refusal::NotAsked),
        }
    }

    /// Interrupts. A turn that is not at its end is dropped: it never happened (A13). Calls that are not made yet get the result
    /// `cancelled` (A12).
    pub fn cancel(&mut self) -> Progress {
        if self.waiting().is_some() {
            return self.say(Said::Interrupt);
        }
        self.draft = None;
        if self.at().ending.is_none() {
            self.stop(Stop::Cancelled);
        }
        self.resting().unwrap_or(Progress::Stepped)
    }

    fn say(&mut self, said: Said) -> Progress {
        if let Some(draft) = &mut self.draft {
            draft.said(said, &self.settings);
        }
        self.settled()
    }

    /// Where nothing can be written: it has stopped, or waits. Else a step is begun.
    fn resting(&mut self) -> Option<Progress> {
        if let Some(ending) = &self.at().ending {
            return Some(Progress::Stopped(ending.clone()));
        }
        if let Some(waiting) = self.waiting() {
            return Some(Progress::Waiting(waiting.clone()));
        }
        if self.draft.is_none() {
            let Node { state, hash, .. } = &self.nodes[self.head];
            match Draft::begin(state.clone(), &self.settings, *hash) {
                Ok(draft) => self.draft = Some(draft),
                Err(stop) => {
                    let ending = self.stop(stop);
                    return Some(Progress::Stopped(ending));
                }
            }
        }
        None
    }

    /// After the calls of a turn: waits, or makes the step a node.
    fn settled(&mut self) -> Progress {
        if let Some(waiting) = self.waiting() {
            return Progress::Waiting(waiting.clone());
        }
        if let Some(draft) = self.draft.take() {
            let (state, log) = draft.finish(&self.settings);
            self.commit(Some(self.head), state, log);
        }
        match &self.at().ending {
            Some(ending) => Progress::Stopped(ending.clone()),
            None => Progress::Stepped,
        }
    }

    fn stop(&mut self, stop: Stop) -> Ending {
        let mut state = self.at().clone();
        let mut log = Log::after(self.nodes[self.head].hash);
        let ending = end(&mut state, &mut log, stop, String::new());
        self.commit(Some(self.head), state, log);
        ending
    }

    pub(super) fn commit(&mut self, parent: Option<usize>, state: State<W>, log: Log) {
        self.draft = None;
        let hash = log.hash();
        self.bytes += log.bytes;
        self.nodes.push(Node {
            parent,
            state,
            entries: log.entries,
            hash,
        });
        self.head = self.nodes.len() - 1;
        self.tip = self.head;
    }
}
