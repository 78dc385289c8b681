//! The agent loop: messages on one tape of tokens, calls of tools, guards, and a log that can be stepped back and forked.
//!
//! A brain sees the tape and nothing else (`brains` must not import `worlds`: `tests/architecture.rs`). A world sees checked
//! arguments and nothing else. What lies between them is here.

mod arguments;
mod brain;
pub mod check;
#[cfg(test)]
mod check_tests;
mod message;
mod nearest;
pub mod reading;
pub mod strict;
pub mod tape;
#[cfg(test)]
mod tape_tests;
pub mod token;
mod tool;
mod world;

pub use arguments::Arguments;
pub use brain::{Badge, Brain, Dist};
pub use message::{Call, Message, Part};
pub use tape::{Author, Section, Span, Tape, Template};
pub use token::{Mark, Token};
pub use tool::{Code, Failure, Kind, Parameter, Tool, Wording};
pub use world::{Budget, Outcome, World};
