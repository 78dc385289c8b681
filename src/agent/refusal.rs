//! What the reader asked of a run that cannot be done.

use serde::{Deserialize, Serialize};

use crate::lesson::{Describe, Lang, Text, text};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Refusal {
    /// Nothing waits for the user.
    NotAsked,
    NoSuchStep,
    NoSuchMessage,
    /// What the brain wrote is written anew, not edited; and a message stays what it is.
    NotEditable,
}

impl Refusal {
    const fn said(self) -> Text {
        match self {
            Refusal::NotAsked => text("The run is not waiting for you.", "目前沒有在等你回答。"),
            Refusal::NoSuchStep => text("There is no such step.", "沒有這一步。"),
            Refusal::NoSuchMessage => text("There is no such message.", "沒有這則訊息。"),
            Refusal::NotEditable => text(
                "This cannot be edited. Go back one step and write the model's turn instead.",
                "這裡不能編輯。請退回一步\u{ff0c}改寫模型的輸出。",
            ),
        }
    }
}

impl Describe for Refusal {
    fn describe(&self, lang: Lang) -> String {
        self.said().get(lang).into()
    }
}
