//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{change, refusals, scores, train};
use crate::labs::sae::guesses::refused;
use crate::labs::sae::protocol::{Report, Treatment};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const REFUSED_FROM: Text = text(
    "Share of the held-out harmful requests that are answered with \u{201c}sorry\u{201d}.",
    "沒訓練過的有害請求中，模型回答「sorry」的比例。",
);
const HARMLESS_FROM: Text = text(
    "Share of the held-out harmless requests that are answered with \u{201c}sorry\u{201d}.",
    "沒訓練過的無害請求中，模型回答「sorry」的比例。",
);

enum Read {
    Report(fn(&Report) -> Option<f64>),
    Lab(fn(Lab) -> Option<f64>),
}

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let (share, count, f1) = (Format::Percent(1), Format::Decimals(0), Format::Decimals(3));
    let whole = Format::Percent(0);
    let (from, format, read) = match name {
        "fvu" => (train::FVU_FROM, share, Read::Report(train::fvu)),
        "l0" => (train::L0_FROM, Format::Decimals(1), Read::Report(train::l0)),
        "recovered" => (train::RECOVERED_FROM, share, Read::Report(train::recovered)),
        "dead" => (
            train::DEAD_FROM,
            count,
            Read::Report(|r| r.dead().map(f64::from)),
        ),
        "mean-latents" => (scores::MEAN_FROM, f1, Read::Report(scores::mean_latents)),
        "mean-baseline" => (scores::MEAN_FROM, f1, Read::Report(scores::mean_baseline)),
        "clean-latents" => (
            scores::CLEAN_FROM,
            count,
            Read::Report(|r| scores::clean_of(r, 0)),
        ),
        "clean-neurons" => (
            scores::CLEAN_FROM,
            count,
            Read::Report(|r| scores::clean_of(r, 1)),
        ),
        "refused-off" => (
            REFUSED_FROM,
            whole,
            Read::Report(|r| refused(r, Treatment::Off)),
        ),
        "refused-off-random" => (
            REFUSED_FROM,
            whole,
            Read::Report(|r| refused(r, Treatment::OffRandom)),
        ),
        "refused-up" => (
            HARMLESS_FROM,
            whole,
            Read::Report(|r| refusals::harmless(r, Treatment::Up)),
        ),
        "refused-up-random" => (
            HARMLESS_FROM,
            whole,
            Read::Report(|r| refusals::harmless(r, Treatment::UpRandom)),
        ),
        "divergence" => (
            change::DIVERGENCE_FROM,
            Format::Significant(3),
            Read::Lab(change::divergence),
        ),
        "random-divergence" => (
            change::RANDOM_DIVERGENCE_FROM,
            Format::Significant(3),
            Read::Lab(change::random_divergence),
        ),
        _ => return None,
    };
    let value = match read {
        Read::Report(read) => lab.number(read),
        Read::Lab(read) => Memo::new(move |_| read(lab)),
    };
    Some(Live {
        value: value.into(),
        format,
        from: Words::Fixed(from),
        unit: None,
    })
}

#[cfg(test)]
mod tests {
    use crate::labs::sae::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
