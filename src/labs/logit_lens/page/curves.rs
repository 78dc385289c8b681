//! Widget `curves`: one position through the layers: the watched words, and how sure the model is.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::{Lab, cell};
use crate::labs::logit_lens::protocol::Cell;
use crate::lesson::{Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent, significant};
use crate::ui::{LineFigure, say};

const TITLE: Text = text("The words to follow, layer by layer", "追蹤的詞，一層一層看");
const SURE: Text = text("How sure, and how near to the end", "有多確定，離最後的答案多遠");
const LAYERS: Text = text("layers that have run", "已經過幾層");
const PROBABILITY: Text = text("probability", "機率");
const NATS: Text = text("nats", "nats");
const ENTROPY: Text = text("entropy", "熵");
const DIVERGENCE: Text = text("KL to the end", "與最後的 KL");
const EMPTY: Text = text("Name a word to follow above.", "請在上面寫一個要追蹤的詞。");

const ROLES: [Role; 4] = [Role::First, Role::Second, Role::Third, Role::Fourth];

pub(super) fn view(lab: Lab) -> AnyView {
    let words = Memo::new(move |_| {
        let lang = lab.lang();
        let watched = lab.view.with(|v| v.as_ref().map(|v| v.watched.clone()).unwrap_or_default());
        let series = watched
            .iter()
            .zip(ROLES)
            .enumerate()
            .map(|(i, (id, role))| Series::new(lab.word(*id), role, curve(lab, move |c| c.watched.get(i).map(|w| w.0))))
            .collect();
        LineChart {
            x: Axis::new(LAYERS.get(lang)).from(0.0),
            y: Axis::new(PROBABILITY.get(lang)).between(0.0, 1.0),
            series,
            references: Vec::new(),
        }
    });
    let sure = Memo::new(move |_| {
        let lang = lab.lang();
        LineChart {
            x: Axis::new(LAYERS.get(lang)).from(0.0),
            y: Axis::new(NATS.get(lang)).from(0.0),
            series: vec![
                Series::new(ENTROPY.get(lang), Role::First, curve(lab, |c| Some(c.entropy))),
                Series::new(DIVERGENCE.get(lang), Role::Second, curve(lab, |c| Some(c.divergence))),
            ],
            references: Vec::new(),
        }
    });
    view! {
        <LineFigure name="watched" title=TITLE summary=Signal::derive(move || followed(lab)) chart=words height=240.0 empty=EMPTY />
        <LineFigure name="sureness" title=SURE summary=Signal::derive(move || sureness(lab)) chart=sure height=220.0 />
    }
    .into_any()
}

/// A number of every layer at the position that is looked at.
fn curve(lab: Lab, read: impl Fn(&Cell) -> Option<f32>) -> Arc<Vec<(f64, f64)>> {
    let points = lab.place().and_then(|(_, position)| {
        lab.view.with(|view| {
            let view = view.as_ref()?;
            let point = |layer: usize| {
                let value = read(cell(view, layer, position)?)?;
                Some((layer as f64, f64::from(value)))
            };
            Some((0..view.layers as usize).filter_map(point).collect::<Vec<_>>())
        })
    });
    Arc::new(points.unwrap_or_default())
}

fn followed(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.place().and_then(|(_, position)| {
        lab.view.with(|view| {
            let view = view.as_ref()?;
            let end = cell(view, view.layers as usize - 1, position)?;
            let word = |(id, (p, _)): (&u32, &(f32, u32))| format!("{} {}", lab.word(*id), percent((*p).into(), 1));
            let words: Vec<String> = view.watched.iter().zip(&end.watched).map(word).collect();
            (!words.is_empty()).then_some(words)
        })
    });
    let Some(words) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("At the end: {}.", words.join(", ")),
        || format!("到最後：{}。", words.join("、")),
    )
}

fn sureness(lab: Lab) -> String {
    let lang = lab.lang();
    let points = curve(lab, |c| Some(c.entropy));
    let (Some(highest), Some(last)) = (points.iter().map(|p| p.1).reduce(f64::max), points.last()) else {
        return String::new();
    };
    let (highest, last) = (significant(highest, 2), significant(last.1, 2));
    say(
        lang,
        || format!("The entropy is {highest} nats at its highest and {last} at the end."),
        || format!("熵最高 {highest} nats，到最後是 {last}。"),
    )
}
