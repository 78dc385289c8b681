//! The live numbers that the lesson names, each with where it comes from.

use leptos::prelude::*;

use super::back::all_pairs;
use super::chain::ends;
use super::read::ITSELF_FROM;
use super::shares::share;
use super::state::Lab;
use crate::labs::patchscopes::guesses::{first_layer, last_layer};
use crate::lesson::{Text, text};
use crate::ui::{Format, Live, Words};

const WORDS_EARLY: Text = text(
    "Share of the 278 names that the target repeats when their state is put into layer 0.",
    "278 個名字裡，狀態放進第 0 層時，目標 prompt 唸得出來的比例。",
);
const WORDS_LAYER: Text = text(
    "The last layer up to which at least half of the names are repeated.",
    "至少一半的名字還唸得出來，最晚到這一層。",
);
const CITY_LAYER: Text = text(
    "The last layer up to which at least half of the landmarks still bring their own city.",
    "至少一半的地標還帶得來自己的城市，最晚到這一層。",
);
const LAST_PATCH: Text = text(
    "Share of the 40 homes that the patchscope names from the state of the last layer.",
    "40 個住處裡，從最後一層的狀態，patchscope 說對的比例。",
);
const PATCH_LAYER: Text = text(
    "The first layer from which the patchscope names at least half of the 40 homes.",
    "從這一層起，patchscope 至少說對一半的住處。",
);
const LENS_LAYER: Text = text(
    "The first layer from which the logit lens names at least half of the 40 homes.",
    "從這一層起，logit lens 至少說對一半的住處。",
);
const PLAIN: Text = text(
    "Share of the held-out two-step questions that the model answers right as they are.",
    "訓練時沒說過的兩步問題，模型直接答對的比例。",
);
const WRONG: Text = text(
    "Held-out two-step questions that the model answers wrong.",
    "訓練時沒說過、模型也答錯的兩步問題數。",
);
const BACK_FIXED: Text = text(
    "Share of the wrong answers for which at least one of the 21 pairs of layers, chosen afterwards, gives the right answer; patched at the subject.",
    "答錯的題目裡，21 對層中至少有一對（事後挑選）讓它答對的比例；在主詞換。",
);
const BACK_CONTROL: Text = text(
    "The same 21 pairs and the same choice, with the state of another question that has another answer.",
    "同樣 21 對、同樣挑法，但用的是另一題（答案不同）的狀態。",
);
const BACK_LAST: Text = text(
    "As at the subject, but patched at the last word.",
    "和主詞那個一樣，但在最後一個詞換。",
);
const BACK_RULE: Text = text(
    "The one pair that does best on half of the wrong questions, counted on the other half, and the other way round.",
    "在一半的錯題上挑出最好的一對，算它在另一半上的比例；兩半互換再算一次。",
);
const CHAIN_FIXED: Text = text(
    "Share of the wrong answers that the chain of two prompts turns right, the state taken from the last layer.",
    "答錯的題目裡，兩個 prompt 相接（取最後一層的狀態）救回的比例。",
);
const CHAIN_CONTROL: Text = text(
    "The same with the first step of another question that has another answer.",
    "同樣做法，但用的是另一題（答案不同）的第一步。",
);
const SPELLED: Text = text(
    "The same with the answer of the first step written as a word.",
    "同樣做法，但把第一步的答案直接寫成詞。",
);

type Read = fn(Lab) -> Option<f64>;

/// The value of this name, if the page has it.
pub(super) fn live(lab: Lab, name: &str) -> Option<Live> {
    let of = |from: Text, format: Format, read: Read| (from, format, read);
    let (share_of, whole) = (Format::Percent(0), Format::Decimals(0));
    let (from, format, read) = match name {
        "itself" => of(ITSELF_FROM, Format::Small(2), |lab| {
            lab.view.with(|v| v.as_ref().map(|v| f64::from(v.itself)))
        }),
        "words-early" => of(WORDS_EARLY, share_of, |lab| {
            lab.bench.told(|r| share(r.words.first()?.treated))
        }),
        "words-layer" => of(WORDS_LAYER, whole, |lab| {
            lab.bench.told(|r| last_layer(&r.words).map(f64::from))
        }),
        "city-layer" => of(CITY_LAYER, whole, |lab| {
            lab.bench.told(|r| last_layer(&r.city).map(f64::from))
        }),
        "last-patch" => of(LAST_PATCH, share_of, |lab| {
            lab.bench.told(|r| share(r.last.last()?.treated))
        }),
        "patch-layer" => of(PATCH_LAYER, whole, |lab| {
            lab.bench.told(|r| {
                let shares: Vec<f64> = r.last.iter().map(|p| p.treated.share()).collect();
                first_layer(&shares).map(f64::from)
            })
        }),
        "lens-layer" => of(LENS_LAYER, whole, |lab| {
            lab.bench.told(|r| {
                let shares: Vec<f64> = r.lens.iter().map(|t| t.share()).collect();
                first_layer(&shares).map(f64::from)
            })
        }),
        "plain" => of(PLAIN, share_of, |lab| lab.bench.told(|r| share(r.plain()))),
        "wrong" => of(WRONG, whole, |lab| {
            lab.bench.told(|r| {
                let plain = r.plain();
                (plain.of > 0).then(|| f64::from(plain.of - plain.right))
            })
        }),
        "back-fixed" => of(BACK_FIXED, share_of, |lab| {
            lab.bench.told(|r| share(r.back(0).treated))
        }),
        "back-control" => of(BACK_CONTROL, share_of, |lab| {
            lab.bench.told(|r| share(r.back(0).control))
        }),
        "back-last" => of(BACK_LAST, share_of, |lab| {
            lab.bench.told(|r| share(r.back(1).treated))
        }),
        "back-rule" => of(BACK_RULE, share_of, |lab| {
            lab.bench
                .told(|r| share(r.back_by_rule(0, all_pairs()).treated))
        }),
        "chain-fixed" => of(CHAIN_FIXED, share_of, |lab| share(ends(lab)?.0.treated)),
        "chain-control" => of(CHAIN_CONTROL, share_of, |lab| share(ends(lab)?.0.control)),
        "spelled" => of(SPELLED, share_of, |lab| share(ends(lab)?.1)),
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
    use crate::labs::patchscopes::lesson::VALUES;

    #[test]
    fn every_value_that_a_lesson_may_name_is_read_here() {
        let source = include_str!("values.rs");
        for name in VALUES {
            assert!(source.contains(&["\"", name, "\" =>"].concat()), "{name}");
        }
    }
}
