//! First tab, the experiment: policies and their metrics, nodes of searches, plans that meet an empty shelf.

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{count, means, shares, table};
use super::state::{Lab, Row};
use crate::labs::planning::config::SHOPS;
use crate::labs::planning::experiment::STOCKOUTS;
use crate::labs::planning::policy::{Policy, Pruning};
use crate::labs::planning::protocol::Curve;
use crate::labs::planning::surprise::Answer;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Role, Series, percent, significant};
use crate::ui::{LineFigure, MovedOn, Progress, RunNames, RunPanel, Spacing, say, t};

const START: Text = text("Go through many shops", "測試很多商店");
const SHOPS_ROW: Row = Row {
    control: "shops",
    name: text("Shops for each point", "每一點測幾家商店"),
    about: text("Every policy meets the same shops.", "每種做法都遇到同樣的商店。"),
    range: SHOPS,
    spacing: Spacing::Even,
    read: |c| f32::from(c.shops),
    write: |c, v| c.shops = v as u16,
};
const DONE: (Text, Text) = (
    text("Trials", "測試"),
    text("Plans made, searched or carried out.", "做過、搜尋過或執行過的計畫。"),
);
const NAMES: RunNames = RunNames {
    start: "act",
    resume: "act-resume",
    pause: "act-pause",
    step: "act-step",
    stop: "act-stop",
    reset: "act-reset",
};
const PASS_TITLE: Text = text("Plans that pass everything", "全部通過的計畫");
const NODES_TITLE: Text = text("What a search looks at", "搜尋要看多少");
const STOCK_TITLE: Text = text("Plans that survive empty shelves", "遇到缺貨還能完成的計畫");
const D_AXIS: Text = text("slots D", "格數 D");
const P_AXIS: Text = text("items out of stock p", "缺貨比例 p");
const SHARE_AXIS: Text = text("share, 95 % interval", "比例與 95 % 區間");
const NODES_AXIS: Text = text("nodes, mean (log scale)", "節點數的平均（對數刻度）");
const EMPTY: Text = text("Press Go through many shops.", "按下「測試很多商店」。");
const THEORY: Text = text("(1 \u{2212} p)\u{2075}", "(1 \u{2212} p)\u{2075}");
const METRICS: Text = text("Metrics at five slots", "五格時的各項指標");
const MADE: Text = text("policy", "做法");
const HEADS: [Text; 6] = [
    text("delivered", "有交出"),
    text("common sense, micro", "常識（逐項）"),
    text("common sense, macro", "常識（全部）"),
    text("budget, micro", "預算（逐項）"),
    text("budget, macro", "預算（全部）"),
    text("final pass (95 %)", "全部通過（95 %）"),
];
/// The policies of the figure, in the order of its roles.
const POLICIES: [(Policy, Role); 5] = [
    (Policy::Greedy, Role::First),
    (Policy::Thrifty, Role::Second),
    (Policy::CheapestFirst, Role::Third),
    (Policy::Search(Pruning::None), Role::Fourth),
    (Policy::Search(Pruning::Bound), Role::Fifth),
];

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.acting;
    let progress = Memo::new(move |_| {
        lab.acted.with(|report| Progress {
            step: report.done,
            steps: report.planned,
            remaining_seconds: report.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.acted.with(|report| (report.done > 0).then_some(report.fingerprint)));
    let touched = Signal::derive(move || lab.acted.with(|report| report.done > 0));
    let pass = Memo::new(move |_| {
        let lang = lab.lang();
        let series = lab.acted.with(|report| {
            let line = |(policy, role): (Policy, Role)| shares(report, Curve::Policy(policy), policy.name().get(lang), role);
            POLICIES.map(line).to_vec()
        });
        LineChart {
            x: Axis::new(D_AXIS.get(lang)).between(3.0, 6.0),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series,
            references: vec![],
        }
    });
    let nodes = Memo::new(move |_| {
        let lang = lab.lang();
        let roles = [Role::Fourth, Role::Sixth, Role::Fifth];
        let series = lab.acted.with(|report| {
            let line = |(pruning, role): (Pruning, Role)| means(report, Curve::Nodes(pruning), pruning.name().get(lang), role);
            Pruning::ALL.into_iter().zip(roles).map(line).collect()
        });
        LineChart {
            x: Axis::new(D_AXIS.get(lang)).between(3.0, 6.0),
            y: Axis::new(NODES_AXIS.get(lang)).log(),
            series,
            references: vec![],
        }
    });
    let stock = Memo::new(move |_| {
        let lang = lab.lang();
        let roles = [Role::First, Role::Second, Role::Third];
        let mut series: Vec<Series> = lab.acted.with(|report| {
            let line = |(answer, role): (Answer, Role)| shares(report, Curve::Stock(answer), answer.name().get(lang), role);
            Answer::ALL.into_iter().zip(roles).map(line).collect()
        });
        if series.iter().any(|series| !series.points.is_empty()) {
            let law = STOCKOUTS.iter().map(|p| (f64::from(*p), (1.0 - f64::from(*p)).powi(5))).collect();
            series.push(Series::new(THEORY.get(lang), Role::Theory, Arc::new(law)));
        }
        LineChart {
            x: Axis::new(P_AXIS.get(lang)).between(0.0, 0.4),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series,
            references: vec![],
        }
    });
    let heads = HEADS.map(|head| view! { <th scope="col">{t(head)}</th> });
    view! {
        <RunPanel job="act" start=START step=DONE state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs(lab.thinking)) on_control=move |control| session.control(control)>
            {SHOPS_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="policies" title=PASS_TITLE summary=Signal::derive(move || pass_summary(lab)) chart=pass empty=EMPTY height=280.0 />
        <div class="table-box" tabindex="0" role="region" aria-label=t(METRICS)>
            <table class="table" data-output="metrics">
                <caption>{t(METRICS)}</caption>
                <thead><tr><th scope="col">{t(MADE)}</th>{heads}</tr></thead>
                <tbody>{move || metrics(lab)}</tbody>
            </table>
        </div>
        <LineFigure name="nodes" title=NODES_TITLE summary=Signal::derive(move || nodes_summary(lab)) chart=nodes empty=EMPTY height=260.0 />
        <LineFigure name="stock" title=STOCK_TITLE summary=Signal::derive(move || stock_summary(lab)) chart=stock empty=EMPTY height=280.0 />
        {table(lab, lab.acted, "act-points", name)}
    }
    .into_any()
}

fn name(curve: Curve, lang: Lang) -> String {
    let (what, axis) = match curve {
        Curve::Policy(policy) => (policy.name(), "D"),
        Curve::Nodes(pruning) => (pruning.name(), "D"),
        Curve::Stock(answer) => (answer.name(), "p"),
        _ => (D_AXIS, ""),
    };
    [what.get(lang), ", ", axis].concat()
}

fn metrics(lab: Lab) -> AnyView {
    let lang = lab.lang();
    lab.acted.with(|report| {
        let row = |(policy, _): (Policy, Role)| {
            let point = *report.curve(Curve::Policy(policy)).find(|point| (point.x - 5.0).abs() < 0.1)?;
            let of = f64::from(point.tally.of);
            let cells = point.checks.map(|sum| view! { <td class="is-number">{percent(sum / of, 1)}</td> });
            Some(view! { <tr><th scope="row">{policy.name().get(lang)}</th>{cells}<td>{count(&point, lang)}</td></tr> })
        };
        POLICIES.into_iter().filter_map(row).collect_view().into_any()
    })
}

fn pass_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let share = |policy| lab.acted.with(|report| report.share(Curve::Policy(policy), 5.0)).map(|share| percent(share, 1));
    let (Some(greedy), Some(thrifty), Some(cheapest)) = (share(Policy::Greedy), share(Policy::Thrifty), share(Policy::CheapestFirst)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Five slots: best rated first passes in {greedy} of the shops, cheapest with the rule forgotten in {thrifty}, cheapest that fits the rule in {cheapest}."),
        || format!("五格：先選評分高的有 {greedy} 通過，選最便宜但忘了規則的有 {thrifty}，選合規則裡最便宜的有 {cheapest}。"),
    )
}

fn nodes_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let nodes = |pruning| lab.acted.with(|report| report.done(Curve::Nodes(pruning), 6.0)?.mean()).map(|mean| significant(mean, 3));
    let (Some(none), Some(checks), Some(bound)) = (nodes(Pruning::None), nodes(Pruning::Checks), nodes(Pruning::Bound)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Six slots: {none} nodes without pruning, {checks} with rule and budget, {bound} with a bound. All three find the same plan."),
        || format!("六格：不剪枝要看 {none} 個節點，用規則和預算剪枝 {checks} 個，再加下界 {bound} 個。三種找到的計畫相同。"),
    )
}

fn stock_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let share = |answer| lab.acted.with(|report| report.share(Curve::Stock(answer), 0.2)).map(|share| percent(share, 1));
    let (Some(plan), Some(patch), Some(replan)) = (share(Answer::PlanOnly), share(Answer::Patch), share(Answer::Replan)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("With one item in five out of stock, five slots and 1.3 times the cheapest plan as budget: sticking to the plan succeeds in {plan}, a patch in {patch}, planning the rest again in {replan}."),
        || format!("五樣缺一樣、五格、預算 1.3 倍時：照原計畫成功 {plan}，只換一格 {patch}，剩下的重新規劃 {replan}。"),
    )
}
