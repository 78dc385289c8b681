//! Widget `sweep`: all seven relations at all layers, the long experiment.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{LAYERS, Lab, USUAL};
use crate::labs::relations::config::{LAYER, beta};
use crate::labs::relations::guesses::{EARLY, LATE, mean};
use crate::labs::relations::protocol::Cell;
use crate::labs::relations::relation::RELATIONS;
use crate::lesson::{Text, text};
use crate::plot::{Axis, HeatMap, HeatScale, LineChart, Ramp, Role, Series, percent, significant};
use crate::ui::{Format, HeatFigure, LineFigure, LiveNumber, RunNames, RunPanel, say, t};
use crate::data::tally::Tally;

const START: Text = text("Measure all relations at all layers", "測量所有關係、所有的層");
const PIECES: (Text, Text) = (
    text("Pieces", "進度"),
    text("Pieces of the experiment that are done.", "實驗已經完成的小步驟。"),
);
const NAMES: RunNames = RunNames {
    start: "sweep",
    resume: "resume",
    pause: "pause",
    step: "sweep-step",
    stop: "stop",
    reset: "reset",
};
const MAP_TITLE: Text = text("The line says what the model says", "這條線說得和模型一樣");
const EDIT_TITLE: Text = text("The edit reaches its word", "編輯說出想要的詞");
const MEAN_TITLE: Text = text("Mean of the seven relations, layer by layer", "七個關係的平均，一層一層看");
const RELATION: Text = text("relation", "關係");
const LAYER_NAME: Text = text("layer", "層");
const SHARE: Text = text("share", "比例");
const EMPTY: Text = text(
    "Press the button above. A column appears with each layer that is done.",
    "按上面的按鈕。每完成一層，就多一欄。",
);
const LINE: Text = text("line", "這條線");
const PLAIN: Text = text("line, \u{3b2} = 1", "這條線，\u{3b2} = 1");
const SQUARES: Text = text("least squares", "最小平方法");
const EDIT: Text = text("edit", "編輯");
const SWAP: Text = text("whole state", "整個換掉");
const RANDOM: Text = text("random matrices", "隨機矩陣");
const EARLY_NAME: Text = text("line, layer 1", "這條線，第 1 層");
const LATE_NAME: Text = text("line, layer 4", "這條線，第 4 層");
const LATE_SQUARES: Text = text("least squares, layer 4", "最小平方法，第 4 層");
const LATE_SWAP: Text = text("whole state, layer 4", "整個換掉，第 4 層");
pub(super) const EARLY_FROM: Text = text(
    "Mean over the seven relations of the share in which the line (\u{3b2} = 3) says the model\u{2019}s word, subject taken after one block.",
    "七個關係平均：主詞取自第 1 層時，這條線（\u{3b2} = 3）說得和模型一樣的比例。",
);
pub(super) const LATE_FROM: Text = text(
    "The same with the subject taken after four blocks.",
    "同上，但主詞取自第 4 層。",
);
pub(super) const LATE_SQUARES_FROM: Text = text(
    "Least squares, subject taken after four blocks, mean over the seven relations.",
    "最小平方法，主詞取自第 4 層，七個關係的平均。",
);
pub(super) const LATE_SWAP_FROM: Text = text(
    "Mean share in which the model follows when the subject\u{2019}s whole state after four blocks is another\u{2019}s.",
    "把主詞在第 4 層的狀態整個換成別人的，模型跟著改口的比例，七個關係的平均。",
);

type Of = fn(&Cell, u8) -> Tally;
const CURVES: [(Text, Role, Of); 6] = [
    (LINE, Role::Treatment, |c, beta| c.at(beta)),
    (PLAIN, Role::Third, |c, _| c.at(2)),
    (SQUARES, Role::Second, |c, _| c.squares),
    (EDIT, Role::Model, |c, _| c.edit),
    (SWAP, Role::Theory, |c, _| c.swap),
    (RANDOM, Role::Control, |c, _| c.random),
];

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.bench.session;
    let line_map = Memo::new(move |_| map(lab, |cell, beta| cell.at(beta)));
    let edit_map = Memo::new(move |_| map(lab, |cell, _| cell.edit));
    let chart = Memo::new(move |_| chart(lab));
    let pick = Callback::new(move |(row, column): (usize, usize)| {
        lab.chosen.change(|c| (c.relation, c.layer) = (row as u8, column as u8));
    });
    view! {
        <RunPanel job="sweep" start=START state=session.job.state progress=lab.bench.progress() names=NAMES step=PIECES on_control=move |control| session.control(control) />
        <LineFigure name="by-layer" title=MEAN_TITLE summary=Signal::derive(move || mean_summary(lab)) chart height=300.0 empty=EMPTY />
        <dl class="run-facts">
            <div><dt>{t(EARLY_NAME)}</dt><dd><LiveNumber name="early-faithful" value=Memo::new(move |_| early(lab)) format=Format::Percent(0) from=EARLY_FROM /></dd></div>
            <div><dt>{t(LATE_NAME)}</dt><dd><LiveNumber name="late-faithful" value=Memo::new(move |_| late(lab)) format=Format::Percent(0) from=LATE_FROM /></dd></div>
            <div><dt>{t(LATE_SQUARES)}</dt><dd><LiveNumber name="late-squares" value=Memo::new(move |_| late_squares(lab)) format=Format::Percent(0) from=LATE_SQUARES_FROM /></dd></div>
            <div><dt>{t(LATE_SWAP)}</dt><dd><LiveNumber name="late-swap" value=Memo::new(move |_| late_swap(lab)) format=Format::Percent(0) from=LATE_SWAP_FROM /></dd></div>
        </dl>
        <HeatFigure name="line-map" title=MAP_TITLE summary=Signal::derive(move || map_summary(lab)) map=line_map row_name=RELATION column_name=LAYER_NAME on_pick=pick />
        <HeatFigure name="edit-map" title=EDIT_TITLE summary=Signal::derive(move || edit_summary(lab)) map=edit_map row_name=RELATION column_name=LAYER_NAME on_pick=pick />
    }
    .into_any()
}

