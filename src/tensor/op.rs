//! The primitives. Everything else is a function of these; a backend implements each of them once.
//!
//! Adding one: a row here, a builder in `graph`, a gradient row in `grad`, a kernel row in each backend, and a case in
//! `backend::cases`, whose generic test checks it. The compiler lists the places.

/// How the right operand of an elementwise operation fits the left one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// Equal shapes.
    Same,
    /// The right shape is the end of the left one (a row, a position table, or one number): repeated over the front.
    Suffix,
    /// The right operand has a last axis of 1 and the same other axes: one number per row.
    Column,
}

/// A primitive operation. `x`, `y`, .. are the sources in order. Letters as in [`crate::tensor`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Op {
    /// Written before each run. Token ids are exact small numbers in the run's own number type.
    Input,
    /// Found by name in the run's parameters.
    Param,
    /// Every element is this number.
    Fill(f64),

    Add(Fit),
    Sub(Fit),
    Mul(Fit),
    Div(Fit),
    /// x * number
    Scale(f64),
    /// x + number
    Shift(f64),
    Exp,
    Ln,
    Tanh,
    Sigmoid,
    Relu,
    /// 1 where x > 0, else 0.
    Step,
    /// 1 / sqrt(x)
    Rsqrt,
    /// GELU, tanh form (Hendrycks and Gimpel 2016, arXiv 1606.08415).
    Gelu,
    /// (x, dy) -> dy * gelu'(x)
    GeluGrad,

    /// Matrix product of the last two axes, each side transposed or not; equal leading axes are batched. With a
    /// two-axis right side that is not transposed-left, the left side's leading axes count as rows.
    /// With a third source (a row), that row is added: the fused bias of a linear layer.
    MatMul {
        ta: bool,
        tb: bool,
    },
    /// Attention scores without a scale: q (B, T, C), k (B, S, C) -> (B, H, T, S); head h reads channels h*C/H ...
    /// Causal: row t holds columns up to t + (S - T), as in `Softmax`; the rest is not computed and exactly 0. It has a
    /// gradient only where a causal softmax reads it, since that makes the rest of the gradient 0.
    HeadScores {
        heads: usize,
        causal: bool,
    },
    /// pattern (B, H, T, S), v (B, S, C) -> (B, T, C). Causal: the pattern comes straight from a causal softmax (or is
    /// its gradient), so products with its zeros are left out.
    HeadMix {
        heads: usize,
        causal: bool,
    },
    /// The transpose of `HeadMix` in the pattern: pattern (B, H, T, S), x (B, T, C) -> (B, S, C)
    HeadMixT {
        heads: usize,
        causal: bool,
    },

    /// Along the axis before the last, h_t = a_t h_(t-1) + b_t from h = 0: (b, a) of equal shapes (.., T, N). With one
    /// source a = 1: the running sum. Reverse: h_t = a_t h_(t+1) + b_t.
    Scan {
        reverse: bool,
    },
    /// (a (.., T, T), b (.., T, N)) -> x with (I + L) x = b, where L is `a` below its diagonal; the rest of `a` is not
    /// read. Transposed: (I + L)' x = b.
    SolveLower {
        transposed: bool,
    },
    /// x (.., T, S), zero where the column is greater than the row's index plus `offset`.
    Lower {
        offset: i32,
    },

    /// Sum of the last axis, kept with length 1.
    SumLast,
    /// Sum over the leading axes, down to the node's (suffix) shape.
    SumLeading,
    /// Largest of the last axis, kept with length 1. No gradient.
    MaxLast,
    /// x of fit `Suffix` or `Column`, repeated to the node's shape.
    Expand(Fit),

    Reshape,
    /// `axes[i]` is the source's axis that becomes axis i.
    Permute([u8; 4]),
    Slice {
        axis: usize,
        start: usize,
    },
    /// Zeros before and after; the node's shape says how many after.
    Pad {
        axis: usize,
        before: usize,
    },
    /// Any number of sources, one after the other along an axis.
    Concat {
        axis: usize,
    },

    /// Rows of a table: table (V, C), ids (..) -> (.., C)
    Gather,
    /// (ids, dy) -> (V, C): the sum of dy's rows at each id.
    ScatterAdd,
    /// x (.., V), ids (..) -> (.., 1): one element of each row.
    Pick,
    /// (ids, dy (.., 1)) -> (.., V): dy at the id, 0 elsewhere.
    Spread,

    /// softmax(scale * x) over the last axis. Causal: row t of the last two axes sees columns up to t + (S - T); the
    /// rest is exactly 0.
    Softmax {
        scale: f64,
        causal: bool,
    },
    /// (y, dy) -> scale * y * (dy - sum(y * dy))
    SoftmaxGrad {
        scale: f64,
    },
    /// Over the last axis: (x - mean) / sqrt(variance + eps), or x / sqrt(mean(x^2) + eps) when not centred.
    Normalize {
        centred: bool,
        eps: f64,
    },
    /// (x, dy) -> dx of `Normalize`
    NormalizeGrad {
        centred: bool,
        eps: f64,
    },
    /// logits (.., V), ids (..) -> (.., 1): -ln softmax(logits)[id], nats.
    CrossEntropy,
    /// (logits, ids, dy (.., 1)) -> (softmax(logits) - onehot(id)) * dy
    CrossEntropyGrad,
}

impl Op {
    /// Written elementwise from its first source, so that it may overwrite it.
    pub fn is_elementwise(&self) -> bool {
        matches!(
            self,
            Op::Add(_)
                | Op::Sub(_)
                | Op::Mul(_)
                | Op::Div(_)
                | Op::Scale(_)
                | Op::Shift(_)
                | Op::Exp
                | Op::Ln
                | Op::Tanh
                | Op::Sigmoid
                | Op::Relu
                | Op::Step
                | Op::Rsqrt
                | Op::Gelu
                | Op::GeluGrad
        )
    }
}
