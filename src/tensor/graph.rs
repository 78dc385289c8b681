//! The static graph: what is computed, with shapes and names. No numbers here.

use crate::order::ascending;
use std::cell::{Ref, RefCell};
use std::fmt;

use super::op::{Fit, Op};
use super::shape::{Shape, ShapeError};

/// Index into the node list. Sources always have smaller ids than what is made of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id(pub u32);

impl Id {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Debug)]
pub struct Node {
    pub op: Op,
    pub src: Vec<Id>,
    pub shape: Shape,
    pub name: Option<String>,
}

/// How a parameter starts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Init {
    Zeros,
    Ones,
    /// Normal with mean 0 and this standard deviation.
    Normal(f32),
    /// Uniform in [-bound, bound).
    Uniform(f32),
    /// A table of positions (T, C) as sines and cosines of this amplitude (Vaswani et al. 2017, section 3.5).
    Sinusoids(f32),
}

/// A parameter that the graph asks for.
#[derive(Clone, Debug)]
pub struct ParamSpec {
    pub id: Id,
    pub name: String,
    pub shape: Shape,
    pub init: Init,
}

/// No node of this name; the nearest names, best first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownName {
    pub name: String,
    pub nearest: Vec<String>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no site \"{}\"; nearest: {}",
            self.name,
            self.nearest.join(", ")
        )
    }
}

impl std::error::Error for UnknownName {}

/// A list of nodes in the order in which they can be computed. It only grows.
#[derive(Default)]
pub struct Graph {
    nodes: RefCell<Vec<Node>>,
    params: RefCell<Vec<ParamSpec>>,
    error: RefCell<Option<ShapeError>>,
}

/// A handle on a node, with the operators of a formula. Two handles of different graphs never meet.
#[derive(Clone, Copy)]
pub struct T<'g> {
    pub(super) graph: &'g Graph,
    pub id: Id,
}

impl fmt::Debug for T<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {} {}", self.id.0, self.shape())
    }
}

impl Graph {
    pub fn new() -> Graph {
        Graph::default()
    }

