//! The lesson's guesses: what the reader's own run says to each.

use super::state::Lab;
use crate::labs::sae::LAB;
use crate::labs::sae::guesses::{GUESSES, Truth, refused, truth};
use crate::labs::sae::protocol::{Report, Treatment};
use crate::labs::sae::score::clean;
use crate::lesson::Lang;
use crate::plot::percent;
use crate::ui::{Cards, say};

/// The cards of the page: a finished run settles them.
pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        lab.bench.told(|report: &Report| {
            let done = report.phase == crate::labs::sae::protocol::Phase::Done;
            sentence(id, truth(id, report).filter(|_| done)?, report, lang)
        })
    })
}

/// What came out, in the reader's own numbers.
fn sentence(id: &str, truth: Truth, report: &Report, lang: Lang) -> Option<String> {
    let Truth::Choice(_) = truth;
    Some(match id {
        "neurons" => {
            let [latents, neurons] = [clean(report.best.first()?), clean(report.best.get(1)?)];
            say(
                lang,
                || {
                    format!(
                        "single neurons tell {neurons} of 65 concepts cleanly, latents {latents}."
                    )
                },
                || {
                    format!(
                        "65 個概念裡，單一神經元能清楚分辨 {neurons} 個，latent 能分辨 {latents} 個。"
                    )
                },
            )
        }
        "needed" => {
            let share = percent(refused(report, Treatment::Off)?, 0);
            say(
                lang,
                || {
                    format!(
                        "with the latent off, {share} of the harmful requests are still refused."
                    )
                },
                || format!("關掉這個 latent，有害的請求還有 {share} 被拒絕。"),
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::sae::protocol::Refusals;
    use crate::labs::sae::score::Best;
    use crate::data::tally::Tally;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let report = Report {
            best: vec![vec![Best::default(); 3]; 2],
            refusals: vec![Refusals {
                what: Treatment::Off,
                harmful: Tally { right: 20, of: 60 },
                harmless: Tally::default(),
            }],
            ..Report::default()
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, &report).and_then(|truth| sentence(id, truth, &report, lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
