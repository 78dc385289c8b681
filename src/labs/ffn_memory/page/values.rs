//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{edit, experiment, memory};
use crate::labs::ffn_memory::guesses::Of;
use crate::labs::ffn_memory::method::{Control, Measure};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const TOP: Text = text("Of the model\u{2019}s first choice after the prompt.", "讀完開頭之後，模型第一名的機率。");
const COUNTED: Text = text("Counted in the long experiment, over the people edited so far.", "由長實驗計數，只算到目前為止編輯過的人。");
const CONTROL: Text = text(
    "A control of the long experiment: a change of the same size that has no reason to work.",
    "長實驗的對照組：同樣大小、但沒有理由會有用的改動。",
);

type Read = fn(Lab) -> Option<f64>;

fn share(lab: Lab, of: Of, control: Option<Control>, measure: Measure) -> Option<f64> {
    lab.tally(of, control, measure).map(|tally| tally.share())
}

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    const FIRST: Of = Of::RankOne(0);
    const RANDOM: Option<Control> = Some(Control::Direction);
    let counted = |read: Read| (COUNTED, Format::Percent(0), read);
    let control = |read: Read| (CONTROL, Format::Percent(0), read);
    let (from, format, read): (Text, Format, Read) = match name {
        "top-probability" => (TOP, Format::Percent(1), |lab| lab.seen(|look| look.top.first().map(|w| f64::from(w.1)))),
        "memory-part" => (memory::PART_FROM, Format::Significant(3), memory::part),
        "new-probability" => (edit::NEW_FROM, Format::Percent(1), edit::new_probability),
        "broken" => (edit::BROKEN_FROM, Format::Decimals(0), edit::broken),
        "facts" => (experiment::FACTS_FROM, Format::Decimals(0), |lab| lab.bench.told(|r| (r.facts > 0).then(|| r.facts.into()))),
        "values-changed" => counted(|lab| share(lab, Of::Values, None, Measure::Changed)),
        "values-wanted" => counted(|lab| share(lab, Of::Values, None, Measure::Wanted)),
        "values-city" => counted(|lab| share(lab, Of::Values, None, Measure::SameCity)),
        "values-random" => control(|lab| share(lab, Of::Values, RANDOM, Measure::Changed)),
        "values-neurons" => control(|lab| share(lab, Of::Values, Some(Control::Neurons), Measure::Changed)),
        "rank-one-wanted" => counted(|lab| share(lab, FIRST, None, Measure::Wanted)),
        "rank-one-kept" => counted(|lab| share(lab, FIRST, None, Measure::Homes)),
        "rank-one-two-hop" => counted(|lab| share(lab, FIRST, None, Measure::TwoHop)),
        "rank-one-last" => counted(|lab| share(lab, Of::RankOne(5), None, Measure::Wanted)),
        "rank-one-random-changed" => control(|lab| share(lab, FIRST, RANDOM, Measure::Changed)),
        "rank-one-random-wanted" => control(|lab| share(lab, FIRST, RANDOM, Measure::Wanted)),
        "tune-wanted" => counted(|lab| share(lab, Of::TuneAll, None, Measure::Wanted)),
        "tune-kept" => counted(|lab| share(lab, Of::TuneAll, None, Measure::Homes)),
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
    use crate::labs::ffn_memory::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
