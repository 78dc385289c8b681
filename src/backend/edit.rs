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
                    for v in &mut values[row + bounds[3].start..row + bounds[3].end] {
                        match &self.change {
                            Change::Set(with) => *v = with[n % with.len()],
                            Change::Add(with) => *v += with[n % with.len()],
                            Change::Scale(by) => *v *= *by,
                        }
                        n += 1;
                    }
                }
            }
        }
    }
}
