//! From a graph to a run: dead code left out, an order, and a buffer for each result, reused after its last reader.

use super::graph::{Graph, Id, Node};
use super::op::Op;
use super::shape::Shape;

/// Where the values of a node are during a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Not computed by this plan.
    Nowhere,
    /// The n-th input, which keeps its values between runs.
    Input(usize),
    /// The n-th parameter.
    Param(usize),
    /// A buffer that other nodes may use before or after.
    Slot(usize),
}

/// One operation of the run.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: Id,
    pub op: Op,
    pub shape: Shape,
    pub slot: usize,
    /// The first source's buffer becomes the result's: it is read here for the last time.
    pub in_place: bool,
    pub src: Vec<(Place, Shape)>,
}

/// An order of work with a buffer for each result.
#[derive(Clone, Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// Elements of each buffer.
    pub slots: Vec<usize>,
    pub inputs: Vec<(Id, String, Shape)>,
    pub params: Vec<(Id, String, Shape)>,
    places: Vec<(Place, Shape)>,
    names: Vec<(String, Id)>,
    kept: Vec<bool>,
}

/// A buffer is reused for a result at most this many times smaller than it.
const SLACK: usize = 2;

impl Plan {
    /// Computes `keep` and what they need; the values of `keep` can be read after the run, those of others cannot.
    pub fn new(g: &Graph, keep: &[Id]) -> Plan {
        Plan::with_reuse(g, keep, true)
    }

    /// `reuse = false` gives each result a buffer of its own: the reference for the tests.
    pub fn with_reuse(g: &Graph, keep: &[Id], reuse: bool) -> Plan {
        let nodes = g.nodes();
        let live = live(&nodes, keep);
        // A reshape has no work of its own: it is its source under another shape. With a name it is a site that can be
        // edited, and gets a buffer of its own where other readers of the source remain.
        let root: Vec<usize> = {
            let mut root: Vec<usize> = (0..nodes.len()).collect();
            for (i, n) in nodes.iter().enumerate() {
                if is_alias(n) {
                    root[i] = root[n.src[0].index()];
                }
            }
            root
        };
        let mut last_read = vec![0usize; nodes.len()];
        let mut kept = vec![false; nodes.len()];
        for (i, n) in nodes.iter().enumerate().filter(|(i, _)| live[*i]) {
            for s in &n.src {
                last_read[root[s.index()]] = i;
            }
        }
        for k in keep {
            kept[k.index()] = true;
            last_read[root[k.index()]] = usize::MAX;
        }
        let mut plan = Plan {
            steps: vec![],
            slots: vec![],
            inputs: vec![],
            params: vec![],
            places: vec![(Place::Nowhere, Shape::new(&[1])); nodes.len()],
            names: vec![],
            kept,
        };
        let mut free: Vec<usize> = Vec::new();
        // Buffers by the node after which nobody reads them.
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (i, n) in nodes.iter().enumerate() {
            plan.places[i].1 = n.shape;
            if !live[i] {
                continue;
            }
            if let Some(name) = &n.name {
                plan.names.push((name.clone(), Id(i as u32)));
            }
            let name = || n.name.clone().unwrap_or_default();
            let place = match n.op {
                Op::Input => {
                    plan.inputs.push((Id(i as u32), name(), n.shape));
                    Place::Input(plan.inputs.len() - 1)
                }
                Op::Param => {
                    plan.params.push((Id(i as u32), name(), n.shape));
                    Place::Param(plan.params.len() - 1)
                }
                Op::Reshape if is_alias(n) => plan.places[n.src[0].index()].0,
                _ => {
                    if reuse {
                        ends.retain(|&(end, slot)| {
                            let over = end < i;
                            if over {
                                free.push(slot);
                            }
                            !over
                        });
                    }
                    let in_place = reuse && in_place(n, &nodes, i, &root, &last_read, &plan.places);
                    let slot = if in_place {
                        let Place::Slot(slot) = plan.places[n.src[0].index()].0 else {
                            unreachable!("checked by in_place")
                        };
                        ends.retain(|&(_, s)| s != slot);
                        slot
                    } else {
                        plan.take_slot(&mut free, n.shape.len())
                    };
                    if last_read[i] != usize::MAX {
                        ends.push((last_read[i].max(i), slot));
                    }
                    let src = n
                        .src
                        .iter()
                        .map(|s| (plan.places[s.index()].0, nodes[s.index()].shape))
                        .collect();
                    plan.steps.push(Step {
                        id: Id(i as u32),
                        op: n.op,
                        shape: n.shape,
                        slot,
                        in_place,
                        src,
                    });
                    Place::Slot(slot)
                }
            };
            plan.places[i].0 = place;
        }
        plan
    }

