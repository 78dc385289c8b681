//! Widget `removal`: projecting the direction out against its affine form, on both classes.

use std::sync::Arc;

use leptos::prelude::*;

use super::experiment::{counted, upper};
use super::state::Lab;
use crate::labs::steering::guesses::removed;
use crate::labs::steering::protocol::LAYERS;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};
use crate::data::tally::Tally;

const TITLE: Text = text("Taken out, or moved to a mean", "整個拿掉，或是移到平均");
const EMPTY: Text = text("Run the experiment above first.", "請先執行上面的實驗。");
const CASE: Text = text("done to", "對象");
const LAYER: Text = text("direction of layer", "哪一層的方向");
/// [way][class], of refusal and of language.
const ROWS: [[[Text; 2]; 2]; 2] = [
    [
        [
            text("projected out, harmful helped", "投影掉，有害的被幫忙"),
            text("projected out, harmless still helped", "投影掉，無害的仍被幫忙"),
        ],
        [
            text("affine, harmful helped", "仿射，有害的被幫忙"),
            text("affine, harmless still helped", "仿射，無害的仍被幫忙"),
        ],
    ],
    [
        [
            text("projected out, Chinese ones in French", "投影掉，中文變成法文"),
            text("projected out, French ones still French", "投影掉，法文仍是法文"),
        ],
        [
            text("affine, Chinese ones in French", "仿射，中文變成法文"),
            text("affine, French ones still French", "仿射，法文仍是法文"),
        ],
    ],
];
/// The same, as short as the names of rows have to be.
const CELLS: [[[Text; 2]; 2]; 2] = [
    [
        [
            text("out, harmful", "投影掉，有害"),
            text("out, harmless", "投影掉，無害"),
        ],
        [
            text("affine, harmful", "仿射，有害"),
            text("affine, harmless", "仿射，無害"),
        ],
    ],
    [
        [
            text("out, Chinese", "投影掉，中文"),
            text("out, French", "投影掉，法文"),
        ],
        [
            text("affine, Chinese", "仿射，中文"),
            text("affine, French", "仿射，法文"),
        ],
    ],
];
/// Names of the values, [way][class].
const SHORT: [[Text; 2]; 2] = [
    [
        text("projected out, turned", "投影掉，扭轉"),
        text("projected out, kept", "投影掉，不變"),
    ],
    [text("affine, turned", "仿射，扭轉"), text("affine, kept", "仿射，不變")],
];
pub(super) const TURNED_FROM: Text = text(
    "Share of the first class\u{2019}s held-out texts that are answered like the second class, with your layer\u{2019}s direction.",
    "第一類沒訓練過的文字裡，被當成第二類回答的比例；用你選的那一層的方向。",
);
pub(super) const KEPT_FROM: Text = text(
    "Share of the second class\u{2019}s held-out texts that are still answered as before.",
    "第二類沒訓練過的文字裡，回答仍和原來一樣的比例。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| map(lab));
    let values = [("projected-turned", 0, 0), ("projected-kept", 0, 1), ("affine-turned", 1, 0), ("affine-kept", 1, 1)];
    let values = values.map(|(name, way, class)| {
        let from = if class == 0 { TURNED_FROM } else { KEPT_FROM };
        let value = Memo::new(move |_| share(lab, way, class));
        view! { <div><dt>{t(SHORT[way][class])}</dt><dd><LiveNumber name value format=Format::Percent(0) from /></dd></div> }
    });
    view! {
        <HeatFigure name="removal" title=TITLE summary=Signal::derive(move || summary(lab)) map row_name=CASE column_name=LAYER />
        <dl class="run-facts">{values.collect_view()}</dl>
    }
    .into_any()
}

pub(super) fn share(lab: Lab, way: usize, class: usize) -> Option<f64> {
    lab.told(|report, place| removed(report, place.direction, place.layer, way).map(|r| r[class].share()))
}

fn map(lab: Lab) -> HeatMap {
    let (lang, place) = (lab.lang(), lab.place.get());
    let cell = |way: usize, class: usize, layer: u8| {
        let found = lab.told(|report, place| removed(report, place.direction, layer.into(), way));
        found.map_or(f32::NAN, |r| r[class].share() as f32)
    };
    let cases = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let values = cases.into_iter().flat_map(|(way, class)| LAYERS.map(move |layer| cell(way, class, layer)));
    let any = lab.told(|report, place| removed(report, place.direction, 1, 0)).is_some();
    HeatMap {
        rows: cases.map(|(way, class)| CELLS[place.direction][way][class].get(lang).to_string()).to_vec(),
        columns: LAYERS.map(|layer| layer.to_string()).collect(),
        values: Arc::new(if any { values.collect() } else { vec![f32::NAN; 24] }),
        scale: HeatScale::new(Ramp::Cividis, 0.0, 1.0),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.told(|report, place| {
        let way = |way| removed(report, place.direction, place.layer, way);
        Some((place, [way(0)?, way(1)?]))
    });
    let Some((place, ways)) = found else {
        return EMPTY.get(lang).into();
    };
    let rows = ROWS[place.direction];
    let words = |tallies: [Tally; 2], way: usize| {
        let [a, b] = tallies.map(|tally| counted(tally, lab));
        let [first, second] = rows[way].map(|row| row.get(lang));
        match lang {
            crate::lesson::Lang::En => format!("{}: {a}; {second}: {b}.", upper(first)),
            crate::lesson::Lang::ZhHant => format!("{first}：{a}；{second}：{b}。"),
        }
    };
    let (out, affine) = (words(ways[0], 0), words(ways[1], 1));
    let layer = place.layer;
    say(
        lang,
        || format!("With the direction of layer {layer}. {out} {affine} In brackets: 95 % intervals."),
        || format!("用第 {layer} 層的方向。{out}{affine}括號裡是 95 % 區間。"),
    )
}
