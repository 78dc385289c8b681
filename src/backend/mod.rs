//! How it is computed. Imports `tensor` only.
//!
//! [`Cpu`] runs a plan over plain slices (ndarray and matrixmultiply for the products). A GPU backend would take the
//! same plans, edits and parameters; until then there is one implementation and no trait for it.

mod cpu;
mod edit;
mod params;
mod real;

pub use cpu::{BackendError, Cpu, gelu, product, vector_matrix};
pub use edit::{Change, Edit, Region};
pub use params::{Param, Params};
pub use real::{Real, sum_of_squares};
pub(crate) use real::{max_of, sum_of, sum_of_two};

#[cfg(test)]
mod cases;
#[cfg(test)]
mod tests;
