//! The lesson's guesses: what the reader's own screen says to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::agent_loop::LAB;
use crate::labs::agent_loop::guesses::{GUESSES, Seen, truth};
use crate::lesson::Lang;
use crate::plot::{grouped, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| sentence(id, &lab.seen.get(), lab.lang()))
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, seen: &Seen, lang: Lang) -> Option<String> {
    let key = truth(id, seen)?;
    if id == "written" {
        let (brain, environment) = seen.tokens?;
        let [brain, environment] = [brain, environment].map(|n| grouped(f64::from(n), 0));
        let (en, zh) = match key {
            "most" => ("most", "大部分"),
            "half" => ("about half", "大約一半"),
            _ => ("the smaller part", "一小部分"),
        };
        return Some(say(
            lang,
            || format!("{en}: {brain} by the brain, {environment} by the environment."),
            || format!("{zh}：模型 {brain} 個，環境 {environment} 個。"),
        ));
    }
    let ratio = significant(if id == "full" { seen.full? } else { seen.fog? }, 3);
    Some(say(
        lang,
        || format!("on average {ratio} times the shortest way."),
        || format!("平均是最短路的 {ratio} 倍。"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_every_card_has_a_sentence_in_both_languages() {
        for tokens in [(90, 10), (50, 50), (10, 90)] {
            let seen = Seen { tokens: Some(tokens), full: Some(1.0), fog: Some(1.4) };
            for (id, _) in GUESSES {
                for lang in Lang::ALL {
                    assert!(sentence(id, &seen, lang).is_some_and(|s| !s.is_empty()), "{id}");
                }
            }
        }
    }
}
