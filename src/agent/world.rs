//! What the loop asks of a world.

use serde_json::Value;

use super::arguments::Arguments;
use super::tool::{Code, Failure, Tool};
use crate::lesson::Lang;

/// How many operations one call may still take: shared by everything that the call starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget(pub u32);

impl Budget {
    /// What a call gets.
    pub const CALL: Budget = Budget(10_000);

    /// Takes one operation.
    ///
    /// # Errors
    /// `timeout` where none is left.
    pub fn spend(&mut self) -> Result<(), Failure> {
        self.0 = self
            .0
            .checked_sub(1)
            .ok_or_else(|| Failure::new(Code::Timeout, "operation budget used up"))?;
        Ok(())
    }
}

/// What a call that did not fail gave.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// A result; a structured one is cut by items where it is too long.
    Value(Value),
    /// The tool asks the user, and the loop waits for the answer.
    Asks(String),
}

/// A world that tools act on. Its clone is a snapshot: what is stepped back to, and what a fork goes on from.
///
/// Everything in it is a function of its seed, the ticks that have passed and the calls so far.
pub trait World: Clone {
    /// The tools that are there, in the order of the prompt.
    fn tools(&self) -> Vec<Tool>;

    /// Carries a checked call out. Results and messages are in `lang`; names of keys and choices are ASCII, the same in both.
    ///
    /// # Errors
    /// `tool_failed` or `timeout`; then the world is as it was.
    fn call(
        &mut self,
        tool: &str,
        arguments: &Arguments,
        budget: &mut Budget,
        lang: Lang,
    ) -> Result<Outcome, Failure>;

    /// Time goes by: one tick for each call, more where a tool is slow.
    fn pass(&mut self, ticks: u32);

    /// Its state in canonical bytes, the same in both languages: equal bytes, equal world.
    fn state(&self) -> Vec<u8>;

    /// Nothing that matters can happen in it any more.
    fn dead(&self) -> bool {
        false
    }

    /// Whether the task is done, judged by the state and the answer, never by what the brain claims. None: the world has no task.
    fn verdict(&self, answer: &str) -> Option<bool>;
}
