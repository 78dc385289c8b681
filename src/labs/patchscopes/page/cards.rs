//! The lesson's guesses: what the reader's own count says to each.

use super::shares::counted;
use super::state::Lab;
use crate::labs::patchscopes::LAB;
use crate::labs::patchscopes::guesses::{GUESSES, Truth, last_layer, truth};
use crate::labs::patchscopes::protocol::{Pair, Report};
use crate::lesson::Lang;
use crate::ui::{Cards, say};

/// The cards of the page: settled by a count that has come to its end.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        if !lab.complete() {
            return None;
        }
        let lang = lab.lang();
        lab.bench
            .told(|report| sentence(id, truth(id, report)?, report, lang))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, report: &Report, lang: Lang) -> Option<String> {
    let Truth::Choice(_) = truth;
    Some(match id {
        "word" => match last_layer(&report.words) {
            Some(layer) => say(
                lang,
                || {
                    format!(
                        "half of the names are still repeated in layer {layer}, and no longer after it."
                    )
                },
                || format!("到第 {layer} 層還唸得出一半的名字，再往後就不行了。"),
            ),
            None => say(
                lang,
                || "half of the names are repeated in no layer.".into(),
                || "沒有一層唸得出一半的名字。".into(),
            ),
        },
        "back" => {
            let Pair { treated, control } = report.back(0);
            let (own, other) = (counted(treated, lang), counted(control, lang));
            say(
                lang,
                || {
                    format!(
                        "the own state turned {own} right, another question\u{2019}s state {other}."
                    )
                },
                || format!("自己的狀態救回 {own}，別題的狀態救回 {other}。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::patchscopes::protocol::Held;
    use crate::data::tally::Tally;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let held = Held {
            answer: 1,
            back: [Some([1, 0]), None],
            ..Held::default()
        };
        let word = Pair {
            treated: Tally { right: 9, of: 10 },
            control: Tally { right: 0, of: 10 },
        };
        let report = Report {
            words: vec![word],
            held: vec![held],
            ..Report::default()
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, &report).and_then(|truth| sentence(id, truth, &report, lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
