//! How it is computed. Imports `tensor` only.
