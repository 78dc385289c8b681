//! The agent loop: messages on one tape of tokens, calls of tools, guards, and a log that can be stepped back and forked.
//!
//! A brain sees the tape and nothing else (`brains` must not import `worlds`: `tests/architecture.rs`). A world sees checked
//! arguments and nothing else. What lies between them is here. In reading order:
//! - `token`, `message`, `tape`, `reading`: messages on one tape of tokens, and back. `brain`: what writes it on.
//! - `tool`, `arguments`, `strict`, `check`, `nearest`: manuals, and calls held against them. `world`: what a call acts on.
//! - `run`: the loop; a step is a `draft` (the turn), then `acting` (its calls), with `guard`, `plan`, `cap` and `stop`.
//! - `conversation`, `context`, `digest`: all that was said, and what of it fits the window.
//! - `log`, `state`, `branches`, `seen`: what happened; back, fork, compare. `words`: how a page calls it.
//! - `export`, `import`, `replay`: a run as a file of OpenAI's format, and made again from it.

mod acting;
mod arguments;
mod brain;
mod branches;
pub mod cap;
pub mod check;
#[cfg(test)]
mod check_tests;
pub mod context;
mod conversation;
mod digest;
mod draft;
mod export;
mod guard;
mod import;
mod log;
mod message;
mod nearest;
mod plan;
pub mod reading;
mod refusal;
mod replay;
mod run;
mod seen;
mod settings;
mod state;
mod stop;
pub mod strict;
pub mod tape;
#[cfg(test)]
mod tape_tests;
#[cfg(test)]
pub(crate) mod tests;
pub mod token;
mod tool;
mod words;
mod world;

pub use acting::Waiting;
pub use arguments::Arguments;
pub use brain::{Badge, Brain, Dist};
pub use branches::{Branch, Difference, Edit};
pub use conversation::{Conversation, Unit};
pub use export::export;
pub use import::{Fault, ImportError, import};
pub use log::{Entry, Event};
pub use message::{Call, Message, Part};
pub use plan::{Plan, Status, Step};
pub use refusal::Refusal;
pub use replay::{Replayed, replay};
pub use run::{Progress, Run};
pub use settings::{Clamped, Settings, Trim};
pub use state::{Counts, State};
pub use stop::{Ending, Stop};
pub use tape::{Author, Section, Span, Tape, Template};
pub use token::{Mark, Token};
pub use tool::{Code, Failure, Kind, Parameter, Tool, Wording};
pub use world::{Budget, Outcome, World};
