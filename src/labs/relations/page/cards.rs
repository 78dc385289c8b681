//! The lesson's guesses: what the reader's own fits say to each.

use super::state::Lab;
use crate::labs::relations::LAB;
use crate::labs::relations::guesses::{EARLY, GUESSES, LATE, Truth, truth};
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        sentence(id, truth(id, &lab.seen())?, lang)
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, lang: Lang) -> Option<String> {
    let (a, b) = (percent(truth.shares.0, 0), percent(truth.shares.1, 0));
    Some(match id {
        "translation" => say(
            lang,
            || format!("landmarks {a}, French to Chinese {b}."),
            || format!("地標 {a}，法文到中文 {b}。"),
        ),
        "layer" => say(
            lang,
            || format!("layer {EARLY} {a}, layer {LATE} {b}."),
            || format!("第 {EARLY} 層 {a}，第 {LATE} 層 {b}。"),
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let truth = Truth { key: "same", shares: (0.9, 0.5) };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                assert!(sentence(id, truth, lang).is_some_and(|s| s.contains("90") && s.contains("50")), "{id}");
            }
        }
    }
}
