//! The guess cards of a lab: where each guess is kept, and what the reader's own run says to it.

use leptos::prelude::*;

use super::lesson_view::Card;
use super::predict::{Prediction, kept_guess};

/// The cards of the page. Copy.
#[derive(Clone, Copy)]
pub struct Cards(StoredValue<Vec<(&'static str, Card)>>);

impl Cards {
    /// `guesses`: the cards' ids. `outcome` tells, in the reader's language, what came out, once the run can settle the card of
    /// this id. The guess is kept in the browser as `<lab>.<id>`.
    pub fn new(
        lab: &'static str,
        guesses: impl IntoIterator<Item = &'static str>,
        outcome: impl Fn(&'static str) -> Option<String> + Copy + Send + Sync + 'static,
    ) -> Cards {
        let card = |id: &'static str| {
            // A few dozen bytes for each visit of a lab, for as long as the tab.
            let name: &'static str = [lab, ".", id].concat().leak();
            let card = Card {
                guess: kept_guess(name),
                outcome: Memo::new(move |_| outcome(id)).into(),
            };
            (id, card)
        };
        Cards(StoredValue::new(guesses.into_iter().map(card).collect()))
    }

    /// For `Parts.guess`.
    pub fn get(self, id: &str) -> Card {
        let found = self.0.with_value(|cards| {
            let own = cards.iter().find(|(own, _)| *own == id);
            own.map(|(_, card)| *card)
        });
        // A test holds each lesson's cards to its table, so this is never seen.
        found.unwrap_or_else(|| Card {
            guess: RwSignal::new(None::<Prediction>),
            outcome: Signal::stored(None),
        })
    }
}
