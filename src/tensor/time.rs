//! Builders of what runs along time (the axis before the last): recurrences, their solution in one piece, the causal mask.

use super::graph::T;
use super::op::Op;

impl<'g> T<'g> {
    /// h_t = a_t h_(t-1) + self_t from h = 0, elementwise over the last axis: self, a (.., T, N) -> (.., T, N).
    /// `reverse`: from the last row to the first. On one thread a loop; as rounds over pairs its span is log2 T
    /// (Blelloch 1990, "Prefix sums and their applications").
    pub fn scan(self, a: T<'g>, reverse: bool) -> T<'g> {
        let (b, s) = (self.shape(), a.shape());
        if b.rank() < 2 || b != s {
            self.graph.fail("scan", b, s);
            return self;
        }
        self.like(Op::Scan { reverse }, &[a])
    }

    /// The running sum along the axis before the last; `reverse`: of this row and all after it.
    pub fn cumulative(self, reverse: bool) -> T<'g> {
        if self.shape().rank() < 2 {
            self.graph.fail("cumulative", self.shape(), self.shape());
            return self;
        }
        self.unary(Op::Scan { reverse })
    }

    /// x with (I + L) x = self, L being `a` below its diagonal: self (.., T, N), a (.., T, T) -> (.., T, N), by forward
    /// substitution. `transposed`: (I + L)' x = self.
    pub fn solve_lower(self, a: T<'g>, transposed: bool) -> T<'g> {
        let (b, m) = (self.shape(), a.shape());
        let fits = b.rank() >= 2
            && b.rank() == m.rank()
            && m.last() == m.from_end(1)
            && b.dims()[..b.rank() - 1] == m.dims()[..m.rank() - 1];
        if !fits {
            self.graph.fail("solve_lower", m, b);
            return self;
        }
        self.graph
            .push(Op::SolveLower { transposed }, &[a.id, self.id], b)
    }

    /// Zero where the column is greater than the row's index plus `offset`: 0 keeps the diagonal, -1 what is below it.
    pub fn lower(self, offset: i32) -> T<'g> {
        if self.shape().rank() < 2 {
            self.graph.fail("lower", self.shape(), self.shape());
            return self;
        }
        self.unary(Op::Lower { offset })
    }

    /// In each row's place the row after it (`next`, zeros in the last) or the row before it (zeros in the first).
    pub fn shifted(self, next: bool) -> T<'g> {
        let shape = self.shape();
        let axis = shape.rank() - 2;
        let rest = shape.dims()[axis] - 1;
        if rest == 0 {
            return self.graph.fill(0.0, shape.dims());
        }
        let (start, before) = if next { (1, 0) } else { (0, 1) };
        self.slice(axis, start, rest).pad(axis, before, 1 - before)
    }
}
