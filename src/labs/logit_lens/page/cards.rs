//! The lesson's guesses: what the reader's own look says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::logit_lens::LAB;
use crate::labs::logit_lens::guesses::{GUESSES, Truth, answer_layer, truth, written};
use crate::labs::logit_lens::protocol::View;
use crate::lesson::Lang;
use crate::plot::significant;
use crate::ui::{Cards, say};

/// The cards of the page. The reader has to have opened the lens: a look counts once they have chosen a cell.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        lab.cell.get()?;
        let lang = lab.lang();
        lab.view.with(|view| {
            let view = view.as_ref().filter(|view| view.step > 0)?;
            sentence(id, truth(id, view)?, view, lang)
        })
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, view: &View, lang: Lang) -> Option<String> {
    let Truth::Choice(_) = truth;
    Some(match id {
        "first-layer" => {
            let layer = answer_layer(view)?;
            say(
                lang,
                || format!("the answer is on top from layer {layer} of 6 on."),
                || format!("答案從第 {layer} 層起（共 6 層）一直是第一名。"),
            )
        }
        "writer" => {
            let (attention, mlp) = written(view)?;
            let (attention, mlp) = (significant(attention, 2), significant(mlp, 2));
            say(
                lang,
                || format!("the heads add {attention}, the MLPs {mlp}."),
                || format!("head 合計貢獻 {attention}，MLP 合計 {mlp}。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::logit_lens::protocol::Cell;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let cell = Cell {
            top: vec![(3, 0.9)],
            entropy: 0.1,
            divergence: 0.0,
            watched: vec![],
        };
        let view = View {
            tokens: vec![0],
            layers: 2,
            cells: vec![cell.clone(), cell],
            watched: vec![1, 2],
            parts: vec![0.5, 1.0, 2.0],
            difference: 3.5,
            heads: 1,
            step: 900,
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, &view).and_then(|truth| sentence(id, truth, &view, lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
