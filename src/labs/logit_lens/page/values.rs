//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::{Lab, cell};
use super::{attribution, thinking, train};
use crate::labs::logit_lens::guesses::answer_layer;
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const LAYER: Text = text(
    "The first layer from which on the last position\u{2019}s most probable word is the model\u{2019}s final answer.",
    "從這一層起，最後一個位置機率最高的詞就一直是模型最後的答案。",
);
const PROBABILITY: Text = text(
    "Of the most probable next word, after the last layer.",
    "最後一層之後，機率最高的下一個詞的機率。",
);
const STEP: Text = text(
    "Updates behind the weights that are looked at.",
    "正在看的這組權重，更新過幾次。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let three = Format::Significant(3);
    let (from, format, read) = match name {
        "answer-layer" => of(LAYER, Format::Decimals(0), |lab| {
            lab.view.with(|view| answer_layer(view.as_ref()?).map(f64::from))
        }),
        "final-probability" => of(PROBABILITY, Format::Percent(1), |lab| {
            lab.view.with(|view| {
                let view = view.as_ref()?;
                let end = cell(view, view.layers as usize - 1, view.tokens.len() - 1)?;
                end.top.first().map(|(_, p)| f64::from(*p))
            })
        }),
        "attention-part" => of(attribution::ATTENTION_FROM, three, attribution::attention),
        "mlp-part" => of(attribution::MLP_FROM, three, attribution::mlp),
        "difference" => of(attribution::DIFFERENCE_FROM, Format::Decimals(3), attribution::difference),
        "parts-sum" => of(attribution::SUM_FROM, Format::Decimals(3), attribution::sum),
        "step" => of(STEP, Format::Decimals(0), |lab| {
            lab.view.with(|view| view.as_ref().map(|v| f64::from(v.step)))
        }),
        "known" => of(train::KNOWN_FROM, Format::Percent(0), train::known),
        "thinking-difference" => of(thinking::DIFFERENCE_FROM, Format::Percent(1), |lab| Some(thinking::of_pairs(lab)?.difference)),
        "thinking-more" => of(thinking::MORE_FROM, Format::Decimals(0), |lab| Some(f64::from(thinking::of_pairs(lab)?.more))),
        "training-loss" => of(train::LOSS_FROM, three, train::loss),
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
    use crate::labs::logit_lens::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
