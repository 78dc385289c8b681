//! Widget `decay`: the matrix D of the parallel form, beside the weights that the recurrence gives.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Lab;
use crate::labs::retention::config::KEYS;
use crate::labs::retention::ladder::Rule;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, significant};
use crate::ui::{Choice, Format, HeatFigure, LiveNumber, Select, Words, live, say, t};

const D_TITLE: Text = text("Decay matrix D", "衰減矩陣 D");
const W_TITLE: Text = text("Weights by the recurrence", "遞迴算出的權重");
const READ: Text = text("read after", "讀取時間");
const WRITTEN: Text = text("written at", "寫入時間");
const COLUMN_NAME: Text = text("Column of the memory", "記憶的哪一行");
const COLUMN_ABOUT: Text = text(
    "Rungs with a gate per column have one D for each of them.",
    "每一行各有閘門的那幾級，每一行都有自己的 D。",
);
const DIFFERENCE: Text = text("largest difference between the two forms", "兩種形式相差最多");
pub(super) const DIFFERENCE_FROM: Text = text(
    "Over all tokens and channels of y: recurrent form minus parallel form, computed now.",
    "所有 token、所有通道的 y：遞迴形式減平行形式，當場算出。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let names = move || lab.look(|seen| seen.items.iter().enumerate().map(|(i, item)| [&(i + 1).to_string(), " ", &item.name()].concat()).collect::<Vec<_>>());
    // What lies in the future of a token is no number: nothing can be read before it is written.
    let square = move |rows: &[Vec<f64>]| -> Vec<f32> {
        let n = rows.len();
        let cell = |row: &Vec<f64>, i: usize, j: usize| if j > i { f32::NAN } else { row[j] as f32 };
        rows.iter().enumerate().flat_map(|(i, row)| (0..n).map(move |j| cell(row, i, j))).collect()
    };
    let decay = Memo::new(move |_| HeatMap {
        rows: names(),
        columns: names(),
        values: Arc::new(lab.look(|seen| square(&seen.decay))),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    });
    let weights = Memo::new(move |_| {
        let values = lab.look(|seen| square(&seen.weights));
        HeatMap {
            rows: names(),
            columns: names(),
            scale: HeatScale::of(Ramp::Diverging, &values),
            values: Arc::new(values),
        }
    });
    let columns = live(|| {
        let choice = |(i, key): (usize, &&str)| {
            Choice::new(i.to_string(), Words::from(Signal::stored(key.to_string())))
        };
        KEYS[..4].iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let column = lab.chosen.pick(|c| c.column.to_string());
    let difference = Memo::new(move |_| Some(lab.look(|seen| seen.difference())));
    let how = move || how(lab);
    view! {
        <HeatFigure name="decay" title=D_TITLE summary=Signal::derive(move || summary(lab)) map=decay row_name=READ column_name=WRITTEN />
        <div class="controls">
            <Select control="column" name=COLUMN_NAME about=COLUMN_ABOUT choices=columns value=column
                on_change=lab.choose(|c, v| c.column = v) />
        </div>
        <HeatFigure name="weights-over-time" title=W_TITLE summary=Signal::derive(how) map=weights row_name=READ column_name=WRITTEN />
        <dl class="run-facts"><div><dt>{t(DIFFERENCE)}</dt><dd><LiveNumber name="form-difference" value=difference format=Format::Significant(2) from=DIFFERENCE_FROM /></dd></div></dl>
    }
    .into_any()
}

/// The corner of D: what is left at the end of what was written first.
fn summary(lab: Lab) -> String {
    lab.look(|seen| {
        let corner = seen.decay.last().and_then(|row| row.first());
        let (left, n) = (significant(corner.copied().unwrap_or(0.0), 3), seen.items.len());
        say(
            lab.lang(),
            || format!("Of what token 1 wrote, {left} is left when token {n} has been read."),
            || format!("第 1 個 token 寫下的，讀完第 {n} 個 token 時剩下 {left}。"),
        )
    })
}

/// How the parallel form of this rung comes to the same weights.
fn how(lab: Lab) -> String {
    let words = match lab.look(|seen| seen.rule) {
        Rule::Linear | Rule::Gamma(_) | Rule::Gate => text(
            "The same numbers come out of D times the scores q\u{b7}k, cell by cell, without any memory.",
            "把 D 和分數 q\u{b7}k 一格一格相乘，不用記憶也得到同樣的數字。",
        ),
        Rule::Gates | Rule::Selective => text(
            "Here each column has a D of its own: the scores are weighted column by column before they are summed.",
            "這裡每一行都有自己的 D：先逐行加權，再加總成分數。",
        ),
        Rule::Delta | Rule::GatedDelta => text(
            "D alone does not show the correction: the parallel form first solves a triangular system for what each token really adds.",
            "光看 D 看不到訂正：平行形式要先解一個三角方程組，求出每個 token 真正加進去的是什麼。",
        ),
    };
    words.get(lab.lang()).into()
}
