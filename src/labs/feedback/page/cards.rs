//! The lesson's guesses: what the reader's own experiment says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::feedback::LAB;
use crate::labs::feedback::guesses::{GUESSES, truth};
use crate::labs::feedback::protocol::Report;
use crate::labs::feedback::repair::Kind;
use crate::lesson::Lang;
use crate::plot::significant;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.report.with(|report| sentence(id, report, lang))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, report: &Report, lang: Lang) -> Option<String> {
    truth(id, report)?;
    let mean = |kind, open| report.mean(kind, open).map(|mean| significant(mean, 3));
    let repairs = report.repairs;
    Some(match id {
        "log" => {
            let runs = mean(Kind::Log, 4)?;
            say(
                lang,
                || format!("with four open slots the log needed {runs} runs, on average over {repairs} repairs."),
                || format!("四個空格時，有錯誤訊息的平均要 {runs} 次（{repairs} 次修理）。"),
            )
        }
        "reward" => {
            let (score, line) = (mean(Kind::Score, 8)?, mean(Kind::Line, 8)?);
            say(
                lang,
                || format!("with eight open slots: the score with random changes {score} runs, the first wrong line {line}."),
                || format!("八個空格時：分數加隨機修改要 {score} 次，只給第一個錯誤行號要 {line} 次。"),
            )
        }
        _ => {
            let (score, line) = (mean(Kind::ScoreInOrder, 8)?, mean(Kind::Line, 8)?);
            say(
                lang,
                || format!("with eight open slots: the score, slot by slot, {score} runs, the first wrong line {line}."),
                || format!("八個空格時：同樣的分數逐格修改要 {score} 次，只給第一個錯誤行號要 {line} 次。"),
            )
        }
    })
}
