//! Widget `attention`: where each head of each layer looks, over the text as it stands.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, Maps};
use crate::lesson::{Lang, Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, percent};
use crate::ui::{Choice, HeatFigure, Select, Words, say, t};

const TITLE: Text = text("Where it looks", "它在看哪裡");
const LAYER: Text = text("Layer", "層");
const LAYER_ABOUT: Text = text("Counted from the text upwards.", "從文字那一端往上數。");
const HEAD: Text = text("Head", "head");
const HEAD_ABOUT: Text = text(
    "Each head looks in its own way.",
    "每個 head 有自己的看法。",
);
const FROM: Text = text("position that looks", "在看的位置");
const TO: Text = text("position looked at", "被看的位置");
const EMPTY: Text = text(
    "Write a few tokens first: the map shows the text above.",
    "先寫幾個 token：這張圖畫的是上面那段文字。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let (layer, head) = (RwSignal::new(0usize), RwSignal::new(0usize));
    let count = move |read: fn(&Maps) -> u8| {
        Memo::new(move |_| {
            lab.maps
                .with(|m| m.as_ref().map_or(1, |m| usize::from(read(m))))
        })
    };
    let (layers, heads) = (count(|m| m.layers), count(|m| m.heads));
    // A smaller model may have come meanwhile.
    let layer_now = Memo::new(move |_| layer.get().min(layers.get() - 1));
    let head_now = Memo::new(move |_| head.get().min(heads.get() - 1));
    let numbers = |count: Memo<usize>| {
        Signal::derive(move || {
            let words = |i: usize| Words::from(Signal::stored((i + 1).to_string()));
            (0..count.get())
                .map(|i| Choice::new(i.to_string(), words(i)))
                .collect::<Vec<_>>()
        })
    };
    let map = Memo::new(move |_| {
        let spelling = lab.spelling.get();
        let (layer, head) = (layer_now.get(), head_now.get());
        lab.maps.with(|maps| {
            let Some(maps) = maps else {
                return empty();
            };
            let names: Vec<String> = maps
                .tokens
                .iter()
                .map(|token| spelling.show(*token))
                .collect();
            let side = names.len();
            let one = maps.maps.get(layer * usize::from(maps.heads) + head);
            let values = one.cloned().unwrap_or_else(|| vec![f32::NAN; side * side]);
            HeatMap {
                rows: names.clone(),
                columns: names,
                values: Arc::new(masked(values, side)),
                scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
            }
        })
    });
    let summary = Signal::derive(move || {
        map.with(|map| summary(map, layer_now.get(), head_now.get(), lab.lang()))
    });
    let small = move || map.with(|map| map.height() < 2);
    let choose = |signal: RwSignal<usize>| {
        move |value: String| {
            if let Ok(value) = value.parse() {
                signal.set(value)
            }
        }
    };
    view! {
        <div class="controls">
            <Select control="attention-layer" name=LAYER about=LAYER_ABOUT choices=numbers(layers) value=Signal::derive(move || layer_now.get().to_string()) on_change=choose(layer) />
            <Select control="attention-head" name=HEAD about=HEAD_ABOUT choices=numbers(heads) value=Signal::derive(move || head_now.get().to_string()) on_change=choose(head) />
        </div>
        <p class="lab-facts" prop:hidden=move || !small()>{t(EMPTY)}</p>
        <HeatFigure name="attention" title=TITLE summary map row_name=FROM column_name=TO />
    }
    .into_any()
}

fn empty() -> HeatMap {
    HeatMap {
        rows: Vec::new(),
        columns: Vec::new(),
        values: Arc::default(),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    }
}

/// What lies in the future of a position is no number: it cannot be looked at.
fn masked(mut values: Vec<f32>, side: usize) -> Vec<f32> {
    for row in 0..side {
        for column in row + 1..side {
            if let Some(value) = values.get_mut(row * side + column) {
                *value = f32::NAN;
            }
        }
    }
    values
}

/// What the last position looks at most.
fn summary(map: &HeatMap, layer: usize, head: usize, lang: Lang) -> String {
    let Some(last) = map.height().checked_sub(1) else {
        return EMPTY.get(lang).into();
    };
    let most = (0..map.width())
        .max_by(|a, b| map.at(last, *a).total_cmp(&map.at(last, *b)).then(b.cmp(a)));
    let finite = most.filter(|at| map.at(last, *at).is_finite());
    let Some(at) = finite.or((last == 0).then_some(0)) else {
        return EMPTY.get(lang).into();
    };
    let (from, to, weight) = (
        &map.rows[last],
        &map.columns[at],
        percent(map.at(last, at).into(), 0),
    );
    let (layer, head, back) = (layer + 1, head + 1, last - at);
    say(
        lang,
        || {
            format!(
                "Layer {layer}, head {head}: the last token, \u{201c}{from}\u{201d}, looks most at \u{201c}{to}\u{201d}, {back} back, with {weight} of its attention."
            )
        },
        || {
            format!(
                "第 {layer} 層第 {head} 個 head：最後一個 token「{from}」最注意往前第 {back} 個的「{to}」，占 {weight}。"
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_future_is_masked_and_the_rest_is_kept() {
        let masked = masked(vec![1.0, 0.0, 0.25, 0.75], 2);
        assert!(masked[1].is_nan());
        assert_eq!((masked[0], masked[2], masked[3]), (1.0, 0.25, 0.75));
    }

    #[test]
    fn the_summary_names_where_the_last_position_looks() {
        let map = HeatMap {
            rows: vec!["a".into(), "b".into()],
            columns: vec!["a".into(), "b".into()],
            values: Arc::new(masked(vec![1.0, 0.0, 0.75, 0.25], 2)),
            scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
        };
        let words = summary(&map, 0, 1, Lang::En);
        assert!(
            words.contains("\u{201c}b\u{201d}, looks most at \u{201c}a\u{201d}, 1 back, with 75"),
            "{words}"
        );
    }
}
