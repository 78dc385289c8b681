//! The CPU worker: serves jobs to the page. Nothing else happens here.
fn main() {}
