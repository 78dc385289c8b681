//! Why a program that compiled did not end well.

use serde::{Deserialize, Serialize};

use super::{CALLS, PRINTED};
use crate::lesson::{Describe, Lang, Text, text};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The operations are used up. They are one budget for the whole run, whichever function spends them.
    Timeout,
    /// More than [`CALLS`] calls inside each other.
    Depth,
    DividedByZero,
    /// A result beyond 64 bits.
    Overflow,
    /// More than [`PRINTED`] lines.
    TooMuchPrinted,
}

/// What stopped a run, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: Kind,
    pub line: u32,
    pub col: u32,
    /// What had been printed by then.
    pub printed: String,
}

impl Kind {
    fn words(self) -> Text {
        match self {
            Kind::Timeout => text(
                "the operations of this run are used up",
                "這次執行的運算次數用完了",
            ),
            Kind::Depth => text(
                "too many calls inside each other, at most ",
                "函式呼叫太多層，最多 ",
            ),
            Kind::DividedByZero => text("division by zero", "除以零"),
            Kind::Overflow => text("a number beyond 64 bits", "數字超過 64 位元"),
            Kind::TooMuchPrinted => text("too many lines printed, at most ", "印出太多行，最多 "),
        }
    }
}

impl Describe for Trouble {
    fn describe(&self, lang: Lang) -> String {
        let (line, col) = (self.line.to_string(), self.col.to_string());
        let limit = match self.kind {
            Kind::Depth => CALLS.to_string(),
            Kind::TooMuchPrinted => PRINTED.to_string(),
            _ => String::new(),
        };
        let words = self.kind.words().get(lang);
        match lang {
            Lang::En => ["line ", &line, ", column ", &col, ": ", words, &limit].concat(),
            Lang::ZhHant => ["第 ", &line, " 行第 ", &col, " 欄：", words, &limit].concat(),
        }
    }
}