    /// Values of the caller's own, written before each run.
    pub fn input(&self, name: &str, shape: &[usize]) -> T<'_> {
        self.push(Op::Input, &[], Shape::new(shape)).named(name)
    }

    /// A parameter, found by this name at run time: two graphs share one set of parameters.
    pub fn param(&self, name: &str, shape: &[usize], init: Init) -> T<'_> {
        let shape = Shape::new(shape);
        if let Some(known) = self.params.borrow().iter().find(|p| p.name == name) {
            if known.shape != shape {
                self.fail("param", known.shape, shape);
            }
            return T {
                graph: self,
                id: known.id,
            };
        }
        let t = self.push(Op::Param, &[], shape).named(name);
        self.params.borrow_mut().push(ParamSpec {
            id: t.id,
            name: name.into(),
            shape,
            init,
        });
        t
    }

    pub fn fill(&self, value: f64, shape: &[usize]) -> T<'_> {
        self.push(Op::Fill(value), &[], Shape::new(shape))
    }

    /// One array after the other along `axis` (counted from the front).
    pub fn concat<'g>(&'g self, parts: &[T<'g>], axis: usize) -> T<'g> {
        let mut shape = parts[0].shape();
        let total = parts.iter().map(|p| p.shape().dims()[axis]).sum();
        for p in parts {
            if p.shape().with(axis, 1) != shape.with(axis, 1) {
                self.fail("concat", shape, p.shape());
            }
        }
        shape = shape.with(axis, total);
        let ids: Vec<Id> = parts.iter().map(|p| p.id).collect();
        self.push(Op::Concat { axis }, &ids, shape)
    }

    pub fn nodes(&self) -> Ref<'_, Vec<Node>> {
        self.nodes.borrow()
    }

    /// In the order in which they were asked for.
    pub fn params(&self) -> Vec<ParamSpec> {
        self.params.borrow().clone()
    }

    pub fn handle(&self, id: Id) -> T<'_> {
        assert!(
            id.index() < self.nodes.borrow().len(),
            "an id of another graph"
        );
        T { graph: self, id }
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Result<Id, UnknownName> {
        let nodes = self.nodes.borrow();
        if let Some(i) = nodes.iter().position(|n| n.name.as_deref() == Some(name)) {
            return Ok(Id(i as u32));
        }
        let near: Vec<(usize, &str)> = nodes
            .iter()
            .filter_map(|n| n.name.as_deref())
            .map(|n| (distance(name, n), n))
            .collect();
        let order = ascending(near.len(), |i| near[i].0 as u64);
        let nearest = order.into_iter().take(3);
        Err(UnknownName {
            name: name.into(),
            nearest: nearest.map(|i| near[i as usize].1.into()).collect(),
        })
    }

    /// Every named node with its shape, in order: what an activation menu offers.
    pub fn sites(&self) -> Vec<(String, Shape)> {
        self.nodes
            .borrow()
            .iter()
            .filter_map(|n| n.name.clone().map(|name| (name, n.shape)))
            .collect()
    }

    /// The first shape error met while building, if any. Call it once the model is built.
    pub fn check(&self) -> Result<(), ShapeError> {
        match self.error.borrow().clone() {
            Some(e) => Err(e),
            None => Ok(()),
        }
    }

    pub(super) fn push(&self, op: Op, src: &[Id], shape: Shape) -> T<'_> {
        let mut nodes = self.nodes.borrow_mut();
        let id = Id(nodes.len() as u32);
        nodes.push(Node {
            op,
            src: src.to_vec(),
            shape,
            name: None,
        });
        T { graph: self, id }
    }

    /// Keeps the first error; building goes on so that formulas need no `?`.
    pub(super) fn fail(&self, what: &str, left: Shape, right: Shape) {
        let mut error = self.error.borrow_mut();
        if error.is_none() {
            let near = self
                .nodes
                .borrow()
                .iter()
                .rev()
                .find_map(|n| n.name.clone());
            let what = match near {
                Some(name) => format!("{what} (after \"{name}\")"),
                None => what.to_string(),
            };
            *error = Some(ShapeError { what, left, right });
        }
    }
}

/// Edit distance, for "nearest" names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let next = (diagonal + usize::from(ca != *cb))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

