//! Texts, tokenizers, tasks, seeded randomness. Imports nothing of ours but `lesson::{Lang, Text, Describe}` for messages to the reader.
//!
//! From a file to a batch: `charset` (bytes to text), `check` (is it fit to train on?), `documents` (its lines),
//! `tokenizer` (lines to token ids), `documents::TokenStream` (one stream, every line after a start token), `batches` (windows).

/// Training and validation part, and the windows drawn from them.
pub mod batches;
/// Bytes of a file to text: UTF-8, UTF-16, Big5.
pub mod charset;
/// Whether a text is fit to train on.
pub mod check;
/// The texts that come with the site.
pub mod corpus;
/// A text as lines, a tokenized text as one stream.
pub mod documents;
/// A run's fingerprint over its losses.
pub mod fingerprint;
/// FNV-1a.
pub mod fnv;
/// Associative recall: pairs written one after the other, then asked for.
pub mod recall;
/// Named streams of random numbers from one seed.
pub mod rng;
/// Whether a shipped model came as it was built.
pub mod shipped;
/// Right answers out of so many, with the interval.
pub mod tally;
/// From text to token ids and back: characters, byte-level BPE.
pub mod tokenizer;
/// That world told wholly in three languages, in two mixes.
pub mod trilingual;
/// A small world in three languages whose every fact is known.
pub mod world;
