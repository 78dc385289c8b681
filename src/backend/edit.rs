//! Changes made to an activation right after it is computed: ablate, steer, patch. One mechanism for every lab.

use std::ops::Range;

use super::real::Real;
use crate::tensor::{Id, Shape};

/// The part of an activation that an edit touches: a range on each axis, everything where none is given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Region {
    ranges: Vec<(usize, Range<usize>)>,
}

impl Region {
    /// Everything.
    pub fn all() -> Region {
        Region::default()
    }

    /// Only this range of an axis, counted from the front; ranges on several axes meet.
    pub fn on(mut self, axis: usize, range: Range<usize>) -> Region {
        self.ranges.push((axis, range));
        self
    }

    /// Only this index of an axis.
    pub fn at(self, axis: usize, index: usize) -> Region {
        self.on(axis, index..index + 1)
    }

    fn bounds(&self, shape: Shape) -> Option<[Range<usize>; 4]> {
        let mut bounds = [0..1, 0..1, 0..1, 0..1];
        let pad = 4 - shape.rank();
        for (b, d) in bounds[pad..].iter_mut().zip(shape.dims()) {
            *b = 0..*d;
        }
        for (axis, range) in &self.ranges {
            if *axis >= shape.rank() || range.start >= range.end || range.end > shape.dims()[*axis]
            {
                return None;
            }
            let b = &mut bounds[pad + axis];
            *b = b.start.max(range.start)..b.end.min(range.end);
            if b.start >= b.end {
                return None;
            }
        }
        Some(bounds)
    }
}

/// What happens to the region. Values are the region's elements in row-major order, repeated where there are fewer.
#[derive(Clone, PartialEq, Debug)]
pub enum Change<F = f32> {
    Set(Vec<F>),
    Add(Vec<F>),
    Scale(F),
    /// Each vector of the last axis goes along `unit`, a direction of length 1: x += by (to - x . unit) unit. With `by` 1 and `to` 0
    /// that is the projection onto everything but the direction. The region holds the last axis whole.
    Along {
        unit: Vec<F>,
        to: F,
        by: F,
    },
}

/// One change at one site. A site is a computed node; an input is written instead, a parameter changed in `Params`. A
/// reshape is a site only when it has a name, and then its source stays as it was.
#[derive(Clone, PartialEq, Debug)]
pub struct Edit<F = f32> {
    pub at: Id,
    pub region: Region,
    pub change: Change<F>,
}

impl<F: Real> Edit<F> {
    /// Whether region and values fit a site of this shape.
    pub fn fits(&self, shape: Shape) -> bool {
        let Some(bounds) = self.region.bounds(shape) else {
            return false;
        };
        let len: usize = bounds.iter().map(|b| b.len()).product();
        match &self.change {
            Change::Set(v) | Change::Add(v) => !v.is_empty() && len.is_multiple_of(v.len()),
            Change::Scale(_) => true,
            Change::Along { unit, .. } => {
                shape.dims().last() == Some(&unit.len()) && bounds[3].len() == unit.len()
            }
        }
    }

    /// Applies it to the site's values. Call only where it `fits`.
    pub(super) fn apply(&self, values: &mut [F], shape: Shape) {
        let Some(bounds) = self.region.bounds(shape) else {
            return;
        };
        let mut dims = [1; 4];
        dims[4 - shape.rank()..].copy_from_slice(shape.dims());
        let mut n = 0;
        for a in bounds[0].clone() {
            for b in bounds[1].clone() {
                for c in bounds[2].clone() {
                    let row = ((a * dims[1] + b) * dims[2] + c) * dims[3];
                    let vector = &mut values[row + bounds[3].start..row + bounds[3].end];
                    self.change.apply(vector, n);
                    n += vector.len();
                }
            }
        }
    }
}

impl<F: Real> Change<F> {
    /// To one stretch of the last axis, the `n`-th value of the region on.
    fn apply(&self, vector: &mut [F], n: usize) {
        let nth = |i: usize, with: &[F]| with[(n + i) % with.len()];
        match self {
            Change::Set(with) => (0..).zip(vector).for_each(|(i, v)| *v = nth(i, with)),
            Change::Add(with) => (0..).zip(vector).for_each(|(i, v)| *v += nth(i, with)),
            Change::Scale(by) => vector.iter_mut().for_each(|v| *v *= *by),
            Change::Along { unit, to, by } => {
                let mut along = F::zero();
                for (v, u) in vector.iter().zip(unit) {
                    along += *v * *u;
                }
                let step = *by * (*to - along);
                for (v, u) in vector.iter_mut().zip(unit) {
                    *v += step * *u;
                }
            }
        }
    }
}
