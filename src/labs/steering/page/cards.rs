//! The lesson's guesses: what the reader's own experiment says to each.

use super::state::Lab;
use crate::labs::steering::LAB;
use crate::labs::steering::guesses::{GUESSES, Place, Truth, random, removed, truth};
use crate::labs::steering::protocol::Report;
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page. They are settled by the whole experiment.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        if !lab.is_whole() {
            return None;
        }
        let lang = lab.lang();
        lab.told(|report, place| sentence(id, truth(id, report, place)?, report, place, lang))
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, report: &Report, place: Place, lang: Lang) -> Option<String> {
    let Truth::Choice(_) = truth;
    Some(match id {
        "random" => {
            let (mean, most) = random(report, place)?;
            let (mean, most) = (percent(mean, 1), percent(most, 0));
            say(
                lang,
                || format!("on average they turned {mean} of the texts; the luckiest of 20 turned {most}."),
                || format!("平均扭轉了 {mean}；20 個裡運氣最好的扭轉了 {most}。"),
            )
        }
        "projected" => {
            let [turned, kept] = removed(report, 0, place.layer, 0)?;
            let (turned, kept) = (percent(turned.share(), 0), percent(kept.share(), 0));
            say(
                lang,
                || format!("without the direction the model helped with {turned} of the harmful and {kept} of the harmless requests."),
                || format!("拿掉方向之後，模型幫了 {turned} 的有害請求，和 {kept} 的無害請求。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::steering::experiment::empty;
    use crate::labs::steering::protocol::Outcome;
    use crate::data::tally::Tally;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let place = Place {
            direction: 0,
            layer: 3,
            strength: 4,
        };
        let tally = Tally { right: 1, of: 10 };
        let mut report = empty();
        report.steered[0].random[0][2][1] = [tally; 20];
        report.steered[0].removed[2][0] = [Outcome { turned: tally, kept: tally }; 2];
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, &report, place).and_then(|truth| sentence(id, truth, &report, place, lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