impl<'g> T<'g> {
    pub fn graph(self) -> &'g Graph {
        self.graph
    }

    pub fn shape(self) -> Shape {
        self.graph.nodes.borrow()[self.id.index()].shape
    }

    /// Gives the node its name: a site that labs read and edit.
    pub fn named(self, name: &str) -> T<'g> {
        self.graph.nodes.borrow_mut()[self.id.index()].name = Some(name.into());
        self
    }

    pub(super) fn unary(self, op: Op) -> T<'g> {
        self.graph.push(op, &[self.id], self.shape())
    }

    pub(super) fn like(self, op: Op, others: &[T<'g>]) -> T<'g> {
        let mut src = vec![self.id];
        src.extend(others.iter().map(|t| t.id));
        self.graph.push(op, &src, self.shape())
    }

    /// How `right` fits `self`; the error is kept by the graph.
    fn fit(self, right: T<'g>, what: &str) -> Fit {
        let (a, b) = (self.shape(), right.shape());
        match fit(a, b) {
            Some(fit) => fit,
            None => {
                self.graph.fail(what, a, b);
                Fit::Same
            }
        }
    }

    pub fn scale(self, by: f64) -> T<'g> {
        self.unary(Op::Scale(by))
    }
    pub fn shift(self, by: f64) -> T<'g> {
        self.unary(Op::Shift(by))
    }
    pub fn exp(self) -> T<'g> {
        self.unary(Op::Exp)
    }
    pub fn ln(self) -> T<'g> {
        self.unary(Op::Ln)
    }
    pub fn tanh(self) -> T<'g> {
        self.unary(Op::Tanh)
    }
    pub fn sigmoid(self) -> T<'g> {
        self.unary(Op::Sigmoid)
    }
    pub fn relu(self) -> T<'g> {
        self.unary(Op::Relu)
    }
    pub fn step(self) -> T<'g> {
        self.unary(Op::Step)
    }
    pub fn rsqrt(self) -> T<'g> {
        self.unary(Op::Rsqrt)
    }
    pub fn gelu(self) -> T<'g> {
        self.unary(Op::Gelu)
    }
    /// Over the last axis, no gain and no bias. eps 1e-5 as in PyTorch's LayerNorm.
    pub fn normalize(self, centred: bool) -> T<'g> {
        self.unary(Op::Normalize { centred, eps: 1e-5 })
    }
    pub fn softmax(self, scale: f64, causal: bool) -> T<'g> {
        self.unary(Op::Softmax { scale, causal })
    }

    /// `self` (.., M, K) times `right` (.., K, N) -> (.., M, N).
    pub fn matmul(self, right: T<'g>) -> T<'g> {
        self.matmul_t(right, false, false, None)
    }

    /// x W + b with W (K, N), b (N).
    pub fn linear(self, weight: T<'g>, bias: T<'g>) -> T<'g> {
        self.matmul_t(weight, false, false, Some(bias))
    }

    /// Matrix product with either side transposed in its last two axes.
    pub fn matmul_t(self, right: T<'g>, ta: bool, tb: bool, bias: Option<T<'g>>) -> T<'g> {
        let (a, b) = (self.shape(), right.shape());
        let flat = b.rank() == 2 && !ta;
        if b.rank() < 2 || (!flat && a.rank() != b.rank()) {
            self.graph.fail("matmul", a, b);
            return self;
        }
        let (m, ka) = if flat && a.rank() != 2 {
            (a.rows(), a.last())
        } else if ta {
            (a.from_end(0), a.from_end(1))
        } else {
            (a.from_end(1), a.from_end(0))
        };
        let (kb, n) = if tb {
            (b.from_end(0), b.from_end(1))
        } else {
            (b.from_end(1), b.from_end(0))
        };
        let batched_ok = flat || a.dims()[..a.rank() - 2] == b.dims()[..b.rank() - 2];
        let bias_ok = bias.is_none_or(|t| t.shape().dims() == [n]);
        if ka != kb || !batched_ok || !bias_ok {
            self.graph.fail("matmul", a, b);
        }
        let shape = if flat {
            a.with_last(n)
        } else {
            let mut dims = a.dims().to_vec();
            let rank = dims.len();
            dims[rank - 2] = m;
            dims[rank - 1] = n;
            Shape::new(&dims)
        };
        let mut src = vec![self.id, right.id];
        src.extend(bias.map(|t| t.id));
        self.graph.push(Op::MatMul { ta, tb }, &src, shape)
    }

    /// q (B, T, C) with keys (B, S, C) -> scores (B, H, T, S); causal: only those that a causal softmax looks at.
    pub fn head_scores(self, keys: T<'g>, heads: usize, causal: bool) -> T<'g> {
        let (q, k) = (self.shape(), keys.shape());
        if q.rank() != 3
            || k.rank() != 3
            || q.last() != k.last()
            || q.dims()[0] != k.dims()[0]
            || heads == 0
            || q.last() % heads != 0
        {
            self.graph.fail("head_scores", q, k);
            return self;
        }
        let shape = Shape::new(&[q.dims()[0], heads, q.dims()[1], k.dims()[1]]);
        self.graph
            .push(Op::HeadScores { heads, causal }, &[self.id, keys.id], shape)
    }

    /// pattern (B, H, T, S) with values (B, S, C) -> (B, T, C).
    pub fn head_mix(self, values: T<'g>) -> T<'g> {
        self.mix(values, false)
    }

    /// pattern (B, H, T, S) transposed, with x (B, T, C) -> (B, S, C).
    pub fn head_mix_t(self, x: T<'g>) -> T<'g> {
        self.mix(x, true)
    }

    /// Whether this is a causal softmax or the gradient of one: zero where a row does not see.
    pub(super) fn is_causal_pattern(self) -> bool {
        let nodes = self.graph.nodes.borrow();
        let node = &nodes[self.id.index()];
        let softmax = match node.op {
            Op::SoftmaxGrad { .. } => &nodes[node.src[0].index()],
            _ => node,
        };
        matches!(softmax.op, Op::Softmax { causal: true, .. })
    }

    fn mix(self, x: T<'g>, transposed: bool) -> T<'g> {
        let causal = self.is_causal_pattern();
        let (p, v) = (self.shape(), x.shape());
        let d = p.dims();
        if p.rank() != 4
            || v.rank() != 3
            || d[0] != v.dims()[0]
            || d[if transposed { 2 } else { 3 }] != v.dims()[1]
            || v.last() % d[1] != 0
        {
            self.graph.fail("head_mix", p, v);
            return x;
        }
        let shape = Shape::new(&[d[0], d[if transposed { 3 } else { 2 }], v.last()]);
        let heads = d[1];
        let op = if transposed {
            Op::HeadMixT { heads, causal }
        } else {
            Op::HeadMix { heads, causal }
        };
        self.graph.push(op, &[self.id, x.id], shape)
    }

    /// Sum of the last axis: (.., C) -> (.., 1).
    pub fn sum_last(self) -> T<'g> {
        self.graph
            .push(Op::SumLast, &[self.id], self.shape().with_last(1))
    }

    /// Mean of the last axis: (.., C) -> (.., 1).
    pub fn mean_last(self) -> T<'g> {
        self.sum_last().scale(1.0 / self.shape().last() as f64)
    }

    /// Largest of the last axis: (.., C) -> (.., 1). No gradient.
    pub fn max_last(self) -> T<'g> {
        self.graph
            .push(Op::MaxLast, &[self.id], self.shape().with_last(1))
    }

    /// Sum over the leading axes down to a suffix shape; `(1)` sums everything.
    pub fn sum_leading(self, shape: Shape) -> T<'g> {
        if fit(self.shape(), shape) != Some(Fit::Suffix) && self.shape() != shape {
            self.graph.fail("sum_leading", self.shape(), shape);
        }
        self.graph.push(Op::SumLeading, &[self.id], shape)
    }

    /// Sum of all elements: (1).
    pub fn sum(self) -> T<'g> {
        self.sum_leading(Shape::new(&[1]))
    }

    /// Mean of all elements: (1).
    pub fn mean(self) -> T<'g> {
        self.sum().scale(1.0 / self.shape().len() as f64)
    }

    /// Repeated to `shape`: a suffix over the front, or a column over the last axis.
    pub fn expand(self, shape: Shape) -> T<'g> {
        match fit(shape, self.shape()) {
            Some(Fit::Same) => self,
            Some(fit) => self.graph.push(Op::Expand(fit), &[self.id], shape),
            None => {
                self.graph.fail("expand", shape, self.shape());
                self
            }
        }
    }

    pub fn reshape(self, dims: &[usize]) -> T<'g> {
        let shape = Shape::new(dims);
        if shape.len() != self.shape().len() {
            self.graph.fail("reshape", self.shape(), shape);
        }
        self.graph.push(Op::Reshape, &[self.id], shape)
    }

    /// Axis i of the result is axis `axes[i]` of `self`.
    pub fn permute(self, axes: &[usize]) -> T<'g> {
        let from = self.shape();
        let mut seen = [false; 4];
        let ok = axes.len() == from.rank()
            && axes
                .iter()
                .all(|&a| a < from.rank() && !std::mem::replace(&mut seen[a], true));
        if !ok {
            self.graph.fail("permute", from, from);
            return self;
        }
        let dims: Vec<usize> = axes.iter().map(|&a| from.dims()[a]).collect();
        let mut order = [0u8, 1, 2, 3];
        for (o, &a) in order.iter_mut().zip(axes) {
            *o = a as u8;
        }
        self.graph
            .push(Op::Permute(order), &[self.id], Shape::new(&dims))
    }

    /// `len` entries of an axis (counted from the front), from `start` on.
    pub fn slice(self, axis: usize, start: usize, len: usize) -> T<'g> {
        let from = self.shape();
        let shape = from.with(axis, len);
        if len == 0 || start + len > from.dims()[axis] {
            self.graph.fail("slice", from, shape);
            return self;
        }
        self.graph
            .push(Op::Slice { axis, start }, &[self.id], shape)
    }

    /// Zeros before and after along an axis.
    pub fn pad(self, axis: usize, before: usize, after: usize) -> T<'g> {
        let from = self.shape();
        let shape = from.with(axis, before + from.dims()[axis] + after);
        self.graph.push(Op::Pad { axis, before }, &[self.id], shape)
    }

    /// Rows of this table (V, C) at `ids` (..) -> (.., C).
    pub fn gather(self, ids: T<'g>) -> T<'g> {
        let (table, i) = (self.shape(), ids.shape());
        if table.rank() != 2 || i.rank() > 3 {
            self.graph.fail("gather", table, i);
            return self;
        }
        let mut dims = i.dims().to_vec();
        dims.push(table.last());
        self.graph
            .push(Op::Gather, &[self.id, ids.id], Shape::new(&dims))
    }

    /// One element of each row: self (.., V), ids (..) -> (.., 1).
    pub fn pick(self, ids: T<'g>) -> T<'g> {
        self.check_ids(ids, "pick");
        self.graph
            .push(Op::Pick, &[self.id, ids.id], self.shape().with_last(1))
    }

    /// -ln softmax(self)[id] of each row, nats: logits (.., V), ids (..) -> (.., 1).
    pub fn cross_entropy(self, ids: T<'g>) -> T<'g> {
        self.check_ids(ids, "cross_entropy");
        self.graph.push(
            Op::CrossEntropy,
            &[self.id, ids.id],
            self.shape().with_last(1),
        )
    }

    fn check_ids(self, ids: T<'g>, what: &str) {
        let (x, i) = (self.shape(), ids.shape());
        if x.rows() != i.len() {
            self.graph.fail(what, x, i);
        }
    }
}

/// How `b` fits `a`, if it does.
fn fit(a: Shape, b: Shape) -> Option<Fit> {
    let (da, db) = (a.dims(), b.dims());
    if a == b {
        Some(Fit::Same)
    } else if b.len() == 1 || da.ends_with(db) {
        Some(Fit::Suffix)
    } else if da.len() == db.len()
        && db[db.len() - 1] == 1
        && da[..da.len() - 1] == db[..db.len() - 1]
    {
        Some(Fit::Column)
    } else {
        None
    }
}

macro_rules! binary {
    ($trait:ident, $method:ident, $op:ident) => {
        impl<'g> std::ops::$trait for T<'g> {
            type Output = T<'g>;
            fn $method(self, right: T<'g>) -> T<'g> {
                let fit = self.fit(right, stringify!($method));
                self.like(Op::$op(fit), &[right])
            }
        }
    };
}
binary!(Add, add, Add);
binary!(Sub, sub, Sub);
binary!(Mul, mul, Mul);
binary!(Div, div, Div);

impl<'g> std::ops::Neg for T<'g> {
    type Output = T<'g>;
    fn neg(self) -> T<'g> {
        self.scale(-1.0)
    }
}
