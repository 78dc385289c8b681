//! Decays in log space: products of many gates as sums, and no exponential of a positive number.

use crate::tensor::T;

/// ln sigmoid(z) = min(z, 0) - ln(1 + e^-|z|): finite for every finite z. (At z = 0 exactly its slope is taken as 0.)
pub fn log_sigmoid(z: T<'_>) -> T<'_> {
    -softplus(-z)
}

/// ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|).
pub(super) fn softplus(z: T<'_>) -> T<'_> {
    let above = z.relu();
    let size = above + (-z).relu();
    above + (-size).exp().shift(1.0).ln()
}

/// D_ij = exp(l_i - l_j) for i >= j, else 0, from running sums l (B, T, 1) of logarithms that are not positive: what is
/// left at i of what was written at j, (B, T, T).
pub(super) fn between(l: T<'_>) -> T<'_> {
    let dims = l.shape();
    let ones = l.graph().fill(1.0, dims.dims());
    let columns = ones.matmul_t(l, false, true, None); // entry (i, j) is l_j
    // Above the diagonal the difference would be positive and might overflow: cut to 0 first.
    (-(columns - l).relu()).exp().lower(0)
}

/// What the rest of the piece leaves of what was written at each of its tokens: the sum of the later logarithms, as a share.
/// gate (B, T, N) -> (B, T, N).
pub(super) fn until_end(gate: T<'_>) -> T<'_> {
    gate.shifted(true).cumulative(true).exp()
}

/// The last row, (B, T, N) -> (B, 1, N).
pub(super) fn last(x: T<'_>) -> T<'_> {
    x.slice(1, x.shape().dims()[1] - 1, 1)
}

/// One row (B, 1, N) under itself `rows` times: (B, rows, N).
pub(super) fn repeated(x: T<'_>, rows: usize) -> T<'_> {
    let b = x.shape().dims()[0];
    x.graph().fill(1.0, &[b, rows, 1]).matmul(x)
}

/// A memory (B, d_v, d_k) times one number per sequence (B, 1, 1).
pub(super) fn shrunk<'g>(h: T<'g>, by: T<'g>) -> T<'g> {
    let dims = h.shape();
    let b = dims.dims()[0];
    (h.reshape(&[b, dims.len() / b]) * by.reshape(&[b, 1])).reshape(dims.dims())
}
