//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{contexts, group, knock_out};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const LAYER: Text = text(
    "The layer that is chosen above, from 1.",
    "上面選的層，從 1 數起。",
);
const NEURON: Text = text(
    "The neuron that is chosen above, from 0.",
    "上面選的神經元，從 0 數起。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (whole, loss, share) = (Format::Decimals(0), Format::Decimals(3), Format::Percent(0));
    let (from, format, read) = match name {
        "layer" => of(LAYER, whole, |lab| {
            Some(lab.chosen.config.with(|c| f64::from(c.layer)))
        }),
        "neuron" => of(NEURON, whole, |lab| {
            Some(lab.chosen.config.with(|c| f64::from(c.neuron)))
        }),
        "active-share" => of(contexts::ACTIVE_FROM, share, |lab| {
            lab.known(|about| Some(f64::from(about.active)))
        }),
        "strongest" => of(
            contexts::STRONGEST_FROM,
            Format::Decimals(2),
            contexts::strongest,
        ),
        "effect" => of(knock_out::EFFECT_FROM, loss, knock_out::effect),
        "effect-all" => of(
            knock_out::OVERALL_FROM,
            Format::Decimals(4),
            knock_out::overall,
        ),
        "control-largest" => of(knock_out::OTHERS_FROM, loss, knock_out::control_largest),
        "half-size" => of(group::HALF_FROM, whole, group::half),
        "refused-128" => of(group::LEFT_FROM, share, group::left),
        "zero-128" => of(group::LEFT_ZERO_FROM, share, group::left_zero),
        "random-128" => of(group::LEFT_RANDOM_FROM, share, group::left_random),
        "alone-least" => of(group::ALONE_FROM, whole, group::alone),
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
    use crate::labs::neurons::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
