//! Widget `compare`: the four behaviours beside each other, and each with the circuit of the others.

use std::sync::Arc;

use leptos::prelude::*;

use super::map::{counted, interval};
use super::state::Lab;
use crate::labs::circuits::config::Behaviour;
use crate::labs::circuits::guesses::chance;
use crate::labs::circuits::parts::PARTS;
use crate::labs::circuits::protocol::{Found, KEPT};
use crate::labs::circuits::prune::needed;
use crate::lesson::{Text, text};
use crate::plot::{HeatMap, HeatScale, Ramp, percent};
use crate::ui::{Format, HeatFigure, LiveNumber, say, t};
use crate::data::tally::Tally;

const TITLE: Text = text("Components needed for 80 % of the right answers", "保住 80 % 的答對題數，需要幾個元件");
const BEHAVIOUR: Text = text("behaviour", "行為");
const GREEDY: Text = text("step by step", "逐步剪枝");
const RANKED: Text = text("one ranking", "一次排名");
const KEPT_THERE: Text = text("right with that circuit", "用那個迴路答對");
const RANDOM: Text = text("random, about that size", "差不多大小的隨機迴路");
const WITH_FIRST: Text = text("random with MLP 1", "隨機加 MLP 1");
pub(super) const NEEDED_FROM: Text = text(
    "The smallest size from which on every circuit of the pruning order keeps at least 80 % of what the whole model gets right, on the measuring prompts.",
    "從這個大小起，剪枝順序裡的每個迴路，在測量用題目上都至少保住完整模型 80 % 的答對題數；取最小的一個。",
);
pub(super) const RANKED_FROM: Text = text(
    "The same for one ranking of all components by what each costs alone, without looking again.",
    "同上，但只依每個元件單獨關掉的代價排名一次，之後不再重看。",
);
pub(super) const RANDOM_FROM: Text = text(
    "Mean share of right answers of eight random circuits, at the first drawn size that is not smaller (4, 8, 12, 16, 20, 25).",
    "8 個隨機迴路答對比例的平均；取第一個不小於它的抽樣大小（4、8、12、16、20、25）。",
);
pub(super) const WITH_FIRST_FROM: Text = text(
    "The same, with the MLP of block 1 given to each of them.",
    "同上，但每個隨機迴路都先給第 1 層的 MLP。",
);
const ACROSS: Text = text("Whose circuit does what", "誰的迴路能做什麼");
const ACROSS_EMPTY: Text = text(
    "Filled at the end of the search: each behaviour with the circuits of the others.",
    "搜尋的最後才會填上：每種行為用別的行為的迴路。",
);
const CIRCUIT_OF: Text = text("circuit of", "迴路來自");
/// As in `data-value`.
const NEEDED: [&str; 4] = ["needed-city", "needed-refusal", "needed-translation", "needed-copy"];

pub(super) fn view(lab: Lab) -> AnyView {
    let rows = Behaviour::ALL.into_iter().zip(NEEDED).map(|(b, name)| row(lab, b, name)).collect_view();
    let map = Memo::new(move |_| across(lab));
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t(TITLE)>
            <table class="table" data-output="needed">
                <caption class="control-name">{t(TITLE)}</caption>
                <thead><tr><th scope="col">{t(BEHAVIOUR)}</th><th scope="col" class="is-number">{t(GREEDY)}</th><th scope="col" class="is-number">{t(RANKED)}</th><th scope="col" class="is-number">{t(KEPT_THERE)}</th>
                    <th scope="col" class="is-number">{t(RANDOM)}</th><th scope="col" class="is-number">{t(WITH_FIRST)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <HeatFigure name="across" title=ACROSS summary=Signal::derive(move || summary(lab)) map row_name=BEHAVIOUR column_name=CIRCUIT_OF />
    }
    .into_any()
}

/// Components that a behaviour needs, pruned step by step.
pub(super) fn size(lab: Lab, behaviour: Behaviour) -> Option<f64> {
    lab.found(behaviour, |found| needed(&found.greedy, KEPT).map(|n| n as f64))
}

