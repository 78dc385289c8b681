//! Backpropagation as a change of the graph: the gradient is more nodes, so a backend never knows what one is.
//! `rule` holds one row per primitive: the whole of it on one page.

use std::fmt;

use super::graph::{Graph, Id, T};
use super::op::{Fit, Op};
use super::shape::Shape;
use crate::order::ascending;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GradError {
    /// Only one number has a gradient here.
    NotScalar(Shape),
    /// The loss does not depend on the node (its name or its op).
    NoPath(String),
    /// The path passes through an operation without a gradient.
    NotDifferentiable(String),
}

impl fmt::Display for GradError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GradError::NotScalar(shape) => write!(f, "the loss must be one number, not {shape}"),
            GradError::NoPath(node) => write!(f, "the loss does not depend on {node}"),
            GradError::NotDifferentiable(op) => write!(f, "{op} has no gradient"),
        }
    }
}

impl std::error::Error for GradError {}

/// A piece of a gradient on its way to a node.
enum Part<'g> {
    Whole(T<'g>),
    /// The gradient of a slice of the node: zeros elsewhere.
    Slice {
        axis: usize,
        start: usize,
        dy: T<'g>,
    },
}

/// d loss / d each of `wrt`, as new nodes. `loss` has one element.
pub fn grad<'g>(loss: T<'g>, wrt: &[T<'g>]) -> Result<Vec<T<'g>>, GradError> {
    let g = loss.graph();
    if loss.shape().len() != 1 {
        return Err(GradError::NotScalar(loss.shape()));
    }
    let needed = depends_on(g, loss.id, wrt);
    let mut parts: Vec<Vec<Part<'g>>> = (0..=loss.id.index()).map(|_| Vec::new()).collect();
    let mut done: Vec<Option<T<'g>>> = vec![None; loss.id.index() + 1];
    parts[loss.id.index()].push(Part::Whole(g.fill(1.0, loss.shape().dims())));
    for i in (0..=loss.id.index()).rev() {
        if !needed[i] || parts[i].is_empty() {
            continue;
        }
        let y = g.handle(Id(i as u32));
        let dy = gather_parts(y, std::mem::take(&mut parts[i]));
        done[i] = Some(dy);
        for (src, part) in rule(y, dy, &needed)? {
            parts[src.index()].push(part);
        }
    }
    wrt.iter()
        .map(|t| {
            done.get(t.id.index())
                .copied()
                .flatten()
                .ok_or_else(|| GradError::NoPath(describe(*t)))
        })
        .collect()
}

fn describe(t: T<'_>) -> String {
    let nodes = t.graph().nodes();
    let node = &nodes[t.id.index()];
    node.name
        .clone()
        .unwrap_or_else(|| format!("{:?}", node.op))
}

/// Which nodes lie between the loss and one of `wrt`.
fn depends_on(g: &Graph, loss: Id, wrt: &[T<'_>]) -> Vec<bool> {
    let nodes = g.nodes();
    let mut below = vec![false; loss.index() + 1];
    for t in wrt {
        if let Some(b) = below.get_mut(t.id.index()) {
            *b = true;
        }
    }
    for i in 0..=loss.index() {
        below[i] = below[i] || nodes[i].src.iter().any(|s| below[s.index()]);
    }
    below
}

/// The sum of the parts. Slices that tile the node are put side by side instead of padded and added.
fn gather_parts<'g>(y: T<'g>, parts: Vec<Part<'g>>) -> T<'g> {
    if let Some(whole) = tiled(y, &parts) {
        return whole;
    }
    parts
        .into_iter()
        .map(|part| match part {
            Part::Whole(t) => t,
            Part::Slice { axis, start, dy } => {
                let after = y.shape().dims()[axis] - start - dy.shape().dims()[axis];
                dy.pad(axis, start, after)
            }
        })
        .reduce(|a, b| a + b)
        .expect("at least one part")
}

fn tiled<'g>(y: T<'g>, parts: &[Part<'g>]) -> Option<T<'g>> {
    let axis = match parts.first()? {
        Part::Slice { axis, .. } => *axis,
        Part::Whole(_) => return None,
    };
    let mut starts = Vec::new();
    for part in parts {
        match part {
            Part::Slice { axis: a, start, .. } if *a == axis => starts.push(*start),
            _ => return None,
        }
    }
    let mut end = 0;
    let mut pieces = Vec::new();
    for i in ascending(parts.len(), |i| starts[i] as u64) {
        let Part::Slice { start, dy, .. } = &parts[i as usize] else {
            return None;
        };
        if *start != end {
            return None;
        }
        end += dy.shape().dims()[axis];
        pieces.push(*dy);
    }
    (end == y.shape().dims()[axis]).then(|| y.graph().concat(&pieces, axis))
}

/// The gradient of one node handed to its sources: one row per primitive. `y` is the node, `dy` its gradient.
fn rule<'g>(y: T<'g>, dy: T<'g>, needed: &[bool]) -> Result<Vec<(Id, Part<'g>)>, GradError> {
    let g = y.graph();
    let (op, src) = {
        let nodes = g.nodes();
        let node = &nodes[y.id.index()];
        (
            node.op,
            node.src
                .iter()
                .map(|&id| T { graph: g, id })
                .collect::<Vec<_>>(),
        )
    };
    let mut out: Vec<(Id, Part<'g>)> = Vec::new();
    // Gradients of ids and of branches that do not lead to a wanted node are never built.
    let wants = |k: usize| needed[src[k].id.index()];
    let mut give = |k: usize, t: T<'g>| out.push((src[k].id, Part::Whole(t)));
    let no = |what: &str| Err(GradError::NotDifferentiable(what.into()));
    match op {
        Op::Input | Op::Param | Op::Fill(_) => {}
        Op::Add(fit) => {
            if wants(0) {
                give(0, dy);
            }
            if wants(1) {
                give(1, narrow(dy, fit, src[1].shape()));
            }
        }
        Op::Sub(fit) => {
            if wants(0) {
                give(0, dy);
            }
            if wants(1) {
                give(1, -narrow(dy, fit, src[1].shape()));
            }
        }
        Op::Mul(fit) => {
            if wants(0) {
                give(0, dy * src[1]);
            }
            if wants(1) {
                give(1, narrow(dy * src[0], fit, src[1].shape()));
            }
        }
        // d(a/b) = da/b - y db/b
        Op::Div(fit) => {
            if wants(0) {
                give(0, dy / src[1]);
            }
            if wants(1) {
                give(1, -narrow((dy * y) / src[1], fit, src[1].shape()));
            }
        }
        Op::Scale(by) => give(0, dy.scale(by)),
        Op::Shift(_) => give(0, dy),
        Op::Exp => give(0, dy * y),
        Op::Ln => give(0, dy / src[0]),
        // 1 - y^2
        Op::Tanh => give(0, dy * (y * y).scale(-1.0).shift(1.0)),
        // y (1 - y)
        Op::Sigmoid => give(0, dy * (y * y.scale(-1.0).shift(1.0))),
        Op::Relu => give(0, dy * src[0].step()),
        Op::Step => return no("step"),
        // d x^(-1/2) = -1/2 x^(-3/2) = -y^3 / 2
        Op::Rsqrt => give(0, dy * (y * y * y).scale(-0.5)),
        Op::Gelu => give(0, src[0].like(Op::GeluGrad, &[dy])),
        Op::GeluGrad => return no("the gradient of gelu"),
        Op::MatMul { ta, tb } => {
            let (a, b) = (src[0], src[1]);
            if wants(0) {
                // da = dy b', transposed where a was.
                give(
                    0,
                    if ta {
                        b.matmul_t(dy, tb, true, None)
                    } else {
                        dy.matmul_t(b, false, !tb, None)
                    },
                );
            }
            if wants(1) {
                let flat = b.shape().rank() == 2 && a.shape().rank() != 2;
                let (a2, dy2) = if flat {
                    (
                        a.reshape(&[a.shape().rows(), a.shape().last()]),
                        dy.reshape(&[dy.shape().rows(), dy.shape().last()]),
                    )
                } else {
                    (a, dy)
                };
                give(
                    1,
                    if tb {
                        dy2.matmul_t(a2, true, ta, None)
                    } else {
                        a2.matmul_t(dy2, !ta, false, None)
                    },
                );
            }
            if src.len() > 2 && wants(2) {
                give(2, dy.sum_leading(src[2].shape()));
            }
        }
        Op::HeadScores { causal, .. } => {
            if causal && !dy.is_causal_pattern() {
                return no("a causal score that more than a causal softmax reads");
            }
            if wants(0) {
                give(0, dy.head_mix(src[1]));
            }
            if wants(1) {
                give(1, dy.head_mix_t(src[0]));
            }
        }
        // Of a causal pattern only the seen part has a gradient: the softmax before it makes the rest 0.
        Op::HeadMix { heads, causal } => {
            if wants(0) {
                give(0, dy.head_scores(src[1], heads, causal));
            }
            if wants(1) {
                give(1, src[0].head_mix_t(dy));
            }
        }
        Op::HeadMixT { heads, causal } => {
            if wants(0) {
                give(0, src[1].head_scores(dy, heads, causal));
            }
            if wants(1) {
                give(1, src[0].head_mix(dy));
            }
        }
        // l_t = dh_t + a_(t+1) l_(t+1) reaches every term: db = l, da_t = l_t h_(t-1). Reversed: the other way round.
        Op::Scan { reverse } => {
            let l = match src.get(1) {
                Some(a) => dy.scan(a.shifted(!reverse), !reverse),
                None => dy.cumulative(!reverse),
            };
            if wants(0) {
                give(0, l);
            }
            if src.len() > 1 && wants(1) {
                give(1, l * y.shifted(reverse));
            }
        }
        // x = P b with P = (I + L)^-1: db = P' dx, dL = -db x' below the diagonal.
        Op::SolveLower { transposed } => {
            let db = dy.solve_lower(src[0], !transposed);
            if wants(0) {
                let (rows, cols) = if transposed { (y, db) } else { (db, y) };
                give(0, -rows.matmul_t(cols, false, true, None).lower(-1));
            }
            if wants(1) {
                give(1, db);
            }
        }
        Op::Lower { offset } => give(0, dy.lower(offset)),
        Op::SumLast | Op::SumLeading => give(0, dy.expand(src[0].shape())),
        Op::MaxLast => return no("max"),
        Op::Expand(fit) => give(0, narrow(dy, fit, src[0].shape())),
        Op::Reshape => give(0, dy.reshape(src[0].shape().dims())),
        Op::Permute(axes) => {
            let rank = y.shape().rank();
            let back: Vec<usize> = (0..rank)
                .map(|i| {
                    axes.iter()
                        .position(|&a| a as usize == i)
                        .expect("a permutation")
                })
                .collect();
            give(0, dy.permute(&back));
        }
        Op::Slice { axis, start } => out.push((src[0].id, Part::Slice { axis, start, dy })),
        Op::Pad { axis, before } => give(0, dy.slice(axis, before, src[0].shape().dims()[axis])),
        Op::Concat { axis } => {
            let mut start = 0;
            for (k, part) in src.iter().enumerate() {
                let len = part.shape().dims()[axis];
                if wants(k) {
                    give(k, dy.slice(axis, start, len));
                }
                start += len;
            }
        }
        Op::Gather => {
            if wants(0) {
                give(
                    0,
                    g.push(Op::ScatterAdd, &[src[1].id, dy.id], src[0].shape()),
                );
            }
        }
        Op::ScatterAdd => {
            if wants(1) {
                give(1, dy.gather(src[0]).reshape(src[1].shape().dims()));
            }
        }
        Op::Pick => {
            if wants(0) {
                give(0, g.push(Op::Spread, &[src[1].id, dy.id], src[0].shape()));
            }
        }
        Op::Spread => {
            if wants(1) {
                give(1, dy.pick(src[0]));
            }
        }
        Op::Softmax { scale, .. } => give(0, y.like(Op::SoftmaxGrad { scale }, &[dy])),
        Op::SoftmaxGrad { .. } => return no("the gradient of softmax"),
        Op::Normalize { centred, eps } => {
            give(0, src[0].like(Op::NormalizeGrad { centred, eps }, &[dy]))
        }
        Op::NormalizeGrad { .. } => return no("the gradient of normalize"),
        Op::CrossEntropy => {
            if wants(0) {
                give(0, src[0].like(Op::CrossEntropyGrad, &[src[1], dy]));
            }
        }
        Op::CrossEntropyGrad => return no("the gradient of cross-entropy"),
    }
    Ok(out)
}

/// Sums a gradient down to the shape of a right operand that was repeated.
fn narrow<'g>(dy: T<'g>, fit: Fit, shape: Shape) -> T<'g> {
    match fit {
        Fit::Same => dy,
        Fit::Suffix => dy.sum_leading(shape),
        Fit::Column => dy.sum_last(),
    }
}
