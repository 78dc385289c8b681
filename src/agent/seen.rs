//! What there is to see of a run. None of it changes anything.

use super::acting::Waiting;
use super::brain::Dist;
use super::context::Context;
use super::draft::Draft;
use super::log::Entry;
use super::run::{Node, Progress, Run};
use super::settings::Settings;
use super::state::{State, tools};
use super::tape::Tape;
use super::token::Token;
use super::tool::Tool;
use super::world::World;

impl<W: World> Run<W> {
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the run stands: at the end of the last finished step that is looked at.
    pub fn at(&self) -> &State<W> {
        &self.nodes[self.head].state
    }

    /// The world, also in the middle of a step.
    pub fn world(&self) -> &W {
        let draft = self.draft.as_ref().map(|draft| &draft.state);
        &draft.unwrap_or(self.at()).world
    }

    pub fn waiting(&self) -> Option<&Waiting> {
        self.draft.as_ref().and_then(Draft::waiting)
    }

    /// Hash of its state, the same in both languages.
    pub fn world_hash(&self) -> u64 {
        let draft = self.draft.as_ref().map(|draft| &draft.state);
        draft.unwrap_or(self.at()).world_hash()
    }

    /// The tools that can be called.
    pub fn tools(&self) -> Vec<Tool> {
        tools(self.world(), &self.settings)
    }

    /// Where the run stands: `Stepped` where it is ready for a step.
    pub fn progress(&self) -> Progress {
        match (&self.at().ending, &self.draft) {
            (Some(ending), _) => Progress::Stopped(ending.clone()),
            (None, None) => Progress::Stepped,
            (None, Some(draft)) => {
                let waiting = draft.waiting().cloned();
                waiting.map_or(Progress::Writing, Progress::Waiting)
            }
        }
    }

    /// What the brain sees next or has written on so far, token by token: its whole input (truth rule T2). Empty where what must
    /// be in it does not fit.
    pub fn tape(&self) -> Tape {
        self.prompt().0
    }

    /// The tape, and where its messages come from.
    pub fn prompt(&self) -> (Tape, Context) {
        if let Some(draft) = &self.draft {
            return (draft.tape.clone(), draft.context.clone());
        }
        let Node { state, hash, .. } = &self.nodes[self.head];
        let draft = Draft::begin(state.clone(), &self.settings, *hash);
        draft
            .map(|draft| (draft.tape, draft.context))
            .unwrap_or_default()
    }

    /// What the brain has written of the open turn.
    pub fn written(&self) -> &[Token] {
        self.draft.as_ref().map_or(&[], Draft::written)
    }

    /// Bytes of the snapshots and of the log, without what a world keeps on the heap.
    pub fn bytes(&self) -> usize {
        self.bytes + self.nodes.len() * size_of::<Node<W>>()
    }

    /// What the last token of the open turn was drawn from.
    pub fn dist(&self) -> Option<&Dist> {
        self.draft.as_ref()?.dist.as_ref()
    }

    /// Hash of all that happened up to here: same seed and same brain, same hash.
    pub fn log_hash(&self) -> u64 {
        self.nodes[self.head].hash
    }

    /// All that happened up to here, the open step included.
    pub fn entries(&self) -> Vec<&Entry> {
        let open = self.draft.iter().flat_map(|draft| &draft.log.entries);
        let path = self.path(self.head);
        let closed = path.iter().flat_map(|&node| &self.nodes[node].entries);
        closed.chain(open).collect()
    }

    /// The steps from the root to the one that is looked at, for [`Run::select`].
    pub fn steps(&self) -> Vec<usize> {
        self.path(self.head)
    }

    /// The nodes from the root to this one.
    pub(super) fn path(&self, node: usize) -> Vec<usize> {
        let parent = |&node: &usize| self.nodes[node].parent;
        let mut path: Vec<usize> = std::iter::successors(Some(node), parent).collect();
        path.reverse();
        path
    }
}
