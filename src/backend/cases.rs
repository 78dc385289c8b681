//! One list of small graphs: every primitive in every form. The tests beside it check each of them in the same ways,
//! so a new primitive is tested by its row here. Sizes are small and unequal, so that a swapped axis fails.

use crate::tensor::{Graph, T, grad};

/// What an input of a case holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Fill {
    /// Around zero, both signs.
    Any,
    /// Between 0.5 and 1.5.
    Positive,
    /// Both signs, none nearer to zero than 0.1: for operations with a kink there.
    OffZero,
    /// As `OffZero`, and no gradient is taken: the operation has none.
    Fixed,
    /// Whole numbers below this, with repeats.
    Ids(usize),
}
use Fill::{Any, Fixed, Ids, OffZero, Positive};

impl Fill {
    pub(super) fn has_gradient(self) -> bool {
        !matches!(self, Fixed | Ids(_))
    }
}

/// A graph with its inputs.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) inputs: &'static [(&'static [usize], Fill)],
    pub(super) build: for<'g> fn(&[T<'g>]) -> T<'g>,
}

const fn case(
    name: &'static str,
    inputs: &'static [(&'static [usize], Fill)],
    build: for<'g> fn(&[T<'g>]) -> T<'g>,
) -> Case {
    Case {
        name,
        inputs,
        build,
    }
}

/// The gradient of half the squares' sum, as a node: its own gradient passes through the rules of backward primitives.
fn gradient<'g>(y: T<'g>, of: T<'g>) -> T<'g> {
    grad((y * y).sum().scale(0.5), &[of]).expect("a path")[0]
}

fn graph<'g>(x: &[T<'g>]) -> &'g Graph {
    x[0].graph()
}

