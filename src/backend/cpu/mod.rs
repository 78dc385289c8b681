//! Runs a plan on one thread over plain slices. Reading order: here (the loop), then the kernels by kind.

mod elementwise;
mod matmul;
mod movement;
mod rows;
mod time;

use crate::order::descending;
use std::fmt;

use super::edit::Edit;
use super::params::Params;
use super::real::Real;
use crate::tensor::{Id, Op, Place, Plan, Shape, Step};

pub use elementwise::gelu;
pub use matmul::{product, vector_matrix};

/// Why a run or a reading was refused. All of these are mistakes of the calling code or of a loaded file.
#[derive(Clone, PartialEq, Debug)]
pub enum BackendError {
    /// Not an input of this plan.
    NotAnInput(Id),
    /// An input or parameter of another length: name, wanted shape, given length.
    Length {
        name: String,
        shape: Shape,
        given: usize,
    },
    /// The parameters hold no entry of this name.
    NoParam(String),
    /// The values of this node are not kept by the plan.
    NotKept(Id),
    /// An edit whose site is not computed by this plan, or whose region or values do not fit it.
    BadEdit(Id),
    /// An id outside its table: the value and the table's length.
    IdOutOfRange { id: f64, rows: usize },
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BackendError::NotAnInput(id) => write!(f, "node {} is not an input of this plan", id.0),
            BackendError::Length { name, shape, given } => write!(
                f,
                "\"{name}\" has shape {shape}, but {given} numbers were given"
            ),
            BackendError::NoParam(name) => write!(f, "no parameter \"{name}\""),
            BackendError::NotKept(id) => write!(
                f,
                "node {} is not kept by this plan; add it to `keep`",
                id.0
            ),
            BackendError::BadEdit(id) => {
                write!(f, "an edit of node {} does not fit this plan", id.0)
            }
            BackendError::IdOutOfRange { id, rows } => {
                write!(f, "id {id} in a table of {rows} rows")
            }
        }
    }
}

impl std::error::Error for BackendError {}

/// A plan with its buffers.
pub struct Cpu<F = f32> {
    plan: Plan,
    slots: Vec<Vec<F>>,
    inputs: Vec<Vec<F>>,
    /// Tables that ids point into, with the inputs that hold the ids: checked before each run.
    tables: Vec<(usize, usize)>,
}