pub(super) fn ranked(lab: Lab, behaviour: Behaviour) -> Option<f64> {
    lab.found(behaviour, |found| needed(&found.ranked, KEPT).map(|n| n as f64))
}

/// The mean share of random circuits of about the needed size.
pub(super) fn random(lab: Lab, behaviour: Behaviour, read: fn(&Found) -> &Vec<Vec<Tally>>) -> Option<f64> {
    lab.found(behaviour, |found| {
        let size = needed(&found.greedy, KEPT)?;
        chance(read(found), size).map(|(_, [mean, ..])| mean)
    })
}

fn row(lab: Lab, behaviour: Behaviour, name: &'static str) -> AnyView {
    let kept = move || {
        let tally = lab.found(behaviour, |found| {
            let size = needed(&found.greedy, KEPT)?;
            found.greedy.get(size).copied()
        })?;
        let (right, range) = (counted(tally, lab), interval(tally, lab));
        Some(view! { {right}<small>{range}</small> })
    };
    let whole = Format::Decimals(0);
    let share = Format::Percent(0);
    view! {
        <tr data-behaviour=behaviour.id()>
            <th scope="row">{t(behaviour.name())}</th>
            <td class="is-number"><LiveNumber name value=Memo::new(move |_| size(lab, behaviour)) format=whole from=NEEDED_FROM /></td>
            <td class="is-number"><LiveNumber name="needed-ranked" value=Memo::new(move |_| ranked(lab, behaviour)) format=whole from=RANKED_FROM /></td>
            <td class="is-number">{kept}</td>
            <td class="is-number"><LiveNumber name="random-share" value=Memo::new(move |_| random(lab, behaviour, |f| &f.random)) format=share from=RANDOM_FROM /></td>
            <td class="is-number"><LiveNumber name="random-first-share" value=Memo::new(move |_| random(lab, behaviour, |f| &f.random_with_first)) format=share from=WITH_FIRST_FROM /></td>
        </tr>
    }
    .into_any()
}

/// Rows: behaviours; columns: whose circuit.
fn across(lab: Lab) -> HeatMap {
    let lang = lab.lang();
    let all: Vec<Vec<f32>> = Behaviour::ALL
        .into_iter()
        .filter_map(|b| {
            let shares = |found: &Found| found.across.iter().map(|t| t.share() as f32).collect::<Vec<f32>>();
            lab.found(b, |found| Some(shares(found))).filter(|row| row.len() == Behaviour::ALL.len())
        })
        .collect();
    let whole = all.len() == Behaviour::ALL.len();
    let names: Vec<String> = Behaviour::ALL.iter().filter(|_| whole).map(|b| b.name().get(lang).into()).collect();
    HeatMap {
        rows: names.clone(),
        columns: names,
        values: Arc::new(if whole { all.concat() } else { Vec::new() }),
        scale: HeatScale::new(Ramp::Viridis, 0.0, 1.0),
    }
}

fn summary(lab: Lab) -> String {
    let lang = lab.lang();
    let map = across(lab);
    if map.rows.is_empty() {
        return ACROSS_EMPTY.get(lang).into();
    }
    let n = Behaviour::ALL.len();
    let foreign: Vec<f32> = (0..n * n).filter(|i| i / n != i % n).map(|i| map.values[i]).collect();
    let mean = foreign.iter().map(|x| f64::from(*x)).sum::<f64>() / foreign.len() as f64;
    let own = (0..n).map(|i| f64::from(map.values[i * n + i])).sum::<f64>() / n as f64;
    let (own, mean) = (percent(own, 0), percent(mean, 0));
    say(
        lang,
        || format!("With its own circuit a behaviour keeps {own} on average, with another one\u{2019}s {mean}. Shares of the prompts that all {PARTS} components get right."),
        || format!("用自己的迴路，平均保住 {own}；用別人的迴路，平均 {mean}。比例以 {PARTS} 個元件全開時答對的題目為準。"),
    )
}
