//! Has a text begun to repeat itself, and how long is the piece that comes again?

/// The repeated end of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tail {
    /// Length of the piece that repeats, in tokens; never itself a repetition of a shorter piece.
    pub period: usize,
    /// Tokens at the end of the text that follow the period, the first occurrence of the piece included.
    pub length: usize,
}

impl Tail {
    /// Whole occurrences of the piece.
    pub fn repeats(&self) -> usize {
        self.length / self.period
    }

    /// True when greedy decoding can never leave the loop: the model's window, `context` tokens wide, has already been exactly
    /// where it is now one period ago. (Before that, a loop is only seen, not proved.)
    pub fn is_certain(&self, context: usize) -> bool {
        self.length >= context + self.period
    }
}

/// Fewest occurrences of the piece that count as a loop: twice may be chance, or a refrain.
pub const LEAST_REPEATS: usize = 3;
/// Fewest tokens that the repetition covers, so that "!!!" and a few spaces are no loop.
pub const LEAST_LENGTH: usize = 12;

/// The loop at the end of the text: the smallest period that is seen at least three times and over at least 12 tokens.
pub fn repeated_tail(tokens: &[u32]) -> Option<Tail> {
    (1..=tokens.len() / LEAST_REPEATS).find_map(|period| {
        let pairs = tokens.iter().rev().zip(tokens.iter().rev().skip(period));
        let length = period + pairs.take_while(|(new, old)| new == old).count();
        (length >= LEAST_LENGTH.max(LEAST_REPEATS * period)).then_some(Tail { period, length })
    })
}
