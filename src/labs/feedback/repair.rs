//! The loop: write a program, run it, hear something about it, write the next one. The writer never sees the solution; it hears
//! what the kind of feedback lets through of one and the same run.

use serde::{Deserialize, Serialize};

use super::program::{ALPHABET, Puzzle, Run, SLOTS, SYMBOLS};
use crate::data::rng::{Pcg32, below, indexed};
use crate::lesson::{Text, text};
use crate::worlds::tiny_lang::{Entry, Expected};

/// What the writer is told of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// It passed, or it did not.
    PassFail,
    /// How many slots are wrong: a reward. The writer changes one at random and keeps what is not worse.
    Score,
    /// The same number, for a writer that goes through the slots in order: a control.
    ScoreInOrder,
    /// The first wrong line.
    Line,
    /// The first entry of the log: line, and what was expected there.
    Log,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::PassFail, Kind::Score, Kind::ScoreInOrder, Kind::Line, Kind::Log];

    /// In links and in the page's controls.
    pub const fn id(self) -> &'static str {
        match self {
            Kind::PassFail => "pass-fail",
            Kind::Score => "score",
            Kind::ScoreInOrder => "score-in-order",
            Kind::Line => "line",
            Kind::Log => "log",
        }
    }

    pub const fn name(self) -> Text {
        match self {
            Kind::PassFail => text("pass or fail", "通過或不通過"),
            Kind::Score => text("a score, changed at random", "分數，隨機修改"),
            Kind::ScoreInOrder => text("a score, slot by slot", "分數，逐格修改"),
            Kind::Line => text("the first wrong line", "第一個錯誤的行號"),
            Kind::Log => text("line and what was expected", "行號與預期符號"),
        }
    }

    /// What it lets through of a run.
    pub fn tell(self, run: &Run) -> Told {
        match (run.passed, self) {
            (true, _) => Told::Passed,
            (false, Kind::PassFail) => Told::Failed,
            (false, Kind::Score | Kind::ScoreInOrder) => Told::Wrong(run.log.len() as u32),
            (false, kind) => match (run.log.first(), kind) {
                (Some(entry), Kind::Log) => Told::Entry(entry.clone()),
                (Some(entry), _) => Told::Line(entry.line),
                // It compiled and printed something else: no line to name.
                (None, _) => Told::Failed,
            },
        }
    }
}

/// What the writer hears.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    Passed,
    Failed,
    /// So many slots are wrong.
    Wrong(u32),
    Line(u32),
    Entry(Entry),
}

/// The writer: rules of ours, no language model. It knows its program, which slots are open and what it was told.
#[derive(Clone, Debug)]
struct Writer {
    /// Slots that are open, in the order of the text, each with its line.
    open: Vec<(usize, u32)>,
    /// What stands in every slot now.
    symbols: Vec<u8>,
    /// The change that was run last and the score before it: (slot, symbol before, score before).
    change: Option<(usize, u8, u32)>,
    /// For `ScoreInOrder`: which open slot it is at.
    at: usize,
    dice: Pcg32,
}

impl Writer {
    fn dice(&mut self, n: u32) -> u32 {
        below(&mut self.dice, n)
    }

    /// The next symbol of the alphabet: every one comes up once in eight.
    fn next_symbol(&mut self, slot: usize) {
        self.symbols[slot] = (self.symbols[slot] + 1) % ALPHABET as u8;
    }

    /// Writes the next program after it was told this.
    fn write(&mut self, kind: Kind, told: &Told) {
        match told {
            Told::Passed => {}
            Told::Failed => {
                for index in 0..self.open.len() {
                    let symbol = self.dice(ALPHABET) as u8;
                    self.symbols[self.open[index].0] = symbol;
                }
            }
            Told::Wrong(wrong) if kind == Kind::ScoreInOrder => self.write_in_order(*wrong),
            Told::Wrong(wrong) => {
                let mut best = *wrong;
                if let Some((slot, symbol, before)) = self.change.take()
                    && *wrong > before
                {
                    self.symbols[slot] = symbol;
                    best = before;
                }
                let index = self.dice(self.open.len() as u32) as usize;
                let slot = self.open[index].0;
                self.change = Some((slot, self.symbols[slot], best));
                self.symbols[slot] = self.dice(ALPHABET) as u8;
            }
            Told::Line(line) => {
                if let Some((slot, _)) = self.open.iter().find(|(_, own)| own == line) {
                    self.next_symbol(*slot);
                }
            }
            Told::Entry(entry) => {
                let symbol = match &entry.expected {
                    Expected::Symbol(expected) => SYMBOLS.iter().position(|own| own == expected),
                    _ => None,
                };
                let slot = self.open.iter().find(|(_, line)| *line == entry.line);
                if let (Some(symbol), Some((slot, _))) = (symbol, slot) {
                    self.symbols[*slot] = symbol as u8;
                }
            }
        }
    }

    /// A slot is right once a change of it has made the score worse (it was right before) or better (it is now).
    fn write_in_order(&mut self, wrong: u32) {
        if let Some((slot, symbol, before)) = self.change.take() {
            match wrong.cmp(&before) {
                std::cmp::Ordering::Greater => {
                    self.symbols[slot] = symbol;
                    return self.try_slot(self.at + 1, before);
                }
                std::cmp::Ordering::Less => return self.try_slot(self.at + 1, wrong),
                std::cmp::Ordering::Equal => {}
            }
        }
        self.try_slot(self.at, wrong);
    }

