//! The lesson's guesses: what the reader's own measurements say to each.

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::neurons::LAB;
use crate::labs::neurons::config::Config;
use crate::labs::neurons::guesses::{GUESSES, Truth, half_size, truth, worst};
use crate::labs::neurons::lost::{Measured, Value};
use crate::labs::neurons::protocol::Report;
use crate::lesson::Lang;
use crate::plot::significant;
use crate::ui::{Cards, say};

pub(super) fn cards(lab: Lab) -> Cards {
    Cards::new(LAB.id, GUESSES.iter().map(|(id, _)| *id), move |id| {
        let lang = lab.lang();
        let place = lab.place();
        // The question names the neuron and the model.
        let asked = lab.chosen.config.with(|c| {
            let plain = Config::default();
            (c.chosen(), c.which) == (plain.chosen(), plain.which)
        });
        if !asked && id == "one" {
            return None;
        }
        lab.losses.with(|losses| {
            lab.bench.report.with(|report| {
                let (measured, report) = (losses.of(place), report.as_ref().map(|r| &r.lab));
                sentence(id, truth(id, measured, report)?, measured, report, lang)
            })
        })
    })
}

/// What came out, in the reader's own numbers.
fn sentence(
    id: &str,
    truth: Truth,
    measured: Option<&[Measured]>,
    report: Option<&Report>,
    lang: Lang,
) -> Option<String> {
    let Truth::Choice(_) = truth;
    Some(match id {
        "one" => {
            let (class, effect) = worst(measured?, Value::Zero)?;
            let (class, loss) = (
                super::effect_scene::name(class, lang),
                significant(effect.mean, 2),
            );
            say(
                lang,
                || format!("at zero, the worst class ({class}) loses {loss} nats per word."),
                || format!("設成零之後，最受影響的一類（{class}）每個詞多損失 {loss} nats。"),
            )
        }
        "many" => match half_size(report?)? {
            Ok(size) => say(
                lang,
                || format!("with {size} replaced, fewer than half of the refusals are left."),
                || format!("換掉 {size} 個之後，剩下的拒絕不到一半。"),
            ),
            Err(()) => say(
                lang,
                || "none of the groups left fewer than half of the refusals.".into(),
                || "沒有一組讓拒絕少於一半。".into(),
            ),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::neurons::classes::CLASSES;
    use crate::labs::neurons::effect::Sums;
    use crate::labs::neurons::group::{Counts, SIZES, Treatment};
    use crate::labs::neurons::lost::{Losses, Place};
    use crate::labs::neurons::protocol::{Lost, Point};
    use crate::data::tally::Tally;

    #[test]
    fn every_card_has_a_sentence_in_both_languages() {
        let mut sums = Sums::default();
        sums.add(1.0, 0.1);
        sums.add(1.0, 0.2);
        let zero = vec![sums; CLASSES + 1];
        let lost = Lost {
            mean: zero.clone(),
            zero,
            parts: 1,
        };
        let (mut losses, place) = (Losses::default(), Place::default());
        losses.take(place, (0, 0), &lost);
        let measured = losses.of(place);
        let point = |size| Point {
            treatment: Treatment::Harmless,
            size,
            counts: Counts::default(),
        };
        let before = Counts {
            refused: Tally { right: 58, of: 58 },
            ..Counts::default()
        };
        let report = Report {
            before,
            points: SIZES.map(point).to_vec(),
            ..Report::default()
        };
        for (id, _) in GUESSES {
            for lang in Lang::ALL {
                let told = truth(id, measured, Some(&report))
                    .and_then(|truth| sentence(id, truth, measured, Some(&report), lang));
                assert!(told.is_some_and(|s| !s.is_empty()), "{id}");
            }
        }
    }
}
