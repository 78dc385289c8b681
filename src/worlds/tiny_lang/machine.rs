//! A compiled program and the stack machine that runs it: calls are frames of its own, so that no program can use up the stack of
//! the machine underneath.

use super::trouble::{Kind, Trouble};
use super::{CALLS, PRINTED};

/// One operation. Places are of the function's own code and names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Push(i64),
    Load(u32),
    Store(u32),
    Add,
    Subtract,
    Multiply,
    Divide,
    Less,
    Equal,
    Jump(u32),
    /// Where the top is 0.
    JumpIfZero(u32),
    /// The function of this place; its arguments are on the stack.
    Call(u32),
    Return,
    Print,
    Drop,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Function {
    pub parameters: u32,
    /// Names in use at the same time, parameters first.
    pub names: u32,
    /// Each with its line and column.
    pub code: Vec<(Op, u32, u32)>,
}

/// A program that compiled. The first function is what stands outside of all functions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program(pub(super) Vec<Function>);

struct Frame {
    function: usize,
    next: usize,
    /// Where its names begin on the stack.
    base: usize,
}

impl Program {
    /// Runs it, an operation each from `operations`; what it printed, a line for each number.
    ///
    /// # Errors
    /// [`Trouble`], with what had been printed; `operations` are spent all the same.
    pub fn run(&self, operations: &mut u32) -> Result<String, Trouble> {
        let mut machine = Machine {
            stack: vec![0; self.0[0].names as usize],
            frames: vec![Frame {
                function: 0,
                next: 0,
                base: 0,
            }],
            printed: String::new(),
            lines: 0,
        };
        loop {
            let Some(frame) = machine.frames.last_mut() else {
                return Ok(machine.printed);
            };
            let Some(&(op, line, col)) = self.0[frame.function].code.get(frame.next) else {
                return Ok(machine.printed);
            };
            frame.next += 1;
            let done = match operations.checked_sub(1) {
                Some(left) => {
                    *operations = left;
                    machine.step(op, &self.0)
                }
                None => Err(Kind::Timeout),
            };
            if let Err(kind) = done {
                let printed = machine.printed;
                return Err(Trouble {
                    kind,
                    line,
                    col,
                    printed,
                });
            }
        }
    }
}

struct Machine {
    stack: Vec<i64>,
    frames: Vec<Frame>,
    printed: String,
    lines: usize,
}

impl Machine {
    fn step(&mut self, op: Op, functions: &[Function]) -> Result<(), Kind> {
        match op {
            Op::Push(value) => self.stack.push(value),
            Op::Load(name) => {
                let value = self.name(name).map_or(0, |value| *value);
                self.stack.push(value);
            }
            Op::Store(name) => {
                let value = self.pop();
                if let Some(place) = self.name(name) {
                    *place = value;
                }
            }
            Op::Add => self.combine(i64::checked_add)?,
            Op::Subtract => self.combine(i64::checked_sub)?,
            Op::Multiply => self.combine(i64::checked_mul)?,
            Op::Divide if self.stack.last() == Some(&0) => return Err(Kind::DividedByZero),
            Op::Divide => self.combine(i64::checked_div)?,
            Op::Less => self.combine(|a, b| Some(i64::from(a < b)))?,
            Op::Equal => self.combine(|a, b| Some(i64::from(a == b)))?,
            Op::Jump(to) => self.jump(to),
            Op::JumpIfZero(to) => {
                if self.pop() == 0 {
                    self.jump(to);
                }
            }
            Op::Call(function) => {
                if self.frames.len() > CALLS {
                    return Err(Kind::Depth);
                }
                let called = &functions[function as usize];
                let base = self.stack.len().saturating_sub(called.parameters as usize);
                self.stack.resize(base + called.names as usize, 0);
                self.frames.push(Frame {
                    function: function as usize,
                    next: 0,
                    base,
                });
            }
            Op::Return => {
                let value = self.pop();
                if let Some(frame) = self.frames.pop() {
                    self.stack.truncate(frame.base);
                }
                self.stack.push(value);
            }
            Op::Print => {
                if self.lines == PRINTED {
                    return Err(Kind::TooMuchPrinted);
                }
                let value = self.pop().to_string();
                if self.lines > 0 {
                    self.printed.push('\n');
                }
                self.printed.push_str(&value);
                self.lines += 1;
            }
            Op::Drop => {
                self.pop();
            }
        }
        Ok(())
    }

    fn name(&mut self, name: u32) -> Option<&mut i64> {
        let base = self.frames.last().map_or(0, |frame| frame.base);
        self.stack.get_mut(base + name as usize)
    }

    fn pop(&mut self) -> i64 {
        self.stack.pop().unwrap_or(0)
    }

    fn jump(&mut self, to: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.next = to as usize;
        }
    }

    fn combine(&mut self, of: impl Fn(i64, i64) -> Option<i64>) -> Result<(), Kind> {
        let (b, a) = (self.pop(), self.pop());
        self.stack.push(of(a, b).ok_or(Kind::Overflow)?);
        Ok(())
    }
}
