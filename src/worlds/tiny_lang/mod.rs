//! TinyLang: the little language of the programs that an agent writes. Its compiler says where it stumbled and what it expected.
//!
//! ```text
//! fn double(n) {          # whole numbers of 64 bits; no other kind of value
//!   return n * 2;
//! }
//! let i = 0;
//! while i < 3 {
//!   if i == 1 { print(double(i)); } else { print(0 - i); }
//!   i = i + 1;
//! }
//! ```
//! Any text at all gives a program or a log, and any program ends: by itself, or with a [`Trouble`] once its operations are used
//! up. Nothing here recurses on the machine's stack but the parser, and that at most [`NESTED`] deep.

mod lexer;
mod log;
mod machine;
mod parser;
mod scope;
#[cfg(test)]
mod tests;
mod trouble;

pub use log::{Entry, Expected, Log};
pub use machine::Program;
pub use parser::compile;
pub use trouble::{Kind, Trouble};

/// Characters of a program.
pub const LONGEST: usize = 4000;
/// Blocks and parentheses inside each other.
pub const NESTED: usize = 32;
/// Calls inside each other.
pub const CALLS: usize = 200;
/// Lines that a program may print.
pub const PRINTED: usize = 1000;
/// Names in one function, its parameters among them.
pub const NAMES: usize = 64;
/// Entries of a log: who made more mistakes reads the first ones.
pub const ENTRIES: usize = 20;
