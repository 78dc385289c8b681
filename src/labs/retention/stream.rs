//! The reader's stream of writes, with its limits.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang};

/// Most tokens of a stream.
pub const TOKENS: usize = 64;
/// Longest key or value.
pub const LENGTH: usize = 8;
/// Largest absolute number of a key or value.
pub const LARGEST: f64 = 100.0;

/// One token: what it writes and how much it lets the memory forget. Each rule reads what it knows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Token {
    /// (d_k); all zeros: nothing is written, time passes.
    pub key: Vec<f64>,
    /// (d_v)
    pub value: Vec<f64>,
    /// What remains of the whole memory, 0 to 1.
    pub gate: f64,
    /// What remains of each column, (d_k), 0 to 1.
    pub gates: Vec<f64>,
    /// How much of the correction is written. 0 to 1 in a trained layer; up to 2.5 here, to see it overshoot.
    pub beta: f64,
    /// The step of the selective scan for each row, (d_v), 0 to 10.
    pub step: Vec<f64>,
}

impl Token {
    /// A write that forgets nothing of its own accord.
    pub fn write(key: Vec<f64>, value: Vec<f64>) -> Token {
        Token {
            gates: vec![1.0; key.len()],
            step: vec![1.0; value.len()],
            key,
            value,
            gate: 1.0,
            beta: 1.0,
        }
    }

    /// Whether it writes anything.
    pub fn writes(&self) -> bool {
        self.key.iter().any(|k| *k != 0.0)
    }
}

/// Tokens of equal lengths, within the limits.
#[derive(Clone, PartialEq, Debug)]
pub struct Stream {
    tokens: Vec<Token>,
    keys: usize,
    values: usize,
}

/// Why a stream was refused; tokens are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamError {
    /// No token, or more than [`TOKENS`].
    Tokens(usize),
    /// A token's key, value, gates or steps have another length than the first token's, none, or more than [`LENGTH`].
    Length { token: usize },
    /// A number that is none, or outside its limits.
    Number { token: usize },
}

impl Describe for StreamError {
    fn describe(&self, lang: Lang) -> String {
        let en = lang == Lang::En;
        match *self {
            StreamError::Tokens(n) if en => {
                format!("The stream has {n} tokens; it needs 1 to {TOKENS}.")
            }
            StreamError::Tokens(n) => format!("這個序列有 {n} 個 token，需要 1 到 {TOKENS} 個。"),
            StreamError::Length { token } if en => {
                format!(
                    "Token {token} does not have the lengths of the first one (1 to {LENGTH} numbers each)."
                )
            }
            StreamError::Length { token } => {
                format!("第 {token} 個 token 的長度和第一個不同（各需 1 到 {LENGTH} 個數字）。")
            }
            StreamError::Number { token } if en => {
                format!("Token {token} holds a number outside its limits.")
            }
            StreamError::Number { token } => format!("第 {token} 個 token 有超出範圍的數字。"),
        }
    }
}

impl Stream {
    pub fn new(tokens: Vec<Token>) -> Result<Stream, StreamError> {
        if tokens.is_empty() || tokens.len() > TOKENS {
            return Err(StreamError::Tokens(tokens.len()));
        }
        let (keys, values) = (tokens[0].key.len(), tokens[0].value.len());
        for (i, t) in tokens.iter().enumerate() {
            let token = i + 1;
            let fits = (1..=LENGTH).contains(&keys)
                && (1..=LENGTH).contains(&values)
                && t.key.len() == keys
                && t.gates.len() == keys
                && t.value.len() == values
                && t.step.len() == values;
            if !fits {
                return Err(StreamError::Length { token });
            }
            // NaN lies in no range.
            let within = |x: &f64, top: f64| (0.0..=top).contains(x);
            let sound = t
                .key
                .iter()
                .chain(&t.value)
                .all(|x| within(&x.abs(), LARGEST))
                && t.gates.iter().all(|g| within(g, 1.0))
                && t.step.iter().all(|s| within(s, 10.0))
                && within(&t.gate, 1.0)
                && within(&t.beta, 2.5);
            if !sound {
                return Err(StreamError::Number { token });
            }
        }
        Ok(Stream {
            tokens,
            keys,
            values,
        })
    }

    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Length of keys, d_k.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// Length of values, d_v.
    pub fn values(&self) -> usize {
        self.values
    }
}
