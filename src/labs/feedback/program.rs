//! The programs that are repaired: each has eight lines on which one symbol is left open, and TinyLang allows exactly one of the
//! alphabet there. So a wrong symbol is one entry of the compile log, on its own line.

use crate::lesson::{Text, text};
use crate::worlds::tiny_lang::{Entry, Log, compile};

/// The symbols that a slot may hold.
pub const SYMBOLS: [&str; 8] = ["=", ";", "(", ")", "{", "}", ",", "print"];
/// The same as they are written into a program: a word must not grow together with its neighbours.
const WRITTEN: [&str; 8] = ["=", ";", "(", ")", "{", "}", ",", " print "];
/// A.
pub const ALPHABET: u32 = SYMBOLS.len() as u32;
/// Slots of a program, of which L are open.
pub const SLOTS: usize = 8;
/// What a run of a program may cost.
const OPERATIONS: u32 = 10_000;

/// A program with its slots in brackets.
pub struct Task {
    pub name: Text,
    template: &'static str,
}

pub static TASKS: [Task; 3] = [
    Task {
        name: text("add up squares", "平方和"),
        template: "let n [=] 0;
let sum = 0[;]
while n < 5 [{]
  let square [=] n * n;
  sum = sum + square;
  print[(]sum);
  n = n + 1[;]
}
if sum == 30 [{]
  print(100[)];
}",
    },
    Task {
        name: text("call a function", "呼叫函式"),
        template: "fn triple[(]n) {
  return n * 3[;]
}
let value [=] 2;
let i = 0[;]
while i < 3 [{]
  value = triple(value);
  print[(]value);
  i = i + 1[;]
}
print(value * 2[)];",
    },
    Task {
        name: text("halve or triple", "減半或乘三"),
        template: "let n [=] 6;
let steps = 0[;]
while n == 1 == 0 [{]
  let half [=] n / 2;
  if n == half * 2 [{]
    n = half;
  } else [{]
    n = n * 3 + 1[;]
  }
  steps = steps + 1;
}
print(steps * 10[)];",
    },
];

/// A piece of a program: text as it is, or a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    Text(&'static str),
    /// Which one, from 0 in the order of the text, and the symbol that belongs there.
    Slot(usize, u8),
}

/// A program whose slots are found, with what it prints when all are right.
#[derive(Clone, Debug)]
pub struct Puzzle {
    pub pieces: Vec<Piece>,
    /// The symbol that belongs in each slot.
    solution: Vec<u8>,
    /// The line of each slot, from 1.
    lines: Vec<u32>,
    printed: String,
}

/// What came of compiling and running a program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Empty: it compiled.
    pub log: Vec<Entry>,
    /// It compiled, ran to its end and printed the right numbers.
    pub passed: bool,
}

impl Puzzle {
    /// Of the task of this number; the first one where there is none.
    pub fn new(task: usize) -> Puzzle {
        let mut pieces = Vec::new();
        let (mut solution, mut lines, mut line) = (Vec::new(), Vec::new(), 1);
        let template = TASKS.get(task).unwrap_or(&TASKS[0]).template;
        for (index, part) in template.split(['[', ']']).enumerate() {
            if index % 2 == 0 {
                pieces.push(Piece::Text(part));
                line += part.matches('\n').count() as u32;
            } else {
                let symbol = SYMBOLS.iter().position(|symbol| *symbol == part);
                let symbol = symbol.unwrap_or(0) as u8;
                pieces.push(Piece::Slot(solution.len(), symbol));
                solution.push(symbol);
                lines.push(line);
            }
        }
        let mut puzzle = Puzzle {
            pieces,
            solution,
            lines,
            printed: String::new(),
        };
        // What it prints is found out, not written down.
        let source = puzzle.source(&puzzle.solution);
        if let Ok(program) = compile(&source) {
            puzzle.printed = program.run(&mut { OPERATIONS }).unwrap_or_default();
        }
        puzzle
    }

    /// The symbol that belongs in each slot.
    pub fn solution(&self) -> &[u8] {
        &self.solution
    }

    /// The line of each slot.
    pub fn lines(&self) -> &[u32] {
        &self.lines
    }

    /// The text with these symbols in the slots.
    pub fn source(&self, symbols: &[u8]) -> String {
        let mut source = String::with_capacity(256);
        for piece in &self.pieces {
            source.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Slot(slot, right) => {
                    let symbol = symbols.get(*slot).unwrap_or(right);
                    WRITTEN[usize::from(*symbol) % WRITTEN.len()]
                }
            });
        }
        source
    }

    /// Compiles the program with these symbols and runs it.
    pub fn run(&self, symbols: &[u8]) -> Run {
        match compile(&self.source(symbols)) {
            Err(Log(log)) => Run { log, passed: false },
            Ok(program) => {
                let printed = program.run(&mut { OPERATIONS });
                let passed = printed.is_ok_and(|printed| printed == self.printed);
                Run { log: vec![], passed }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds::tiny_lang::Expected;
    use proptest::prelude::*;

    #[test]
    fn every_solution_runs_and_prints_something_of_its_own() {
        let printed: Vec<String> = (0..TASKS.len()).map(|task| Puzzle::new(task).printed).collect();
        assert_eq!(printed, ["0\n1\n5\n14\n30\n100", "6\n18\n54\n108", "80"]);
        for task in 0..TASKS.len() {
            let puzzle = Puzzle::new(task);
            assert_eq!(puzzle.solution.len(), SLOTS);
            assert!(puzzle.lines.windows(2).all(|pair| pair[0] < pair[1]), "a line for each slot");
            assert_eq!(puzzle.run(&puzzle.solution), Run { log: vec![], passed: true });
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        /// What the four kinds of feedback rest on: the log is the list of the wrong slots, each with the right symbol.
        #[test]
        fn the_log_has_one_entry_for_each_wrong_slot(task in 0..TASKS.len(), symbols in prop::collection::vec(0u8..8, SLOTS), fixed in 0u8..) {
            let puzzle = Puzzle::new(task);
            // Some are right, so that the small numbers of mistakes come up too.
            let symbols: Vec<u8> = (0..SLOTS).map(|i| if fixed >> i & 1 == 1 { puzzle.solution[i] } else { symbols[i] }).collect();
            let run = puzzle.run(&symbols);
            let wrong: Vec<usize> = (0..SLOTS).filter(|&i| symbols[i] != puzzle.solution[i]).collect();
            let found: Vec<(u32, Expected, Option<&str>)> =
                run.log.iter().map(|e| (e.line, e.expected.clone(), e.got.as_deref())).collect();
            let symbol = |s: u8| SYMBOLS[usize::from(s)];
            let expected: Vec<(u32, Expected, Option<&str>)> = wrong
                .iter()
                .map(|&i| (puzzle.lines[i], Expected::Symbol(symbol(puzzle.solution[i]).into()), Some(symbol(symbols[i]))))
                .collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(run.passed, wrong.is_empty());
        }
    }
}
