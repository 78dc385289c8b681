//! The lesson's guesses: what the reader's own screen says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::trust::LAB;
use crate::labs::trust::guesses::{GUESSES, Seen, Truth, truth};
use crate::lesson::Lang;
use crate::plot::{grouped, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let (lang, seen) = (lab.lang(), lab.seen.get());
        sentence(id, truth(id, &seen)?, &seen, lang)
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, seen: &Seen, lang: Lang) -> Option<String> {
    Some(match id {
        "far" => {
            let answer = grouped(seen.far?, 1);
            say(
                lang,
                || format!("to the claim 200 the formula answers {answer}."),
                || format!("工具說 200 時，公式的答案是 {answer}。"),
            )
        }
        "blind" => {
            let [_, tool, own] = seen.errors?.map(|e| significant(e, 3));
            let Truth::Choice(key) = truth else { return None };
            let (en, zh) = match key {
                "smaller" => ("smaller", "較小"),
                "larger" => ("larger", "較大"),
                _ => ("about the same", "差不多"),
            };
            say(
                lang,
                || format!("{en}: always the tool {tool}, never the tool {own}."),
                || format!("{zh}：永遠聽工具的 {tool}，永遠不聽 {own}。"),
            )
        }
        "doubt" => {
            let times = significant(seen.doubting?, 3);
            say(
                lang,
                || format!("{times} times the error."),
                || format!("誤差是 {times} 倍。"),
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
        for tool in [5.0, 10.5, 220.0] {
            let seen = Seen { far: Some(100.0), errors: Some([4.0, tool, 10.0]), doubting: Some(1.2) };
            for (id, _) in GUESSES {
                for lang in Lang::ALL {
                    let truth = truth(id, &seen).expect("seen");
                    assert!(sentence(id, truth, &seen, lang).is_some_and(|s| !s.is_empty()), "{id}");
                }
            }
        }
    }
}
