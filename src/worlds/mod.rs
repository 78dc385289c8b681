//! What the tools of lecture 2 act on. A world sees checked arguments, never a prompt; a brain never sees a world.

pub mod bm25;
pub mod desk;
pub mod grid;
mod manual;
pub mod tiny_lang;
