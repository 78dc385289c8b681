//! Widget `functions`: vectors of lists of examples, put at the arrow of a bare word.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use super::words;
use crate::labs::steering::experiment::FUNCTION_STRENGTH;
use crate::labs::steering::functions::FUNCTIONS;
use crate::labs::steering::guesses::{Way, function, functions};
use crate::labs::steering::protocol::LAYERS;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, percent};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};

const TITLE: Text = text("A vector in place of examples", "用向量代替例子");
const EMPTY: Text = text("Run the experiment above first.", "請先執行上面的實驗。");
const FUNCTION: Text = text("function", "函式");
const HELP: Text = text("help", "給的提示");
const BARE: Text = text("none", "沒有");
const SHOWN: Text = text("3 examples", "3 個例子");
const LAYER: Text = text("L", "L");
const OTHER: Text = text("other\u{2019}s", "別的");
const RANDOM: Text = text("random", "隨機");
const NONE_NAME: Text = text("right with no help", "沒有提示，答對");
pub(super) const BARE_FROM: Text = text(
    "Mean over nine functions of the share of bare words that get the function\u{2019}s answer. Not 0: for some kinds of word there is only one function to guess.",
    "九個函式的平均：只給一個詞，答出函式答案的比例。不是 0，因為有些詞只可能是一種函式。",
);
const SHOWN_NAME: Text = text("with three examples", "有三個例子");
pub(super) const SHOWN_FROM: Text = text(
    "The same words after three examples in the text.",
    "同樣的詞，前面有三個例子。",
);
const OWN_NAME: Text = text("with the function\u{2019}s vector", "加上函式的向量");
pub(super) const OWN_FROM: Text = text(
    "The same bare words with 1.5 times the function\u{2019}s vector at the arrow, in your layer.",
    "同樣只給一個詞，在箭頭的位置加上 1.5 倍的函式向量；用你選的層。",
);
const OTHER_NAME: Text = text("with another function\u{2019}s", "加上別的函式的向量");
pub(super) const OTHER_FROM: Text = text(
    "The same with the vector of the next function in the list.",
    "同樣的做法，換成清單上下一個函式的向量。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| map(lab));
    let values = [
        ("functions-bare", NONE_NAME, BARE_FROM, Way::Bare),
        ("functions-shown", SHOWN_NAME, SHOWN_FROM, Way::Shown),
        ("functions-own", OWN_NAME, OWN_FROM, Way::Own),
        ("functions-other", OTHER_NAME, OTHER_FROM, Way::Other),
    ];
    let values = values.map(|(name, title, from, way)| {
        let value = Memo::new(move |_| mean(lab, way));
        view! { <div><dt>{t(title)}</dt><dd><LiveNumber name value format=Format::Percent(0) from /></dd></div> }
    });
    view! {
        <HeatFigure name="functions" title=TITLE summary=Signal::derive(move || summary(lab)) map row_name=FUNCTION column_name=HELP />
        <dl class="run-facts">{values.collect_view()}</dl>
    }
    .into_any()
}

pub(super) fn mean(lab: Lab, way: Way) -> Option<f64> {
    lab.told(|report, place| functions(report, place.layer, way))
}

fn map(lab: Lab) -> HeatMap {
    let (lang, place) = (lab.lang(), lab.place.get());
    let mut columns = vec![BARE.get(lang).to_string(), SHOWN.get(lang).to_string()];
    columns.extend(LAYERS.map(|layer| [LAYER.get(lang), &layer.to_string()].concat()));
    columns.extend([OTHER, RANDOM].map(|name| name.get(lang).to_string()));
    let values = lab.told(|report, _| {
        let cell = |f: usize, layer: usize, way: Way| {
            function(report, f, layer, way).map_or(f32::NAN, |tally| tally.share() as f32)
        };
        let row = |f: usize| {
            let mut row = vec![cell(f, 1, Way::Bare), cell(f, 1, Way::Shown)];
            row.extend(LAYERS.map(|layer| cell(f, layer.into(), Way::Own)));
            row.extend([Way::Other, Way::Random].map(|way| cell(f, place.layer, way)));
            row
        };
        Some((0..FUNCTIONS.len()).flat_map(row).collect::<Vec<f32>>())
    });
    HeatMap {
        rows: (0..FUNCTIONS.len()).map(|f| words::function(f).get(lang).to_string()).collect(),
        values: Arc::new(values.unwrap_or_else(|| vec![f32::NAN; FUNCTIONS.len() * columns.len()])),
        columns,
        scale: HeatScale::new(Ramp::Cividis, 0.0, 1.0),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = (|| Some((mean(lab, Way::Bare)?, mean(lab, Way::Own)?, mean(lab, Way::Other)?, mean(lab, Way::Random)?)))();
    let Some((bare, own, other, random)) = found else {
        return EMPTY.get(lang).into();
    };
    let [bare, own, other, random] = [bare, own, other, random].map(|x| percent(x, 0));
    let layer = lab.place.get().layer;
    say(
        lang,
        || format!("Mean over nine functions: a bare word is answered right in {bare}; with {FUNCTION_STRENGTH} times its vector in layer {layer} in {own}, with another function\u{2019}s in {other}, with a random one in {random}. L1 to L6: the layer of the vector; the last two columns are in layer {layer}."),
        || format!("九個函式的平均：只給一個詞，答對 {bare}；在第 {layer} 層加上 {FUNCTION_STRENGTH} 倍的向量，{own}；別的函式的向量，{other}；隨機向量，{random}。L1 到 L6 是向量放在哪一層，最後兩欄都在第 {layer} 層。"),
    )
}
