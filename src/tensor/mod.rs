//! What is computed: shapes, the static graph, its gradients, the plan. Imports nothing of ours, holds no numbers.
//!
//! Reading order: [`Shape`], [`Op`], [`Graph`] and its handle [`T`], [`grad`], [`Plan`].
//!
//! Letters used in shapes everywhere: B batch, T time (queries), S time (keys), C channels, H heads, V vocabulary.

mod grad;
mod graph;
mod op;
mod plan;
mod shape;
mod time;

pub use grad::{GradError, grad};
pub use graph::{Graph, Id, Init, Node, ParamSpec, T, UnknownName};
pub use op::{Fit, Op};
pub use plan::{Place, Plan, Step};
pub use shape::{Shape, ShapeError};

#[cfg(test)]
mod tests;