#[rustfmt::skip] // one row per case
pub(super) const CASES: &[Case] = &[
    case("fill", &[(&[2, 3], Any)], |x| graph(x).fill(0.7, &[2, 3]) * x[0]),

    case("add, same shape", &[(&[2, 3], Any), (&[2, 3], Any)], |x| x[0] + x[1]),
    case("add, a row", &[(&[2, 3, 4], Any), (&[4], Any)], |x| x[0] + x[1]),
    case("add, a position table", &[(&[2, 3, 4], Any), (&[3, 4], Any)], |x| x[0] + x[1]),
    case("add, one number", &[(&[2, 3], Any), (&[1], Any)], |x| x[0] + x[1]),
    case("add, a column", &[(&[2, 3, 4], Any), (&[2, 3, 1], Any)], |x| x[0] + x[1]),
    case("add, a node to itself", &[(&[2, 3], Any)], |x| x[0].tanh() + x[0].tanh()),
    case("sub, same shape", &[(&[2, 3], Any), (&[2, 3], Any)], |x| x[0] - x[1]),
    case("sub, a row", &[(&[3, 2], Any), (&[2], Any)], |x| x[0] - x[1]),
    case("sub, a column", &[(&[3, 2], Any), (&[3, 1], Any)], |x| x[0] - x[1]),
    case("mul, same shape", &[(&[2, 3], Any), (&[2, 3], Any)], |x| x[0] * x[1]),
    case("mul, a row", &[(&[2, 3, 4], Any), (&[4], Any)], |x| x[0] * x[1]),
    case("mul, one number", &[(&[2, 3], Any), (&[1, 1], Any)], |x| x[0] * x[1]),
    case("mul, a column", &[(&[2, 3, 4], Any), (&[2, 3, 1], Any)], |x| x[0] * x[1]),
    case("mul, a square", &[(&[2, 3], Any)], |x| { let y = x[0].shift(0.3); y * y }),
    case("div, same shape", &[(&[2, 3], Any), (&[2, 3], Positive)], |x| x[0] / x[1]),
    case("div, a row", &[(&[3, 2], Any), (&[2], Positive)], |x| x[0] / x[1]),
    case("div, a column", &[(&[3, 2], Any), (&[3, 1], Positive)], |x| x[0] / x[1]),
    case("neg", &[(&[2, 3], Any)], |x| -x[0]),
    case("scale", &[(&[2, 3], Any)], |x| x[0].scale(-1.7)),
    case("shift", &[(&[2, 3], Any)], |x| x[0].shift(0.4) * x[0]),

    case("exp", &[(&[2, 3], Any)], |x| x[0].exp()),
    case("ln", &[(&[2, 3], Positive)], |x| x[0].ln()),
    case("tanh", &[(&[2, 3], Any)], |x| x[0].tanh()),
    case("sigmoid", &[(&[2, 3], Any)], |x| x[0].sigmoid()),
    case("relu", &[(&[3, 5], OffZero)], |x| x[0].relu()),
    case("step", &[(&[3, 5], Fixed), (&[3, 5], Any)], |x| x[0].step() * x[1]),
    case("rsqrt", &[(&[2, 3], Positive)], |x| x[0].rsqrt()),
    case("gelu", &[(&[3, 7], Any)], |x| x[0].scale(3.0).gelu()),

    case("matmul", &[(&[2, 3], Any), (&[3, 4], Any)], |x| x[0].matmul(x[1])),
    case("matmul, A'B", &[(&[3, 2], Any), (&[3, 4], Any)], |x| x[0].matmul_t(x[1], true, false, None)),
    case("matmul, AB'", &[(&[2, 3], Any), (&[4, 3], Any)], |x| x[0].matmul_t(x[1], false, true, None)),
    case("matmul, A'B'", &[(&[3, 2], Any), (&[4, 3], Any)], |x| x[0].matmul_t(x[1], true, true, None)),
    case("matmul with bias", &[(&[2, 3], Any), (&[3, 4], Any), (&[4], Any)], |x| x[0].linear(x[1], x[2])),
    case("matmul with bias, A'B", &[(&[3, 2], Any), (&[3, 4], Any), (&[4], Any)], |x| x[0].matmul_t(x[1], true, false, Some(x[2]))),
    case("matmul with bias, AB'", &[(&[2, 3], Any), (&[4, 3], Any), (&[4], Any)], |x| x[0].matmul_t(x[1], false, true, Some(x[2]))),
    case("matmul with bias, A'B'", &[(&[3, 2], Any), (&[4, 3], Any), (&[4], Any)], |x| x[0].matmul_t(x[1], true, true, Some(x[2]))),
    case("matmul, one row", &[(&[3], Any), (&[3, 4], Any), (&[4], Any)], |x| x[0].linear(x[1], x[2])),
    case("matmul, long enough for every loop", &[(&[9, 19], Any), (&[19, 17], Any)], |x| x[0].matmul(x[1])),
    case("matmul, leading axes are rows", &[(&[2, 3, 4], Any), (&[4, 5], Any), (&[5], Any)], |x| x[0].linear(x[1], x[2])),
    case("matmul, leading axes are rows, AB'", &[(&[2, 3, 4], Any), (&[5, 4], Any)], |x| x[0].matmul_t(x[1], false, true, None)),
    case("matmul, batched", &[(&[2, 3, 4], Any), (&[2, 4, 5], Any)], |x| x[0].matmul(x[1])),
    case("matmul, batched, A'B", &[(&[2, 4, 3], Any), (&[2, 4, 5], Any)], |x| x[0].matmul_t(x[1], true, false, None)),
    case("matmul, batched, AB'", &[(&[2, 3, 4], Any), (&[2, 5, 4], Any)], |x| x[0].matmul_t(x[1], false, true, None)),
    case("matmul, batched, A'B'", &[(&[2, 4, 3], Any), (&[2, 5, 4], Any)], |x| x[0].matmul_t(x[1], true, true, None)),
    case("matmul, batched with bias", &[(&[2, 3, 4], Any), (&[2, 4, 5], Any), (&[5], Any)], |x| x[0].linear(x[1], x[2])),
    case("matmul, two leading axes", &[(&[2, 3, 4, 5], Any), (&[2, 3, 5, 2], Any)], |x| x[0].matmul(x[1])),
    case("matmul, a second gradient", &[(&[2, 3], Any), (&[3, 4], Any)], |x| gradient(x[0].matmul(x[1]), x[1])),

    case("head scores", &[(&[2, 3, 8], Any), (&[2, 5, 8], Any)], |x| x[0].head_scores(x[1], 2, false)),
    case("head scores, causal, S > T", &[(&[2, 3, 8], Any), (&[2, 5, 8], Any)], |x| x[0].head_scores(x[1], 2, true).softmax(1.0, true)),
    case("head scores, causal, T > S", &[(&[2, 5, 8], Any), (&[2, 3, 8], Any)], |x| x[0].head_scores(x[1], 2, true).softmax(1.0, true)),
    case("head scores, causal, in blocks", &[(&[1, 43, 2], Any), (&[1, 43, 2], Any)], |x| x[0].head_scores(x[1], 2, true).softmax(1.0, true)),
    case("head mix", &[(&[2, 2, 3, 5], Any), (&[2, 5, 8], Any)], |x| x[0].head_mix(x[1])),
    case("head mix, causal, S > T", &[(&[2, 2, 3, 5], Any), (&[2, 5, 8], Any)], |x| x[0].softmax(1.0, true).head_mix(x[1])),
    case("head mix, causal, T > S", &[(&[2, 2, 5, 3], Any), (&[2, 3, 8], Any)], |x| x[0].softmax(1.0, true).head_mix(x[1])),
    case("head mix, transposed and causal", &[(&[2, 2, 3, 5], Any), (&[2, 3, 8], Any)], |x| x[0].softmax(1.0, true).head_mix_t(x[1])),
    case("head mix, transposed", &[(&[2, 2, 3, 5], Any), (&[2, 3, 8], Any)], |x| x[0].head_mix_t(x[1])),
    case("attention", &[(&[2, 3, 8], Any), (&[2, 3, 8], Any), (&[2, 3, 8], Any)], |x| x[0].head_scores(x[1], 2, true).softmax(0.5, true).head_mix(x[2])),
    case("attention in blocks", &[(&[1, 37, 2], Any), (&[1, 37, 2], Any), (&[1, 37, 2], Any)], |x| x[0].head_scores(x[1], 1, true).softmax(0.5, true).head_mix(x[2])),
    case("attention in blocks, S > T", &[(&[1, 33, 2], Any), (&[1, 36, 2], Any), (&[1, 36, 2], Any)], |x| x[0].head_scores(x[1], 1, true).softmax(0.5, true).head_mix(x[2])),
    case("attention in blocks, T > S", &[(&[1, 40, 2], Any), (&[1, 21, 2], Any), (&[1, 21, 2], Any)], |x| x[0].head_scores(x[1], 1, true).softmax(0.5, true).head_mix(x[2])),
    case("attention, packed", &[(&[2, 3, 24], Any)], |x| {
        let part = |i: usize| x[0].scale(2.0).slice(2, i * 8, 8);
        part(0).head_scores(part(1), 2, true).softmax(0.5, true).head_mix(part(2))
    }),
    case("attention, a second gradient", &[(&[2, 3, 4], Any), (&[2, 5, 4], Any)], |x| gradient(x[0].head_scores(x[1], 2, false), x[1])),

    case("scan", &[(&[2, 4, 3], Any), (&[2, 4, 3], Any)], |x| x[0].scan(x[1], false)),
    case("scan, reverse", &[(&[2, 4, 3], Any), (&[2, 4, 3], Any)], |x| x[0].scan(x[1], true)),
    case("scan, one row", &[(&[2, 1, 3], Any), (&[2, 1, 3], Any)], |x| x[0].scan(x[1], false)),
    case("scan, a second gradient", &[(&[3, 2], Any), (&[3, 2], Any)], |x| gradient(x[0].scan(x[1], false), x[1])),
    case("running sum", &[(&[2, 4, 3], Any)], |x| x[0].cumulative(false)),
    case("running sum, reverse", &[(&[4, 3], Any)], |x| x[0].cumulative(true)),
    case("solve, unit lower", &[(&[2, 4, 4], Any), (&[2, 4, 3], Any)], |x| x[1].solve_lower(x[0], false)),
    case("solve, unit lower, transposed", &[(&[2, 4, 4], Any), (&[2, 4, 3], Any)], |x| x[1].solve_lower(x[0], true)),
    case("solve, one row", &[(&[2, 1, 1], Any), (&[2, 1, 3], Any)], |x| x[1].solve_lower(x[0], false)),
    case("solve, a second gradient", &[(&[3, 3], Any), (&[3, 2], Any)], |x| gradient(x[1].solve_lower(x[0], false), x[0])),
    case("lower triangle", &[(&[2, 3, 4], Any)], |x| x[0].lower(0)),
    case("lower triangle, without the diagonal", &[(&[2, 3, 3], Any)], |x| x[0].exp().lower(-1)),
    case("lower triangle, one column more", &[(&[4, 3], Any)], |x| x[0].lower(1)),

    case("sum of the last axis", &[(&[2, 3, 19], Any)], |x| x[0].sum_last()),
    case("mean of the last axis", &[(&[2, 9], Any)], |x| x[0].mean_last()),
    case("sum to a row", &[(&[2, 3, 4], Any)], |x| x[0].sum_leading(crate::tensor::Shape::new(&[4]))),
    case("sum to a table", &[(&[2, 3, 4], Any)], |x| x[0].sum_leading(crate::tensor::Shape::new(&[3, 4]))),
    case("sum", &[(&[3, 7], Any)], |x| x[0].sum()),
    case("mean", &[(&[3, 7], Any)], |x| x[0].mean()),
    case("largest of the last axis", &[(&[3, 19], Fixed), (&[3, 1], Any)], |x| x[0].max_last() * x[1]),
    case("expand, a row", &[(&[4], Any)], |x| x[0].expand(crate::tensor::Shape::new(&[2, 3, 4]))),
    case("expand, one number", &[(&[1], Any)], |x| x[0].expand(crate::tensor::Shape::new(&[2, 3]))),
    case("expand, a column", &[(&[2, 3, 1], Any)], |x| x[0].expand(crate::tensor::Shape::new(&[2, 3, 4]))),

    case("reshape", &[(&[2, 6], Any)], |x| x[0].exp().reshape(&[3, 4]) * x[0].reshape(&[3, 4])),
    case("permute, two axes", &[(&[2, 3], Any)], |x| x[0].permute(&[1, 0])),
    case("permute, three axes", &[(&[2, 3, 4], Any)], |x| x[0].permute(&[1, 0, 2])),
    case("permute, a cycle of three", &[(&[2, 3, 4], Any)], |x| x[0].permute(&[2, 0, 1])),
    case("permute, four axes", &[(&[2, 3, 4, 5], Any)], |x| x[0].permute(&[0, 2, 1, 3])),
    case("permute, a cycle of four", &[(&[2, 3, 4, 5], Any)], |x| x[0].permute(&[1, 3, 0, 2])),
    case("slice of the first axis", &[(&[4, 3], Any)], |x| x[0].slice(0, 1, 2)),
    case("slice of a middle axis", &[(&[2, 5, 3], Any)], |x| x[0].slice(1, 1, 3)),
    case("slice of the last axis", &[(&[2, 3, 5], Any)], |x| x[0].slice(2, 2, 2)),
    case("slices that tile the last axis", &[(&[3, 5], Any)], |x| {
        let y = x[0].exp();
        y.slice(1, 2, 3).tanh() * y.slice(1, 0, 2).sum()
    }),
    case("slices that tile a middle axis, in disorder", &[(&[2, 3, 2], Any)], |x| {
        let y = x[0].exp();
        y.slice(1, 2, 1) * y.slice(1, 0, 1) + y.slice(1, 1, 1)
    }),
    case("slices that leave a gap", &[(&[3, 5], Any)], |x| {
        let y = x[0].exp();
        y.slice(1, 3, 2) * y.slice(1, 0, 2).sum()
    }),
    case("slices that overlap", &[(&[3, 5], Any)], |x| {
        let y = x[0].exp();
        y.slice(1, 0, 3) * y.slice(1, 2, 3)
    }),
    case("slices of two axes", &[(&[2, 3], Any)], |x| {
        let y = x[0].exp();
        y.slice(1, 1, 2) * y.slice(0, 0, 1).sum()
    }),
    case("a slice and the whole", &[(&[3, 5], Any)], |x| {
        let y = x[0].exp();
        y * y.slice(1, 0, 2).sum()
    }),
    case("pad the first axis", &[(&[2, 3], Any)], |x| x[0].pad(0, 1, 2)),
    case("pad a middle axis", &[(&[2, 2, 3], Any)], |x| x[0].pad(1, 2, 0)),
    case("pad the last axis", &[(&[2, 3], Any)], |x| x[0].pad(1, 0, 2)),
    case("concat the first axis", &[(&[2, 3], Any), (&[1, 3], Any)], |x| graph(x).concat(&[x[0], x[1]], 0)),
    case("concat a middle axis", &[(&[2, 1, 3], Any), (&[2, 2, 3], Any)], |x| graph(x).concat(&[x[0], x[1], x[0]], 1)),
    case("concat the last axis", &[(&[2, 3], Any), (&[2, 1], Any), (&[2, 2], Any)], |x| graph(x).concat(&[x[0], x[1], x[2]], 1)),

    case("gather", &[(&[4, 3], Any), (&[2, 5], Ids(4))], |x| x[0].gather(x[1])),
    case("gather, one axis of ids", &[(&[5, 2], Any), (&[3], Ids(5))], |x| x[0].gather(x[1])),
    case("scatter-add: gather's gradient", &[(&[3, 2], Any), (&[5], Ids(3))], |x| gradient(x[0].gather(x[1]), x[0])),
    case("pick", &[(&[2, 3, 4], Any), (&[2, 3], Ids(4))], |x| x[0].pick(x[1])),
    case("spread: pick's gradient", &[(&[3, 4], Any), (&[3], Ids(4))], |x| gradient(x[0].pick(x[1]), x[0])),

    case("softmax", &[(&[3, 10], Any)], |x| x[0].softmax(1.3, false)),
    case("softmax, causal, T = S", &[(&[2, 4, 4], Any)], |x| x[0].softmax(0.7, true)),
    case("softmax, causal, S > T", &[(&[2, 3, 5], Any)], |x| x[0].softmax(0.7, true)),
    case("softmax, causal, rows that see nothing", &[(&[2, 5, 3], Any)], |x| x[0].softmax(0.7, true)),
    case("normalize", &[(&[2, 3, 9], Any)], |x| x[0].normalize(true)),
    case("normalize, not centred", &[(&[3, 9], Any)], |x| x[0].normalize(false)),
    case("cross-entropy", &[(&[2, 3, 9], Any), (&[2, 3], Ids(9))], |x| x[0].scale(2.0).cross_entropy(x[1])),
];
