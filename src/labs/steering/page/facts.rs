//! Widget `facts`: what steering costs on questions that have nothing to do with it.

use std::sync::Arc;

use leptos::prelude::*;

use super::experiment::counted;
use super::state::Lab;
use crate::labs::steering::guesses::{added, facts, facts_random};
use crate::labs::steering::protocol::{CONTROLLED, FACTS, LAYERS, Operation, STRENGTHS};
use crate::lesson::{Lang, Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};
use crate::data::tally::Tally;

const TITLE: Text = text("Facts still known", "還記得的事實");
const EMPTY: Text = text("Run the experiment above first.", "請先執行上面的實驗。");
const DONE: Text = text("what is done", "做了什麼");
const LAYER: Text = text("in layer", "在哪一層");
const RANDOM: Text = text("random", "隨機");
const ADDED: Text = text("facts kept, vector added", "加上向量，記得的事實");
pub(super) const ADDED_FROM: Text = text(
    "Share of 82 facts (homes, jobs, cities, capitals and so on) still named right when the vector is added to the last position of the question, at your layer, strength 1 or 2.",
    "82 個事實（住處、工作、城市、首都等），在問題的最後一個位置加上向量後還答對的比例；用你選的層，強度 1 或 2。",
);
const RANDOMLY: Text = text("facts kept, random vector", "加上隨機向量，記得的事實");
pub(super) const RANDOM_FROM: Text = text(
    "The same with random vectors of the same length, another one for each fact, 20 in all.",
    "同樣的做法，換成同樣長度的隨機向量，每個事實用不同的一個，共 20 個。",
);
const PROJECTED: Text = text("facts kept, projected out", "投影掉，記得的事實");
pub(super) const PROJECTED_FROM: Text = text(
    "The same with the direction projected out in every layer at every position.",
    "同樣的問題，在每一層、每個位置把方向投影掉。",
);
/// Place of projecting out in `FACTS`.
const OUT: usize = 4;

pub(super) fn view(lab: Lab) -> AnyView {
    let map = Memo::new(move |_| map(lab));
    let share = Format::Percent(0);
    view! {
        <HeatFigure name="facts" title=TITLE summary=Signal::derive(move || summary(lab)) map row_name=DONE column_name=LAYER />
        <dl class="run-facts">
            <div><dt>{t(ADDED)}</dt><dd><LiveNumber name="facts-added" value=Memo::new(move |_| facts_added(lab)) format=share from=ADDED_FROM /></dd></div>
            <div><dt>{t(RANDOMLY)}</dt><dd><LiveNumber name="facts-random" value=Memo::new(move |_| randomly(lab)) format=share from=RANDOM_FROM /></dd></div>
            <div><dt>{t(PROJECTED)}</dt><dd><LiveNumber name="facts-projected" value=Memo::new(move |_| projected(lab)) format=share from=PROJECTED_FROM /></dd></div>
        </dl>
    }
    .into_any()
}

pub(super) fn facts_added(lab: Lab) -> Option<f64> {
    lab.told(|report, place| facts(report, place, added(place)).map(Tally::share))
}

pub(super) fn randomly(lab: Lab) -> Option<f64> {
    lab.told(|report, place| facts_random(report, place).map(Tally::share))
}

pub(super) fn projected(lab: Lab) -> Option<f64> {
    lab.told(|report, place| facts(report, place, OUT).map(Tally::share))
}

fn name(which: usize, lang: Lang) -> String {
    let (operation, strength) = FACTS[which];
    let name = super::words::operation(operation).get(lang);
    match operation {
        Operation::Add | Operation::Subtract => format!("{name} × {strength}"),
        Operation::ProjectOut | Operation::Affine => name.into(),
    }
}

fn map(lab: Lab) -> HeatMap {
    let (lang, place) = (lab.lang(), lab.place.get());
    let mut rows: Vec<String> = (0..FACTS.len()).map(|which| name(which, lang)).collect();
    rows.extend(CONTROLLED.map(|s| format!("{} × {}", RANDOM.get(lang), STRENGTHS[s])));
    let share = |tally: Tally| if tally.of > 0 { tally.share() as f32 } else { f32::NAN };
    let values = lab.told(|report, _| {
        let steered = report.of(place.direction);
        let done = (0..FACTS.len()).flat_map(|which| steered.facts.iter().map(move |row| share(row[which])));
        let random = (0..CONTROLLED.len()).flat_map(|which| steered.facts_random.iter().map(move |row| share(row[which])));
        Some(done.chain(random).collect::<Vec<f32>>())
    });
    HeatMap {
        columns: LAYERS.map(|layer| layer.to_string()).collect(),
        values: Arc::new(values.unwrap_or_else(|| vec![f32::NAN; rows.len() * LAYERS.count()])),
        rows,
        scale: HeatScale::new(Ramp::Cividis, 0.0, 1.0),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.told(|report, place| {
        let kept = [facts(report, place, added(place))?, facts_random(report, place)?, facts(report, place, OUT)?];
        Some((place, kept, report.of(place.direction).facts_before))
    });
    let Some((place, kept, before)) = found else {
        return EMPTY.get(lang).into();
    };
    let [add, random, out] = kept.map(|tally| counted(tally, lab));
    let (layer, strength, before) = (place.layer, FACTS[added(place)].1, counted(before, lab));
    say(
        lang,
        || format!("Untouched, the model knows {before} facts. Layer {layer}, vector added × {strength}: {add}; a random vector of that length: {random}; projected out: {out}. In brackets: 95 % intervals."),
        || format!("什麼都不改，答對 {before}。第 {layer} 層，加上向量 × {strength}：{add}；同樣長度的隨機向量：{random}；投影掉：{out}。括號裡是 95 % 區間。"),
    )
}
