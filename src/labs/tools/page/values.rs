//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{attacks, many};
use crate::lesson::Text;
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (share, whole) = (Format::Percent(1), Format::Decimals(0));
    let (from, format, read) = match name {
        "succeeded-none" => of(attacks::COUNT_FROM, whole, |lab| attacks::succeeded(lab, 0)),
        "succeeded-escape" => of(attacks::COUNT_FROM, whole, |lab| attacks::succeeded(lab, 1)),
        "succeeded-roles" => of(attacks::COUNT_FROM, whole, |lab| attacks::succeeded(lab, 2)),
        "succeeded-allow" => of(attacks::COUNT_FROM, whole, |lab| attacks::succeeded(lab, 3)),
        "succeeded-all" => of(attacks::COUNT_FROM, whole, |lab| attacks::succeeded(lab, 4)),
        "irreversible-allow" => of(attacks::LOST_FROM, whole, attacks::lost),
        "recall-4" => of(many::RECALL_FROM, share, |lab| many::share(lab, 0, 0)),
        "recall-64" => of(many::RECALL_FROM, share, |lab| many::share(lab, 2, 0)),
        "recall-256" => of(many::RECALL_FROM, share, |lab| many::share(lab, 3, 0)),
        "recall-five" => of(many::RECALL_FROM, share, |lab| many::share(lab, 3, 1)),
        "tokens-all" => of(many::TOKENS_FROM, whole, |_| Some(many::cost().0)),
        "tokens-five" => of(many::TOKENS_FROM, whole, |_| Some(many::cost().1)),
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
    use crate::labs::tools::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
