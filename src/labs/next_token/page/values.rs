//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::state::Lab;
use super::{beam, cache, diversity, loss, text};
use crate::lesson::{Text, text as words};
use crate::ui::{Format, Live, Words};

const PARAMETERS: Text = words(
    "Numbers that training has to find, counted by formula from the sizes.",
    "訓練要找出來的數字，依各項大小用公式算出。",
);
const STEP: Text = words(
    "Updates of the weights so far.",
    "到目前為止更新權重的次數。",
);
const SPEED: Text = words(
    "Training tokens per second, over the last two seconds.",
    "最近兩秒內每秒訓練的 token 數。",
);
const FINGERPRINT: Text = words(
    "A hash over every training loss so far.",
    "由目前為止每一步的訓練損失算出的雜湊值。",
);
const UNIFORM: Text = words(
    "ln of the number of kinds of token, nats.",
    "token 種類數的自然對數（nats）。",
);
const VOCABULARY: Text = words("Kinds of token in the text.", "這份文字裡有幾種 token。");
const ENTROPY: Text = words(
    "Of the model\u{2019}s own distribution at the place that is looked at, nats.",
    "目前所看的位置上，模型原本分布的熵（nats）。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let run = |from: Text, format: Format, read: Read| (from, format, read);
    let (from, format, read) = match name {
        "training-loss" => run(loss::TRAINING_FROM, Format::Significant(3), |lab| {
            lab.session
                .run
                .with(|r| r.last.last_training.map(f64::from))
        }),
        "validation-loss" => run(loss::VALIDATION_FROM, Format::Significant(3), |lab| {
            lab.session
                .run
                .with(|r| r.last.last_validation.map(f64::from))
        }),
        "tokens-per-second" => run(SPEED, Format::Decimals(0), |lab| {
            let speed = lab
                .session
                .run
                .with(|r| f64::from(r.last.tokens_per_second));
            (speed > 0.0).then_some(speed)
        }),
        "step" => run(STEP, Format::Decimals(0), |lab| {
            Some(f64::from(lab.session.step()))
        }),
        "fingerprint" => run(FINGERPRINT, Format::Hex, |lab| {
            let (step, print) = lab.session.run.with(|r| (r.last.step, r.last.fingerprint));
            (step > 0).then(|| f64::from(print))
        }),
        "uniform-loss" => run(UNIFORM, Format::Significant(3), |lab| {
            lab.session
                .about
                .with(|a| a.as_ref().map(|a| f64::from(a.uniform_loss)))
        }),
        "vocabulary-size" => run(VOCABULARY, Format::Decimals(0), |lab| {
            lab.session
                .about
                .with(|a| a.as_ref().map(|a| a.vocabulary.len() as f64))
        }),
        "parameters" => run(PARAMETERS, Format::Decimals(0), |lab| {
            lab.session
                .about
                .with(|a| a.as_ref().map(|a| f64::from(a.parameters)))
        }),
        "entropy" => run(ENTROPY, Format::Significant(3), |lab| {
            lab.next
                .with(|d| d.as_ref().map(|d| f64::from(d.model_entropy)))
        }),
        "loop-period" => run(text::LOOP_FROM, Format::Decimals(0), |lab| {
            lab.tail().map(|tail| tail.period as f64)
        }),
        "distinct-4" => run(diversity::DISTINCT_FROM, Format::Percent(1), |lab| {
            let read = |m: &super::state::Measured| f64::from(m.diversity.distinct_4);
            lab.measured.with(|m| m.as_ref().map(read))
        }),
        "self-bleu" => run(diversity::BLEU_FROM, Format::Decimals(3), |lab| {
            let read = |m: &super::state::Measured| f64::from(m.diversity.self_bleu);
            lab.measured.with(|m| m.as_ref().map(read))
        }),
        "greedy-log-probability" => run(beam::GREEDY_FROM, Format::Significant(4), |lab| {
            let read = |b: &super::state::Beams| f64::from(b.greedy.log_probability);
            lab.beams.with(|b| b.as_ref().map(read))
        }),
        "beam-log-probability" => run(beam::BEAM_FROM, Format::Significant(4), |lab| {
            lab.beams.with(|b| {
                let best = b.as_ref()?.beams.first()?;
                Some(f64::from(best.log_probability))
            })
        }),
        "cache-speedup" => run(cache::SPEEDUP_FROM, Format::Significant(2), |lab| {
            lab.cost.with(|c| c.as_ref().and_then(cache::speedup))
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
    use crate::labs::next_token::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
