//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{experiment, facts, functions, removal, said};
use crate::labs::steering::guesses::Way;
use crate::lesson::Text;
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let share = Format::Percent(0);
    let (from, format, read) = match name {
        "norm" => of(said::NORM_FROM, Format::Significant(3), said::norm),
        "random-now" => of(said::RANDOM_FROM, Format::Decimals(0), said::random_now),
        "turned-first" => of(experiment::FIRST_FROM, share, |lab| experiment::turned_share(lab, 0)),
        "turned-second" => of(experiment::SECOND_FROM, share, |lab| experiment::turned_share(lab, 1)),
        "random-mean" => of(experiment::RANDOM_MEAN_FROM, Format::Percent(1), experiment::random_mean),
        "random-most" => of(experiment::RANDOM_MOST_FROM, share, experiment::random_most),
        "projected-turned" => of(removal::TURNED_FROM, share, |lab| removal::share(lab, 0, 0)),
        "projected-kept" => of(removal::KEPT_FROM, share, |lab| removal::share(lab, 0, 1)),
        "affine-turned" => of(removal::TURNED_FROM, share, |lab| removal::share(lab, 1, 0)),
        "affine-kept" => of(removal::KEPT_FROM, share, |lab| removal::share(lab, 1, 1)),
        "facts-added" => of(facts::ADDED_FROM, share, facts::facts_added),
        "facts-random" => of(facts::RANDOM_FROM, share, facts::randomly),
        "facts-projected" => of(facts::PROJECTED_FROM, share, facts::projected),
        "functions-bare" => of(functions::BARE_FROM, share, |lab| functions::mean(lab, Way::Bare)),
        "functions-shown" => of(functions::SHOWN_FROM, share, |lab| functions::mean(lab, Way::Shown)),
        "functions-own" => of(functions::OWN_FROM, share, |lab| functions::mean(lab, Way::Own)),
        "functions-other" => of(functions::OTHER_FROM, share, |lab| functions::mean(lab, Way::Other)),
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
    use crate::labs::steering::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
