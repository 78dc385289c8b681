//! The job of a lab with a debugger: one run that the page drives by questions, and beside it the lab's long experiment.

mod breakpoints;
mod debugger;
mod job;
mod protocol;
#[cfg(test)]
mod tests;

pub use breakpoints::Breakpoints;
pub use debugger::Debugger;
pub use job::{Bench, Opened, Report, job};
pub use protocol::{Advanced, Answer, Ask, Checked, Compared, Question, Shown};
