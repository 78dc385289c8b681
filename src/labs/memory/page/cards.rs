//! The lesson's guesses: what the reader's own runs say to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::memory::LAB;
use crate::labs::memory::guesses::{GUESSES, Learnt, Seen, Truth, truth};
use crate::lesson::{Lang, Text, text};
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let (lang, seen) = (lab.lang(), lab.seen.get());
        sentence(id, truth(id, &seen)?, &seen, lang)
    })
}

/// The keys of the choices in words.
fn key(truth: Truth) -> Text {
    match truth {
        Truth::Choice("better") => text("better", "比較好"),
        Truth::Choice("worse") => text("worse", "比較差"),
        _ => text("about the same", "差不多"),
    }
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, seen: &Seen, lang: Lang) -> Option<String> {
    let words = key(truth).get(lang);
    Some(match id {
        "everything" => {
            let all = percent(seen.read?.0, 1);
            say(lang, || format!("{all} of the questions to 256 lines."), || format!("256 行時答對 {all}。"))
        }
        "search" => {
            let (all, top) = seen.read?;
            let (all, top) = (percent(all, 1), percent(top, 1));
            say(
                lang,
                || format!("{words}: look up 16 {top}, read all {all}."),
                || format!("{words}：先檢索 16 行 {top}，全部都讀 {all}。"),
            )
        }
        "length" => {
            let [short, distinct, same] = seen.brain?.map(|t| percent(t.share(), 1));
            let words = match truth {
                Truth::Choice("count") => text("mostly the number of facts", "主要是事實的數目"),
                Truth::Choice("length") => text("mere length", "只是長度"),
                _ => text("both", "兩者都有"),
            };
            let words = words.get(lang);
            say(
                lang,
                || format!("{words}: 8 lines {short}, 48 different lines {distinct}, the same 8 facts in 48 lines {same}."),
                || format!("{words}：8 行 {short}，48 行不同的 {distinct}，同樣 8 個事實寫成 48 行 {same}。"),
            )
        }
        "marks" => {
            let Learnt { correct, all, .. } = seen.learnt?;
            let (correct, all) = (percent(correct, 1), percent(all, 1));
            say(
                lang,
                || format!("{words}: all, obeyed {all}, correct only {correct}."),
                || format!("{words}：全記且聽從 {all}，只記對的 {correct}。"),
            )
        }
        "three-hops" => {
            let n = seen.flat?;
            say(lang, || format!("{n} of 6 from the three best lines."), || format!("用最像的三行，6 題答對 {n} 題。"))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tally::Tally;

    #[test]
    fn every_answer_of_every_card_has_a_sentence_in_both_languages() {
        let learnt = Learnt { correct: 0.65, all: 0.78, interval: (0.6, 0.7) };
        let tally = Tally { right: 9, of: 12 };
        let seen = Seen { read: Some((0.5, 0.5)), brain: Some([tally; 3]), learnt: Some(learnt), flat: Some(1) };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let truth = truth(id, &seen).expect("seen");
                assert!(sentence(id, truth, &seen, lang).is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
