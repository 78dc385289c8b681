//! What writes the tape on. A brain sees tokens and nothing else: no file here may know a world (`tests/architecture.rs`).

pub mod rules;
pub mod tiny;
