//! Where a run stands between two steps. A clone is a snapshot: of the world, the conversation and all counters.

use serde::{Deserialize, Serialize};

use super::conversation::Conversation;
use super::guard::Guard;
use super::message::Message;
use super::plan::Plan;
use super::settings::Settings;
use super::stop::Ending;
use super::tool::Tool;
use super::world::World;
use crate::data::fnv::fnv1a;

#[derive(Clone, Debug)]
pub struct State<W> {
    pub world: W,
    pub talk: Conversation,
    pub plan: Plan,
    /// None: the run goes on.
    pub ending: Option<Ending>,
    pub counts: Counts,
    /// Of the dice.
    pub seed: u64,
    pub(super) guard: Guard,
}

/// What has been spent so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Turns of the brain.
    pub steps: u32,
    pub calls: u32,
    /// Tokens that the brain wrote; as many passes were made.
    pub generated: u64,
    /// Tokens of all prompts, each counted whole.
    pub read: u64,
}

impl<W: World> State<W> {
    /// The messages that a run begins with.
    pub(super) fn head(
        settings: &Settings,
        world: &W,
        system: &str,
        memory: &[String],
        goal: &str,
    ) -> Vec<Message> {
        let manuals = tools(world, settings)
            .iter()
            .map(|tool| tool.schema(settings.lang).to_string())
            .collect();
        let system = Message::System {
            text: system.into(),
            manuals,
        };
        let memory = memory.iter().cloned().map(Message::Memory);
        let mut head = vec![system];
        head.extend(memory);
        head.push(Message::User(goal.into()));
        head
    }

    pub(super) fn new(settings: &Settings, world: W, head: Vec<Message>) -> State<W> {
        State {
            world,
            talk: Conversation {
                head,
                units: Vec::new(),
            },
            plan: Plan::default(),
            ending: None,
            counts: Counts::default(),
            seed: settings.seed,
            guard: Guard::default(),
        }
    }

    /// Hash of the world's state, the same in both languages.
    pub fn world_hash(&self) -> u64 {
        fnv1a(&self.world.state())
    }
}

/// The tools that can be called.
pub(super) fn tools<W: World>(world: &W, settings: &Settings) -> Vec<Tool> {
    let mut tools = world.tools();
    if let Some(allowed) = &settings.allowed {
        tools.retain(|tool| allowed.contains(&tool.name));
    }
    tools
}
