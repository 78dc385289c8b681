//! What the three forms of linear attention cost, by formula. One head, d_k = d_v = d.

use serde::{Deserialize, Serialize};

use crate::lesson::{Text, text};
use crate::nn::mixers::kind::{Kind, Size, Way};

/// A number takes this many bytes (f32).
pub const BYTES: u64 = 4;

/// A way to compute the same layer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Form {
    Recurrent,
    Parallel,
    Chunkwise,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Recurrent, Form::Parallel, Form::Chunkwise];

    pub const fn id(self) -> &'static str {
        match self {
            Form::Recurrent => "recurrent",
            Form::Parallel => "parallel",
            Form::Chunkwise => "chunkwise",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Form::Recurrent => text("recurrent", "遞迴"),
            Form::Parallel => text("parallel", "平行"),
            Form::Chunkwise => text("chunkwise", "分塊"),
        }
    }

    const fn way(self, chunk: usize) -> Way {
        match self {
            Form::Recurrent => Way::Recurrent,
            Form::Parallel => Way::Parallel,
            Form::Chunkwise => Way::Chunkwise(chunk),
        }
    }

    /// Floating-point operations of the mixing over `t` tokens; multiply-add is 2, every pair counted.
    pub fn flops(self, d: usize, t: u64, chunk: usize) -> u64 {
        Kind::Linear
            .sequence_flops(square(d), t, self.way(chunk))
            .unwrap_or(0)
    }

    /// Steps that have to wait for each other.
    pub fn span(self, t: u64, chunk: usize) -> u64 {
        Kind::Linear.span(t, self.way(chunk)).unwrap_or(0)
    }

    /// Bytes held while it computes, beside its rows and outputs: the memory H, the square of scores, or both for a chunk.
    pub fn working_bytes(self, d: usize, t: u64, chunk: usize) -> u64 {
        let h = Kind::Linear.state_numbers(square(d), t);
        let chunk = (chunk as u64).min(t);
        BYTES * match self {
            Form::Recurrent => h,
            Form::Parallel => t * t,
            Form::Chunkwise => h + chunk * chunk,
        }
    }
}

const fn square(d: usize) -> Size {
    Size {
        width: d,
        keys: d,
        values: d,
    }
}

/// Bytes from which a layer writes the next token: the memory of linear attention, the KV cache of softmax attention.
pub const fn kept_bytes(kind: Kind, d: usize, t: u64) -> u64 {
    BYTES * kind.state_numbers(square(d), t)
}

/// The slope between T / 2 and T when both axes are logarithmic: the power of T that the cost grows with.
pub fn slope(cost: impl Fn(u64) -> u64, t: u64) -> f64 {
    libm::log2(cost(t) as f64 / cost(t / 2) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::linear_attention::config::{CHUNKS, SIZES, TIMES};

    #[test]
    fn the_slopes_are_exactly_one_two_and_nothing() {
        for d in SIZES.map(usize::from) {
            for chunk in CHUNKS {
                for t in TIMES.map(u64::from).into_iter().filter(|t| *t >= 2 * u64::from(chunk)) {
                    let chunk = usize::from(chunk);
                    let flops = |form: Form| slope(|t| form.flops(d, t, chunk), t);
                    assert_eq!(Form::ALL.map(flops), [1.0, 2.0, 1.0], "operations");
                    let span = |form: Form| slope(|t| form.span(t, chunk), t);
                    assert_eq!(Form::ALL.map(span), [1.0, 0.0, 1.0], "rounds");
                    let held = |form: Form| slope(|t| form.working_bytes(d, t, chunk), t);
                    assert_eq!(Form::ALL.map(held), [0.0, 2.0, 0.0], "working memory");
                    let kept = |kind| slope(|t| kept_bytes(kind, d, t), t);
                    assert_eq!([Kind::Linear, Kind::Softmax].map(kept), [0.0, 1.0], "kept");
                }
            }
        }
    }

    #[test]
    fn the_operations_are_those_of_the_note() {
        // 4 T d^2, 4 T^2 d, 4 T C d + 4 T d^2
        let (t, d, c) = (1024, 16, 64);
        assert_eq!(Form::Recurrent.flops(d, t, c), 4 * t * 16 * 16);
        assert_eq!(Form::Parallel.flops(d, t, c), 4 * t * t * 16);
        assert_eq!(Form::Chunkwise.flops(d, t, c), 4 * t * 64 * 16 + 4 * t * 16 * 16);
        // The parallel form is the cheaper one exactly up to T = d.
        assert_eq!(Form::Parallel.flops(d, 16, c), Form::Recurrent.flops(d, 16, c));
    }
}
