//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{map, pairs, training};
use crate::labs::embeddings::guesses::best_plane;
use crate::labs::embeddings::words::Pairing;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const STEP: Text = text(
    "Updates behind the weights that are looked at.",
    "正在看的這組權重，更新過幾次。",
);
const BEST: Text = text(
    "Share of the variance of the 278 content words along principal axes 1 and 2 together. No other plane shows more.",
    "278 個內容詞的變異，落在第 1、2 主成分上的比例。沒有別的平面能呈現更多。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (one, whole) = (Format::Percent(1), Format::Percent(0));
    let (from, format, read) = match name {
        "step" => of(STEP, Format::Decimals(0), |lab| {
            lab.facts.with(|facts| facts.as_ref().map(|f| f64::from(f.step)))
        }),
        "purity" => of(pairs::PURITY_FROM, one, |lab| {
            lab.facts.with(|facts| facts.as_ref().map(|f| f.purity.share()))
        }),
        "shuffled" => of(pairs::SHUFFLED_FROM, one, |lab| pairs::drawn(lab, |r| &r.shuffled)),
        "purity-random" => of(pairs::RANDOM_FROM, one, |lab| pairs::drawn(lab, |r| &r.planes)),
        "purity-plane" => of(map::PURITY_FROM, one, map::purity),
        "variance-plane" => of(map::SHOWN_FROM, one, map::shown),
        "variance-best" => of(BEST, one, |lab| {
            lab.facts.with(|facts| best_plane(facts.as_ref()?))
        }),
        "en-fr" => of(pairs::PAIR_FROM, whole, |lab| pairs::share(lab, Pairing::Translation(0, 1))),
        "fr-zh" => of(pairs::PAIR_FROM, whole, |lab| pairs::share(lab, Pairing::Translation(1, 2))),
        "capital" => of(pairs::PAIR_FROM, whole, |lab| pairs::share(lab, Pairing::Capital)),
        "landmark" => of(pairs::PAIR_FROM, whole, |lab| pairs::share(lab, Pairing::Landmark)),
        "kinds-step" => of(training::KINDS_FROM, Format::Decimals(0), training::kinds_step),
        "capitals-step" => of(training::CAPITALS_FROM, Format::Decimals(0), training::capitals_step),
        _ => return None,
    };
    Some(Live {
        value: Memo::new(move |_| read(lab)).into(),
        format,
        from: Words::Fixed(from),
        unit: None,
    })
}

#[cfg(test)]
mod tests {
    use crate::labs::embeddings::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
