//! The page: mounts the single-page app. Nothing else happens here.
fn main() {}
