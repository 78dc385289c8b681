//! Windows of a tokenized text: what one training step learns from, and what validation is measured on.
//!
//! **Where windows begin.** A long text (lines longer than the context): anywhere, so every position of a line is seen.
//! Short documents (every line fits in the context, as couplets do): at a start token, and on through the lines that follow.
//! The window then looks exactly like generation from an empty prompt, and the form (5 characters, a comma, 5, a full stop) is
//! tied to the positions. No padding and no loss mask: whatever follows a line is a start token, which is worth learning too.

use serde::{Deserialize, Serialize};

use super::documents::TokenStream;
use super::rng::{self, Pcg32};

/// Share of the tokens, from the end, that is held out.
pub const VALIDATION_SHARE: f64 = 0.1;

/// The text is too short for one training and one validation window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooShort {
    /// Tokens there are, start tokens included.
    pub tokens: usize,
    /// Tokens there must be at least.
    pub needed: usize,
}

/// Tokens that a text must have for this context: a window and its last target, twice, with one to spare.
pub fn tokens_needed(context: usize) -> usize {
    2 * (context + 2)
}

/// The training part and the validation part (the last tenth, at least one window).
///
/// The cut is at the start of a document, unless none is near (within a twentieth of the text): then inside a document.
pub fn split(stream: &TokenStream, context: usize) -> Result<(TokenStream, TokenStream), TooShort> {
    let (tokens, needed) = (stream.tokens.len(), tokens_needed(context));
    if tokens < needed {
        return Err(TooShort { tokens, needed });
    }
    let window = needed / 2;
    let last = tokens - window;
    let wanted = ((tokens as f64 * (1.0 - VALIDATION_SHARE)) as usize).clamp(window, last);
    let distance = |at: usize| at.abs_diff(wanted);
    let cut = stream
        .starts
        .iter()
        .copied()
        .filter(|&at| (window..=last).contains(&at) && distance(at) <= tokens / 20)
        .min_by_key(|&at| (distance(at), at))
        .unwrap_or(wanted);
    Ok(stream.split_at(cut))
}

/// `rows` windows under each other: `inputs` and `targets` are (rows, context), row-major; targets are inputs one token on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Windows {
    pub inputs: Vec<u32>,
    pub targets: Vec<u32>,
    pub rows: usize,
}

impl Windows {
    fn cut(tokens: &[u32], begins: impl Iterator<Item = usize>, context: usize) -> Windows {
        let mut windows = Windows::default();
        for begin in begins {
            windows
                .inputs
                .extend_from_slice(&tokens[begin..begin + context]);
            windows
                .targets
                .extend_from_slice(&tokens[begin + 1..begin + 1 + context]);
            windows.rows += 1;
        }
        windows
    }
}

/// Where windows of this context may begin in a stream.
#[derive(Clone, Copy)]
struct Begins<'a> {
    /// Documents that a window may begin with; `None`: a window may begin anywhere.
    documents: Option<&'a [usize]>,
    count: usize,
}

impl<'a> Begins<'a> {
    fn new(stream: &'a TokenStream, longest: usize, context: usize) -> Begins<'a> {
        let count = stream.tokens.len().saturating_sub(context); // begin + context must be a token: the last target
        let whole = stream.starts.partition_point(|&start| start < count);
        if longest <= context && whole > 0 {
            Begins {
                documents: Some(&stream.starts[..whole]),
                count: whole,
            }
        } else {
            Begins {
                documents: None,
                count,
            }
        }
    }

    fn at(&self, index: usize) -> usize {
        self.documents.map_or(index, |starts| starts[index])
    }
}

/// Draws training windows: independent of each other, with replacement, the same for the same seed.
#[derive(Clone, Debug)]
pub struct Batches {
    stream: TokenStream,
    longest: usize,
    seed: u64,
    rng: Pcg32,
    drawn: u64,
}

/// Where the draws of a run stand; with the same text and seed it goes on exactly from there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BatchesState {
    pub seed: u64,
    /// Windows drawn so far: one random number each.
    pub drawn: u64,
}