fn at(lab: Lab, layer: u8, of: impl Fn(&Cell) -> Tally) -> Option<f64> {
    lab.told(|cells| mean(cells.iter().filter(|c| c.layer == layer), of))
}

pub(super) fn early(lab: Lab) -> Option<f64> {
    at(lab, EARLY, |c| c.at(USUAL))
}

pub(super) fn late(lab: Lab) -> Option<f64> {
    at(lab, LATE, |c| c.at(USUAL))
}

pub(super) fn late_squares(lab: Lab) -> Option<f64> {
    at(lab, LATE, |c| c.squares)
}

pub(super) fn late_swap(lab: Lab) -> Option<f64> {
    at(lab, LATE, |c| c.swap)
}

/// Relations down, layers to the right; nothing where nothing was measured. Both maps share the scale from 0 to 1.
fn map(lab: Lab, of: impl Fn(&Cell, u8) -> Tally) -> HeatMap {
    let (lang, beta) = (lab.lang(), lab.beta());
    let columns = LAYER.max as usize + 1;
    let mut values = vec![f32::NAN; RELATIONS.len() * columns];
    lab.told(|cells| {
        for cell in cells {
            let at = usize::from(cell.relation) * columns + usize::from(cell.layer);
            if let Some(value) = values.get_mut(at) {
                *value = of(cell, beta).share() as f32;
            }
        }
        Some(())
    });
    HeatMap {
        rows: RELATIONS.iter().map(|r| r.name.get(lang).into()).collect(),
        columns: (0..columns).map(|layer| layer.to_string()).collect(),
        values: Arc::new(values),
        scale: HeatScale::new(Ramp::Cividis, 0.0, 1.0),
    }
}

fn chart(lab: Lab) -> LineChart {
    let (lang, beta) = (lab.lang(), lab.beta());
    let curve = |of: Of| {
        let point = |layer: u8| Some((f64::from(layer), at(lab, layer, |c| of(c, beta))?));
        Arc::new((0..=LAYER.max as u8).filter_map(point).collect::<Vec<_>>())
    };
    LineChart {
        x: Axis::new(LAYERS.get(lang)).between(0.0, LAYER.max),
        y: Axis::new(SHARE.get(lang)).between(0.0, 1.0),
        series: CURVES.iter().map(|(name, role, of)| Series::new(name.get(lang), *role, curve(*of)).marked()).collect(),
        references: Vec::new(),
    }
}

fn mean_summary(lab: Lab) -> String {
    let (lang, factor) = (lab.lang(), lab.beta());
    let found: Vec<[String; 2]> = (0..=LAYER.max as u8)
        .filter_map(|layer| {
            let (line, edit) = (at(lab, layer, |c| c.at(factor))?, at(lab, layer, |c| c.edit)?);
            Some([percent(line, 0), percent(edit, 0)])
        })
        .collect();
    let (lines, edits): (Vec<String>, Vec<String>) = found.into_iter().map(|[line, edit]| (line, edit)).unzip();
    if lines.is_empty() {
        return EMPTY.get(lang).into();
    }
    let beta = significant(beta(factor), 2);
    say(
        lang,
        || format!("From layer 0 on, the line (\u{3b2} = {beta}) agrees with the model in {}; the edit reaches its word in {}.", lines.join(", "), edits.join(", ")),
        || format!("從第 0 層起，這條線（\u{3b2} = {beta}）和模型一致的比例依序是 {}；編輯成功的比例依序是 {}。", lines.join("、"), edits.join("、")),
    )
}

fn map_summary(lab: Lab) -> String {
    extremes(lab, |cell, beta| cell.at(beta))
}

fn edit_summary(lab: Lab) -> String {
    extremes(lab, |cell, _| cell.edit)
}

/// The best and the worst relation of the first layer that is finished with a block behind it.
fn extremes(lab: Lab, of: impl Fn(&Cell, u8) -> Tally) -> String {
    let (lang, beta) = (lab.lang(), lab.beta());
    let found = lab.told(|cells| {
        let layer: Vec<&Cell> = cells.iter().filter(|c| c.layer == EARLY).collect();
        let share = |c: &&&Cell| (of(c, beta).share() * 1e6) as u64;
        let (best, worst) = (layer.iter().max_by_key(share)?, layer.iter().min_by_key(share)?);
        let words = |c: &Cell| {
            let tally = of(c, beta);
            let name = RELATIONS.get(usize::from(c.relation))?.name;
            Some((name, format!("{} / {}", tally.right, tally.of)))
        };
        Some((words(best)?, words(worst)?))
    });
    let Some(((best, most), (worst, least))) = found else {
        return EMPTY.get(lang).into();
    };
    let (best, worst) = (best.get(lang), worst.get(lang));
    say(
        lang,
        || format!("At layer {EARLY}, best: {best} ({most}); worst: {worst} ({least})."),
        || format!("第 {EARLY} 層最好的是{best}（{most}），最差的是{worst}（{least}）。"),
    )
}