impl<F: Real> Cpu<F> {
    pub fn new(plan: Plan) -> Cpu<F> {
        let slots = plan.slots.iter().map(|&n| vec![F::zero(); n]).collect();
        let inputs = plan
            .inputs
            .iter()
            .map(|(_, _, s)| vec![F::zero(); s.len()])
            .collect();
        let tables = id_inputs(&plan);
        Cpu {
            plan,
            slots,
            inputs,
            tables,
        }
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Runs another plan in the same buffers (they grow where they must) and gives the old one back: one model at several
    /// lengths holds the memory of the longest. Inputs have to be written anew.
    pub fn exchange(&mut self, plan: Plan) -> Plan {
        // The largest buffer for the largest result, and so on: plans of one model then fit into each other.
        let mut pool = std::mem::take(&mut self.slots);
        let largest = descending(pool.len(), |i| pool[i].len() as u64);
        let mut largest = largest.into_iter();
        self.slots = vec![Vec::new(); plan.slots.len()];
        for i in descending(plan.slots.len(), |i| plan.slots[i] as u64) {
            let i = i as usize;
            let mut slot = largest
                .next()
                .map(|own| std::mem::take(&mut pool[own as usize]))
                .unwrap_or_default();
            if slot.len() < plan.slots[i] {
                slot.resize(plan.slots[i], F::zero());
            }
            self.slots[i] = slot;
        }
        self.slots
            .extend(largest.map(|own| std::mem::take(&mut pool[own as usize])));
        self.inputs.clear();
        let inputs = plan.inputs.iter();
        self.inputs
            .extend(inputs.map(|(_, _, s)| vec![F::zero(); s.len()]));
        self.tables = id_inputs(&plan);
        std::mem::replace(&mut self.plan, plan)
    }

    /// Fills an input. It keeps its values until written again.
    pub fn write(&mut self, at: Id, values: &[F]) -> Result<(), BackendError> {
        let input = self.input_mut(at, values.len())?;
        input.copy_from_slice(values);
        Ok(())
    }

    /// Fills an input of ids.
    pub fn write_ids(&mut self, at: Id, ids: &[u32]) -> Result<(), BackendError> {
        let input = self.input_mut(at, ids.len())?;
        for (slot, id) in input.iter_mut().zip(ids) {
            *slot = F::of(*id as f64);
        }
        Ok(())
    }

    fn input_mut(&mut self, at: Id, len: usize) -> Result<&mut [F], BackendError> {
        match self.plan.place(at) {
            (Place::Input(i), shape) if shape.len() == len => Ok(&mut self.inputs[i]),
            (Place::Input(i), shape) => Err(BackendError::Length {
                name: self.plan.inputs[i].1.clone(),
                shape,
                given: len,
            }),
            _ => Err(BackendError::NotAnInput(at)),
        }
    }

    /// Computes every step, with the edits applied at their sites.
    pub fn run(&mut self, params: &Params<F>, edits: &[Edit<F>]) -> Result<(), BackendError> {
        self.run_observed(params, edits, &mut |_, _| {})
    }

    /// As `run`, and shows each step's values right after they are computed: for timing and for finding faults.
    pub fn run_observed(
        &mut self,
        params: &Params<F>,
        edits: &[Edit<F>],
        observe: &mut dyn FnMut(&Step, &[F]),
    ) -> Result<(), BackendError> {
        let bound = self.bind(params)?;
        self.check_edits(edits)?;
        for &(input, rows) in &self.tables {
            check_ids(&self.inputs[input], rows)?;
        }
        for k in 0..self.plan.steps.len() {
            let step = &self.plan.steps[k];
            let n = step.shape.len();
            if let Some((ids, rows)) = id_table(step)
                && let (Place::Slot(slot), shape) = step.src[ids]
            {
                check_ids(&self.slots[slot][..shape.len()], rows)?;
            }
            let mut out = std::mem::take(&mut self.slots[step.slot]);
            let values = |k: usize| -> &[F] {
                let (place, shape) = step.src[k];
                match place {
                    Place::Slot(s) => &self.slots[s][..shape.len()],
                    Place::Input(i) => &self.inputs[i],
                    Place::Param(i) => &params.data[bound[i].clone()],
                    Place::Nowhere => unreachable!("the plan computes its own sources"),
                }
            };
            kernel(step, &mut out[..n], &values, !edits.is_empty());
            for edit in edits {
                if edit.at == step.id {
                    edit.apply(&mut out[..n], step.shape);
                }
            }
            observe(step, &out[..n]);
            self.slots[step.slot] = out;
        }
        Ok(())
    }

    /// The values of a kept node (or an input) after a run.
    pub fn read(&self, at: Id) -> Result<&[F], BackendError> {
        match self.plan.place(at) {
            (Place::Slot(s), shape) if self.plan.is_kept(at) => Ok(&self.slots[s][..shape.len()]),
            (Place::Input(i), _) => Ok(&self.inputs[i]),
            _ => Err(BackendError::NotKept(at)),
        }
    }

    /// Where a run went wrong: runs again and names the first input or step that holds a NaN or an infinity. A step
    /// without a name is called by its operation and the last named step before it.
    pub fn first_bad_node(
        &mut self,
        params: &Params<F>,
        edits: &[Edit<F>],
    ) -> Result<Option<String>, BackendError> {
        let bad = |values: &[F]| values.iter().any(|v| !v.is_finite());
        for ((_, name, _), values) in self.plan.inputs.iter().zip(&self.inputs) {
            if bad(values) {
                return Ok(Some(name.clone()));
            }
        }
        let names: std::collections::BTreeMap<Id, String> = self
            .plan
            .names()
            .iter()
            .map(|(n, id)| (*id, n.clone()))
            .collect();
        let (mut last, mut found) = (None, None);
        self.run_observed(params, edits, &mut |step, values| {
            let name = names.get(&step.id);
            if found.is_none() && bad(values) {
                found = Some(match (name, last) {
                    (Some(name), _) => name.clone(),
                    (None, Some(last)) => format!("{:?} after {last}", step.op),
                    (None, None) => format!("{:?}", step.op),
                });
            }
            last = name.or(last);
        })?;
        Ok(found)
    }

    /// Bytes of all buffers.
    pub fn bytes(&self) -> usize {
        let numbers: usize = self.slots.iter().chain(&self.inputs).map(Vec::len).sum();
        size_of::<F>() * numbers
    }

    /// Each parameter's range in the flat array.
    fn bind(&self, params: &Params<F>) -> Result<Vec<std::ops::Range<usize>>, BackendError> {
        self.plan
            .params
            .iter()
            .map(|(_, name, shape)| {
                let p = params
                    .find(name)
                    .ok_or_else(|| BackendError::NoParam(name.clone()))?;
                if p.shape == *shape {
                    Ok(p.range.clone())
                } else {
                    Err(BackendError::Length {
                        name: name.clone(),
                        shape: *shape,
                        given: p.shape.len(),
                    })
                }
            })
            .collect()
    }

    fn check_edits(&self, edits: &[Edit<F>]) -> Result<(), BackendError> {
        for e in edits {
            let shape = self
                .plan
                .steps
                .iter()
                .find(|s| s.id == e.at)
                .map(|s| s.shape);
            if !shape.is_some_and(|s| e.fits(s)) {
                return Err(BackendError::BadEdit(e.at));
            }
        }
        Ok(())
    }
}

/// Ids come from outside, so a wrong one is an error and not a panic in a kernel.
fn check_ids<F: Real>(ids: &[F], rows: usize) -> Result<(), BackendError> {
    for id in ids {
        let id = id.to_f64();
        // Written so that NaN fails.
        if !(id >= 0.0 && id < rows as f64 && id.fract() == 0.0) {
            return Err(BackendError::IdOutOfRange { id, rows });
        }
    }
    Ok(())
}

/// Which source of a step holds ids, and how many rows the table has.
fn id_table(step: &Step) -> Option<(usize, usize)> {
    match step.op {
        Op::Gather => Some((1, step.src[0].1.dims()[0])),
        Op::Pick | Op::CrossEntropy | Op::CrossEntropyGrad => Some((1, step.src[0].1.last())),
        Op::ScatterAdd => Some((0, step.shape.dims()[0])),
        Op::Spread => Some((0, step.shape.last())),
        _ => None,
    }
}

/// Which inputs hold ids, and how many rows the table has.
fn id_inputs(plan: &Plan) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for step in &plan.steps {
        if let Some((ids, rows)) = id_table(step)
            && let Place::Input(i) = step.src[ids].0
            && !found.contains(&(i, rows))
        {
            found.push((i, rows));
        }
    }
    found
}

