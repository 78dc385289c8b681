//! The loop as a whole, with a toy world and brains that write what a test tells them to.

mod calls;
mod context;
mod files;
mod history;
mod monkey;
mod stops;
pub(crate) mod toy;