    fn try_slot(&mut self, at: usize, score: u32) {
        self.at = at.min(self.open.len() - 1);
        let slot = self.open[self.at].0;
        self.change = Some((slot, self.symbols[slot], score));
        self.next_symbol(slot);
    }
}

/// One repair, a run at a time.
#[derive(Clone, Debug)]
pub struct Repair {
    pub kind: Kind,
    pub puzzle: Puzzle,
    writer: Writer,
    pub runs: u32,
    pub budget: u32,
    told: Option<Told>,
}

/// How a repair stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Working,
    Passed,
    /// The budget is used up.
    OutOfRuns,
}

/// A run of it: the program, what came of it, what the writer was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    pub symbols: Vec<u8>,
    pub run: Run,
    pub told: Told,
}

impl Repair {
    /// The same seed leaves the same slots open and puts the same symbols there, whatever the kind of feedback.
    pub fn new(task: usize, kind: Kind, open: usize, budget: u32, seed: u64) -> Repair {
        let puzzle = Puzzle::new(task);
        let mut dice = indexed(seed, "slots", task as u64);
        let mut order: Vec<usize> = (0..SLOTS).collect();
        for i in (1..SLOTS).rev() {
            order.swap(i, below(&mut dice, i as u32 + 1) as usize);
        }
        order.truncate(open.clamp(1, SLOTS));
        order.sort_unstable();
        let mut symbols = puzzle.solution().to_vec();
        for slot in &order {
            symbols[*slot] = below(&mut dice, ALPHABET) as u8;
        }
        let lines = puzzle.lines();
        Repair {
            writer: Writer {
                open: order.into_iter().map(|slot| (slot, lines[slot])).collect(),
                symbols,
                change: None,
                at: 0,
                dice: indexed(seed, "writer", kind as u64),
            },
            kind,
            puzzle,
            runs: 0,
            budget: budget.max(1),
            told: None,
        }
    }

    /// The slots that are open.
    pub fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.writer.open.iter().map(|(slot, _)| *slot)
    }

    /// What stands in the slots now.
    pub fn symbols(&self) -> &[u8] {
        &self.writer.symbols
    }

    pub fn stage(&self) -> Stage {
        match self.told {
            Some(Told::Passed) => Stage::Passed,
            _ if self.runs >= self.budget => Stage::OutOfRuns,
            _ => Stage::Working,
        }
    }

    /// Writes the next program and runs it; `None` where the repair is over.
    pub fn step(&mut self) -> Option<Attempt> {
        if self.stage() != Stage::Working {
            return None;
        }
        if let Some(told) = self.told.take() {
            self.writer.write(self.kind, &told);
        }
        let run = self.puzzle.run(&self.writer.symbols);
        self.runs += 1;
        let told = self.kind.tell(&run);
        self.told = Some(told.clone());
        Some(Attempt {
            symbols: self.writer.symbols.clone(),
            run,
            told,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(kind: Kind, open: usize, seed: u64) -> u32 {
        let mut repair = Repair::new(seed as usize % 3, kind, open, 10_000, seed);
        while repair.step().is_some() {}
        assert_eq!(repair.stage(), Stage::Passed);
        assert_eq!(repair.symbols(), repair.puzzle.solution());
        repair.runs
    }

    #[test]
    fn every_kind_repairs_every_program_that_it_has_time_for() {
        for kind in Kind::ALL {
            let most = if kind == Kind::PassFail { 2 } else { SLOTS };
            for open in 1..=most {
                (0..20).for_each(|seed| assert!(runs(kind, open, seed) >= 1));
            }
        }
    }

    #[test]
    fn the_log_mends_a_slot_with_every_run_and_the_line_needs_at_most_eight_a_slot() {
        for seed in 0..50 {
            assert!(runs(Kind::Log, 8, seed) <= 9);
            assert!(runs(Kind::Line, 8, seed) <= 1 + 7 * 8);
        }
    }

    #[test]
    fn all_kinds_begin_with_the_same_program_and_the_same_slots() {
        let start = |kind| {
            let mut repair = Repair::new(1, kind, 4, 10, 7);
            let open: Vec<usize> = repair.open().collect();
            (open, repair.step().expect("a run").symbols)
        };
        assert!(Kind::ALL.iter().all(|kind| start(*kind) == start(Kind::Log)));
    }

    #[test]
    fn a_writer_that_is_told_less_is_told_no_more_than_that() {
        let mut repair = Repair::new(0, Kind::Log, 5, 10, 3);
        let attempt = repair.step().expect("a run");
        let first = attempt.run.log.first().expect("wrong").clone();
        assert_eq!(Kind::PassFail.tell(&attempt.run), Told::Failed);
        assert_eq!(Kind::Score.tell(&attempt.run), Told::Wrong(attempt.run.log.len() as u32));
        assert_eq!(Kind::Line.tell(&attempt.run), Told::Line(first.line));
        assert_eq!(attempt.told, Told::Entry(first));
    }

    #[test]
    fn the_budget_ends_a_repair_that_does_not_pass() {
        let mut repair = Repair::new(0, Kind::PassFail, 8, 25, 1);
        while repair.step().is_some() {}
        assert_eq!((repair.stage(), repair.runs), (Stage::OutOfRuns, 25));
    }
}