/// One step. `out` holds the first source's values where the step is in place, anything otherwise. `edited`: some site of
/// this run is changed, so nothing may be assumed of a pattern.
fn kernel<'a, F: Real>(
    step: &Step,
    out: &mut [F],
    values: &dyn Fn(usize) -> &'a [F],
    edited: bool,
) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        #[allow(unsafe_code)]
        // twice the speed natively; the loops and their order of summation are the same
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { kernel_avx2(step, out, values, edited) };
    }
    kernel_loops(step, out, values, edited)
}

/// The same loops, compiled for eight numbers at a time instead of four.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn kernel_avx2<'a, F: Real>(
    step: &Step,
    out: &mut [F],
    values: &dyn Fn(usize) -> &'a [F],
    edited: bool,
) {
    kernel_loops(step, out, values, edited)
}

#[inline(always)]
fn kernel_loops<'a, F: Real>(
    step: &Step,
    out: &mut [F],
    values: &dyn Fn(usize) -> &'a [F],
    edited: bool,
) {
    let shape = |k: usize| step.src[k].1;
    // An in-place step reads its first source from `out`.
    let first = || if step.in_place { None } else { Some(values(0)) };
    match step.op {
        Op::Input | Op::Param => unreachable!("not a step"),
        // Only a named reshape is a step: a site of its own, so that an edit leaves its source alone.
        Op::Reshape => elementwise::unary(out, first(), |x| x),
        Op::Fill(v) => out.fill(F::of(v)),
        Op::Add(fit) => elementwise::binary(out, first(), values(1), fit, step.shape, |a, b| a + b),
        Op::Sub(fit) => elementwise::binary(out, first(), values(1), fit, step.shape, |a, b| a - b),
        Op::Mul(fit) => elementwise::binary(out, first(), values(1), fit, step.shape, |a, b| a * b),
        Op::Div(fit) => elementwise::binary(out, first(), values(1), fit, step.shape, |a, b| a / b),
        Op::GeluGrad => elementwise::binary(
            out,
            first(),
            values(1),
            crate::tensor::Fit::Same,
            step.shape,
            elementwise::gelu_grad,
        ),
        Op::Scale(by) => {
            let by = F::of(by);
            elementwise::unary(out, first(), |x| x * by);
        }
        Op::Shift(by) => {
            let by = F::of(by);
            elementwise::unary(out, first(), |x| x + by);
        }
        Op::Exp => elementwise::unary(out, first(), F::exp),
        Op::Ln => elementwise::unary(out, first(), F::ln),
        Op::Tanh => elementwise::unary(out, first(), F::tanh),
        Op::Sigmoid => elementwise::unary(out, first(), F::sigmoid),
        Op::Relu => elementwise::unary(
            out,
            first(),
            |x| if x > F::zero() { x } else { x * F::zero() },
        ),
        Op::Step => elementwise::unary(out, first(), |x| {
            if x > F::zero() { F::one() } else { F::zero() }
        }),
        Op::Rsqrt => elementwise::unary(out, first(), |x| F::one() / x.sqrt()),
        Op::Gelu => elementwise::unary(out, first(), elementwise::gelu),
        Op::MatMul { ta, tb } => {
            let bias = (step.src.len() > 2).then(|| values(2));
            matmul::matmul(
                out,
                step.shape,
                (values(0), shape(0), ta),
                (values(1), shape(1), tb),
                bias,
            );
        }
        Op::HeadScores { heads, causal } => matmul::head_scores(
            out,
            (values(0), shape(0)),
            (values(1), shape(1)),
            heads,
            causal,
        ),
        Op::HeadMix { causal, .. } => matmul::head_mix(
            out,
            (values(0), shape(0)),
            (values(1), shape(1)),
            causal && !edited,
            false,
        ),
        Op::HeadMixT { causal, .. } => matmul::head_mix(
            out,
            (values(0), shape(0)),
            (values(1), shape(1)),
            causal && !edited,
            true,
        ),
        Op::Scan { reverse } => {
            let a = (step.src.len() > 1).then(|| values(1));
            time::scan(out, values(0), a, step.shape, reverse)
        }
        Op::SolveLower { transposed } => {
            time::solve_lower(out, values(0), values(1), step.shape, transposed)
        }
        Op::Lower { offset } => time::lower(out, first(), step.shape, offset),
        Op::SumLast => rows::sum_last(out, values(0), shape(0).last()),
        Op::SumLeading => rows::sum_leading(out, values(0)),
        Op::MaxLast => rows::max_last(out, values(0), shape(0).last()),
        Op::Expand(fit) => movement::expand(out, values(0), fit, step.shape),
        Op::Permute(axes) => {
            movement::permute(out, values(0), shape(0), &axes[..step.shape.rank()])
        }
        Op::Slice { axis, start } => {
            movement::slice(out, step.shape, values(0), shape(0), axis, start)
        }
        Op::Pad { axis, before } => {
            movement::pad(out, step.shape, values(0), shape(0), axis, before)
        }
        Op::Concat { axis } => {
            let mut at = 0;
            for k in 0..step.src.len() {
                movement::place(out, step.shape, values(k), shape(k), axis, at);
                at += shape(k).dims()[axis];
            }
        }
        Op::Gather => rows::gather(out, values(0), values(1), step.shape.last()),
        Op::ScatterAdd => rows::scatter_add(out, values(0), values(1), step.shape.last()),
        Op::Pick => rows::pick(out, values(0), values(1), shape(0).last()),
        Op::Spread => rows::spread(out, values(0), values(1), step.shape.last()),
        Op::Softmax { scale, causal } => {
            rows::softmax(out, first(), step.shape, F::of(scale), causal)
        }
        Op::SoftmaxGrad { scale } => {
            rows::softmax_grad(out, first(), values(1), step.shape.last(), F::of(scale))
        }
        Op::Normalize { centred, eps } => {
            rows::normalize(out, values(0), step.shape.last(), centred, F::of(eps))
        }
        Op::NormalizeGrad { centred, eps } => rows::normalize_grad(
            out,
            values(0),
            values(1),
            step.shape.last(),
            centred,
            F::of(eps),
        ),
        Op::CrossEntropy => rows::cross_entropy(out, values(0), values(1), shape(0).last()),
        Op::CrossEntropyGrad => {
            rows::cross_entropy_grad(out, first(), values(1), values(2), step.shape.last())
        }
    }
}
