//! The lesson's guesses: what the model that is looked at says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::embeddings::LAB;
use crate::labs::embeddings::guesses::{GUESSES, Visited, best_plane, capitals, in_place, kinds, right, truth};
use crate::labs::embeddings::protocol::Facts;
use crate::labs::embeddings::words::Pairing;
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};
use crate::data::tally::Tally;

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        let told = |facts: &Option<Facts>| lab.visited.with(|visited| sentence(id, facts.as_ref(), visited, lang));
        lab.facts.with(told)
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, facts: Option<&Facts>, visited: &Visited, lang: Lang) -> Option<String> {
    truth(id, facts, visited)?;
    Some(match id {
        "variance" => {
            let share = percent(best_plane(facts?)?, 1);
            say(
                lang,
                || format!("the best plane shows {share} of the variance."),
                || format!("最好的平面呈現 {share} 的變異。"),
            )
        }
        "translation" => {
            let Tally { right, of } = right(facts?, Pairing::Translation(0, 1))?;
            say(
                lang,
                || format!("for {right} of {of} English words."),
                || format!("{of} 個英文詞裡的 {right} 個。"),
            )
        }
        "order" => {
            let (kinds, capitals) = (in_place(visited, kinds)?, in_place(visited, capitals)?);
            say(
                lang,
                || format!("kinds from step {kinds} on, capitals and countries from step {capitals} on."),
                || format!("類別從第 {kinds} 步起，首都和國家從第 {capitals} 步起。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::embeddings::protocol::Paired;
    use crate::world_model::recipe::CHECKPOINTS;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let all = Tally { right: 9, of: 10 };
        let pair = Paired { right: all, other: all };
        let facts = Facts {
            step: 900,
            purity: all,
            purity_pca: [all, all],
            variance: vec![0.1, 0.1],
            pairs: vec![pair; Pairing::ALL.len()],
        };
        let visited: Visited = CHECKPOINTS.iter().map(|step| (*step, facts.clone())).collect();
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = sentence(id, Some(&facts), &visited, lang);
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