    fn take_slot(&mut self, free: &mut Vec<usize>, len: usize) -> usize {
        let best = free
            .iter()
            .enumerate()
            .filter(|(_, s)| (len..=len * SLACK).contains(&self.slots[**s]))
            .min_by_key(|(_, s)| self.slots[**s])
            .map(|(k, _)| k);
        match best {
            Some(k) => free.swap_remove(k),
            None => {
                self.slots.push(len);
                self.slots.len() - 1
            }
        }
    }

    /// Where a node's values are, and their shape.
    pub fn place(&self, id: Id) -> (Place, Shape) {
        self.places
            .get(id.index())
            .copied()
            .unwrap_or((Place::Nowhere, Shape::new(&[1])))
    }

    /// Whether the node's values survive the run.
    pub fn is_kept(&self, id: Id) -> bool {
        self.kept.get(id.index()).copied().unwrap_or(false)
    }

    /// The named nodes that this plan computes.
    pub fn names(&self) -> &[(String, Id)] {
        &self.names
    }

    /// Floating-point operations of one run: multiply-add = 2; one per element for the simple elementwise ones.
    pub fn flops(&self) -> u64 {
        self.steps.iter().map(step_flops).sum()
    }

    /// Those of the matrix products alone: linear layers, and attention as the full T x S square, also where a causal one
    /// leaves out up to half of it (the usual count, so that speeds compare).
    pub fn matmul_flops(&self) -> u64 {
        self.steps
            .iter()
            .filter(|s| is_product(&s.op))
            .map(step_flops)
            .sum()
    }

    /// Bytes of all buffers and inputs, for numbers of `number_bytes` each. Parameters are the caller's.
    pub fn peak_bytes(&self, number_bytes: usize) -> usize {
        number_bytes
            * (self.slots.iter().sum::<usize>()
                + self.inputs.iter().map(|(_, _, s)| s.len()).sum::<usize>())
    }
}

fn is_alias(n: &Node) -> bool {
    matches!(n.op, Op::Reshape) && n.name.is_none()
}

fn live(nodes: &[Node], keep: &[Id]) -> Vec<bool> {
    let mut live = vec![false; nodes.len()];
    for k in keep {
        live[k.index()] = true;
    }
    for i in (0..nodes.len()).rev() {
        if live[i] {
            for s in &nodes[i].src {
                live[s.index()] = true;
            }
        }
    }
    live
}

/// Whether node `i` may overwrite its first source.
fn in_place(
    n: &Node,
    nodes: &[Node],
    i: usize,
    root: &[usize],
    last_read: &[usize],
    places: &[(Place, Shape)],
) -> bool {
    if !n.op.is_elementwise()
        && !matches!(
            n.op,
            Op::Softmax { .. }
                | Op::SoftmaxGrad { .. }
                | Op::CrossEntropyGrad
                | Op::Reshape
                | Op::Lower { .. }
        )
    {
        return false;
    }
    let first = n.src[0].index();
    let dies = last_read[root[first]] == i;
    let same = nodes[first].shape.len() == n.shape.len();
    // A second reading of the same buffer (x * x) would see half-written values.
    let alone = n.src[1..].iter().all(|s| root[s.index()] != root[first]);
    dies && same && alone && matches!(places[first].0, Place::Slot(_))
}

fn is_product(op: &Op) -> bool {
    matches!(
        op,
        Op::MatMul { .. } | Op::HeadScores { .. } | Op::HeadMix { .. } | Op::HeadMixT { .. }
    )
}

fn step_flops(s: &Step) -> u64 {
    let n = s.shape.len() as u64;
    match s.op {
        Op::MatMul { ta, .. } => {
            let a = s.src[0].1;
            let k = if ta { a.from_end(1) } else { a.last() };
            2 * n * k as u64 + if s.src.len() > 2 { n } else { 0 }
        }
        Op::HeadScores { heads, .. } => 2 * n * (s.src[0].1.last() / heads) as u64,
        Op::HeadMix { .. } | Op::HeadMixT { .. } => {
            2 * s.src[0].1.len() as u64 * (s.shape.last() / s.src[0].1.dims()[1]) as u64
        }
        Op::Scan { .. } => s.src.len() as u64 * n,
        Op::SolveLower { .. } => n * s.src[0].1.last() as u64,
        Op::Lower { .. } => 0,
        Op::SumLast | Op::SumLeading | Op::MaxLast | Op::CrossEntropy => {
            5 * s.src[0].1.len() as u64
        }
        Op::Softmax { .. } | Op::SoftmaxGrad { .. } | Op::CrossEntropyGrad => 5 * n,
        Op::Normalize { .. } | Op::NormalizeGrad { .. } | Op::Gelu | Op::GeluGrad => 8 * n,
        Op::Fill(_)
        | Op::Reshape
        | Op::Permute(_)
        | Op::Slice { .. }
        | Op::Pad { .. }
        | Op::Concat { .. }
        | Op::Gather
        | Op::Expand(_) => 0,
        Op::Input | Op::Param | Op::Pick | Op::Spread => 0,
        _ => n,
    }
}
