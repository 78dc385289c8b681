//! Second tab, the experiment: pruning, doors, dreams, thoughts.

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{means, shares, table};
use super::state::{Lab, Row};
use crate::labs::planning::config::{BIAS, COST, ERROR, SEEDS, exact};
use crate::labs::planning::experiment::{ERRORS, STEPS, THOUGHTS};
use crate::labs::planning::protocol::Curve;
use crate::labs::planning::thoughts::law;
use crate::lesson::{Lang, Text, text};
use crate::plot::{Axis, LineChart, Reference, Role, Series, percent, significant};
use crate::ui::{LineFigure, MovedOn, Progress, RunNames, RunPanel, Spacing, say};

const START: Text = text("Walk, dream and think", "走、夢、想");
const SEEDS_ROW: Row = Row {
    control: "seeds",
    name: text("Seeds for each point", "每一點幾個種子"),
    about: text("Each is another tree, or other actions.", "每個種子是另一棵樹或另一組行動。"),
    range: SEEDS,
    spacing: Spacing::Even,
    read: |c| f32::from(c.seeds),
    write: |c, v| c.seeds = v as u16,
};
const ERROR_ROW: Row = Row {
    control: "error",
    name: text("Errors of the world model e", "世界模型的錯誤率 e"),
    about: text(
        "Share of steps that a dream has wrong, in the figure of long dreams.",
        "夢裡每一步出錯的機率，用在「長夢」那張圖。",
    ),
    range: ERROR,
    spacing: Spacing::Even,
    read: |c| c.error,
    write: |c, v| c.error = v as f32,
};
const BIAS_ROW: Row = Row {
    control: "bias",
    name: text("Bias of the thoughts", "想法的偏差"),
    about: text(
        "More thoughts average the noise away, never this.",
        "想得再多，只能消去雜訊，消不掉這個。",
    ),
    range: BIAS,
    spacing: Spacing::Even,
    read: |c| c.bias,
    write: |c, v| c.bias = v as f32,
};
const COST_ROW: Row = Row {
    control: "cost",
    name: text("Cost of a thought", "每個想法的成本"),
    about: text("In units of value: time, tokens, a deadline.", "以價值為單位：時間、token、期限。"),
    range: COST,
    spacing: Spacing::Even,
    read: |c| c.cost,
    write: |c, v| c.cost = v as f32,
};
const DONE: (Text, Text) = (
    text("Trials", "測試"),
    text("Walks, dreams and decisions.", "走過的路、做過的夢和決定。"),
);
const NAMES: RunNames = RunNames {
    start: "think",
    resume: "think-resume",
    pause: "think-pause",
    step: "think-step",
    stop: "think-stop",
    reset: "think-reset",
};
const EMPTY: Text = text("Press Walk, dream and think.", "按下「走、夢、想」。");
const SHARE_AXIS: Text = text("share, 95 % interval", "比例與 95 % 區間");
const PRUNE_TITLE: Text = text("Pruning by a noisy value: goal found", "用有雜訊的估計剪枝：找到目標的比例");
const PRUNE_AXIS: Text = text("threshold", "剪枝門檻");
const MOVES_TITLE: Text = text("Pruning by a noisy value: real moves", "用有雜訊的估計剪枝：實際移動");
const MOVES_AXIS: Text = text("moves, mean and 95 % interval", "移動次數：平均與 95 % 區間");
const FOUND: Text = text("goal found", "找到目標");
const DOORS_TITLE: Text = text("Doors that shut: goal found", "單向門：找到目標的比例");
const DOORS_AXIS: Text = text("doors that shut q", "單向門的比例 q");
const WALKED: Text = text("walked, 200 moves", "真的走，200 步");
const DREAMT: Text = text("dreamt first, e = 0.05", "先在腦中走，e = 0.05");
const DREAM_TITLE: Text = text("Dreaming first: the plan is right", "先在腦中走：計畫正確的比例");
const DREAM_AXIS: Text = text("errors of the model e", "世界模型的錯誤率 e");
const DREAM_LAW: Text = text("formula", "公式");
const VALID_TITLE: Text = text("Long dreams: still true at the end", "長夢：到最後還正確的比例");
const VALID_AXIS: Text = text("steps H (log scale)", "步數 H（對數刻度）");
const THINK_TITLE: Text = text("Overthinking: value less the cost of thinking", "想太多：價值減去思考的成本");
const THINK_AXIS: Text = text("thoughts T", "想法數 T");
const NET_AXIS: Text = text("net value, mean and 95 % interval", "淨價值：平均與 95 % 區間");
const THOUGHT: Text = text("thoughts alone", "只用想的");
const TRIED: Text = text("then two real tries (0.1 each)", "再真的試兩個（各 0.1）");

