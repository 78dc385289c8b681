//! Texts, tokenizers, tasks, seeded randomness. Imports nothing of ours but `lesson::{Lang, Text}` for messages to the reader.