impl Batches {
    /// Over the training part of a split.
    pub fn new(training: TokenStream, seed: u64) -> Batches {
        let longest = training.longest();
        Batches {
            stream: training,
            longest,
            seed,
            rng: rng::stream(seed, rng::DATA),
            drawn: 0,
        }
    }

    /// `batch` windows: (inputs, targets), each (batch, context) row-major.
    /// Both are empty where the text has no window of this length (`split` refuses such texts).
    pub fn next(&mut self, batch: usize, context: usize) -> (Vec<u32>, Vec<u32>) {
        let begins = Begins::new(&self.stream, self.longest, context);
        if begins.count == 0 {
            return (Vec::new(), Vec::new());
        }
        let rng = &mut self.rng;
        let chosen = (0..batch).map(|_| begins.at(rng::below(rng, begins.count as u32) as usize));
        let windows = Windows::cut(&self.stream.tokens, chosen, context);
        self.drawn += batch as u64;
        (windows.inputs, windows.targets)
    }

    /// True where every window of this context begins with a start token. Generation should then do the same: see `visible`.
    pub fn aligned(&self, context: usize) -> bool {
        Begins::new(&self.stream, self.longest, context)
            .documents
            .is_some()
    }

    /// The stream that is drawn from.
    pub fn stream(&self) -> &TokenStream {
        &self.stream
    }

    pub fn state(&self) -> BatchesState {
        BatchesState {
            seed: self.seed,
            drawn: self.drawn,
        }
    }

    /// Goes back (or on) to a state of the same text.
    pub fn restore(&mut self, state: BatchesState) {
        self.seed = state.seed;
        self.drawn = state.drawn;
        self.rng = rng::stream(state.seed, rng::DATA);
        self.rng.advance(state.drawn);
    }
}

/// At most `at_most` validation windows, always the same, spread evenly over the part; without overlap where there is room.
pub fn validation_windows(validation: &TokenStream, context: usize, at_most: usize) -> Windows {
    let begins = Begins::new(validation, validation.longest(), context);
    let room = (validation.tokens.len().saturating_sub(1) / context.max(1)).max(1);
    let rows = at_most.min(begins.count).min(room);
    let chosen = (0..rows).map(|row| begins.at(row * begins.count / rows));
    Windows::cut(&validation.tokens, chosen, context)
}

