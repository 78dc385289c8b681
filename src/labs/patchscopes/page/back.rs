//! Widget `back`: back-patching in one prompt, beside its control; which pairs of layers; question by question.

use std::sync::Arc;

use leptos::prelude::*;

use super::questions;
use super::shares::{counted, row};
use super::state::{EMPTY, Lab};
use crate::labs::patchscopes::config::LAYERS;
use crate::labs::patchscopes::prompts::pairs;
use crate::labs::patchscopes::protocol::{Pair, Report};
use crate::lesson::{Text, text};
use crate::plot::{Count, HeatMap, HeatScale, Ramp, Role};
use crate::ui::{Choice, CountFigure, HeatFigure, Options, say};

const TITLE: Text = text(
    "Wrong two-step answers that turn right",
    "原本答錯、變成答對的兩步問題",
);
const PLACE: Text = text("Patched at", "在哪個詞換");
const SUBJECT: Text = text("the subject", "主詞");
const LAST: Text = text("the last word", "最後一個詞");
const MAP_TITLE: Text = text(
    "Pair by pair: share turned right, minus that of the control",
    "一對一對看：救回的比例，減去對照的",
);
const FROM: Text = text("from layer", "從第幾層");
const INTO: Text = text("into layer", "到第幾層");
/// Own state, another question's, for each row of the figure.
const ROWS: [(Text, Text); 3] = [
    (
        text("subject, any of 21 pairs", "主詞，21 對任一對"),
        text("\u{2026} another question\u{2019}s state", "⋯⋯用別題的狀態"),
    ),
    (
        text("last word, any of 21 pairs", "最後一個詞，21 對任一對"),
        text("\u{2026} another question\u{2019}s state", "⋯⋯用別題的狀態"),
    ),
    (
        text("subject, one pair for all", "主詞，事先選定一對"),
        text("\u{2026} another question\u{2019}s state", "⋯⋯用別題的狀態"),
    ),
];

/// Pairs of layers.
pub(super) fn all_pairs() -> usize {
    pairs(LAYERS.into()).len()
}

/// In the order of `ROWS`.
fn measured(report: &Report) -> [Pair; 3] {
    [
        report.back(0),
        report.back(1),
        report.back_by_rule(0, all_pairs()),
    ]
}

pub(super) fn view(lab: Lab) -> AnyView {
    let counts = Memo::new(move |_| {
        let lang = lab.lang();
        let pairs = lab.bench.told(|r| Some(measured(r))).unwrap_or_default();
        let rows = ROWS.iter().zip(pairs).flat_map(|((own, other), pair)| {
            let (own, other) = (own.get(lang), other.get(lang));
            [
                row(own, Role::Treatment, pair.treated),
                row(other, Role::Control, pair.control),
            ]
        });
        Arc::new(rows.collect::<Vec<Count>>())
    });
    let map = Memo::new(move |_| {
        let place = lab.place.get();
        lab.bench
            .told(|r| Some(map(&r.back_by_pair(place, all_pairs()))))
            .unwrap_or_else(|| map(&[]))
    });
    let places = vec![Choice::new("subject", SUBJECT), Choice::new("last", LAST)];
    let place = Signal::derive(move || {
        String::from(if lab.place.get() == 0 {
            "subject"
        } else {
            "last"
        })
    });
    view! {
        <CountFigure name="back" title=TITLE summary=Signal::derive(move || summary(lab)) counts />
        <Options control="place" name=PLACE choices=Signal::stored(places) value=place on_change=move |value: String| lab.place.set(usize::from(value == "last")) />
        <HeatFigure name="pairs" title=MAP_TITLE summary=Signal::derive(move || map_summary(lab)) map row_name=FROM column_name=INTO />
        {questions::view(lab)}
    }
    .into_any()
}

/// Later layers on top.
fn map(measured: &[Pair]) -> HeatMap {
    let layers = usize::from(LAYERS);
    let all = pairs(layers);
    let value = |from: usize, into: usize| {
        let pair = all
            .iter()
            .position(|p| *p == (from, into))
            .and_then(|i| measured.get(i));
        pair.filter(|p| p.treated.of > 0)
            .map_or(f32::NAN, |p| (p.treated.share() - p.control.share()) as f32)
    };
    let values: Vec<f32> = (1..=layers)
        .rev()
        .flat_map(|from| (0..layers).map(move |into| (from, into)))
        .map(|(from, into)| value(from, into))
        .collect();
    // One scale for both places and all models: a quarter of the questions, either way.
    HeatMap {
        rows: (1..=layers).rev().map(|n| n.to_string()).collect(),
        columns: (0..layers).map(|n| n.to_string()).collect(),
        scale: HeatScale::new(Ramp::Diverging, -0.25, 0.25),
        values: Arc::new(values),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.bench.told(|r| {
        let [subject, _, _] = measured(r);
        (subject.treated.of > 0).then_some(subject)
    });
    let Some(Pair { treated, control }) = found else {
        return EMPTY.get(lang).into();
    };
    let (treated, control) = (counted(treated, lang), counted(control, lang));
    say(
        lang,
        || {
            format!(
                "At the subject some pair turns {treated} right; with another question\u{2019}s state {control}. The large models of the lecture\u{2019}s paper: 40 to 60 %, which is not measured here."
            )
        },
        || {
            format!(
                "在主詞換，救回 {treated}；用別題的狀態，救回 {control}。課程引用的論文說大模型是 40 到 60 %，那不是在這裡量的。"
            )
        },
    )
}

fn map_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let place = lab.place.get();
    let best = lab.bench.told(|r| {
        let measured = r.back_by_pair(place, all_pairs());
        let (i, best) = measured
            .iter()
            .enumerate()
            .rev()
            .max_by_key(|(_, p)| p.treated.right)?;
        (best.treated.of > 0).then(|| (pairs(LAYERS.into())[i], *best))
    });
    let Some(((from, into), best)) = best else {
        return EMPTY.get(lang).into();
    };
    let (own, other) = (counted(best.treated, lang), counted(best.control, lang));
    say(
        lang,
        || {
            format!(
                "The best single pair, from layer {from} into layer {into}, turns {own} right; with another question\u{2019}s state it is {other}."
            )
        },
        || {
            format!(
                "最好的一對是第 {from} 層放回第 {into} 層，救回 {own}；用別題的狀態，救回 {other}。"
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tally::Tally;

    #[test]
    fn a_pair_stands_where_its_layers_say_and_the_rest_is_empty() {
        let mut measured = vec![Pair::default(); all_pairs()];
        let tally = |right| Tally { right, of: 10 };
        // From layer 3 into layer 1.
        let at = pairs(6).iter().position(|p| *p == (3, 1)).expect("a pair");
        measured[at] = Pair {
            treated: tally(4),
            control: tally(1),
        };
        let map = map(&measured);
        assert_eq!((map.rows[3].as_str(), map.columns[1].as_str()), ("3", "1"));
        assert!((map.at(3, 1) - 0.3).abs() < 1e-6);
        assert!(map.values.iter().filter(|v| v.is_finite()).count() == 1);
    }
}
