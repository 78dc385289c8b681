//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{compare, map};
use crate::labs::circuits::config::Behaviour;
use crate::labs::circuits::guesses::worst;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const WORST_FROM: Text = text(
    "Mean log p of the right city with everything on, minus the same without the component that costs most alone, on the choosing prompts. Nats.",
    "全開時正確城市的平均 log p，減去只關掉代價最大的那個元件之後的值；用挑選用題目計算（nats）。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (whole, share) = (Format::Decimals(0), Format::Percent(0));
    let (from, format, read) = match name {
        "circuit-size" => of(map::SIZE_FROM, whole, |lab| {
            Some(lab.chosen.config.with(|c| c.circuit.size() as f64))
        }),
        "accuracy" => of(map::RIGHT_FROM, Format::Percent(1), map::accuracy),
        "worst-city" => of(WORST_FROM, Format::Significant(3), |lab| {
            lab.found(Behaviour::City, worst).map(|(_, cost)| cost)
        }),
        "needed-city" => of(compare::NEEDED_FROM, whole, |lab| compare::size(lab, Behaviour::City)),
        "needed-refusal" => of(compare::NEEDED_FROM, whole, |lab| compare::size(lab, Behaviour::Refusal)),
        "needed-translation" => of(compare::NEEDED_FROM, whole, |lab| compare::size(lab, Behaviour::Translation)),
        "needed-copy" => of(compare::NEEDED_FROM, whole, |lab| compare::size(lab, Behaviour::Copy)),
        "ranked-city" => of(compare::RANKED_FROM, whole, |lab| compare::ranked(lab, Behaviour::City)),
        "random-city" => of(compare::RANDOM_FROM, share, |lab| {
            compare::random(lab, Behaviour::City, |f| &f.random)
        }),
        "random-first-city" => of(compare::WITH_FIRST_FROM, share, |lab| {
            compare::random(lab, Behaviour::City, |f| &f.random_with_first)
        }),
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
    use crate::labs::circuits::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