/// The part of a growing text that a model with this context still sees: its last `context` tokens.
/// With `aligned`, from the first start token among them on (if there is one), because such a model has seen no other beginning.
pub fn visible(tokens: &[u32], context: usize, aligned: bool) -> &[u32] {
    let last = &tokens[tokens.len().saturating_sub(context)..];
    if !aligned || last.len() == tokens.len() {
        return last;
    }
    match last
        .iter()
        .position(|&token| token == super::tokenizer::START)
    {
        Some(start) => &last[start..],
        None => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Documents of 4 tokens: 0, n, n, n.
    fn couplets(count: u32) -> TokenStream {
        TokenStream::from_tokens((1..=count).flat_map(|n| [0, n, n, n]).collect())
    }

    /// One document: 0, 1, 2, 3, ..
    fn long(count: u32) -> TokenStream {
        TokenStream::from_tokens((0..count).collect())
    }

    #[test]
    fn the_last_tenth_is_held_out_at_a_document_boundary() {
        let (training, validation) = split(&couplets(25), 5).unwrap();
        assert_eq!((training.tokens.len(), validation.tokens.len()), (88, 12));
        assert_eq!(validation.tokens[..4], [0, 23, 23, 23]);
    }

    #[test]
    fn one_long_document_is_cut_inside() {
        let (training, validation) = split(&long(200), 5).unwrap();
        assert_eq!(training.tokens.len(), 180);
        assert_eq!(validation.tokens[0], 180);
        assert!(validation.starts.is_empty());
    }

    #[test]
    fn a_text_of_two_windows_is_split_and_one_token_less_is_refused() {
        let needed = tokens_needed(8);
        let (training, validation) = split(&long(needed as u32), 8).unwrap();
        assert_eq!((training.tokens.len(), validation.tokens.len()), (10, 10));
        assert_eq!(
            split(&long(19), 8),
            Err(TooShort {
                tokens: 19,
                needed: 20
            })
        );
        assert!(split(&TokenStream::default(), 1).is_err());
    }

    #[test]
    fn windows_of_short_documents_begin_with_the_start_token() {
        let mut batches = Batches::new(couplets(20), 1);
        assert!(batches.aligned(6));
        let (inputs, targets) = batches.next(3, 6);
        assert_eq!(inputs.len(), 18);
        for row in 0..3 {
            let (x, y) = (&inputs[row * 6..][..6], &targets[row * 6..][..6]);
            assert_eq!((x[0], x[4]), (0, 0));
            assert_eq!(x[1..], y[..5]);
        }
    }

    #[test]
    fn windows_of_long_documents_begin_anywhere_and_everywhere() {
        let mut batches = Batches::new(long(40), 1);
        assert!(!batches.aligned(6));
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..100 {
            let (inputs, targets) = batches.next(5, 6);
            seen.extend(inputs.chunks(6).map(|x| x[0]));
            assert!(inputs.iter().zip(&targets).all(|(x, y)| x + 1 == *y));
        }
        assert_eq!(seen, (0..34).collect());
    }

    #[test]
    fn a_restored_run_draws_what_the_paused_one_would_have_drawn() {
        let mut run = Batches::new(long(1000), 42);
        run.next(3, 7);
        run.next(3, 7);
        let state = run.state();
        let bytes = postcard::to_allocvec(&state).unwrap();
        let mut other = Batches::new(long(1000), 9);
        other.next(2, 7);
        other.restore(postcard::from_bytes(&bytes).unwrap());
        for _ in 0..5 {
            assert_eq!(run.next(3, 7), other.next(3, 7));
        }
        assert_eq!(run.state(), other.state());
    }

    #[test]
    fn validation_windows_are_fixed_spread_and_apart() {
        let windows = validation_windows(&long(101), 10, 8);
        assert_eq!((windows.rows, windows.inputs.len()), (8, 80));
        assert_eq!(windows, validation_windows(&long(101), 10, 8));
        let begins: Vec<u32> = windows.inputs.chunks(10).map(|x| x[0]).collect();
        assert!(
            begins.windows(2).all(|pair| pair[1] - pair[0] >= 10),
            "{begins:?}"
        );
        assert_eq!(validation_windows(&long(12), 10, 8).rows, 1);
        assert_eq!(validation_windows(&long(10), 10, 8).rows, 0);
        assert!(
            validation_windows(&couplets(30), 6, 8)
                .inputs
                .chunks(6)
                .all(|x| x[0] == 0)
        );
    }

    #[test]
    fn what_an_aligned_model_sees_begins_with_a_start_token() {
        let text = [0, 1, 1, 1, 0, 2, 2, 2, 0, 3];
        assert_eq!(visible(&text, 7, true), [0, 2, 2, 2, 0, 3]);
        assert_eq!(visible(&text, 7, false), [1, 0, 2, 2, 2, 0, 3]);
        assert_eq!(visible(&text, 1, true), [3]);
        assert_eq!(visible(&[5, 0, 6], 7, true), [5, 0, 6]);
        assert!(visible(&[], 7, true).is_empty());
    }

    proptest! {
        #[test]
        fn no_text_and_no_context_makes_windows_fail(
            tokens in prop::collection::vec(0_u32..4, 0..60), context in 0_usize..30, batch in 0_usize..4, at_most in 0_usize..9
        ) {
            let stream = TokenStream::from_tokens(tokens);
            if let Ok((training, validation)) = split(&stream, context) {
                prop_assert_eq!([&training.tokens[..], &validation.tokens[..]].concat(), stream.tokens.clone());
                prop_assert_eq!(Batches::new(training, 1).next(batch, context).0.len(), batch * context);
                let windows = validation_windows(&validation, context, at_most);
                prop_assert_eq!(windows.rows > 0, at_most > 0);
            } else {
                prop_assert!(stream.tokens.len() < tokens_needed(context));
            }
            Batches::new(stream.clone(), 1).next(batch, context);
            validation_windows(&stream, context, at_most);
            visible(&stream.tokens, context, true);
        }
    }
}
