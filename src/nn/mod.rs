//! Models in terms of the graph. Imports `tensor` and `backend`.

pub mod sampling;
