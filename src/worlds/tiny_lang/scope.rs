//! The function that is being compiled: its code, and the names that hold where the parser stands.

use super::NAMES;
use super::machine::{Function, Op};

#[derive(Default)]
pub(super) struct Scope<'s> {
    pub function: Function,
    /// The later ones hide the earlier ones.
    names: Vec<&'s str>,
}

impl<'s> Scope<'s> {
    pub(super) fn emit(&mut self, op: Op, (line, col): (u32, u32)) {
        self.function.code.push((op, line, col));
    }

    /// The place of the next operation.
    pub(super) fn here(&self) -> u32 {
        self.function.code.len() as u32
    }

    /// A jump whose end is not known yet.
    pub(super) fn jump(&mut self, op: Op, at: (u32, u32)) -> usize {
        self.emit(op, at);
        self.function.code.len() - 1
    }

    /// Lets the jump end here.
    pub(super) fn land(&mut self, jump: usize) {
        let here = self.here();
        if let Some((Op::Jump(to) | Op::JumpIfZero(to), ..)) = self.function.code.get_mut(jump) {
            *to = here;
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.names
            .iter()
            .rposition(|own| *own == name)
            .map(|at| at as u32)
    }

    /// `None`: too many names.
    pub(super) fn add(&mut self, name: &'s str) -> Option<u32> {
        if self.names.len() == NAMES {
            return None;
        }
        self.names.push(name);
        self.function.names = self.function.names.max(self.names.len() as u32);
        Some(self.names.len() as u32 - 1)
    }

    /// A block begins: how many names hold before it.
    pub(super) fn names(&self) -> usize {
        self.names.len()
    }

    /// It has ended: its names are gone.
    pub(super) fn forget(&mut self, names: usize) {
        self.names.truncate(names);
    }
}
