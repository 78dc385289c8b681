//! The lesson's guesses: what the reader's own screen says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::tools::LAB;
use crate::labs::tools::guesses::{GUESSES, Truth, truth};
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let (lang, seen) = (lab.lang(), lab.seen.get());
        sentence(id, truth(id, &seen)?, lang)
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, Truth::Number(found): Truth, lang: Lang) -> Option<String> {
    Some(match id {
        "roles" | "allow-list" => say(
            lang,
            || format!("{found} of 20 succeeded."),
            || format!("20 種裡有 {found} 種得逞。"),
        ),
        "many" => {
            let share = percent(found / 100.0, 1);
            say(
                lang,
                || format!("it came first in {share} of the toolboxes."),
                || format!("{share} 的工具箱裡它排在第一。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::tools::guesses::Seen;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let seen = Seen {
            attacks: Some([2, 6]),
            many: Some(0.3),
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let truth = truth(id, &seen).expect("seen");
                assert!(
                    sentence(id, truth, lang).is_some_and(|s| !s.is_empty()),
                    "{id}"
                );
            }
        }
    }
}
