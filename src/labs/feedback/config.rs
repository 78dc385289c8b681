//! What the reader may choose, with its limits: one repair to watch, and how many to count.

use serde::{Deserialize, Serialize};

use super::program::{SLOTS, TASKS};
use super::repair::Kind;
use crate::lesson::{Text, text};
use crate::wire::choices::{Choices, Range, hold};

/// Everything that a link holds. The order of the fields is the link's format: append only, and raise `LINK_VERSION`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Which program: a place in `TASKS`.
    pub task: u8,
    /// What the writer is told.
    pub kind: Kind,
    /// L, open slots.
    pub open: u8,
    /// Runs that a repair may take.
    pub budget: u32,
    /// Repairs for each point of the experiment.
    pub repairs: u16,
    pub seed: u32,
}

pub const LINK_VERSION: u8 = 1;

pub const TASK: Range = Range::new(0.0, TASKS.len() as f64 - 1.0, 1.0, 0.0);
pub const OPEN: Range = Range::new(1.0, SLOTS as f64, 1.0, 4.0);
pub const BUDGET: Range = Range::new(10.0, 100_000.0, 1.0, 50_000.0);
pub const REPAIRS: Range = Range::new(10.0, 200.0, 10.0, 40.0);
pub const SEED: Range = Range::new(0.0, 4_294_967_295.0, 1.0, 1.0);

impl Default for Config {
    fn default() -> Config {
        Config {
            task: TASK.default as u8,
            kind: Kind::Line,
            open: OPEN.default as u8,
            budget: BUDGET.default as u32,
            repairs: REPAIRS.default as u16,
            seed: SEED.default as u32,
        }
    }
}

impl Choices for Config {
    const LAB: &'static str = "feedback";
    const LINK_VERSION: u8 = LINK_VERSION;

    fn clamped(mut self) -> (Config, Vec<&'static str>) {
        let mut changed = Vec::new();
        hold(&mut self.task, TASK, "task", &mut changed);
        hold(&mut self.open, OPEN, "open", &mut changed);
        hold(&mut self.budget, BUDGET, "budget", &mut changed);
        hold(&mut self.repairs, REPAIRS, "repairs", &mut changed);
        (self, changed)
    }

    fn control_name(control: &str) -> Text {
        match control {
            "task" => text("program", "程式"),
            "open" => text("open slots", "空格數"),
            "budget" => text("runs allowed", "執行次數上限"),
            "repairs" => text("repairs", "修理次數"),
            _ => text("another setting", "其他設定"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_link_is_brought_inside_and_every_change_has_a_name() {
        let wild = Config {
            task: 200,
            open: 0,
            budget: 0,
            repairs: 9999,
            ..Config::default()
        };
        let (tame, changed) = wild.clamped();
        assert_eq!((tame.task, tame.open, tame.budget, tame.repairs), (2, 1, 10, 200));
        let other = Config::control_name("no such control");
        assert!(changed.len() == 4 && changed.iter().all(|name| Config::control_name(name) != other));
        assert_eq!(tame.clone().clamped(), (tame, vec![]));
        assert_eq!(Config::default().clamped(), (Config::default(), vec![]));
    }
}
