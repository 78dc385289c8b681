//! The lesson's guesses: what the reader's own run says to each.

use super::state::Lab;
use crate::labs::circuits::LAB;
use crate::labs::circuits::config::Behaviour;
use crate::labs::circuits::guesses::{GUESSES, Truth, chance, found, truth, worst};
use crate::labs::circuits::parts::{PARTS, name};
use crate::labs::circuits::protocol::{KEPT, Report};
use crate::labs::circuits::prune::needed;
use crate::lesson::Lang;
use crate::plot::{percent, significant};
use crate::ui::{Cards, say};

/// The cards of the page.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.bench.told(|report| sentence(id, report, lang))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, report: &Report, lang: Lang) -> Option<String> {
    let truth = truth(id, report)?;
    let city = found(report, Behaviour::City)?;
    Some(match (id, truth) {
        ("alone", _) => {
            let (part, cost) = worst(city)?;
            let (part, cost) = (name(part), significant(cost, 2));
            say(
                lang,
                || format!("{part} costs most, {cost} nats."),
                || format!("代價最大的是 {part}，{cost} nats。"),
            )
        }
        ("size", Truth::Number(size)) => say(
            lang,
            || format!("{size} of {PARTS} components."),
            || format!("{PARTS} 個元件裡的 {size} 個。"),
        ),
        ("random", _) => {
            let (size, [mean, low, high]) = chance(&city.random, needed(&city.greedy, KEPT)?)?;
            let [mean, low, high] = [mean, low, high].map(|x| percent(x, 0));
            say(
                lang,
                || format!("random circuits of {size} components keep {mean} on average ({low} to {high})."),
                || format!("{size} 個元件的隨機迴路平均保住 {mean}（{low} 到 {high}）。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::circuits::protocol::{Found, RANDOM_SIZES};
    use crate::data::tally::Tally;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let right = Tally { right: 9, of: 10 };
        let city = Found {
            full: Some(-0.1),
            alone: vec![-0.5; PARTS],
            greedy: vec![right; PARTS + 1],
            random: vec![vec![right; 2]; RANDOM_SIZES.len()],
            ..Found::default()
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = sentence(id, &vec![city.clone()], lang);
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
