//! Associative recall: one sequence layer trained to answer for keys that it was shown. Several labs look at such runs.
//!
//! Settings in `config`, the graph in `model` (`stack`: of two layers), a run that goes a step at a time in `run`, its examination in `exam`, counted in
//! `score`.

pub mod config;
pub mod exam;
pub mod run;
pub mod score;

mod model;
mod stack;

#[cfg(test)]
mod tests;
