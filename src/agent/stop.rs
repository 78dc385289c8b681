//! Why a run ended.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang, Text, text};

/// Each run ends for exactly one of these.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stop {
    /// The brain said something and called nothing.
    Final,
    MaxSteps,
    /// The same calls with the same results, three times over.
    RepeatedCall,
    /// Three invalid calls or turns in a row.
    InvalidBudget,
    /// The window cannot hold what must not be cut, or the run has read and written all the tokens it may.
    TokenBudget,
    Cancelled,
    WorldDead,
    /// The plan was made anew too often.
    NoPlan,
}

impl Stop {
    pub const ALL: [Stop; 8] = [
        Stop::Final,
        Stop::MaxSteps,
        Stop::RepeatedCall,
        Stop::InvalidBudget,
        Stop::TokenBudget,
        Stop::Cancelled,
        Stop::WorldDead,
        Stop::NoPlan,
    ];

    const fn said(self) -> Text {
        match self {
            Stop::Final => text("It gave an answer.", "它給了答案。"),
            Stop::MaxSteps => text("All steps are used up.", "步數用完了。"),
            Stop::RepeatedCall => text(
                "No progress: three times the same calls with the same results.",
                "沒有進展\u{ff1a}同樣的呼叫連續三次得到同樣的結果。",
            ),
            Stop::InvalidBudget => text("Three invalid calls in a row.", "連續三次無效的呼叫。"),
            Stop::TokenBudget => text(
                "The tokens are used up: the window or the budget cannot hold more.",
                "token 用完了\u{ff1a}上下文或總額度已經放不下。",
            ),
            Stop::Cancelled => text("Interrupted by you.", "被你中斷了。"),
            Stop::WorldDead => text(
                "Nothing more can happen in this world.",
                "這個世界裡不會再發生任何事了。",
            ),
            Stop::NoPlan => text(
                "The plan failed and was made anew too often.",
                "計畫失敗\u{ff0c}而且重新規劃太多次。",
            ),
        }
    }
}

impl Describe for Stop {
    fn describe(&self, lang: Lang) -> String {
        self.said().get(lang).into()
    }
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ending {
    pub stop: Stop,
    /// What the user gets to read; empty where there is no answer.
    pub answer: String,
    /// Whether the task is done, by the state of the world and not by what the brain claims; None: there is no task.
    pub verified: Option<bool>,
}

impl Ending {
    /// It ended with an answer, and the world bears it out.
    pub fn success(&self) -> bool {
        self.stop == Stop::Final && self.verified == Some(true)
    }
}
