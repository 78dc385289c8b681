//! The layers by name, with what they remember and what they cost: counts of numbers, operations and sequential steps, by
//! formula and without the graph (a test holds them against it).

use serde::{Deserialize, Serialize};

use crate::lesson::{Text, text};

/// A layer of the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    Rnn,
    Lstm,
    Softmax,
    Linear,
    Normalised,
    RetNet,
    ScalarGate,
    ElementGate,
    DeltaNet,
    GatedDelta,
    Selective,
}

/// Lengths of a layer's rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Size {
    /// Channels that come in.
    pub width: usize,
    /// Length of queries and keys, d_k.
    pub keys: usize,
    /// Length of values, d_v.
    pub values: usize,
}

/// A way to compute the layer on a sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// One token after the other.
    Recurrent,
    /// All tokens at once, every pair of them (or the scan).
    Parallel,
    /// Pieces of this many tokens, each at once.
    Chunkwise(usize),
}

impl Kind {
    /// In the order of the lecture.
    pub const ALL: [Kind; 11] = [
        Kind::Rnn,
        Kind::Lstm,
        Kind::Softmax,
        Kind::Linear,
        Kind::Normalised,
        Kind::RetNet,
        Kind::ScalarGate,
        Kind::ElementGate,
        Kind::DeltaNet,
        Kind::GatedDelta,
        Kind::Selective,
    ];

