//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{answers, brain, diary, learn, read};
use crate::labs::memory::diary::answers::Verdict;
use crate::labs::memory::read::Reader;
use crate::labs::memory::stream::{Policy, bits};
use crate::lesson::Text;
use crate::ui::{Format, Live, Words};

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (share, whole) = (Format::Percent(1), Format::Decimals(0));
    let (from, format, read) = match name {
        "read-all" => of(read::READ_FROM, share, |lab| read::share(lab, Reader::All)),
        "read-last" => of(read::READ_FROM, share, |lab| read::share(lab, Reader::Last)),
        "read-top" => of(read::READ_FROM, share, |lab| read::share(lab, Reader::Top)),
        "tokens-all" => of(read::TOKENS_FROM, whole, |lab| Some(read::life(lab, Reader::All))),
        "tokens-top" => of(read::TOKENS_FROM, whole, |lab| Some(read::life(lab, Reader::Top))),
        "brain-short" => of(brain::SHORT_FROM, share, |lab| brain::share(lab, 0, 0)),
        "brain-distinct" => of(brain::LONG_FROM, share, |lab| brain::share(lab, brain::LAST, 0)),
        "brain-duplicated" => of(brain::LONG_FROM, share, |lab| brain::share(lab, brain::LAST, 1)),
        "brain-filler" => of(brain::LONG_FROM, share, |lab| brain::share(lab, brain::LAST, 2)),
        "learn-none" => of(learn::LEARN_FROM, share, |lab| learn::share(lab, Policy::None)),
        "learn-correct" => of(learn::LEARN_FROM, share, |lab| learn::share(lab, Policy::Correct)),
        "learn-wrong" => of(learn::LEARN_FROM, share, |lab| learn::share(lab, Policy::Wrong)),
        "learn-all" => of(learn::LEARN_FROM, share, |lab| learn::share(lab, Policy::All)),
        "learn-imitated" => of(learn::FIXED_FROM, share, learn::imitated),
        "learn-seeds" => of(learn::SEEDS_FROM, whole, learn::seeds),
        "learn-wins" => of(learn::WINS_FROM, whole, learn::wins),
        "bits-right" => of(learn::RIGHT_BITS, Format::Decimals(2), |_| Some(bits(true))),
        "bits-wrong" => of(learn::WRONG_BITS, Format::Decimals(2), |_| Some(bits(false))),
        "stored" => of(diary::STORED_FROM, whole, |lab| Some(diary::stored(lab))),
        "right" => of(answers::RIGHT_FROM, whole, |lab| answers::kind(lab, Verdict::Right)),
        "stale" => of(answers::STALE_FROM, whole, |lab| answers::kind(lab, Verdict::Stale)),
        "flat-two" => of(answers::FLAT_FROM, whole, |lab| answers::hops(lab, 0, 2)),
        "flat-three" => of(answers::FLAT_FROM, whole, |lab| answers::hops(lab, 0, 3)),
        "graph-two" => of(answers::GRAPH_FROM, whole, |lab| answers::hops(lab, 1, 2)),
        "graph-three" => of(answers::GRAPH_FROM, whole, |lab| answers::hops(lab, 1, 3)),
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
    use crate::labs::memory::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
