//! The lesson's guesses: what the reader's own run says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::memory_limits::LAB;
use crate::labs::memory_limits::guesses::{GUESSES, Seen, Truth, truth};
use crate::lesson::Lang;
use crate::plot::{percent, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    let seen = Memo::new(move |_| lab.seen());
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let truth = seen.with(|seen| truth(id, seen))?;
        seen.with(|seen| sentence(id, truth, seen, lab.lang()))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, seen: &Seen, lang: Lang) -> Option<String> {
    Some(match (id, truth) {
        ("cliff", Truth::Choice(which)) => {
            let error = significant(seen.error_half?, 2);
            let early = which == "slope";
            say(
                lang,
                || match early {
                    true => format!("at T = 8 the mean error was already {error}: no cliff, a slope."),
                    false => format!("at T = 8 the mean error was only {error}."),
                },
                || match early {
                    true => format!("T = 8 時，平均誤差已經是 {error}：沒有懸崖，是一路上坡。"),
                    false => format!("T = 8 時，平均誤差只有 {error}。"),
                },
            )
        }
        ("winners", Truth::Number(n)) => {
            let n = significant(n, 2);
            say(
                lang,
                || format!("{n} of your 16 keys can win."),
                || format!("你的 16 個 key 裡，有 {n} 個有機會贏。"),
            )
        }
        ("recall", Truth::Number(share)) => {
            let (share, raw) = (percent(share, 1), significant(share, 2));
            say(
                lang,
                || format!("linear attention got {share} right ({raw})."),
                || format!("線性注意力答對 {share}（{raw}）。"),
            )
        }
        ("age", Truth::Choice(which)) => {
            let (newest, oldest) = seen.retnet?;
            let (newest, oldest) = (percent(newest, 0), percent(oldest, 0));
            let (en, zh) = match which {
                "newest" => ("the newest pairs it remembers best", "它最記得新的"),
                "oldest" => ("the oldest pairs it remembers best", "它最記得舊的"),
                _ => ("it remembers all about alike", "新舊差不多"),
            };
            say(
                lang,
                || format!("{en}: {newest} for the newest, {oldest} for the oldest."),
                || format!("{zh}：最新的 {newest}，最舊的 {oldest}。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_every_card_has_a_sentence_in_both_languages() {
        let seen = Seen {
            error_half: Some(0.44),
            winners: Some(6),
            linear: Some(0.42),
            retnet: Some((0.98, 0.06)),
        };
        for (id, truth) in [
            ("cliff", Truth::Choice("slope")),
            ("cliff", Truth::Choice("cliff")),
            ("winners", Truth::Number(6.0)),
            ("recall", Truth::Number(0.42)),
            ("age", Truth::Choice("newest")),
            ("age", Truth::Choice("oldest")),
            ("age", Truth::Choice("alike")),
        ] {
            for lang in Lang::ALL {
                assert!(sentence(id, truth, &seen, lang).is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