    /// In links and in `data-` names; never changes.
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Rnn => "rnn",
            Kind::Lstm => "lstm",
            Kind::Softmax => "softmax",
            Kind::Linear => "linear",
            Kind::Normalised => "linear-normalised",
            Kind::RetNet => "retnet",
            Kind::ScalarGate => "gated-retention",
            Kind::ElementGate => "element-gate",
            Kind::DeltaNet => "delta-net",
            Kind::GatedDelta => "gated-delta-net",
            Kind::Selective => "selective-scan",
        }
    }

    /// The layer of this id.
    pub fn find(id: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.id() == id)
    }

    pub const fn name(self) -> Text {
        match self {
            Kind::Rnn => text("RNN (tanh)", "RNN（tanh）"),
            Kind::Lstm => text("LSTM", "LSTM"),
            Kind::Softmax => text("Softmax attention", "softmax 注意力"),
            Kind::Linear => text("Linear attention", "線性注意力"),
            Kind::Normalised => text("Linear attention, normalised", "線性注意力（有除以總和）"),
            Kind::RetNet => text("RetNet", "RetNet"),
            Kind::ScalarGate => text("Gated retention", "閘控 retention"),
            Kind::ElementGate => text("Gate per column", "每一行各自的閘門"),
            Kind::DeltaNet => text("DeltaNet", "DeltaNet"),
            Kind::GatedDelta => text("Gated DeltaNet", "閘控 DeltaNet"),
            Kind::Selective => text("Selective scan (Mamba-like)", "選擇性掃描（類 Mamba）"),
        }
    }

    /// The recurrence in one line, plain text.
    pub const fn formula(self) -> &'static str {
        match self {
            Kind::Rnn => "h = tanh(W x + U h + c)",
            Kind::Lstm => "c = f c + i z, h = o tanh(c)",
            Kind::Softmax => "y = softmax(q K\u{2032} / \u{221a}d) V",
            Kind::Linear => "H = H + v k\u{2032}, y = H q",
            Kind::Normalised => "H = H + v k\u{2032}, z = z + k, y = H q / (z q)",
            Kind::RetNet => "H = \u{3b3} H + v k\u{2032}, y = H q",
            Kind::ScalarGate => "H = \u{3b3}\u{209c} H + v k\u{2032}, y = H q",
            Kind::ElementGate => "H = G\u{209c} \u{2299} H + v k\u{2032}, y = H q",
            Kind::DeltaNet => "H = H + \u{3b2} (v \u{2212} H k) k\u{2032}, y = H q",
            Kind::GatedDelta => {
                "H = \u{3b3}\u{209c} H, H = H + \u{3b2} (v \u{2212} H k) k\u{2032}, y = H q"
            }
            Kind::Selective => "h = exp(\u{394} A) \u{2299} h + (\u{394} x) B\u{2032}, y = h C",
        }
    }

    /// Channels that come out.
    pub const fn output(self, size: Size) -> usize {
        match self {
            Kind::Rnn => size.keys * size.values,
            Kind::Lstm => size.keys * size.values / 2,
            _ => size.values,
        }
    }

    /// Whether the memory is as large after a million tokens as after one.
    pub const fn has_constant_state(self) -> bool {
        !matches!(self, Kind::Softmax)
    }

    /// Whether the steps can be done at once at all.
    pub const fn is_sequential(self) -> bool {
        matches!(self, Kind::Rnn | Kind::Lstm)
    }

    /// Numbers that one sequence has to be remembered by after `t` tokens.
    pub const fn state_numbers(self, size: Size, t: u64) -> u64 {
        let (keys, values) = (size.keys as u64, size.values as u64);
        match self {
            Kind::Softmax => t * (keys + values),
            Kind::Normalised => keys * (values + 1),
            Kind::Lstm => 2 * (keys * values / 2),
            _ => keys * values,
        }
    }

    /// Floating-point operations of the mixing for the token after `t - 1` others, without the projections; multiply-add
    /// is 2. Of the memory: terms of order d alone are left out, except softmax's 5 t.
    pub const fn decode_flops(self, size: Size, t: u64) -> u64 {
        let (keys, values) = (size.keys as u64, size.values as u64);
        let m = keys * values;
        match self {
            // U h.
            Kind::Rnn => 2 * m * m,
            Kind::Lstm => 8 * (m / 2) * (m / 2),
            Kind::Softmax => 2 * t * (keys + values) + 5 * t,
            // v k' and H q.
            Kind::Linear => 4 * m,
            Kind::Normalised => 4 * (m + keys),
            // And the memory times a gate.
            Kind::RetNet | Kind::ScalarGate | Kind::ElementGate => 5 * m,
            // And H k.
            Kind::DeltaNet => 6 * m,
            Kind::GatedDelta => 7 * m,
            // dt A, its exponential, times h; dt x B, added; h C.
            Kind::Selective => 7 * m,
        }
    }

    /// Floating-point operations of the mixing of a whole sequence of `t` tokens in one way; `None` where the layer has no
    /// such way. Every pair is counted, also those that the mask throws away (the usual count).
    pub fn sequence_flops(self, size: Size, t: u64, way: Way) -> Option<u64> {
        let steps = |from: u64, to: u64| (from..=to).map(|t| self.decode_flops(size, t)).sum();
        match way {
            Way::Recurrent if self.has_constant_state() => Some(t * self.decode_flops(size, 1)),
            Way::Recurrent => Some(steps(1, t)),
            Way::Parallel => self.pairs_flops(size, t),
            Way::Chunkwise(chunk) => {
                let chunk = (chunk as u64).clamp(1, t.max(1));
                let (whole, rest) = (t / chunk, t % chunk);
                let one = |c: u64| Some(self.pairs_flops(size, c)? + c * self.handed_on(size, t)?);
                if self == Kind::Selective {
                    return self.pairs_flops(size, t);
                }
                Some(whole * one(chunk)? + if rest > 0 { one(rest)? } else { 0 })
            }
        }
    }

    /// All pairs of `t` tokens.
    const fn pairs_flops(self, size: Size, t: u64) -> Option<u64> {
        let (keys, values) = (size.keys as u64, size.values as u64);
        let products = 2 * t * t * (keys + values);
        Some(match self {
            Kind::Rnn | Kind::Lstm => return None,
            Kind::Softmax => products + 5 * t * t,
            Kind::Linear => products,
            Kind::Normalised => products + 2 * t * t,
            Kind::RetNet | Kind::ScalarGate => products + t * t,
            // Difference, exponential and product for every pair and column.
            Kind::ElementGate => products + 3 * t * t * keys,
            // K K', and the triangular solve.
            Kind::DeltaNet => products + 2 * t * t * keys + t * t * values,
            Kind::GatedDelta => products + 2 * t * t * keys + t * t * values + 2 * t * t,
            // The scan has no pairs.
            Kind::Selective => 7 * t * keys * values,
        })
    }

    /// Per token: reading the memory that a piece finds and writing into the one that it leaves (softmax: the keys of
    /// the other pieces, half of all on average).
    const fn handed_on(self, size: Size, t: u64) -> Option<u64> {
        let (keys, values) = (size.keys as u64, size.values as u64);
        let m = keys * values;
        Some(match self {
            Kind::Rnn | Kind::Lstm => return None,
            Kind::Softmax => (2 * (keys + values) + 5) * t / 2,
            Kind::DeltaNet | Kind::GatedDelta => 6 * m,
            Kind::Normalised => 4 * (m + keys),
            _ => 4 * m,
        })
    }

    /// Steps that have to wait for each other, however many processors there are: 1 for all pairs at once, T for a
    /// recurrence, T / C for pieces. The delta rule's triangular system takes log2 more rounds: (I + L)^-1 =
    /// (I - L)(I + L^2)(I + L^4) ..
    pub const fn span(self, t: u64, way: Way) -> Option<u64> {
        match (self, way) {
            (_, Way::Recurrent) => Some(t),
            (Kind::Rnn | Kind::Lstm, _) => None,
            (Kind::Selective, Way::Parallel) => Some(log2(t)),
            (Kind::DeltaNet | Kind::GatedDelta, Way::Parallel) => Some(log2(t)),
            (_, Way::Parallel) => Some(1),
            (_, Way::Chunkwise(chunk)) => {
                let chunk = if chunk == 0 { 1 } else { chunk as u64 };
                Some(t.div_ceil(chunk))
            }
        }
    }
}

/// Rounds that double the reach until it covers `t`; at least 1.
const fn log2(t: u64) -> u64 {
    let rounds = t.next_power_of_two().trailing_zeros() as u64;
    if rounds == 0 { 1 } else { rounds }
}