/// One level of the tree: the right action of the model is right unless an odd number of swaps has moved it away. For e small
/// about (1 - e)(1 - e/2)^2, and swaps that undo each other on top.
fn dream_law(error: f64) -> f64 {
    let (e, c) = (error, 1.0 - error);
    // No swap; one swap, which is of the two others in a third of the cases; two and three, which put it back in a third.
    let level = c * c * c + 3.0 * e * c * c / 3.0 + (3.0 * e * e * c + e * e * e) / 3.0;
    level.powi(5)
}

pub(super) fn view(lab: Lab) -> AnyView {
    let session = lab.thinking;
    let progress = Memo::new(move |_| {
        lab.thought.with(|report| Progress {
            step: report.done,
            steps: report.planned,
            remaining_seconds: report.remaining_seconds,
        })
    });
    let fingerprint = Memo::new(move |_| lab.thought.with(|report| (report.done > 0).then_some(report.fingerprint)));
    let touched = Signal::derive(move || lab.thought.with(|report| report.done > 0));
    let prune = Memo::new(move |_| {
        let lang = lab.lang();
        LineChart {
            x: Axis::new(PRUNE_AXIS.get(lang)).between(-1.0, 1.0),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series: vec![lab.thought.with(|report| shares(report, Curve::Prune, FOUND.get(lang), Role::First))],
            references: vec![],
        }
    });
    let moves = Memo::new(move |_| {
        let lang = lab.lang();
        LineChart {
            x: Axis::new(PRUNE_AXIS.get(lang)).between(-1.0, 1.0),
            y: Axis::new(MOVES_AXIS.get(lang)).from(0.0),
            series: vec![lab.thought.with(|report| means(report, Curve::Prune, MOVES_AXIS.get(lang), Role::Second))],
            references: vec![],
        }
    });
    let doors = Memo::new(move |_| {
        let lang = lab.lang();
        let dream = lab.thought.with(|report| report.share(Curve::Dream, 0.05));
        let reference = |y| Reference {
            name: DREAMT.get(lang).into(),
            role: Role::Control,
            y,
        };
        LineChart {
            x: Axis::new(DOORS_AXIS.get(lang)).between(0.0, 0.6),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series: vec![lab.thought.with(|report| shares(report, Curve::Doors, WALKED.get(lang), Role::First))],
            references: dream.map(reference).into_iter().collect(),
        }
    });
    let dream = Memo::new(move |_| {
        let lang = lab.lang();
        let mut series = vec![lab.thought.with(|report| shares(report, Curve::Dream, FOUND.get(lang), Role::First))];
        if !series[0].points.is_empty() {
            let law = ERRORS.iter().map(|e| (f64::from(*e), dream_law(f64::from(*e)))).collect();
            series.push(Series::new(DREAM_LAW.get(lang), Role::Theory, Arc::new(law)));
        }
        LineChart {
            x: Axis::new(DREAM_AXIS.get(lang)).between(0.0, 0.3),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series,
            references: vec![],
        }
    });
    let valid = Memo::new(move |_| {
        let lang = lab.lang();
        let error = lab.thinking.opened().map(|setup| match *setup {
            crate::labs::planning::protocol::Setup::Think(think) => exact(think.error),
            crate::labs::planning::protocol::Setup::Act(_) => 0.0,
        });
        let mut series = vec![lab.thought.with(|report| shares(report, Curve::Valid, FOUND.get(lang), Role::First))];
        if let (false, Some(error)) = (series[0].points.is_empty(), error) {
            let law = STEPS.iter().map(|h| (f64::from(*h), (1.0 - error).powf(f64::from(*h)))).collect();
            series.push(Series::new("(1 \u{2212} e)^H", Role::Theory, Arc::new(law)));
        }
        LineChart {
            x: Axis::new(VALID_AXIS.get(lang)).log().between(1.0, 16.0),
            y: Axis::new(SHARE_AXIS.get(lang)).between(0.0, 1.05),
            series,
            references: vec![],
        }
    });
    let think = Memo::new(move |_| {
        let lang = lab.lang();
        let mut series = lab.thought.with(|report| {
            vec![
                means(report, Curve::Thoughts, THOUGHT.get(lang), Role::First),
                means(report, Curve::Tries, TRIED.get(lang), Role::Second),
            ]
        });
        let mind = lab.chosen.config.with(|c| c.mind());
        if !series[0].points.is_empty() && !session.is_stale() {
            let point = |t: &f32| Some((f64::from(*t), law(mind, *t as u32)?));
            series.push(Series::new(DREAM_LAW.get(lang), Role::Theory, Arc::new(THOUGHTS.iter().filter_map(point).collect())));
        }
        LineChart {
            x: Axis::new(THINK_AXIS.get(lang)).between(0.0, 64.0),
            y: Axis::new(NET_AXIS.get(lang)),
            series,
            references: vec![],
        }
    });
    view! {
        <RunPanel job="think" start=START step=DONE state=session.job.state progress names=NAMES fingerprint=fingerprint
            blocked=Signal::derive(move || lab.other_runs(lab.acting)) on_control=move |control| session.control(control)>
            {SEEDS_ROW.view(lab)}{ERROR_ROW.view(lab)}{BIAS_ROW.view(lab)}{COST_ROW.view(lab)}
        </RunPanel>
        <MovedOn session touched />
        <LineFigure name="prune" title=PRUNE_TITLE summary=Signal::derive(move || prune_summary(lab)) chart=prune empty=EMPTY height=240.0 />
        <LineFigure name="moves" title=MOVES_TITLE summary=Signal::derive(move || prune_summary(lab)) chart=moves empty=EMPTY height=220.0 />
        <LineFigure name="doors" title=DOORS_TITLE summary=Signal::derive(move || doors_summary(lab)) chart=doors empty=EMPTY height=240.0 />
        <LineFigure name="dream" title=DREAM_TITLE summary=Signal::derive(move || dream_summary(lab)) chart=dream empty=EMPTY height=240.0 />
        <LineFigure name="valid" title=VALID_TITLE summary=Signal::derive(move || dream_summary(lab)) chart=valid empty=EMPTY height=220.0 />
        <LineFigure name="thoughts" title=THINK_TITLE summary=Signal::derive(move || think_summary(lab)) chart=think empty=EMPTY height=280.0 />
        {table(lab, lab.thought, "think-points", name)}
    }
    .into_any()
}

