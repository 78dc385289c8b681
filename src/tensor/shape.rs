//! The lengths of an array's axes: one to four of them, row-major.

use std::fmt;

/// Lengths of one to four axes; the last one is contiguous in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    dims: [usize; 4],
    rank: u8,
}

impl Shape {
    /// Panics on more than four axes or none: a bug of the caller, never of a reader.
    pub fn new(dims: &[usize]) -> Shape {
        assert!(
            (1..=4).contains(&dims.len()),
            "a shape has one to four axes"
        );
        let mut all = [1; 4];
        all[..dims.len()].copy_from_slice(dims);
        Shape {
            dims: all,
            rank: dims.len() as u8,
        }
    }

    pub fn dims(&self) -> &[usize] {
        &self.dims[..self.rank as usize]
    }

    pub fn rank(&self) -> usize {
        self.rank as usize
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.dims().iter().product()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Length of the last axis.
    pub fn last(&self) -> usize {
        self.dims[self.rank as usize - 1]
    }

    /// Number of rows: elements over the last axis.
    pub fn rows(&self) -> usize {
        self.dims[..self.rank as usize - 1].iter().product()
    }

    /// Length of an axis counted from the end: 0 is the last.
    pub fn from_end(&self, axis: usize) -> usize {
        self.dims[self.rank as usize - 1 - axis]
    }

    /// The same with another last axis.
    pub fn with_last(mut self, last: usize) -> Shape {
        self.dims[self.rank as usize - 1] = last;
        self
    }

    /// The same with another length of one axis.
    pub fn with(mut self, axis: usize, len: usize) -> Shape {
        assert!(axis < self.rank(), "axis {axis} of {self}");
        self.dims[axis] = len;
        self
    }

    /// Elements before, in and after an axis: `(outer, axis, inner)`.
    pub fn around(&self, axis: usize) -> (usize, usize, usize) {
        let d = self.dims();
        (
            d[..axis].iter().product(),
            d[axis],
            d[axis + 1..].iter().product(),
        )
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(")?;
        for (i, d) in self.dims().iter().enumerate() {
            write!(f, "{}{d}", if i > 0 { ", " } else { "" })?;
        }
        write!(f, ")")
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Two shapes that do not fit an operation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShapeError {
    /// The operation and, where it has one, the name of the node before it.
    pub what: String,
    pub left: Shape,
    pub right: Shape,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: shapes {} and {} do not fit",
            self.what, self.left, self.right
        )
    }
}

impl std::error::Error for ShapeError {}