fn name(curve: Curve, lang: Lang) -> String {
    match curve {
        Curve::Prune => PRUNE_TITLE,
        Curve::Doors => DOORS_TITLE,
        Curve::Dream => DREAM_TITLE,
        Curve::Valid => VALID_TITLE,
        Curve::Thoughts => THOUGHT,
        _ => TRIED,
    }
    .get(lang)
    .into()
}

fn share(lab: Lab, curve: Curve, x: f32) -> Option<String> {
    lab.thought.with(|report| report.share(curve, x)).map(|share| percent(share, 1))
}

fn prune_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let moves = |x| lab.thought.with(|report| report.done(Curve::Prune, x)?.mean()).map(|mean| significant(mean, 3));
    let (Some(all), Some(low), Some(some), Some(few)) = (moves(-9.0), share(lab, Curve::Prune, 0.0), share(lab, Curve::Prune, 0.3), moves(0.3)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Without pruning the goal is always found, in {all} moves on average. At a threshold of 0 it is found in {low} of the trees; at 0.3 in {some}, with {few} moves."),
        || format!("不剪枝一定找得到，平均走 {all} 步。門檻 0 時有 {low} 找到；0.3 時 {some}，走 {few} 步。"),
    )
}

fn doors_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (Some(open), Some(some), Some(dream)) = (share(lab, Curve::Doors, 0.0), share(lab, Curve::Doors, 0.3), share(lab, Curve::Dream, 0.05)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Walking finds the goal in {open} of the trees with all doors open, in {some} with 30 % that shut. A plan dreamt first, with 5 % of the model wrong, reaches it in {dream}, whatever the doors do: it never turns back."),
        || format!("門都能回頭時，真的走有 {open} 找到目標；三成是單向門時剩 {some}。先在腦中走好、世界模型錯 5 % 的計畫有 {dream} 到達，和門無關：它從不回頭。"),
    )
}

fn dream_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let (Some(small), Some(large), Some(long)) = (share(lab, Curve::Dream, 0.05), share(lab, Curve::Dream, 0.2), share(lab, Curve::Valid, 16.0)) else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("Five steps planned in the model are right in {small} of the cases with 5 % errors, in {large} with 20 %. A dream of 16 steps is still true in {long}."),
        || format!("在模型裡規劃五步，錯誤率 5 % 時有 {small} 正確，20 % 時 {large}。16 步的夢到最後還正確的有 {long}。"),
    )
}

fn think_summary(lab: Lab) -> String {
    let lang = lab.lang();
    let found = lab.thought.with(|report| {
        let best = report.best_thoughts()?;
        let last = report.done(Curve::Thoughts, 64.0)?.mean()?;
        Some((best.x, significant(best.mean()?, 2), significant(last, 2)))
    });
    let Some((best, net, last)) = found else {
        return EMPTY.get(lang).into();
    };
    say(
        lang,
        || format!("The net value is best at {best} thoughts ({net}) and falls to {last} at 64: the noise is gone by then, the bias is not, and every thought has been paid for."),
        || format!("淨價值在 {best} 個想法時最好（{net}），到 64 個時剩 {last}：雜訊已經消掉，偏差還在，而每個想法都付了成本。"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_of_a_dream_is_that_of_the_measurement() {
        for (error, theirs) in [(0.0, 1.0), (0.05, 0.61), (0.1, 0.37), (0.2, 0.14)] {
            assert!((dream_law(error) - theirs).abs() < 0.02, "{error}: {}", dream_law(error));
        }
    }
}
